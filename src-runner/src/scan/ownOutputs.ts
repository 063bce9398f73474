import { basename, dirname } from 'node:path';
import { realPath } from '../model/pathIdentity';

/**
 * The files that a job writes itself. They may lie among its sources but must not be copied: some hold keys, and they
 * change while they are copied.
 */
export class OwnOutputs {
  /** By the folder's real path. */
  readonly #names = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();

  constructor(paths: readonly string[]) {
    for (const path of paths) {
      // A link itself, and the file it leads to.
      for (const place of [realPath(path), `${realPath(dirname(path))}/${basename(path)}`]) {
        const folder = dirname(place);
        const names = this.#names.get(folder) ?? new Set();
        names.add(basename(place));
        this.#names.set(folder, names);
        this.#folders.add(basename(folder).toLowerCase());
      }
    }
  }

  /**
   * The names of own outputs in a folder.
   *
   * @param isLinked whether the folder may have been reached by a link, so that its path tells nothing
   */
  within(folder: string, isLinked: boolean): ReadonlySet<string> | undefined {
    if (!isLinked && !this.#folders.has(basename(folder).toLowerCase())) return undefined;
    return this.#names.get(realPath(folder));
  }

  /** Whether a file is an own output. */
  has(path: string): boolean {
    return this.#names.get(dirname(realPath(path)))?.has(basename(realPath(path))) === true;
  }
}
