const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];
const durationUnits = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** Formats numbers with their units for a language. */
export class Quantities {
  private readonly formats = new Map<string, Intl.NumberFormat>();

  /** @param language BCP 47; an unknown one falls back to the machine's. */
  constructor(private readonly language: string) {}

  /** Evaluated on first use: the first access to a locale takes as long as an activation may. */
  private get locale(): string | undefined {
    return isLanguage(this.language) ? this.language : undefined;
  }

  /** `1,234`. */
  count(number: number): string {
    return this.format('count', {}).format(number);
  }

  /** In the units in which drives are sold: `3.2 GB` is 3,200,000,000 bytes. */
  size(bytes: number): string {
    let value = bytes;
    let unit = 0;
    // 999.5 would be written with four digits.
    for (; value >= (unit === 0 ? 1000 : 999.5) && unit < sizeUnits.length - 1; unit++) value /= 1000;
    const digits: Intl.NumberFormatOptions = unit === 0 ? { unitDisplay: 'long' } : { maximumSignificantDigits: 3 };
    return this.format(`size ${unit}`, { style: 'unit', unit: sizeUnits[unit]!, ...digits }).format(value);
  }

  /** In the two largest units, which is exact enough: `45 sec`, `12 min`, `3 hr 12 min`. */
  duration(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds));
    const first = durationUnits.findIndex((unit) => whole >= unit.seconds);
    const large = durationUnits[first === -1 ? durationUnits.length - 1 : first]!;
    const small = durationUnits[first + 1];
    const count = Math.floor(whole / large.seconds);
    const rest =
      small && first !== -1 && large.unit !== 'minute'
        ? Math.floor((whole - count * large.seconds) / small.seconds)
        : 0;
    return [this.amount(large.unit, count), ...(small && rest > 0 ? [this.amount(small.unit, rest)] : [])].join(' ');
  }

  /** @param part from 0 to 1. Only 0 is written as 0 %, and only 1 as 100 %. */
  percent(part: number): string {
    const rounded = Math.round(100 * part);
    const honest = part > 0 && rounded === 0 ? 1 : part < 1 && rounded === 100 ? 99 : rounded;
    return this.format('percent', { style: 'percent' }).format(honest / 100);
  }

  /** Empty where the time of a file or a record is none. @param time milliseconds since 1970 */
  date(time: number): string {
    if (Number.isNaN(new Date(time).getTime())) return '';
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
  }

  private amount(unit: string, count: number): string {
    return this.format(unit, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
  }

  private format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const known = this.formats.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.formats.set(key, known);
    return known;
  }
}

function isLanguage(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}
