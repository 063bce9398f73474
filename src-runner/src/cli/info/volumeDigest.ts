import { createHash } from 'node:crypto';
import type { ByteSource } from '../../volume/byteSource';

const PIECE_LENGTH = 1024 * 1024;

/**
 * The SHA-256 of all bytes of a volume, in hexadecimal. Works in slices, so that signals are handled.
 *
 * @throws DriveReadError if the medium fails
 * @throws the signal's reason if it is aborted
 */
export async function volumeDigest(
  volume: ByteSource,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(PIECE_LENGTH);
  for (let at = 0; at < volume.length; at += PIECE_LENGTH) {
    const piece = buffer.subarray(0, Math.min(PIECE_LENGTH, volume.length - at));
    volume.read(at, piece);
    hash.update(piece);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    onProgress(at + piece.length);
  }
  return hash.digest('hex');
}
