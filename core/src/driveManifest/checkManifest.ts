import { isMd5Hex } from '../bytes/hex';
import {
  MAX_BLOCKS,
  MAX_LENGTH_WITHOUT_IDS,
  MAX_RANGE_LENGTH,
  MAX_UNSETTLED_BLOCK_LENGTH,
  PAGE_LENGTH,
} from '../limits/limits';
import { blobNameProblems } from '../names/blobName';
import { containerNameProblem, rootContainer, specialContainers } from '../names/containerName';
import { excerpt } from '../rules/excerpt';
import type { RuleCode } from '../rules/catalogue';
import type { FileFinding } from '../rules/fileFinding';
import type { Range } from '../text/position';
import { textFingerprint } from '../text/textFingerprint';
import { FingerprintSet } from '../text/fingerprintSet';
import type {
  ManifestSyntaxProblem,
  ManifestVisitor,
  ReadBlob,
  ReadBlobList,
  ReadDrive,
  ReadRange,
  ReadSideFiles,
} from './manifestReader';

/** The codes of `manifest/…`, without that prefix. */
type ManifestRule = RuleCode extends infer Code ? (Code extends `manifest/${infer Rule}` ? Rule : never) : never;

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Some manifests and logs have hashes that begin with a space. */
const isMd5 = (hash: string | undefined): boolean => hash !== undefined && isMd5Hex(hash.trim());

/** How the service names itself in a manifest. */
const ofService = /Import\/Export service/i;

/** A whole number as written; undefined where the text is not one. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text.trim())) return undefined;
  return Number(text);
}

/** The blocks or page ranges seen so far of the current blob. */
interface RangesSoFar {
  count: number;
  lastOffset: number;
  end: number;
  withId: number;
  idLength: number;
  /** True once a range could not be read, so that sums over all ranges would be meaningless. */
  broken: boolean;
  last: Range | undefined;
}

const noRanges = (): RangesSoFar => ({
  count: 0,
  lastOffset: -1,
  end: 0,
  withId: 0,
  idLength: -1,
  broken: false,
  last: undefined,
});

/**
 * Checks a manifest against the rules as it is read. Memory grows by some bytes per blob: for each path, its
 * fingerprint is kept.
 */
export class ManifestChecker implements ManifestVisitor {
  readonly #report: (finding: FileFinding) => void;
  #paths = new FingerprintSet(Infinity);
  #ranges = noRanges();
  #driveSeen = false;
  #fatal = false;

  constructor(report: (finding: FileFinding) => void) {
    this.#report = report;
  }

  /** Called at the end of the manifest. */
  end(): void {
    // Frees memory, in case the checker itself is kept.
    this.#paths = new FingerprintSet(Infinity);
    if (this.#driveSeen || this.#fatal) return;
    const start = { line: 0, character: 0 };
    this.#problem('syntax', { start, end: start }, 'no-drive');
  }

  problem({ kind, args, range, fatal }: ManifestSyntaxProblem): void {
    this.#fatal ||= fatal;
    this.#problem('syntax', range, kind, ...args);
  }

  drive({ range, driveId, storageAccountKey, containerSas, clientCreator }: ReadDrive): void {
    if (this.#driveSeen) this.#problem('syntax', range, 'second-drive');
    this.#driveSeen = true;
    if (driveId === undefined) this.#problem('drive-id-first', range);
    else if (driveId.text.trim() === '') this.#problem('drive-id-first', driveId.range, 'empty');
    if (storageAccountKey && containerSas) this.#problem('credential', containerSas.range, 'both');
    // The service, which writes the manifests of export jobs, needs no credential.
    else if (!storageAccountKey && !containerSas && !ofService.test(clientCreator?.text ?? ''))
      this.#problem('credential', range);
  }

  range(read: ReadRange): void {
    const { kind, range, hash } = read;
    const ranges = this.#ranges;
    ranges.count++;
    ranges.last = range;
    const offset = wholeNumber(read.offset);
    const length = wholeNumber(read.length);
    if (offset === undefined || length === undefined) {
      ranges.broken = true;
      this.#problem('syntax', read.place(offset === undefined ? 'Offset' : 'Length'), `${kind}-numbers`);
    } else {
      this.#checkLengths(read, offset, length);
      ranges.lastOffset = offset;
      ranges.end = Math.max(ranges.end, offset + length);
    }
    if (!isMd5(hash)) this.#problem('hash', read.place('Hash'), kind);
    if (kind === 'block') this.#checkId(read);
  }

  #checkLengths({ kind, place }: ReadRange, offset: number, length: number): void {
    const { lastOffset, end } = this.#ranges;
    const longest = kind === 'block' ? MAX_UNSETTLED_BLOCK_LENGTH : MAX_RANGE_LENGTH;
    if (length === 0 || length > longest) this.#problem('block-size', place('Length'), undefined, longest, length);
    else if (length > MAX_RANGE_LENGTH)
      this.#problem('block-size', place('Length'), 'unsettled', MAX_RANGE_LENGTH, length);
    if (kind === 'page') {
      if (offset % PAGE_LENGTH !== 0 || length % PAGE_LENGTH !== 0) {
        this.#problem(
          'page-alignment',
          place(offset % PAGE_LENGTH !== 0 ? 'Offset' : 'Length'),
          undefined,
          PAGE_LENGTH,
        );
      }
      if (offset < end) this.#problem('page-overlap', place('Offset'), undefined, end);
    } else if (offset <= lastOffset) {
      this.#problem('block-order', place('Offset'), undefined, offset, lastOffset);
    } else if (offset !== end) {
      this.#problem('block-gap', place('Offset'), undefined, end);
    }
  }

