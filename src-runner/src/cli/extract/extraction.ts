import { lstatSync, utimesSync } from 'node:fs';
import { sentence } from '../../language/sentence';
import { makeFolders } from '../../model/makeFolders';
import { breather } from '../../model/breather';
import { isUnsafeName } from '../../model/safeName';
import { DriveFormatError, DriveReadError } from '../../volume/byteSource';
import type { NtfsVolume, WalkedEntry } from '../../volume/ntfs/read/ntfsVolume';
import type { FileTimes } from '../../volume/ntfs/volumeTree';
import { codeOf } from '../../model/systemError';
import { UsageError } from '../../model/usageError';
import { ExtractionError, makeFolder, placeBelow } from './extractedPlace';
import { extractFile, timeOf } from './extractFile';

/** Marks links, mount points, and files whose content Windows keeps elsewhere. */
const REPARSE_POINT = 0x400;
/** Windows's and BitLocker's own data: useless elsewhere, so copied only if its name is given. */
const WINDOWS_OWN = '\\System Volume Information';
/** This machine's disk cannot take any more. */
const GIVE_UP_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** What to copy, and where to. */
export interface ExtractionRequest {
  /** The drive as the user names it. */
  readonly target: string;
  /** In NTFS's form; the root is empty. */
  readonly paths: readonly string[];
  /** A folder of this machine. */
  readonly to: string;
  /** Existing files are replaced; otherwise they stay. */
  readonly force: boolean;
  /** Existing files are meant to stay; otherwise they are reported as failures. */
  readonly keep?: boolean;
}

/** Receives the progress, and can end the extraction. */
export interface ExtractionWatcher {
  readonly signal: AbortSignal;
  /** @param path the file that is being copied */
  onProgress(copied: { readonly files: number; readonly bytes: number }, path: string): void;
  onFailure(path: string, message: string): void;
}

/** Copies files and directories of a volume into a folder. */
export class Extraction {
  failures = 0;
  files = 0;
  bytes = 0;
  /** Folders whose times are set once everything is in them. */
  private readonly folderTimes: { readonly place: string; readonly times: FileTimes }[] = [];
  private readonly pause: () => Promise<void>;

  constructor(
    private readonly volume: NtfsVolume,
    private readonly request: ExtractionRequest,
    private readonly watcher: ExtractionWatcher,
  ) {
    this.pause = breather(watcher.signal);
  }

  /**
   * The existing files that would be overwritten, at most `limit` of them.
   *
   * @returns their places on this machine
   */
  async existing(limit: number): Promise<string[]> {
    const found: string[] = [];
    for (const path of this.request.paths) {
      for (const place of this.places(path)) {
        if (lstatSync(place, { throwIfNoEntry: false })?.isDirectory() === false) found.push(place);
        if (found.length === limit) return found;
        await this.pause();
      }
    }
    return found;
  }

  /**
   * Copies everything, and reports what cannot be copied.
   *
   * @throws UsageError if the folder cannot be created
   * @throws the signal's reason if it is aborted
   */
  async run(): Promise<void> {
    const { request: options } = this;
    try {
      makeFolders(options.to);
    } catch (error) {
      throw new UsageError(
        sentence`the folder ${options.to} cannot be created (${codeOf(error)}). Specify another one with --to.`,
      );
    }
    try {
      for (const path of options.paths) await this.extractPath(path);
    } catch (error) {
      if (!GIVE_UP_ERRORS.has(codeOf(error))) throw error;
      this.fail(
        options.to,
        sentence`It can no longer be written to (${codeOf(error)}). Free some space, or specify another folder with --to.`,
      );
    }
    for (const { place, times } of this.folderTimes.reverse())
      utimesSync(place, timeOf(times.accessed), timeOf(times.modified));
  }

  /** The places for the files of a path, without those that are not allowed. */
  private *places(path: string): Generator<string> {
    const entry = path === '' ? undefined : this.volume.find(path);
    if (path !== '' && entry === undefined) return;
    const parent = parentOf(path);
    if (entry && !entry.isDirectory) yield* this.placeOf(path, parent);
    else
      for (const walked of this.volume.walk(entry?.record, path))
        if (!walked.entry.isDirectory) yield* this.placeOf(walked.path, parent);
  }

  private *placeOf(path: string, parent: string): Generator<string> {
    const names = path.slice(parent.length + 1).split('\\');
    if (!names.some((name) => isUnsafeName(name))) yield placeBelow(this.request.to, names);
  }

  private async extractPath(path: string): Promise<void> {
    const entry = path === '' ? undefined : this.volume.find(path);
    if (path !== '' && entry === undefined) {
      this.fail(path, sentence`It does not exist on ${this.request.target}.`);
      return;
    }
    const parent = parentOf(path);
    if (entry && (!(await this.extractEntry({ path, entry }, parent)) || !entry.isDirectory)) return;
    // A directory that was left out, so that nothing below it is tried.
    let leftOut: string | undefined;
    for (const walked of this.volume.walk(entry?.record, path)) {
      if (leftOut !== undefined && walked.path.startsWith(leftOut)) continue;
      const isWritten = (path !== '' || walked.path !== WINDOWS_OWN) && (await this.extractEntry(walked, parent));
      if (!isWritten && walked.entry.isDirectory) leftOut = `${walked.path}\\`;
      await this.pause();
    }
  }

  /** @returns false if the entry was left out, and reported */
  private async extractEntry({ path, entry }: WalkedEntry, parent: string): Promise<boolean> {
    const { request: options, volume, watcher } = this;
    try {
      // A name with a path separator is not from Windows, and would be taken for several names.
      placeBelow(options.to, [entry.name]);
      const place = placeBelow(options.to, path.slice(parent.length + 1).split('\\'));
      const { isDirectory, flags, times } = volume.stat(entry.record);
      if ((flags & REPARSE_POINT) !== 0)
        throw new ExtractionError(sentence`It is a link or a mount point: there is nothing to copy.`);
      if (isDirectory) {
        makeFolder(place);
        this.folderTimes.push({ place, times });
        return true;
      }
      if (options.keep && lstatSync(place, { throwIfNoEntry: false })) return true;
      await extractFile(volume.openFile(entry.record), times, place, {
        force: options.force,
        onPiece: async (bytes) => {
          this.bytes += bytes;
          watcher.onProgress(this, path);
          await this.pause();
        },
      });
      this.files++;
      return true;
    } catch (error) {
      watcher.signal.throwIfAborted();
      if (!isOfOneFile(error)) throw error;
      this.fail(path, error.message);
      return false;
    }
  }

  private fail(path: string, message: string): void {
    this.failures++;
    this.watcher.onFailure(path, message);
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('\\')));
}

/** Whether other files may still succeed. */
function isOfOneFile(error: unknown): error is Error {
  if (error instanceof ExtractionError || error instanceof DriveFormatError || error instanceof DriveReadError)
    return true;
  const code = codeOf(error);
  return error instanceof Error && 'syscall' in error && !GIVE_UP_ERRORS.has(code);
}
