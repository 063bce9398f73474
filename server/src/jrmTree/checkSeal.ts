import { JrmFormatError, type Sha256 } from '#core/jrm/jrm';
import { JrmReader } from '#core/jrm/jrmReader';
import type { JrmIndex, SealCheck } from './jrmIndex';
import { readPieces } from './readPieces';

/**
 * Reads the JRM of an index as `verify` does, and says whether it is unchanged since it was sealed. `undefined` where
 * the check was given up or the file has changed.
 */
export async function checkSeal(index: JrmIndex, sha256: Sha256): Promise<SealCheck | undefined> {
  const file = await index.bytes?.open();
  if (!file) return undefined;
  const reader = new JrmReader(sha256, () => undefined);
  const decoder = new TextDecoder();
  try {
    const isWhole = await readPieces(
      file,
      () => index.isClosed,
      (piece) => {
        reader.push(decoder.decode(piece, { stream: true }));
      },
    );
    return isWhole ? { seal: reader.end().seal } : undefined;
  } catch (error) {
    if (error instanceof JrmFormatError) return { seal: 'unreadable', unreadableLine: error.line };
    throw error;
  } finally {
    await file.close();
  }
}
