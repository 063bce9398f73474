/**
 * A copy of the text with its own memory. A slice keeps the whole text alive that it was cut from, here a large piece
 * of a file.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
