/** True where the character at `at` ends a line: LF, CRLF or CR do. */
export function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10);
}

/** Counts lines from the beginning of a text to its end. */
export class LineCounter {
  count = 0;
  readonly #text: string;
  readonly #hasReturns: boolean;
  #at = 0;
  /** The next line feed. */
  #next: number;

  constructor(text: string) {
    this.#text = text;
    this.#hasReturns = text.includes('\r');
    this.#next = text.indexOf('\n');
  }

  /** Adds the lines that end before `at`. */
  advance(at: number): void {
    if (this.#hasReturns) {
      this.count += lineBreaks(this.#text, this.#at, at);
      this.#at = at;
      return;
    }
    while (this.#next >= 0 && this.#next < at) {
      this.count++;
      this.#next = this.#text.indexOf('\n', this.#next + 1);
    }
  }
}

/** Lines that end between two offsets. */
export function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (endsLine(text, at)) count++;
  return count;
}

/** Where the line of a place begins; 0 where the text has no line break before it. */
export function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !endsLine(text, start - 1)) start--;
  return start;
}

/** Where the lines behind the first one begin. */
export function lineStarts(text: string): number[] {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at++) if (endsLine(text, at)) starts.push(at + 1);
  return starts;
}

/** Behind the `count`th line break; -1 where there are fewer. */
export function afterBreaks(text: string, count: number): number {
  let left = count;
  for (let at = 0; at < text.length; at++) if (endsLine(text, at) && --left === 0) return at + 1;
  return -1;
}
