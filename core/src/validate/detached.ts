/**
 * The same text in memory of its own. A stretch that was cut out of a text keeps the whole of it alive, which is a
 * large piece of a file here.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
