import { readSync } from 'node:fs';
import { sentence } from '../../language/sentence';
import type { ByteSource } from '../../volume/byteSource';
import { DriveReadError } from '../../volume/byteSource';
import type { DiskPiece } from '../../volume/diskPiece';
import { codeOf } from '../../model/systemError';

/** Reads a part of an open file or device; `path` is for messages. */
export function descriptorSource(descriptor: number, path: string, start: number, length: number): ByteSource {
  return {
    length,
    read: (offset, into) => {
      if (offset < 0 || offset + into.length > length)
        throw new DriveReadError(
          sentence`${into.length} bytes at ${offset} are outside the volume on ${path}.`,
          offset,
        );
      for (let done = 0; done < into.length;) {
        let count: number;
        try {
          count = readSync(descriptor, into, done, into.length - done, start + offset + done);
        } catch (error) {
          const code = codeOf(error);
          throw new DriveReadError(
            sentence`${path} cannot be read at byte ${start + offset + done} (${code}).`,
            offset + done,
            { cause: error },
          );
        }
        if (count === 0)
          throw new DriveReadError(
            sentence`${path} ends at byte ${start + offset + done}, in the middle of its volume.`,
            offset + done,
          );
        done += count;
      }
    },
  };
}

/** The source as if `piece` had been written to it. */
export function withPiece(source: ByteSource, piece: DiskPiece): ByteSource {
  const end = piece.offset + piece.bytes.length;
  return {
    length: source.length,
    read: (offset, into) => {
      source.read(offset, into);
      const from = Math.max(offset, piece.offset);
      const to = Math.min(offset + into.length, end);
      if (from < to) into.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset);
    },
  };
}
