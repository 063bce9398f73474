const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A size in the units in which drives are sold: `3.2 GB` is 3,200,000,000 bytes. */
export function sizeText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  // A value that would be rounded to 1000 gets the next unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  if (unit === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]!}`;
}

/** `1,234 files`. */
export function countText(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
}

/** `45 s`, `12 min 5 s`, `3 h 12 min`, `2 d 5 h`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = (large: number, largeUnit: string, small: number, smallUnit: string) =>
    small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return parts(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return parts(Math.floor(hours / 24), 'd', hours % 24, 'h');
}
