/** Bytes and the place to write them to. */
export interface DiskPiece {
  /** Bytes from the beginning of the layer that they belong to. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}
