import { isMd5Hex } from '#core/bytes/hex';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import { ManifestChecker } from '#core/driveManifest/checkManifest';
import { formatMessage } from '#core/rules/message';
import { ManifestReader } from '#core/driveManifest/manifestReader';
import type {
  ManifestVisitor,
  ReadBlob,
  ReadBlobList,
  ReadDrive,
  ReadRange,
  ReadSideFile,
} from '#core/driveManifest/manifestReader';
import { MAX_RANGE_LENGTH } from '#core/limits/limits';
import { sentence, translate } from '../language/sentence';
import type { RangeColumns } from '../model/copyResult';
import { GrowingColumn } from '../scan/growingColumn';
import type { ReadTree } from '../volume/ntfs/check/readTree';
import { filePath } from '../volume/ntfs/check/volumePlaces';
import type { VolumeProblem } from '../volume/ntfs/check/volumeProblem';
import type { ChecksumIndex } from './checksumIndex';
import { PathFinder } from './pathFinder';

const MD5_LENGTH = 16;
const NONE = -1;

/** What a manifest is compared with. */
export interface ManifestFacts {
  readonly driveId: string;
  readonly checksums: ChecksumIndex;
}

/**
 * Checks a manifest while it is read against its rules, the drive's files and the JRM, and keeps in columns what the
 * files should contain.
 */
export class ListedFiles implements ManifestVisitor {
  /** The MD5 that each side file should have, as written. */
  readonly sideFiles = new Map<number, string>();
  files = 0;
  bytes = 0;
  /** True if it is malformed from some place on, so that the rest could not be read. */
  isBroken = false;
  private readonly reader = new ManifestReader(this);
  private readonly checker: ManifestChecker;
  private readonly finder: PathFinder;
  private readonly isListed: Uint8Array;
  private readonly checksumOf: Int32Array;
  private readonly rangeStart: Uint32Array;
  private readonly rangeCount: Uint32Array;
  /** For a file whose ranges are not simply its blocks, where their offsets and lengths begin; otherwise 0. */
  private readonly placeStart: Uint32Array;
  private readonly offsets = new GrowingColumn(Float64Array);
  private readonly lengths = new GrowingColumn(Uint32Array);
  private readonly md5s = new GrowingColumn(Uint8Array);
  private ranges = 0;
  /** The number of stored offsets and lengths. The first is unused. */
  private places = 1;
  /** How many ranges of the current blob have been stored: they are the last ones. */
  private blobRanges = 0;
  private areRangesSound = true;

  constructor(
    private readonly read: ReadTree,
    private readonly facts: ManifestFacts,
    private readonly report: (problem: VolumeProblem) => void,
  ) {
    const { fileCount } = read.tree;
    this.checker = new ManifestChecker(({ code, variant, args, start }) => {
      this.reportLine(start.line, formatMessage(code, variant, args, translate));
    });
    this.finder = new PathFinder(read.tree, read.layout);
    this.isListed = new Uint8Array(fileCount);
    this.checksumOf = new Int32Array(fileCount).fill(NONE);
    this.rangeStart = new Uint32Array(fileCount);
    this.rangeCount = new Uint32Array(fileCount);
    this.placeStart = new Uint32Array(fileCount);
  }

  push(text: string): void {
    if (!this.isBroken) this.reader.push(text);
  }

  /** Call this after the whole manifest has been pushed. */
  end(): void {
    if (this.isBroken) return;
    this.reader.end();
    this.checker.end();
  }

  /** Reports files that have no known hash. */
  reportUnlisted(): void {
    const { tree, isOmitted } = this.read;
    const manifest = this.finder.find(MANIFEST_PATH);
    for (let file = 0; file < tree.fileCount; file++) {
      if (this.isListed[file] === 1 || file === manifest || isOmitted(file)) continue;
      this.report({
        path: filePath(tree, file),
        message: sentence`It is on the drive, but the manifest does not list it.`,
      });
    }
  }

  /** Whether the manifest says that the file is a blob. */
  isBlob(file: number): boolean {
    return this.isListed[file] === 1 && !this.sideFiles.has(file);
  }

  sha256Of(file: number): Uint8Array | undefined {
    const number = this.checksumOf[file]!;
    return number === NONE ? undefined : this.facts.checksums.sha256(number);
  }

  /** The blocks or page ranges of a file that can be compared. */
  rangesOf(file: number): RangeColumns {
    const start = this.rangeStart[file]!;
    const count = this.rangeCount[file]!;
    const md5s = this.md5s.array.slice(MD5_LENGTH * start, MD5_LENGTH * (start + count));
    const place = this.placeStart[file]!;
    if (place !== 0)
      return {
        md5s,
        offsets: this.offsets.array.slice(place, place + count),
        lengths: Float64Array.from(this.lengths.array.subarray(place, place + count)),
      };
    const size = this.read.tree.fileSize(file);
    const [offsets, lengths] = [new Float64Array(count), new Float64Array(count)];
    for (let block = 0; block < count; block++) {
      offsets[block] = block * MAX_RANGE_LENGTH;
      lengths[block] = blockLength(block, size);
    }
    return { md5s, offsets, lengths };
  }

