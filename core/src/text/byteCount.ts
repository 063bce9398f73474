/** Units of a thousand, as for drives on sale. */
const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** A number of bytes for people: three digits and a unit; below 1000, the exact number. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = -1;
  // 999.5 would be rounded to four digits.
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${Number(value.toPrecision(3))} ${units[Math.max(unit, 0)]!}`;
}

const factors: Readonly<Record<string, number>> = {
  '': 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  KI: 2 ** 10,
  MI: 2 ** 20,
  GI: 2 ** 30,
  TI: 2 ** 40,
};

/**
 * The number of bytes that a person has written: `500G`, `1.8 TB`, `2000398934016`, `64GiB`. K, M, G and T are
 * thousands; with an `i` they are powers of 1024. Undefined for anything else, and for zero.
 */
export function parseByteCount(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?(|[KMGT]i?)B?$/i.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(number) * (factors[unit.toUpperCase()] ?? NaN));
  return number !== '' && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
