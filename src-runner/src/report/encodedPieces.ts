/** Of UTF-8, for a unit of UTF-16. */
const MOST_BYTES_A_UNIT = 3;

/** The pieces of a text in UTF-8, each good until the next is asked for: hundreds of megabytes of them would wait to be collected. */
export function* encodedPieces(pieces: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(0);
  for (const piece of pieces) {
    if (buffer.length < MOST_BYTES_A_UNIT * piece.length) buffer = new Uint8Array(2 * MOST_BYTES_A_UNIT * piece.length);
    yield buffer.subarray(0, encoder.encodeInto(piece, buffer).written);
  }
}