  drive(drive: ReadDrive): void {
    this.checker.drive(drive);
    const found = drive.driveId?.text ?? '';
    if (found !== this.facts.driveId)
      this.reportLine(
        drive.range.start.line,
        sentence`It is the manifest of drive "${found}", but the JRM says that this is drive "${this.facts.driveId}".`,
      );
  }

  range(range: ReadRange): void {
    this.checker.range(range);
    const [offset, length] = [Number(range.offset), Number(range.length)];
    const [number, place] = [this.ranges + this.blobRanges, this.places + this.blobRanges];
    this.areRangesSound &&=
      Number.isSafeInteger(offset) &&
      offset >= this.endOfRanges() &&
      length > 0 &&
      length <= MAX_RANGE_LENGTH &&
      isMd5Hex(range.hash ?? '');
    if (!this.areRangesSound) return;
    this.offsets.ensure(place + 1);
    this.lengths.ensure(place + 1);
    this.md5s.ensure(MD5_LENGTH * (number + 1));
    this.offsets.array[place] = offset;
    this.lengths.array[place] = length;
    Buffer.from(this.md5s.array.buffer, MD5_LENGTH * number, MD5_LENGTH).write(range.hash!, 'hex');
    this.blobRanges++;
  }

  blob(blob: ReadBlob): void {
    this.checker.blob(blob);
    const path = blob.filePath?.text ?? '';
    const file = this.take(path);
    if (file !== undefined) this.takeBlob(file, path, blob);
    this.blobRanges = 0;
    this.areRangesSound = true;
  }

  blobList(list: ReadBlobList): void {
    this.checker.blobList(list);
    this.takeSideFile(list.metadata);
    this.takeSideFile(list.properties);
  }

  problem(problem: Parameters<ManifestVisitor['problem']>[0]): void {
    this.checker.problem(problem);
    this.isBroken ||= problem.fatal;
  }

  private takeBlob(file: number, path: string, { length, blobPath }: ReadBlob): void {
    const { checksums, driveId } = this.facts;
    const size = this.read.tree.fileSize(file);
    this.files++;
    this.bytes += size;
    if (Number(length?.text) !== size)
      this.report({
        path,
        message: sentence`It has ${size} bytes, but the manifest says ${length?.text ?? sentence`nothing`}.`,
      });
    if (this.areRangesSound && this.endOfRanges() <= size) this.keepRanges(file, size);
    const blobName = blobPath?.text ?? '';
    const checksum = checksums.find(driveId, blobName);
    if (checksum === undefined) {
      this.report({ path, message: sentence`The JRM has no checksum for it (blob ${blobName}).` });
      return;
    }
    checksums.markSeen(checksum);
    this.checksumOf[file] = checksum;
    const expected = checksums.size(checksum);
    if (expected !== undefined && expected !== size)
      this.report({ path, message: sentence`It has ${size} bytes, but the JRM says ${expected}.` });
  }

  /** Where the last stored range of the blob ends, in bytes. */
  private endOfRanges(): number {
    const last = this.places + this.blobRanges - 1;
    return this.blobRanges === 0 ? 0 : this.offsets.array[last]! + this.lengths.array[last]!;
  }

  /** Keeps the current blob's ranges for its file. Offsets and lengths are dropped if the ranges are its blocks. */
  private keepRanges(file: number, size: number): void {
    const { places, blobRanges } = this;
    this.rangeStart[file] = this.ranges;
    this.rangeCount[file] = blobRanges;
    this.ranges += blobRanges;
    for (let block = 0; block < blobRanges; block++) {
      if (
        this.offsets.array[places + block] === block * MAX_RANGE_LENGTH &&
        this.lengths.array[places + block] === blockLength(block, size)
      )
        continue;
      this.placeStart[file] = places;
      this.places += blobRanges;
      return;
    }
  }

  private takeSideFile(sideFile: ReadSideFile | undefined): void {
    if (!sideFile) return;
    const { text, hash = '' } = sideFile;
    const file = this.finder.find(text);
    // Several records of the dataset may name the same side file.
    if (file !== undefined && this.sideFiles.get(file)?.toLowerCase() === hash.toLowerCase()) return;
    if (this.take(text) !== undefined) this.sideFiles.set(file!, hash);
  }

  /** The number of a file that the manifest lists, unless it was listed before. */
  private take(path: string): number | undefined {
    const file = this.finder.find(path);
    if (file === undefined) {
      this.report({ path, message: sentence`The manifest lists it, but it is not on the drive.` });
      return undefined;
    }
    if (this.isListed[file] === 1) {
      this.report({ path, message: sentence`The manifest lists it twice.` });
      return undefined;
    }
    this.isListed[file] = 1;
    return file;
  }

  private reportLine(line: number, message: string): void {
    this.report({ path: MANIFEST_PATH, message: sentence`Line ${line + 1}: ${message}` });
  }
}

/** The length of a block of a file of `size` bytes. */
function blockLength(block: number, size: number): number {
  return Math.min(MAX_RANGE_LENGTH, size - block * MAX_RANGE_LENGTH);
}
