import { constants, type BigIntStats } from 'node:fs';
import { sentence } from '../language/sentence';
import { statTimeOf } from '../model/fileTime';
import type { FileFailure } from '../model/copyResult';
import { codeOf, errorText } from '../model/systemError';
import type { FileCalls } from './fileCalls';

/** What the scan saw of a file. */
export interface ExpectedSource {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** FILETIME. */
  readonly modified: bigint;
  /** Whether to refuse a link in place of the file. */
  readonly refusesLinks?: boolean;
}

const MOST_A_CALL = 1024 * 1024;

/** Receives the byte that a file would have after its expected end. */
const byteBehind = new Uint8Array(1);

export class SourceError extends Error {
  constructor(
    readonly reason: FileFailure['reason'],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

// Opening a named pipe put in the file's place must not block until somebody writes to it. Windows has no such flag.
const OPEN_FLAGS = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

const flagsFor = ({ refusesLinks }: ExpectedSource): number =>
  refusesLinks ? OPEN_FLAGS | ((constants as Partial<typeof constants>).O_NOFOLLOW ?? 0) : OPEN_FLAGS;

/** A source file that is read from beginning to end and checked for changes. */
export class OpenSource {
  /** When its contents or attributes last changed, in nanoseconds, as of the previous look. */
  private lastChange: bigint | undefined;

  private constructor(
    private readonly files: FileCalls,
    private readonly descriptor: number,
    private readonly expected: ExpectedSource,
  ) {}

  /** @throws SourceError */
  static open(files: FileCalls, expected: ExpectedSource): OpenSource {
    try {
      return new OpenSource(files, files.openSync(expected.path, flagsFor(expected)), expected);
    } catch (error) {
      throw sourceError(expected.path, error);
    }
  }

  /**
   * Like `open`, without blocking the thread.
   *
   * @throws SourceError
   */
  static async openMeanwhile(files: FileCalls, expected: ExpectedSource): Promise<OpenSource> {
    try {
      const descriptor = await new Promise<number>((resolve, reject) => {
        files.open(expected.path, flagsFor(expected), (error, opened) => {
          if (error) reject(error);
          else resolve(opened);
        });
      });
      return new OpenSource(files, descriptor, expected);
    } catch (error) {
      throw sourceError(expected.path, error);
    }
  }

  /**
   * Fills `into` with the file's next bytes.
   *
   * @param beforeCall Throws to end the reading, which may be slow.
   * @throws SourceError
   */
  read(into: Uint8Array, beforeCall: () => void): void {
    for (let done = 0; done < into.length;) {
      beforeCall();
      let count;
      try {
        count = this.files.readSync(this.descriptor, into, done, Math.min(into.length - done, MOST_A_CALL), null);
      } catch (error) {
        throw this.unread(error);
      }
      if (count === 0) throw this.shortened();
      done += count;
    }
  }

  /**
   * Fills `into` with the whole file and checks its end as `checkEnd` does. Most files are small and take one call.
   *
   * @param beforeCall Throws to end the reading, which may be slow.
   * @throws SourceError
   */
  readWhole(into: Uint8Array, beforeCall: () => void): void {
    const count = into.length <= MOST_A_CALL ? this.readOver(into, beforeCall) : 0;
    if (count < into.length) {
      this.read(into.subarray(count), beforeCall);
      this.checkEnd();
    } else {
      this.checkLength(count > into.length);
    }
  }

  /** Reads into `into` and one byte beyond it. Returns the number of bytes read. */
  private readOver(into: Uint8Array, beforeCall: () => void): number {
    beforeCall();
    try {
      return this.files.readvSync(this.descriptor, [into, byteBehind]);
    } catch (error) {
      throw this.unread(error);
    }
  }

  /**
   * Like `read`, without blocking the thread.
   *
   * @throws SourceError
   */
  async readMeanwhile(into: Uint8Array, beforeCall: () => void): Promise<void> {
    for (let done = 0; done < into.length;) {
      beforeCall();
      const count = await new Promise<number>((resolve, reject) => {
        this.files.read(this.descriptor, into, done, Math.min(into.length - done, MOST_A_CALL), null, (error, read) => {
          if (error) reject(this.unread(error));
          else resolve(read);
        });
      });
      if (count === 0) throw this.shortened();
      done += count;
    }
  }

  /**
   * Checks that the file ends where the scan saw it end and is still the same file. Called after the last byte, because
   * the file's time shows all writes up to then. Some file systems report another length than a file has, and generate
   * it while it is read.
   *
   * @throws SourceError
   */
  checkEnd(): void {
    let isLonger;
    try {
      isLonger = this.files.readSync(this.descriptor, new Uint8Array(1), 0, 1, null) > 0;
    } catch (error) {
      throw this.unread(error);
    }
    this.checkLength(isLonger);
  }

  /**
   * Like `checkEnd`, without blocking the thread.
   *
   * @throws SourceError
   */
  async checkEndMeanwhile(): Promise<void> {
    const isLonger = await new Promise<boolean>((resolve, reject) => {
      this.files.read(this.descriptor, new Uint8Array(1), 0, 1, null, (error, read) => {
        if (error) reject(this.unread(error));
        else resolve(read > 0);
      });
    });
    this.checkLength(isLonger);
  }

  /**
   * Checks that the file is still the one that the scan saw. Large files are checked before the first byte too, to
   * avoid reading them in vain.
   *
   * @throws SourceError
   */
  checkUnchanged(): void {
    const change = this.whatChanged();
    if (change) throw change;
  }

  private checkLength(isLonger: boolean): void {
    this.checkUnchanged();
    if (isLonger) throw longer(this.expected);
  }

  close(): void {
    this.files.closeSync(this.descriptor);
  }

  private whatChanged(): SourceError | undefined {
    const { path, size, modified } = this.expected;
    let found: BigIntStats;
    try {
      found = this.files.fstatSync(this.descriptor, { bigint: true });
    } catch (error) {
      return sourceError(path, error);
    }
    if (!found.isFile()) return changed(path, sentence`it is no longer a file`);
    if (found.size !== BigInt(size))
      return changed(path, sentence`it had ${size} bytes and now has ${found.size.toString()}`);
    if (statTimeOf(found.mtimeNs) !== modified) return changed(path, sentence`it was written to`);
    // The time of the last write can be set back; that of the last change cannot.
    const before = this.lastChange;
    this.lastChange = found.ctimeNs;
    return before === undefined || before === found.ctimeNs
      ? undefined
      : changed(path, sentence`it was changed while it was being read`);
  }

  /**
   * What a failed call means. A directory or a device that is not ready cannot be read either, but then the file has
   * been replaced.
   */
  private unread(error: unknown): SourceError {
    return this.whatChanged() ?? sourceError(this.expected.path, error);
  }

  private shortened(): SourceError {
    return this.whatChanged() ?? changed(this.expected.path, sentence`it has become shorter`);
  }
}

const changed = (path: string, what: string): SourceError =>
  new SourceError(
    'changed',
    sentence`${path} changed after it was planned: ${what}. Restore it to its planned state and resume, or leave it out.`,
  );

const longer = ({ path, size }: ExpectedSource): SourceError =>
  new SourceError(
    'changed',
    sentence`${path} continues past the ${size} bytes that its file system reports. Copy its contents to a file on an ordinary file system and use that file, or leave this one out.`,
  );

function sourceError(path: string, error: unknown): SourceError {
  const code = codeOf(error);
  if (code === 'ELOOP') return changed(path, sentence`it is now a link`);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new SourceError('vanished', sentence`${path} is no longer there. Put it back and resume, or leave it out.`, {
      cause: error,
    });
  }
  return new SourceError(
    'unreadable',
    sentence`${path} cannot be read (${errorText(error)}). Make it readable and resume, or leave it out.`,
    {
      cause: error,
    },
  );
}
