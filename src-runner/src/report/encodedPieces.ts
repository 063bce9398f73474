/** UTF-8 bytes per UTF-16 unit. */
const MOST_BYTES_A_UNIT = 3;

/**
 * The pieces of a text in UTF-8, in a shared buffer: each is valid until the next is requested. Separate buffers would
 * leave hundreds of megabytes to the garbage collector.
 */
export function* encodedPieces(pieces: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(0);
  for (const piece of pieces) {
    if (buffer.length < MOST_BYTES_A_UNIT * piece.length) buffer = new Uint8Array(2 * MOST_BYTES_A_UNIT * piece.length);
    yield buffer.subarray(0, encoder.encodeInto(piece, buffer).written);
  }
}
