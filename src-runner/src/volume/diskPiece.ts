/** Bytes and where they are to be written. */
export interface DiskPiece {
  /** Bytes from the beginning of the layer that they belong to. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}
