import { nextTurn } from '../runtime/nextTurn';
import type { OpenedFile } from '../runtime/runtime';

/** In bytes. Texts of more than 128 KiB get memory of their own from the system each time. */
const PIECE_LENGTH = 64 * 1024;
/** Milliseconds of work before other requests are heard. */
const SLICE = 20;

/**
 * Reads a file from its beginning to its end; while a piece is looked at, the next one is read.
 *
 * @returns false where it was given up in between
 */
export async function readPieces(
  file: OpenedFile,
  isCancelled: () => boolean,
  onPiece: (piece: Uint8Array) => void,
): Promise<boolean> {
  let until = performance.now() + SLICE;
  let next = file.read(0, PIECE_LENGTH);
  for (let offset = 0; offset < file.size;) {
    const piece = await next;
    offset += piece.length;
    next =
      offset < file.size && piece.length > 0 ? file.read(offset, PIECE_LENGTH) : Promise.resolve(piece.subarray(0, 0));
    if (performance.now() > until) {
      await nextTurn();
      until = performance.now() + SLICE;
    }
    if (isCancelled()) {
      await next;
      return false;
    }
    if (piece.length === 0) break;
    onPiece(piece);
  }
  return true;
}
