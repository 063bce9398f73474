import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileVersion } from './fileVersions';

/**
 * The SHA-256 of files, in hex: it identifies a file by its content, whatever its name and place. An unchanged file is
 * read only once.
 */
export class FileDigests {
  private readonly known = new Map<
    string,
    { readonly version: string; readonly digest: Promise<string | undefined> }
  >();

  /** @returns undefined if there is no file, or it cannot be read */
  async of(path: string): Promise<string | undefined> {
    const version = await fileVersion(path);
    if (version === undefined) return undefined;
    const known = this.known.get(path);
    if (known?.version === version) return known.digest;
    const digest = digestOf(path);
    this.known.set(path, { version, digest });
    return digest;
  }
}

/** Reads the file in pieces, as it may be long. */
export async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    if (!(await stat(path)).isFile()) return undefined;
    for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
