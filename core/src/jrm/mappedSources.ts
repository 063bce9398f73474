import { sourceKey } from '../dataset/datasetRelation';
import type { Fingerprint } from '../dataset/keyFingerprint';
import { textFingerprint } from '../text/textFingerprint';

/** A directory that holds files of the JRM, by its key (`sourceKey`). */
interface SourceDirectory {
  readonly key: string;
  /** Whether a mapping covers all of it, once somebody has asked. */
  covered: boolean | undefined;
}

/** A file as others are compared with it: equal paths have equal fingerprints. Numbers of its own, for there are many. */
export class SourceFile implements Fingerprint {
  constructor(
    readonly low: number,
    readonly high: number,
    readonly directory: SourceDirectory,
  ) {}
}

/** Which files the mappings of a JRM cover: those that a mapping names, and those under a directory that one names. */
export class MappedSources {
  readonly #sources = new Set<string>();
  /** Fingerprints of the same. */
  readonly #files = new Set<string>();
  readonly #directories = new Map<string, SourceDirectory>();
  #last: SourceDirectory | undefined;

  add(source: string): void {
    const key = withoutSeparator(sourceKey(source));
    this.#sources.add(key);
    this.#files.add(textFingerprint(key).join(','));
  }

  file(path: string): SourceFile {
    const key = sourceKey(path);
    const [low, high] = textFingerprint(key);
    return new SourceFile(low, high, this.#directoryOf(key));
  }

  /** True where a mapping names the file, or a directory that holds it. To be asked when all of them have been added. */
  covers({ low, high, directory }: SourceFile): boolean {
    directory.covered ??= this.#coversPath(directory.key);
    return directory.covered || this.#files.has(`${low},${high}`);
  }

  #directoryOf(key: string): SourceDirectory {
    const end = Math.max(key.lastIndexOf('\\'), key.charCodeAt(0) === 47 ? key.lastIndexOf('/') : -1);
    const last = this.#last;
    // Files of one directory mostly stand together.
    if (last?.key.length === Math.max(0, end) && key.startsWith(last.key)) return last;
    const name = end <= 0 ? '' : key.slice(0, end);
    let directory = this.#directories.get(name);
    if (!directory) {
      directory = { key: name, covered: undefined };
      this.#directories.set(name, directory);
    }
    this.#last = directory;
    return directory;
  }

  #coversPath(path: string): boolean {
    const separator = path.startsWith('/') ? '/' : '\\';
    for (let key = path; ; key = key.slice(0, key.lastIndexOf(separator))) {
      if (this.#sources.has(key)) return true;
      if (key.lastIndexOf(separator) < 0) return false;
    }
  }
}

function withoutSeparator(key: string): string {
  return /[\\/]$/.test(key) ? key.slice(0, -1) : key;
}
