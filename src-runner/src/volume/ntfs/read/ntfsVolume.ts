import { sentence } from '../../../language/sentence';
import type { ByteSource } from '../../byteSource';
import { attributeType, systemRecord } from '../ntfsFormat';
import type { FileTimes } from '../volumeTree';
import { damaged, recordPlace } from './damage';
import { DirectoryReader, readTimes, type NtfsEntry } from './directoryReader';
import { MasterFileTable } from './masterFileTable';
import type { NtfsStream } from './stream';
import { readGeometry, type VolumeGeometry } from './volumeGeometry';

/** What the record of a file or directory says. */
export interface NtfsStat {
  readonly isDirectory: boolean;
  /** Bytes of the unnamed stream; 0 for a directory. */
  readonly size: number;
  readonly times: FileTimes;
  readonly flags: number;
  readonly links: number;
}

export interface WalkedEntry {
  /** `\dir\name`, as Windows writes it after the drive letter. */
  readonly path: string;
  readonly entry: NtfsEntry;
}

/** Windows's longest path, in UTF-16 units. */
const LONGEST_PATH = 32_767;
const SHORTEST_ENTRY = 82;
const CHUNK = 1024 * 1024;
/** Records before this one belong to the file system itself, whoever wrote it. */
const FIRST_OTHER_RECORD = 16;

function bitsOf(byte: number): number {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

const setBits = Uint8Array.from({ length: 256 }, (_, byte) => bitsOf(byte));

/** Whether the entry belongs to the file system itself, like the root. The root lists these among the others. */
export function isSystemEntry({ record }: NtfsEntry): boolean {
  return record < FIRST_OTHER_RECORD;
}

/** The bytes of a stream from front to back. Each chunk is valid until the next one is requested. */
export function* streamChunks(stream: ByteSource, chunkBytes = CHUNK): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(chunkBytes, stream.length));
  for (let offset = 0; offset < stream.length; offset += buffer.length) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, stream.length - offset));
    stream.read(offset, chunk);
    yield chunk;
  }
}

/**
 * A reader of NTFS volumes, whoever wrote them. Whatever their bytes are, every call ends, in bounded memory, with a
 * result, a DriveFormatError or a DriveReadError.
 */
export class NtfsVolume {
  readonly geometry: VolumeGeometry;
  readonly mft: MasterFileTable;

  private constructor(private readonly source: ByteSource) {
    this.geometry = readGeometry(source);
    this.mft = new MasterFileTable(source, this.geometry);
  }

  /** @throws DriveFormatError if it is not an NTFS volume */
  static open(source: ByteSource): NtfsVolume {
    return new NtfsVolume(source);
  }

  get label(): string {
    const value = this.mft
      .read(systemRecord.volume)
      .attributes.find(({ type }) => type === attributeType.volumeName)?.value;
    return value ? Buffer.from(value).toString('utf16le') : '';
  }

  freeBytes(): number {
    const { clusterBytes, clusterCount } = this.geometry;
    const bitmap = this.mft.open(this.mft.read(systemRecord.bitmap), attributeType.data, '');
    if (bitmap.length * 8 < clusterCount) throw damaged(() => sentence`The cluster bitmap`, sentence`is too short`);
    let used = 0;
    let rest = clusterCount;
    for (const chunk of streamChunks(bitmap)) {
      const whole = Math.min(chunk.length, rest >> 3);
      for (let index = 0; index < whole; index++) used += setBits[chunk[index]!]!;
      if (whole < chunk.length) used += setBits[chunk[whole]! & ((1 << (rest % 8)) - 1)]!;
      rest = Math.max(0, rest - chunk.length * 8);
      if (rest === 0) break;
    }
    return (clusterCount - used) * clusterBytes;
  }

  /** The entries of a directory, given by its record, in name order. The root lists itself as `.`. */
  *list(directory: number = systemRecord.root): Generator<NtfsEntry> {
    yield* new DirectoryReader(this.mft, this.mft.read(directory)).entries();
  }

  /**
   * All files and directories below a directory, except the file system's own; parents come first.
   *
   * @param directory its record
   * @param path the directory's own path, which the others begin with
   */
  *walk(directory: number = systemRecord.root, path = ''): Generator<WalkedEntry> {
    // Entries take room on the volume, which bounds their number, whatever a damaged directory says.
    let budget = Math.ceil(this.source.length / SHORTEST_ENTRY);
    const visited = new Set<number>([systemRecord.root, directory]);
    const open = [{ path, entries: this.list(directory) }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.entries.next();
      if (next.done) {
        open.pop();
        continue;
      }
      const entry = next.value;
      if (budget-- === 0)
        throw damaged(() => sentence`The directory tree`, sentence`has more names than the volume has room for`);
      if (isSystemEntry(entry)) continue;
      const path = `${top.path}\\${entry.name}`;
      if (path.length > LONGEST_PATH)
        throw damaged(() => sentence`The directory tree`, sentence`is deeper than Windows allows`);
      yield { path, entry };
      if (!entry.isDirectory) continue;
      if (visited.has(entry.record))
        throw damaged(() => sentence`The directory ${path}`, sentence`appears in two places`);
      visited.add(entry.record);
      open.push({ path, entries: this.list(entry.record) });
    }
  }

  /** The entry at a path such as `\dir\name`, ignoring case; undefined if there is none. */
  find(path: string): NtfsEntry | undefined {
    let directory: number = systemRecord.root;
    let entry: NtfsEntry | undefined;
    for (const name of path.split('\\').filter((part) => part !== '')) {
      if (entry && !entry.isDirectory) return undefined;
      entry = new DirectoryReader(this.mft, this.mft.read(directory)).find(name);
      if (!entry) return undefined;
      directory = entry.record;
    }
    return entry;
  }

  stat(number: number): NtfsStat {
    const record = this.mft.read(number);
    const information = record.attributes.find(({ type }) => type === attributeType.standardInformation)?.value;
    if (!information || information.length < 36) throw damaged(recordPlace(number), sentence`has no timestamps`);
    const view = new DataView(information.buffer, information.byteOffset, information.byteLength);
    return {
      isDirectory: record.isDirectory,
      size: record.isDirectory ? 0 : this.mft.open(record, attributeType.data, '').length,
      times: readTimes(view, 0),
      flags: view.getUint32(32, true),
      links: record.links,
    };
  }

  /**
   * The content of a file, given by its record. Reading it throws if NTFS has compressed or encrypted it.
   *
   * @throws DriveFormatError
   */
  openFile(number: number): NtfsStream {
    return this.mft.open(this.mft.read(number), attributeType.data, '');
  }
}
