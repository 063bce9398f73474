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

/** What is no file of its own: links, mount points, and what Windows keeps elsewhere. */
const REPARSE_POINT = 0x400;
/** What Windows and BitLocker keep for themselves: of no use elsewhere, and copied only where it is asked for by its name. */
const WINDOWS_OWN = '\\System Volume Information';
/** The disk of this machine cannot take any more. */
const GIVE_UP_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** What is copied, and whereto. */
export interface ExtractionRequest {
  /** The drive as the user names it. */
  readonly target: string;
  /** As NTFS has them; the root is empty. */
  readonly paths: readonly string[];
  /** A folder of this machine. */
  readonly to: string;
  /** Files that are there are replaced; otherwise they stay. */
  readonly force: boolean;
  /** That they stay is wanted; otherwise they are named as failures. */
  readonly keep?: boolean;
}

/** Who is told how it goes, and says when it ends. */
export interface ExtractionWatcher {
  readonly signal: AbortSignal;
  /** @param path that is being copied */
  onProgress(copied: { readonly files: number; readonly bytes: number }, path: string): void;
  onFailure(path: string, message: string): void;
}

/** Copies files and directories of a volume into a folder. */
export class Extraction {
  failures = 0;
  files = 0;
  bytes = 0;
  /** Of folders, whose times are set when all is in them. */
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
   * The files that are there already and would be written, at most `limit` of them.
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
   * Copies, and names what cannot be.
   *
   * @throws UsageError where the folder cannot be made
   * @throws the signal's reason, where it is aborted
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

  /** Where the files of a path would lie; those that cannot be are left out. */
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
    // Of a directory that was left out, so that nothing is tried below it.
    let leftOut: string | undefined;
    for (const walked of this.volume.walk(entry?.record, path)) {
      if (leftOut !== undefined && walked.path.startsWith(leftOut)) continue;
      const isWritten = (path !== '' || walked.path !== WINDOWS_OWN) && (await this.extractEntry(walked, parent));
      if (!isWritten && walked.entry.isDirectory) leftOut = `${walked.path}\\`;
      await this.pause();
    }
  }

  /** @returns false where it was left out, and named */
  private async extractEntry({ path, entry }: WalkedEntry, parent: string): Promise<boolean> {
    const { request: options, volume, watcher } = this;
    try {
      // A name that holds what parts the names of a path is none of a Windows file, and would be taken for several.
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

/** Whether others may fare better. */
function isOfOneFile(error: unknown): error is Error {
  if (error instanceof ExtractionError || error instanceof DriveFormatError || error instanceof DriveReadError)
    return true;
  const code = codeOf(error);
  return error instanceof Error && 'syscall' in error && !GIVE_UP_ERRORS.has(code);
}
