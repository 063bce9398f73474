/**
 * Random access to the bytes of one layer of a drive: the image, the disk in it, a partition, a decrypted volume. Each
 * layer is built on the one below. Calls are synchronous, which is fast in Node, and no reader runs in an extension
 * host.
 */
export interface ByteSource {
  /** Bytes. */
  readonly length: number;
  /**
   * Fills `into` with the bytes from `offset` on.
   *
   * @throws DriveReadError if the medium fails or the requested bytes lie outside
   */
  read(offset: number, into: Uint8Array): void;
}

/** The drive or image cannot be read at a place. The message names the target, the place and what to do. */
export class DriveReadError extends Error {
  constructor(
    message: string,
    /** Bytes from the beginning of the layer that failed. */
    readonly offset: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A layer's bytes violate its format or use an unsupported part of it. The message says which, and what to do. */
export class DriveFormatError extends Error {}

/** The bytes of `source` from `offset` on, in a new buffer. For small structures, not for data. */
export function readBytes(source: ByteSource, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  source.read(offset, bytes);
  return bytes;
}

/** A part of `source` as a source. */
export function slice(source: ByteSource, start: number, length: number): ByteSource {
  return {
    length,
    read: (offset, into) => {
      if (offset < 0 || offset + into.length > length) {
        throw new DriveReadError(`${into.length} bytes at ${offset} lie outside of a part of ${length} bytes.`, offset);
      }
      source.read(start + offset, into);
    },
  };
}
