import { JrmFormatError } from '#core/jrm/jrm';
import { template } from '#core/text/template';
import { JrmReader } from '#core/jrm/jrmReader';
import type { ReadJrm } from '#core/jrm/jrmReader';
import type { Workspace } from '../documents/workspace';
import { jrmBytes } from '../jrmTree/jrmBytes';
import { readPieces } from '../jrmTree/readPieces';
import type { Runtime } from '../runtime/runtime';

/**
 * Reads a JRM to its end, from the text that an editor has open, otherwise from disk. It may be long, so it is read in
 * pieces.
 *
 * @returns undefined where there is no such file, or the reading was cancelled
 * @throws JrmFormatError
 */
export async function readJrm(
  uri: string,
  workspace: Workspace,
  runtime: Runtime,
  isCancelled: () => boolean,
): Promise<ReadJrm | undefined> {
  const file = await (await jrmBytes(uri, workspace, runtime))?.open();
  if (!file) return undefined;
  const reader = new JrmReader(runtime.sha256, () => undefined);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const isWhole = await readPieces(file, isCancelled, (piece) => {
      reader.push(textOf(piece, decoder));
    });
    return isWhole ? reader.end() : undefined;
  } finally {
    await file.close();
  }
}

/** @throws JrmFormatError for bytes that are not UTF-8 */
function textOf(piece: Uint8Array, decoder: InstanceType<typeof TextDecoder>): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch {
    throw new JrmFormatError(template('The file is not UTF-8, which a JRM must be.'), 0);
  }
}
