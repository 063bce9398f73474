import { FingerprintMap } from '../dataset/fingerprintMap';
import type { Fingerprint } from '../dataset/keyFingerprint';
import { PORTAL_JOURNAL_LIMIT } from '../limits/limits';
import { nearestValue } from '../names/nearestValue';
import type { FileFinding, FileFindings, FileFix } from '../rules/fileFinding';
import { writtenValue } from '../rules/writtenValue';
import { byteCount } from '../text/byteCount';
import { FingerprintSet } from '../text/fingerprintSet';
import type { Range } from '../text/position';
import { template } from '../text/template';
import type { Steps } from '../work/steps';
import { compareDrives, DatasetSources, drivesetDrives, sourceRange } from './jobComparison';
import type { DrivesetDrives, JobTableFile } from './jobComparison';
import { SEAL } from './jrm';
import type { Sha256 } from './jrm';
import { PendingFindings } from './jrmReading';
import type { JrmReading, ReadChecksum } from './jrmReading';
import { JsonReading } from './jsonReading';
import { textMember } from './placedValue';
import { rootFields } from './valueRules';
import { XmlReading } from './xmlReading';

/** What a JRM is compared with. */
export interface JrmSurroundings {
  /** The drives of the folder's drivesets; `undefined` where there is no driveset. */
  readonly drives: DrivesetDrives | undefined;
  /** `undefined` where there is no dataset, or not all of them could be read. */
  readonly datasets: DatasetSources | undefined;
}

/** How many checksums are looked at in one step. */
const STEP = 512;
/** For an unknown drive id, the one that was meant is searched for among at most this many drives; no job has more. */
const MOST_DRIVES = 100;

/** Offered instead of an edit in a file whose seal an edit would break. */
const sealedFixes: readonly FileFix[] = [
  { title: 'Prepare again', certainty: 'guess', command: 'sneakernet.prepareDrives' },
  { title: 'Restore from backup', certainty: 'guess', command: 'sneakernet.importBackup' },
];

/** What a JRM is checked against. */
export interface JrmCheck {
  /** Datasets and drivesets of its folder. */
  readonly tables: readonly JobTableFile[];
  /** False where the folder has tables that are missing here. */
  readonly tablesAreComplete: boolean;
  readonly sha256: Sha256;
}

/** The findings of a JRM, and the number of its checksums. */
export interface CheckedJrm {
  readonly findings: FileFindings;
  readonly checksumCount: number;
}

/** All findings in the text of a JRM in JSON or XML, including those about its seal. */
export function* checkJrm(text: string, { tables, tablesAreComplete, sha256 }: JrmCheck): Steps<CheckedJrm> {
  const datasets = tables.filter(({ table }) => table.kind === 'dataset');
  const surroundings = {
    drives: drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset')),
    datasets: tablesAreComplete && datasets.length > 0 ? yield* DatasetSources.read(datasets) : undefined,
  };
  const isXml = /^\ufeff?\s*</.test(text.slice(0, 1024));
  const read: JrmReading<unknown> = isXml
    ? yield* XmlReading.read(text, sha256)
    : yield* JsonReading.read(text, sha256);
  return { findings: yield* jrmFindings(read, surroundings), checksumCount: read.checksums.length };
}

/** All findings of a JRM. Their places and messages are computed only for those that are requested. */
export function* jrmFindings<P>(read: JrmReading<P>, surroundings: JrmSurroundings): Steps<FileFindings> {
  const { form, isSealed, own, unfinished } = read;
  const related = new PendingFindings();
  const drives = new KnownDrives(read);
  findMappings(read, drives, surroundings, related);
  yield* findChecksums(read, drives, related);
  const ofWhole = [...findingsOfWhole(read)];
  const ofDrives = [...findingsOfDrives(read, surroundings)];
  const ofSeal = [...findingsOfSeal(read)];
  const whole =
    form === 'json' ? [...unfinished, ...ofWhole, ...ofDrives, ...ofSeal] : [...ofWhole, ...ofSeal, ...ofDrives];
  const found = function* (): Generator<FileFinding> {
    const inText =
      form === 'json' ? [...own.found, ...related.found].sort((one, other) => one.at - other.at) : related.found;
    if (form === 'xml') for (const { make } of own.found) yield make();
    yield* whole;
    for (const { make } of inText) yield make();
  };
  const commands = () => sealedFixes;
  return {
    found: {
      *[Symbol.iterator]() {
        // A text that does not parse has no valid seal either; once the error is fixed, the seal may match again.
        for (const finding of found())
          yield isSealed && finding.fixes && finding.code !== 'jrm/syntax' ? { ...finding, fixes: commands } : finding;
      },
    },
    tallies: [
      ...own.tallies,
      ...related.tallies,
      ...whole.map(({ code, variant }) => ({ code, ...(variant === undefined ? {} : { variant }), count: 1 })),
    ],
  };
}