  #checkId({ id, range, place }: ReadRange): void {
    const ranges = this.#ranges;
    if (id !== undefined) {
      ranges.withId++;
      if (id === '' || !base64.test(id)) this.#problem('block-id', place('Id'));
      else if (ranges.idLength >= 0 && id.length !== ranges.idLength)
        this.#problem('block-id', place('Id'), 'length', ranges.idLength);
      else ranges.idLength = id.length;
    }
    if (ranges.withId !== 0 && ranges.withId !== ranges.count && (id === undefined || ranges.withId === 1)) {
      this.#problem('block-id', id === undefined ? range : place('Id'), 'mixed');
    }
  }

  blob(blob: ReadBlob): void {
    const ranges = this.#ranges;
    this.#ranges = noRanges();
    if (blob.kind === undefined) this.#problem('syntax', blob.range, 'no-ranges');
    if ((blob.filePath?.text ?? '') === '') this.#problem('syntax', blob.range, 'no-file-path');
    const disposition = blob.disposition?.text ?? 'rename';
    if (!['rename', 'no-overwrite', 'overwrite'].includes(disposition))
      this.#problem('syntax', blob.disposition!.range, 'disposition');
    this.#checkBlobPath(blob);
    const length = wholeNumber(blob.length?.text);
    if (length === undefined) this.#problem('length', blob.length?.range ?? blob.range);
    else if (blob.kind !== undefined) this.#checkBlobLength(blob, length, ranges);
    this.#checkSideFiles(blob);
  }

  #checkBlobLength(blob: ReadBlob, length: number, ranges: RangesSoFar): void {
    const place = blob.length!.range;
    if (blob.kind === 'page') {
      if (length % PAGE_LENGTH !== 0) this.#problem('page-alignment', place, 'blob', PAGE_LENGTH);
      if (!ranges.broken && ranges.end > length) this.#problem('length', place, 'pages', ranges.end, length);
      return;
    }
    if (ranges.count > MAX_BLOCKS) this.#problem('block-count', blob.range, undefined, MAX_BLOCKS, ranges.count);
    if (!ranges.broken && ranges.end !== length) this.#problem('length', place, 'blocks', ranges.end, length);
    if (length > MAX_LENGTH_WITHOUT_IDS && ranges.withId === 0)
      this.#problem('block-id', ranges.last ?? blob.range, 'needed');
  }

  #checkBlobPath({ blobPath, snapshot, range }: ReadBlob): void {
    const path = blobPath?.text ?? '';
    const place = blobPath?.range ?? range;
    const slash = path.indexOf('/');
    const container = path.slice(0, Math.max(slash, 0));
    const special = container === rootContainer || specialContainers.includes(container);
    if (slash < 0 || slash === path.length - 1) this.#problem('blob-path', place);
    else if (!special && containerNameProblem(container))
      this.#problem('blob-path', place, 'container', excerpt(container));
    else if (container === rootContainer && path.includes('/', slash + 1)) this.#problem('blob-path', place, 'root');
    else if (blobNameProblems(path, slash + 1).some(({ kind }) => kind !== 'ends-with-dot'))
      this.#problem('blob-path', place, 'name');
    // Snapshots of a blob share its path.
    const identity = snapshot === undefined ? path : `${path}\n${snapshot.text.trim()}`;
    if (path !== '' && this.#paths.add(...textFingerprint(identity))) this.#problem('duplicate-blob', place);
  }

  blobList(list: ReadBlobList): void {
    this.#checkSideFiles(list);
  }

  #checkSideFiles({ metadata, properties }: ReadSideFiles): void {
    for (const file of [metadata, properties]) {
      if (file && !isMd5(file.hash)) this.#problem('hash', file.range, 'side-file');
    }
  }

  #problem(rule: ManifestRule, { start, end }: Range, variant?: string, ...args: readonly (string | number)[]): void {
    this.#report({
      code: `manifest/${rule}`,
      ...(variant === undefined ? {} : { variant }),
      args: args.map(String),
      start,
      end,
    });
  }
}
