import { basename, dirname } from 'node:path';
import { realPath } from '../model/pathIdentity';

/** The files that a job writes itself. They may lie among its sources, and are none of them: some hold keys, and they change while they are copied. */
export class OwnOutputs {
  /** By real folder. */
  readonly #names = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();

  constructor(paths: readonly string[]) {
    for (const path of paths) {
      // The link itself, where it is one, and what it leads to.
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
   * The names of those in a folder.
   *
   * @param isLinked whether it may have been reached by a link, so that its name tells nothing
   */
  within(folder: string, isLinked: boolean): ReadonlySet<string> | undefined {
    if (!isLinked && !this.#folders.has(basename(folder).toLowerCase())) return undefined;
    return this.#names.get(realPath(folder));
  }

  /** Whether a file is one of them. */
  has(path: string): boolean {
    return this.#names.get(dirname(realPath(path)))?.has(basename(realPath(path))) === true;
  }
}