function* findingsOfWhole<P>(read: JrmReading<P>): Generator<FileFinding> {
  const { beginning, members, form, bytes } = read;
  if (!beginning) return;
  for (const { name, required } of rootFields) {
    // In JSON, the commands of a sealed file are offered for this finding.
    if (required && !read.member(name))
      yield { code: 'jrm/missing', args: [name], ...beginning, ...(form === 'json' && { fixes: () => [] }) };
  }
  const names = new Set<string>();
  for (const { name, place } of members) {
    if (form === 'json' && names.has(name))
      yield { code: 'jrm/type', variant: 'duplicate', args: [name], ...read.rangeOf(place) };
    names.add(name);
  }
  if (bytes > PORTAL_JOURNAL_LIMIT)
    yield { code: 'jrm/too-large', args: [byteCount(bytes), byteCount(PORTAL_JOURNAL_LIMIT)], ...beginning };
}

function* findingsOfSeal<P>(read: JrmReading<P>): Generator<FileFinding> {
  const member = read.member(SEAL);
  if (read.seal === 'broken' && member)
    yield { code: 'jrm/modified', ...read.rangeOf(member.place), fixes: () => sealedFixes };
}

/** Ids shared by two drives, and drives that are only in the JRM or only in the job's driveset. */
function* findingsOfDrives<P>(read: JrmReading<P>, { drives: driveset }: JrmSurroundings): Generator<FileFinding> {
  const seen = new Map<string, Range>();
  for (const drive of read.drives) {
    const id = textMember(drive.value, 'DriveId');
    if (!id) continue;
    const range = read.fieldRange(drive, 'DriveId');
    const other = seen.get(id);
    if (!other) {
      seen.set(id, range);
      continue;
    }
    const { line } = other.start;
    yield {
      code: 'jrm/drive-id-duplicate',
      args: [String(line + 1)],
      ...range,
      related: [{ range: other, message: template('The same id'), line }],
    };
  }
  const list = read.member('Drives');
  if (!driveset || !list) return;
  const facts = read.drives.map((drive) => ({
    id: textMember(drive.value, 'DriveId'),
    letter: textMember(drive.value, 'DriveLetter'),
    key: textMember(drive.value, 'BitLockerKey'),
    range: (name: string) => read.fieldRange(drive, name),
  }));
  yield* compareDrives(facts, driveset, read.rangeOf(list.place), read.seal, read.isSealed);
}

/** The drives that a JRM lists. */
class KnownDrives<P> {
  readonly #read: JrmReading<P>;
  readonly #ids: ReadonlySet<string>;
  readonly #isListed: boolean;

  constructor(read: JrmReading<P>) {
    this.#read = read;
    this.#ids = new Set(read.driveIds);
    this.#isListed = read.member('Drives') !== undefined;
  }

  lacks(id: string): boolean {
    return this.#isListed && !this.#ids.has(id);
  }

  unknown(id: string, range: Range): FileFinding {
    const code = 'jrm/checksum-drive-unknown';
    const nearest = this.#read.drives.length <= MOST_DRIVES ? nearestValue(id, [...this.#ids]) : undefined;
    if (nearest === undefined) return { code, ...range };
    const text = this.#read.written(nearest.value);
    return {
      code,
      variant: 'near',
      args: [nearest.value],
      ...range,
      fixes: () => (text === undefined ? [] : [{ ...writtenValue(nearest), edits: [{ range, text }] }]),
    };
  }
}

