import { mkdirSync, utimesSync } from 'node:fs';
import { countText, sizeText } from '../../report/quantities';
import { breather } from '../../verify/breather';
import { DriveFormatError, DriveReadError } from '../../volume/byteSource';
import type { NtfsVolume, WalkedEntry } from '../../volume/ntfs/read/ntfsVolume';
import type { FileTimes } from '../../volume/ntfs/volumeTree';
import { withDriveVolume } from '../driveVolume';
import { ExitCode, UsageError } from '../exitCode';
import type { Terminal } from '../terminal';
import { ExtractionError, makeFolder, placeBelow } from './extractedPlace';
import { extractFile, timeOf } from './extractFile';
import { parseExtractOptions } from './extractOptions';
import type { ExtractOptions } from './extractOptions';
import { codeOf } from '../../systemError';

/** What is no file of its own: links, mount points, and what Windows keeps elsewhere. */
const REPARSE_POINT = 0x400;
/** What Windows and BitLocker keep for themselves: of no use elsewhere, and copied only where it is asked for by its name. */
const WINDOWS_OWN = '\\System Volume Information';
/** The disk of this machine cannot take any more. */
const GIVE_UP_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** `sneakernet extract`. */
export async function extract(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseExtractOptions(args);
  return withDriveVolume(options, terminal, async (volume) => {
    const extraction = new Extraction(volume, options, terminal);
    await extraction.run();
    return extraction.failures === 0 ? ExitCode.Done : ExitCode.Findings;
  });
}

class Extraction {
  failures = 0;
  private files = 0;
  private bytes = 0;
  /** Of folders, whose times are set when all is in them. */
  private readonly folderTimes: { readonly place: string; readonly times: FileTimes }[] = [];
  private readonly pause: () => Promise<void>;

  constructor(
    private readonly volume: NtfsVolume,
    private readonly options: ExtractOptions,
    private readonly terminal: Terminal,
  ) {
    this.pause = breather(terminal.signal);
  }

  async run(): Promise<void> {
    const { options, terminal } = this;
    try {
      mkdirSync(options.to, { recursive: true });
    } catch (error) {
      throw new UsageError(`the folder ${options.to} cannot be made (${codeOf(error)}). Name another one with --to.`);
    }
    try {
      for (const path of options.paths) await this.extractPath(path);
    } catch (error) {
      if (!GIVE_UP_ERRORS.has(codeOf(error))) throw error;
      this.failures++;
      terminal.say(`sneakernet: ${options.to} cannot be written any more (${codeOf(error)}). Make room, or name another folder with --to.`);
    }
    for (const { place, times } of this.folderTimes.reverse()) utimesSync(place, timeOf(times.accessed), timeOf(times.modified));
    terminal.say(`${countText(this.files, 'file')}, ${sizeText(this.bytes)}${this.failures === 0 ? '' : `; ${countText(this.failures, 'thing')} could not be extracted`}.`);
  }

  private async extractPath(path: string): Promise<void> {
    const entry = path === '' ? undefined : this.volume.find(path);
    if (path !== '' && entry === undefined) {
      this.fail(path, `It is not on ${this.options.target}.`);
      return;
    }
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('\\')));
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
    const { options, volume, terminal } = this;
    try {
      const place = placeBelow(options.to, path.slice(parent.length + 1).split('\\'));
      const { isDirectory, flags, times } = volume.stat(entry.record);
      if ((flags & REPARSE_POINT) !== 0) throw new ExtractionError('It is a link or a mount point: there is nothing to be copied.');
      if (isDirectory) {
        makeFolder(place);
        this.folderTimes.push({ place, times });
        return true;
      }
      await extractFile(volume.openFile(entry.record), times, place, {
        force: options.force,
        onPiece: async (bytes) => {
          this.bytes += bytes;
          terminal.progress(`${countText(this.files, 'file')}, ${sizeText(this.bytes)}: ${path}`);
          await this.pause();
        },
      });
      this.files++;
      return true;
    } catch (error) {
      terminal.signal.throwIfAborted();
      if (!isOfOneFile(error)) throw error;
      this.fail(path, error.message);
      return false;
    }
  }

  private fail(path: string, message: string): void {
    this.failures++;
    this.terminal.say(`sneakernet: ${path.replace(/\p{Cc}/gu, '?')}: ${message}`);
  }
}

/** Whether others may fare better. */
function isOfOneFile(error: unknown): error is Error {
  if (error instanceof ExtractionError || error instanceof DriveFormatError || error instanceof DriveReadError) return true;
  const code = codeOf(error);
  return error instanceof Error && 'syscall' in error && !GIVE_UP_ERRORS.has(code);
}
