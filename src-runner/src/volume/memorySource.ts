import type { ByteSource } from './byteSource';
import { DriveReadError } from './byteSource';

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    read: (offset, into) => {
      if (offset < 0 || offset + into.length > bytes.length) throw new DriveReadError(`${into.length} bytes at ${offset} lie outside of ${bytes.length} bytes.`, offset);
      into.set(bytes.subarray(offset, offset + into.length));
    },
  };
}