function findMappings<P>(
  read: JrmReading<P>,
  drives: KnownDrives<P>,
  { datasets }: JrmSurroundings,
  related: PendingFindings,
): void {
  for (const mapping of read.mappings) {
    const { at, value } = mapping;
    const texts = value.members.find(({ name }) => name === 'Drives')?.value?.items ?? [];
    const unknown = texts.find((text) => text.type === 'text' && drives.lacks(text.value as string));
    if (unknown)
      related.add(at, { code: 'jrm/checksum-drive-unknown' }, () =>
        drives.unknown(unknown.value as string, read.rangeOf(unknown.place)),
      );
    const source = textMember(value, 'SourcePath');
    if (!datasets || !source || datasets.sends(source, textMember(value, 'DestinationContainer') ?? '')) continue;
    const [record] = datasets.find(source);
    const code = 'jrm/mapping-not-in-dataset';
    if (!record) {
      related.add(at, { code }, () => ({
        code,
        args: [datasets.datasets.map(({ fileName }) => fileName).join(', ')],
        ...read.fieldRange(mapping, 'SourcePath'),
      }));
      continue;
    }
    const { dataset, line, container } = record;
    related.add(at, { code, variant: 'destination' }, () => ({
      code,
      variant: 'destination',
      args: [dataset.fileName, container],
      ...read.fieldRange(mapping, 'DestinationContainer'),
      related: [
        { file: dataset.file, range: sourceRange(record), message: template('The record with this source'), line },
      ],
    }));
  }
}

function* findChecksums<P>(read: JrmReading<P>, drives: KnownDrives<P>, related: PendingFindings): Steps<void> {
  const { checksums, sources, form } = read;
  const isMapped = read.member('DataMapping') !== undefined;
  const repeated = new RepeatedFiles(read, checksums.length);
  let count = 0;
  for (const checksum of checksums) {
    if (++count % STEP === 0) yield;
    const { at, file, driveId } = checksum;
    const checkDrive = () => {
      if (driveId !== undefined && drives.lacks(driveId))
        related.add(at, { code: 'jrm/checksum-drive-unknown' }, () =>
          drives.unknown(driveId, read.checksumRange(checksum, 'DriveId')),
        );
    };
    if (form === 'xml') checkDrive();
    const earlier = file && repeated.add(checksum, file);
    if (earlier) {
      const { first, isSame } = earlier;
      const kind = { code: 'jrm/checksum-duplicate' as const, ...(isSame && { variant: 'same' }) };
      related.add(at, kind, () => {
        const range = read.checksumRange(first, 'FilePath');
        const { line } = range.start;
        return {
          ...kind,
          args: [String(line + 1)],
          ...read.checksumRange(checksum, isSame ? 'FilePath' : 'SHA256'),
          related: [{ range, message: template('The same file'), line }],
        };
      });
    }
    if (file && isMapped && !sources.covers(file))
      related.add(at, { code: 'jrm/checksum-unmapped' }, () => ({
        code: 'jrm/checksum-unmapped',
        ...read.checksumRange(checksum, 'FilePath'),
      }));
    if (form === 'json') checkDrive();
  }
}

/** Finds files with several checksums. Most files have one, so details are read only for those that have more. */
class RepeatedFiles<P> {
  readonly #read: JrmReading<P>;
  readonly #firsts: FingerprintMap<ReadChecksum>;
  /** For files with several checksums: fingerprints of file and hash, and of file, hash and blob. */
  readonly #hashes = new FingerprintSet(Infinity);
  readonly #blobs = new FingerprintSet(Infinity);

  constructor(read: JrmReading<P>, expected: number) {
    this.#read = read;
    this.#firsts = new FingerprintMap(expected);
  }

  /** The first checksum of the file, if this one has a new hash for the file, or repeats an earlier one completely. */
  add(
    checksum: ReadChecksum,
    file: Fingerprint,
  ): { readonly first: ReadChecksum; readonly isSame: boolean } | undefined {
    const first = this.#firsts.add(file, checksum);
    if (!first) return undefined;
    this.#keep(first, file);
    const { isNewHash, isNewBlob } = this.#keep(checksum, file);
    return isNewHash || !isNewBlob ? { first, isSame: !isNewHash } : undefined;
  }

  #keep(checksum: ReadChecksum, file: Fingerprint): { readonly isNewHash: boolean; readonly isNewBlob: boolean } {
    const { hash, blob } = this.#read.detailsOf(checksum);
    const low = file.low ^ Math.imul(hash.low, 0x9e3779b1);
    const high = file.high ^ Math.imul(hash.high, 0x85ebca6b);
    const isNewHash = !this.#hashes.add(low, high);
    return {
      isNewHash,
      isNewBlob: !this.#blobs.add(low ^ Math.imul(blob.low, 0xc2b2ae35), high ^ Math.imul(blob.high, 0x27d4eb2f)),
    };
  }
}
