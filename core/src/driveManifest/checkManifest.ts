import { blobNameProblems } from '../names/blobName';
import { containerNameProblem, rootContainer, specialContainers } from '../names/containerName';
import type { Range } from '../text/position';
import { textFingerprint } from '../text/textFingerprint';
import { FingerprintSet } from '../validate/fingerprintSet';
import { MAX_BLOCKS, MAX_LENGTH_WITHOUT_IDS, MAX_RANGE_LENGTH, PAGE_LENGTH } from './driveManifest';
import { ManifestReader, type ManifestVisitor, type ReadBlob, type ReadBlobList, type ReadDrive, type ReadRange, type ReadSideFile } from './manifestReader';

/** The rules of a drive manifest; under `manifest/` in the catalogue. */
export type ManifestRule =
  | 'syntax'
  | 'drive-id-first'
  | 'credential'
  | 'block-order'
  | 'block-gap'
  | 'block-size'
  | 'block-count'
  | 'block-id'
  | 'length'
  | 'hash'
  | 'page-alignment'
  | 'page-overlap'
  | 'blob-path'
  | 'duplicate-blob';

export interface ManifestProblem {
  readonly rule: ManifestRule;
  /** What is wrong, and what to write. Never a secret. */
  readonly message: string;
  readonly range: Range;
}

const md5 = /^[0-9A-Fa-f]{32}$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A whole number as written; undefined where it is none. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text.trim())) return undefined;
  return Number(text);
}

/** What has been seen of the blocks or page ranges of the blob that is being read. */
interface RangesSoFar {
  count: number;
  lastOffset: number;
  end: number;
  withId: number;
  idLength: number;
  /** True once a range could not be read, so that sums over all would say nothing. */
  broken: boolean;
  last: Range | undefined;
}

const noRanges = (): RangesSoFar => ({ count: 0, lastOffset: -1, end: 0, withId: 0, idLength: -1, broken: false, last: undefined });

/** Holds a manifest that comes in pieces to the rules. Memory grows by some bytes a blob: each path is remembered by its fingerprint. */
export class ManifestChecker implements ManifestVisitor {
  readonly #report: (problem: ManifestProblem) => void;
  readonly #reader = new ManifestReader(this);
  readonly #paths = new FingerprintSet(Infinity);
  #ranges = noRanges();
  #driveSeen = false;
  #fatal = false;

  constructor(report: (problem: ManifestProblem) => void) {
    this.#report = report;
  }

  push(piece: string): void {
    this.#reader.push(piece);
  }

  end(): void {
    this.#reader.end();
    if (!this.#driveSeen && !this.#fatal) {
      const start = { line: 0, character: 0 };
      this.#problem('syntax', 'No <Drive> is in this manifest.', { start, end: start });
    }
  }

  problem({ message, range, fatal }: { message: string; range: Range; fatal: boolean }): void {
    this.#fatal ||= fatal;
    this.#problem('syntax', `${message[0]!.toUpperCase()}${message.slice(1)}.`, range);
  }

  drive({ range, driveId, storageAccountKey, containerSas }: ReadDrive): void {
    if (this.#driveSeen) this.#problem('syntax', 'A manifest describes one drive: this is the second <Drive>.', range);
    this.#driveSeen = true;
    if (driveId === undefined) this.#problem('drive-id-first', 'Write <DriveId> before the first <BlobList>.', range);
    else if (driveId.text.trim() === '') this.#problem('drive-id-first', 'Write the id of the drive into <DriveId>.', driveId.range);
    if (storageAccountKey && containerSas) {
      this.#problem('credential', 'Write <StorageAccountKey> or <ContainerSas>, not both.', containerSas.range);
    } else if (!storageAccountKey && !containerSas) {
      this.#problem('credential', 'Write <StorageAccountKey> or <ContainerSas> before the first <BlobList>.', range);
    }
  }

  range(read: ReadRange): void {
    const { kind, range, hash } = read;
    const ranges = this.#ranges;
    ranges.count++;
    ranges.last = range;
    const offset = wholeNumber(read.offset);
    const length = wholeNumber(read.length);
    const name = kind === 'block' ? 'block' : 'page range';
    if (offset === undefined || length === undefined) {
      ranges.broken = true;
      this.#problem('syntax', `Offset and Length of a ${name} are whole numbers of bytes.`, range);
    } else {
      this.#checkLengths(kind, offset, length, range);
      ranges.lastOffset = offset;
      ranges.end = Math.max(ranges.end, offset + length);
    }
    if (hash === undefined || !md5.test(hash)) this.#problem('hash', `Hash of a ${name} is the MD5 of its bytes: 32 hexadecimal digits.`, range);
    if (kind === 'block') this.#checkId(read);
  }

  #checkLengths(kind: ReadRange['kind'], offset: number, length: number, range: Range): void {
    const { lastOffset, end } = this.#ranges;
    if (length === 0 || length > MAX_RANGE_LENGTH) {
      this.#problem('block-size', `Length is 1 to ${MAX_RANGE_LENGTH} bytes (4 MB); this is ${length}.`, range);
    }
    if (kind === 'page') {
      if (offset % PAGE_LENGTH !== 0 || length % PAGE_LENGTH !== 0) {
        this.#problem('page-alignment', `Offset and Length of a page range are multiples of ${PAGE_LENGTH}.`, range);
      }
      if (offset < end) this.#problem('page-overlap', `Page ranges are in order of their offsets and do not overlap: this one has to begin at ${end} or behind it.`, range);
    } else if (offset <= lastOffset) {
      this.#problem('block-order', `Blocks are in order of their offsets: ${offset} comes after ${lastOffset}.`, range);
    } else if (offset !== end) {
      this.#problem('block-gap', `Blocks cover the file without gaps and overlaps: this one has to begin at ${end}.`, range);
    }
  }

