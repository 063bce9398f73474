import type { FileHandle } from 'node:fs/promises';

const PIECE_LENGTH = 256 * 1024;

/** The bytes of a file in pieces, up to the length that it had when it was opened. The caller owns each piece. */
export async function* filePieces(
  file: FileHandle,
  length: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let offset = 0; offset < length;) {
    const buffer = new Uint8Array(Math.min(PIECE_LENGTH, length - offset));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    if (bytesRead === 0) return;
    offset += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The pieces as a stream, which is read no faster than it is consumed. */
export function streamOf(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: async () => {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
