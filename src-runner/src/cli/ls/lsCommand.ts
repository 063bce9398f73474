import { breather } from '../../model/breather';
import { dateOfFileTime } from '../../volume/fileTime';
import { isSystemEntry } from '../../volume/ntfs/read/ntfsVolume';
import type { NtfsVolume, WalkedEntry } from '../../volume/ntfs/read/ntfsVolume';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { drivePath, readDriveAccess, withDriveVolume } from '../driveVolume';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Terminal } from '../terminal';

/**
 * A file or directory in the output of `sneakernet ls --json`. Times are in RFC 3339; null if a `Date` cannot hold
 * them.
 */
export interface ListedEntry {
  /** `\dir\name`. */
  readonly path: string;
  readonly type: 'file' | 'directory';
  /** Bytes; 0 for a directory. */
  readonly size: number;
  readonly modified: string | null;
  readonly created: string | null;
  readonly accessed: string | null;
}

/** How much is written to the terminal at once, in UTF-16 units. */
const PIECE_LENGTH = 1 << 16;
const SIZE_WIDTH = 15;

/** `sneakernet ls`. */
export async function ls(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, operands } = readArguments(commandTable.ls, args);
  const [target, path = '', ...further] = operands;
  if (target === undefined || further.length > 0)
    throw new UsageError(
      'ls lists one directory of one drive: name the drive, and the path on it, such as "sneakernet ls drives/G.vhd session#1".',
    );
  return withDriveVolume(readDriveAccess(target, values), terminal, async (volume) => {
    const place = drivePath(path);
    const entries = entriesAt(volume, place, values.recursive);
    if (entries === undefined) {
      terminal.say(`sneakernet: there is no ${place} on ${target}.`);
      return ExitCode.Findings;
    }
    await list(volume, entries, values.json ? jsonText() : plainText(values.recursive), terminal);
    return ExitCode.Done;
  });
}

/** The file at a path, or the entries of the directory there. */
function entriesAt(volume: NtfsVolume, path: string, recursive: boolean): Iterable<WalkedEntry> | undefined {
  const entry = path === '' ? undefined : volume.find(path);
  if (path !== '' && entry === undefined) return undefined;
  if (entry?.isDirectory === false) return [{ path, entry }];
  return recursive ? volume.walk(entry?.record, path) : entriesIn(volume, entry?.record, path);
}

function* entriesIn(volume: NtfsVolume, directory: number | undefined, path: string): Generator<WalkedEntry> {
  for (const entry of volume.list(directory))
    if (!isSystemEntry(entry)) yield { path: `${path}\\${entry.name}`, entry };
}

/** A format of the list. */
interface ListText {
  readonly entry: (entry: ListedEntry) => string;
  readonly end: string;
}

function jsonText(): ListText & { readonly end: string } {
  let count = 0;
  return {
    entry: (entry) => `${count++ === 0 ? '[' : ','}\n${JSON.stringify(entry)}`,
    get end() {
      return count === 0 ? '[]\n' : '\n]\n';
    },
  };
}

function plainText(recursive: boolean): ListText {
  return {
    entry: ({ path, type, size, modified }) => {
      const time = modified === null ? '?'.padEnd(19) : modified.slice(0, 19).replace('T', ' ');
      const name = recursive ? path : path.slice(path.lastIndexOf('\\') + 1);
      // One line per entry, whatever characters a name contains.
      return `${type === 'directory' ? 'd' : '-'} ${String(size).padStart(SIZE_WIDTH)}  ${time}  ${name.replace(/\p{Cc}/gu, '?')}${type === 'directory' ? '\\' : ''}\n`;
    },
    end: '',
  };
}

async function list(
  volume: NtfsVolume,
  entries: Iterable<WalkedEntry>,
  text: ListText,
  terminal: Terminal,
): Promise<void> {
  const pause = breather(terminal.signal);
  let piece = '';
  for (const { path, entry } of entries) {
    const { isDirectory, size, times } = volume.stat(entry.record);
    const [modified, created, accessed] = [times.modified, times.created, times.accessed].map(
      (time) => dateOfFileTime(time)?.toISOString() ?? null,
    ) as [string | null, string | null, string | null];
    piece += text.entry({ path, type: isDirectory ? 'directory' : 'file', size, modified, created, accessed });
    if (piece.length >= PIECE_LENGTH) {
      await terminal.write(piece);
      piece = '';
    }
    await pause();
  }
  await terminal.write(piece + text.end);
}