  #checkId({ id, range }: ReadRange): void {
    const ranges = this.#ranges;
    if (id !== undefined) {
      ranges.withId++;
      if (id === '' || !base64.test(id)) this.#problem('block-id', 'Id of a block is base64.', range);
      else if (ranges.idLength >= 0 && id.length !== ranges.idLength) this.#problem('block-id', `Ids of a blob's blocks have one length: ${ranges.idLength} characters here.`, range);
      else ranges.idLength = id.length;
    }
    if (ranges.withId !== 0 && ranges.withId !== ranges.count && (id === undefined || ranges.withId === 1)) {
      this.#problem('block-id', 'Either all blocks of a blob have an Id, or none has.', range);
    }
  }

  blob(blob: ReadBlob): void {
    const ranges = this.#ranges;
    this.#ranges = noRanges();
    if (blob.kind === undefined) this.#problem('syntax', 'A <Blob> has a <BlockList> or a <PageRangeList>.', blob.range);
    if ((blob.filePath?.text ?? '') === '') this.#problem('syntax', 'Write where the file lies on the drive: <FilePath>.', blob.range);
    const disposition = blob.disposition?.text ?? 'rename';
    if (!['rename', 'no-overwrite', 'overwrite'].includes(disposition)) {
      this.#problem('syntax', 'ImportDisposition is rename, no-overwrite or overwrite.', blob.disposition!.range);
    }
    this.#checkBlobPath(blob);
    const length = wholeNumber(blob.length?.text);
    if (length === undefined) this.#problem('length', '<Length> is the number of bytes of the file.', blob.length?.range ?? blob.range);
    else if (blob.kind !== undefined) this.#checkBlobLength(blob, length, ranges);
  }

  #checkBlobLength(blob: ReadBlob, length: number, ranges: RangesSoFar): void {
    const place = blob.length!.range;
    if (blob.kind === 'page') {
      if (length % PAGE_LENGTH !== 0) this.#problem('page-alignment', `The length of a page blob is a multiple of ${PAGE_LENGTH}.`, place);
      if (!ranges.broken && ranges.end > length) this.#problem('length', `The page ranges reach to ${ranges.end}, behind the end of the file at ${length}.`, place);
      return;
    }
    if (ranges.count > MAX_BLOCKS) this.#problem('block-count', `A block blob has at most ${MAX_BLOCKS} blocks; this has ${ranges.count}.`, blob.range);
    if (!ranges.broken && ranges.end !== length) this.#problem('length', `The blocks end at ${ranges.end}, the file at ${length}.`, place);
    if (length > MAX_LENGTH_WITHOUT_IDS && ranges.withId === 0) this.#problem('block-id', 'The blocks of a blob above 64 MB need ids.', ranges.last ?? blob.range);
  }

  #checkBlobPath({ blobPath, range }: ReadBlob): void {
    const path = blobPath?.text ?? '';
    const place = blobPath?.range ?? range;
    const slash = path.indexOf('/');
    const container = path.slice(0, Math.max(slash, 0));
    const special = container === rootContainer || specialContainers.includes(container);
    if (slash < 0 || slash === path.length - 1) {
      this.#problem('blob-path', 'BlobPath is a container, "/" and the name of the blob.', place);
    } else if (!special && containerNameProblem(container)) {
      this.#problem('blob-path', `"${container}" is no name of a container: 3 to 63 lower-case letters, digits and single hyphens.`, place);
    } else if (container === rootContainer && path.includes('/', slash + 1)) {
      this.#problem('blob-path', 'The name of a blob in $root has no "/".', place);
    } else if (blobNameProblems(path, slash + 1).some(({ kind }) => kind !== 'ends-with-dot')) {
      this.#problem('blob-path', 'The name of a blob has at most 1024 characters and 254 segments, and no control characters.', place);
    }
    if (path !== '' && this.#paths.add(...textFingerprint(path))) this.#problem('duplicate-blob', 'Another blob of this drive has the same path.', place);
  }

  blobList({ range, id, metadata, properties }: ReadBlobList): void {
    if ((id ?? '') === '') this.#problem('syntax', 'A <BlobList> has an Id.', range);
    this.#checkSideFile(metadata);
    this.#checkSideFile(properties);
  }

  #checkSideFile(file: ReadSideFile | undefined): void {
    if (file && (file.hash === undefined || !md5.test(file.hash))) {
      this.#problem('hash', 'Hash of a metadata or properties file is the MD5 of its bytes: 32 hexadecimal digits.', file.range);
    }
  }

  #problem(rule: ManifestRule, message: string, range: Range): void {
    this.#report({ rule, message, range });
  }
}

/** What is wrong in a manifest, in the order in which it is found. */
export function checkManifest(pieces: Iterable<string>): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const checker = new ManifestChecker((problem) => problems.push(problem));
  for (const piece of pieces) checker.push(piece);
  checker.end();
  return problems;
}
