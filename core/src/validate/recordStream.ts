import { CR, LF } from '../csv/characters';
import type { CsvShape } from '../csv/csvShape';
import { RecordScanner } from '../csv/recordScanner';

/**
 * A record longer than this many UTF-16 units is cut, and a quote that closes further away counts as unclosed, so that
 * memory is bounded.
 */
export const MAX_RECORD_LENGTH = 16 * 1024 * 1024;

/** Finds the records of a text that comes in pieces. Empty lines are records without fields. */
export class RecordStream {
  readonly scanner: RecordScanner;
  /** Zero-based line of the record that was found last. */
  line = 0;
  private text = '';
  private readonly pieces: string[] = [];
  private piecesLength = 0;
  private nextLine = 0;
  /** True after a record that was cut, until its line ends. */
  private skipping = false;

  /** `visit` is called for each record, just after it was scanned. */
  constructor(
    shape: CsvShape,
    private readonly visit: () => void,
  ) {
    this.scanner = new RecordScanner(shape);
  }

  /** Takes the next piece of the text and visits the records that end in it. */
  push(piece: string): void {
    this.pieces.push(piece);
    this.piecesLength += piece.length;
    // An unfinished record is only scanned again when the text has doubled, so that the total cost stays linear.
    if (this.piecesLength >= this.text.length) this.read(false);
  }

  /** Visits the remaining records. */
  end(): void {
    this.read(true);
  }

  private read(final: boolean): void {
    const text = this.text + this.pieces.join('');
    this.pieces.length = 0;
    this.piecesLength = 0;
    const { scanner } = this;
    let at = 0;
    while (at < text.length) {
      if (this.skipping) {
        at = this.skip(text, at, final);
        continue;
      }
      const full = text.length - at >= MAX_RECORD_LENGTH;
      const found = scanner.scan(text, at, text.length, () => (final || full ? 'end' : 'closes'));
      const settled = found && scanner.next < text.length && scanner.lookahead < text.length;
      if (!settled && !final && !full) break;
      this.line = this.nextLine;
      this.visit();
      this.nextLine += scanner.lineBreaks;
      this.skipping = !settled && !final && !endsLine(text, scanner.next);
      at = scanner.next;
    }
    this.text = text.slice(at);
  }

  /** Skips to the end of a line whose beginning was read as a record. */
  private skip(text: string, from: number, final: boolean): number {
    let at = from;
    while (at < text.length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at++;
    if (at === text.length) return at;
    if (text.charCodeAt(at) === CR && at + 1 === text.length && !final) return at + 1;
    this.skipping = false;
    this.nextLine++;
    return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
}

function endsLine(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  return last === LF || last === CR;
}
