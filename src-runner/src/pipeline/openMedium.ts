import type { BigIntStats } from 'node:fs';
import { sentence } from '../language/sentence';
import { TargetError } from '../model/copyResult';
import { codeOf, errorText } from '../model/systemError';
import type { FileCalls } from './fileCalls';

const MOST_A_CALL = 4 * 1024 * 1024;

/** What the user can do about an operating system's error at a drive or image. */
function remedy(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return sentence`There is no space left. Free some space there, then continue with --resume.`;
    case 'EFBIG':
      return sentence`The file system there cannot hold files of this size. Prepare the image on another file system.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return sentence`It is read-only for you. Make it writable, then continue with --resume.`;
    case 'ENODEV':
    case 'ENXIO':
    case 'ENOENT':
    case 'ENOMEDIUM':
      return sentence`It is no longer there. Reconnect it, then continue with --resume.`;
    default:
      return sentence`Check the drive, its cable and the system log, then continue with --resume. If this happens again, replace the drive.`;
  }
}

export function targetError(path: string, what: string, error: unknown): TargetError {
  return new TargetError(`${path} ${what} (${errorText(error)}). ${remedy(codeOf(error))}`, { cause: error });
}

/**
 * Writes all of `bytes`, from `position` of the file on. `isStopped` is asked between the calls. Returns whether
 * everything was written.
 */
export function writeAll(
  files: FileCalls,
  descriptor: number,
  bytes: Uint8Array,
  position: number,
  isStopped: () => boolean,
): boolean {
  for (let done = 0; done < bytes.length;) {
    if (isStopped()) return false;
    done += files.writeSync(descriptor, bytes, done, Math.min(bytes.length - done, MOST_A_CALL), position + done);
  }
  return true;
}

const never = (): boolean => false;

/** The image or block device that becomes a drive, open for reading and writing. Positions are bytes from its beginning. */
export class OpenMedium {
  /**
   * @param descriptor Open for reading and writing, valid in every thread of the process; closed together with this
   * object.
   */
  constructor(
    private readonly files: FileCalls,
    readonly path: string,
    readonly descriptor: number,
  ) {}

  /** @throws TargetError */
  write(bytes: Uint8Array, position: number): void {
    try {
      writeAll(this.files, this.descriptor, bytes, position, never);
    } catch (error) {
      throw targetError(this.path, sentence`cannot be written`, error);
    }
  }

  /**
   * Resolves when everything written is on the medium and the target's path still names it: bytes written to a file
   * that was removed are lost.
   *
   * @throws TargetError
   */
  async sync(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.files.fdatasync(this.descriptor, (error) => {
        if (error) reject(targetError(this.path, sentence`cannot be written`, error));
        else resolve();
      });
    });
    let found: BigIntStats;
    let opened: BigIntStats;
    try {
      found = this.files.statSync(this.path, { bigint: true });
      opened = this.files.fstatSync(this.descriptor, { bigint: true });
    } catch (error) {
      throw targetError(this.path, sentence`has been removed or cannot be accessed`, error);
    }
    if (found.dev !== opened.dev || found.ino !== opened.ino || found.rdev !== opened.rdev) {
      throw new TargetError(
        sentence`${this.path} was replaced by something else while it was being written. Start a new session with its own drive.`,
      );
    }
  }

  close(): void {
    this.files.closeSync(this.descriptor);
  }
}
