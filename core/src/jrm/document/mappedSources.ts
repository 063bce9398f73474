import { sourceKey } from '../../dataset/datasetRelation';
import type { Fingerprint } from '../../dataset/keyFingerprint';
import { textFingerprint } from '../../text/textFingerprint';

/** A directory that holds files of the JRM; `covered` holds for the mappings as they were at `revision`. */
export interface SourceDirectory {
  readonly key: string;
  covered: boolean;
  revision: number;
}

/** Which files the mappings of a JRM cover: those that a mapping names, and those under a directory that one names. */
export class MappedSources {
  /** Grows whenever another source is mapped, or one no longer is. */
  revision = 0;
  readonly #counts = new Map<string, number>();
  /** Fingerprints of the same. */
  readonly #files = new Set<string>();
  readonly #directories = new Map<string, SourceDirectory>();
  #last: SourceDirectory | undefined;

  add(source: string): void {
    const key = withoutSeparator(sourceKey(source));
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    if (count > 0) return;
    this.#files.add(fingerprintOf(key));
    this.revision++;
  }

  remove(source: string): void {
    const key = withoutSeparator(sourceKey(source));
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) {
      this.#counts.set(key, count - 1);
      return;
    }
    this.#counts.delete(key);
    this.#files.delete(fingerprintOf(key));
    this.revision++;
  }

  /** The directory of a file that is given by its key (`sourceKey`). */
  directoryOf(key: string): SourceDirectory {
    const end = Math.max(key.lastIndexOf('\\'), key.charCodeAt(0) === 47 ? key.lastIndexOf('/') : -1);
    const last = this.#last;
    // Files of one directory mostly stand together.
    if (last?.key.length === Math.max(0, end) && key.startsWith(last.key)) return last;
    const name = end <= 0 ? '' : key.slice(0, end);
    let directory = this.#directories.get(name);
    if (!directory) {
      directory = { key: name, covered: false, revision: -1 };
      this.#directories.set(name, directory);
    }
    this.#last = directory;
    return directory;
  }

  /** True where a mapping covers everything in the directory. */
  coversAll(directory: SourceDirectory): boolean {
    if (directory.revision !== this.revision) {
      directory.revision = this.revision;
      directory.covered = this.#coversPath(directory.key);
    }
    return directory.covered;
  }

  /** True where a mapping names the file itself, which is given by the fingerprint of its key. */
  coversFile({ low, high }: Fingerprint): boolean {
    return this.#files.has(`${low},${high}`);
  }

  #coversPath(path: string): boolean {
    const separator = path.startsWith('/') ? '/' : '\\';
    for (let key = path; ; key = key.slice(0, key.lastIndexOf(separator))) {
      if (this.#counts.has(key)) return true;
      if (key.lastIndexOf(separator) < 0) return false;
    }
  }
}

const fingerprintOf = (key: string): string => textFingerprint(key).join(',');

function withoutSeparator(key: string): string {
  return /[\\/]$/.test(key) ? key.slice(0, -1) : key;
}
