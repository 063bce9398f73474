/** The letter that a text means, upper-case: `G`, `g`, `G:` and `G:\` are one drive. */
export function driveLetter(text: string): string | undefined {
  return /^[A-Za-z](?::[\\/]*)?$/.test(text) ? text.charAt(0).toUpperCase() : undefined;
}
