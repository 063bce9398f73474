const FIRST_LENGTH = 1 << 18;

/** What has come of a file and is not read yet, in one piece. */
export class ScanWindow {
  bytes = new Uint8Array(FIRST_LENGTH);
  /** What has been read in `bytes`, and where they end. */
  at = 0;
  end = 0;
  /** The offset of `bytes[0]` in the file. */
  base = 0;

  /** The offset in the file of what is read next. */
  get offset(): number {
    return this.base + this.at;
  }

  push(piece: Uint8Array): void {
    const rest = this.end - this.at;
    if (rest + piece.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(rest + piece.length, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(this.at, this.end));
      this.bytes = grown;
    } else {
      this.bytes.copyWithin(0, this.at, this.end);
    }
    this.base += this.at;
    this.at = 0;
    this.bytes.set(piece, rest);
    this.end = rest + piece.length;
  }
}
