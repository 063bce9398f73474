/** The upper-case letter that a text means: `G`, `g`, `G:` and `G:\` are the same drive. */
export function driveLetter(text: string): string | undefined {
  return /^[A-Za-z](?::[\\/]*)?$/.test(text) ? text.charAt(0).toUpperCase() : undefined;
}
