import { ByteList } from './byteList';
import { JrmScanError, MAX_VALUE_LENGTH, newScannedChecksum, type JrmScanner, type JrmScanVisitor } from './scannedChecksum';
import { ScanWindow } from './scanWindow';

/** More of the text is needed. */
export const MORE = -1;

/** Reads a JRM that comes in pieces, whichever form it has. What belongs to a checksum is taken from its bytes: no object is made of it. */
export abstract class PieceScanner<State extends string> implements JrmScanner {
  protected readonly visitor: JrmScanVisitor;
  protected readonly window = new ScanWindow();
  protected readonly checksum = newScannedChecksum();
  /** The texts of the checksum's fields that had escapes. */
  protected readonly unescaped = new ByteList();
  protected state: State | 'end';

  constructor(visitor: JrmScanVisitor, start: State) {
    this.visitor = visitor;
    this.state = start;
  }

  push(piece: Uint8Array): void {
    this.window.push(piece);
    while (this.step());
    const { at, end } = this.window;
    if (end - at > MAX_VALUE_LENGTH) throw new JrmScanError(this.window.offset);
  }

  end(): void {
    if (this.state !== 'end') throw new JrmScanError(this.window.base + this.window.end);
  }

  /** Reads what comes next; returns false where more of the text is needed. */
  protected abstract step(): boolean;
}
