import {
  comparedText,
  datasetSharedCodes,
  DatasetShared,
  driveFinding,
  OTHERS_SHIFT,
} from '../dataset/datasetRelation';
import { noDrives } from '../driveset/jobDrives';
import type { JobDrives } from '../driveset/jobDrives';
import { driveLetterOf } from '../names/windowsPath';
import type { Finding } from '../rules/finding';
import type { Translate } from '../text/template';
import { defaultRuleSettings } from '../rules/ruleSettings';
import { firstFindings, moreFindings } from '../rules/placeFindings';
import type { FindingCounts, PlacedFinding } from '../rules/placedFinding';
import { DatasetReading } from './datasetReading';
import type { ReadingOptions, TextReading } from './datasetReading';
import { FindingList, place } from './findingList';
import type { OtherDatasets } from '../dataset/otherDatasets';
import { KeyFingerprint } from '../dataset/keyFingerprint';
import { listRelations } from './relatedFindings';
import { allKeys, KEYS_AT_ONCE, RepeatedKeys } from './repeatedKeys';
import type { KeySelection, Repetitions } from './repeatedKeys';
import { readKeys, relateRows } from './rowRelations';
import type { RowRelations } from './rowRelations';

/** How a dataset is validated as a stream. */
export interface ValidationOptions extends ReadingOptions {
  /** How many findings are listed; all are counted. */
  readonly limit: number;
  /** The drives of the job's drivesets. */
  readonly drives?: JobDrives;
  /** The other datasets of the job. */
  readonly others?: OtherDatasets;
  /** Roughly the length of the text in bytes; it decides how often the text is read. */
  readonly size?: number;
  /** How many keys of rows are kept at once. */
  readonly keysAtOnce?: number;
  readonly translate?: Translate;
}

/** The findings of a file, the same as an editor shows for its text. */
export interface Validation {
  readonly listed: readonly PlacedFinding[];
  readonly counts: FindingCounts;
  /** How many findings exceed the limit. */
  readonly more: number;
  /** Number of records, without the header and empty lines. */
  readonly records: number;
}

/** A row has about one key per this many bytes of its text, and about 2.2 keys in all. */
const BYTES_FOR_KEY = 50;
const KEYS_OF_ROW = 2.2;

/**
 * Validates a dataset in bounded memory. Each reading that is yielded must be given the whole text, in pieces, before
 * the next one is requested. There is only one for a file without findings across rows and at most a few million rows.
 */
export function* validateDataset(options: ValidationOptions): Generator<TextReading, Validation> {
  const { limit, translate } = options;
  const own = new FindingList(limit);
  const { records, repeated, toOthers } = yield* readRecords(options, own);
  const relations = new Uint8Array(records);
  yield* relateAll(options, repeated, relations);
  for (const [ordinal, relation] of toOthers) relations[ordinal]! |= relation << OTHERS_SHIFT;
  const shared = relations.some((relation) => relation !== 0)
    ? yield* listRelations(options, relations, limit, translate)
    : new FindingList(limit);
  const { found, counts } = own.merge(shared);
  const { first, more } = firstFindings(found, counts, limit);
  return { listed: more > 0 ? [...first, moreFindings(more, translate)] : first, counts, more, records };
}

/** The first reading: the records' own findings, and which keys may be repeated. */
function* readRecords(
  options: ValidationOptions,
  own: FindingList,
): Generator<TextReading, { records: number; repeated: Repetitions; toOthers: ReadonlyMap<number, number> }> {
  const { size = 0, keysAtOnce = KEYS_AT_ONCE } = options;
  const expected = size / BYTES_FOR_KEY;
  const keys =
    expected > keysAtOnce
      ? RepeatedKeys.sieve(keysAtOnce)
      : RepeatedKeys.exact({ partition: allKeys, among: undefined, expected, limit: keysAtOnce });
  const toOthers = new Map<number, number>();
  const { reading, reportNoRecords } = checkRecords(options, own, keys, toOthers);
  yield reading;
  const records = reading.ordinal + 1;
  if (records === 0) reportNoRecords();
  return { records, repeated: keys.finish(), toOthers };
}

/** Relates the rows that share keys; in several parts where there are too many keys. */
function* relateAll(
  options: ValidationOptions,
  first: Repetitions,
  relations: RowRelations,
): Generator<TextReading, void> {
  const { keysAtOnce = KEYS_AT_ONCE } = options;
  if (!first.overflowed && first.isExact) {
    yield* relateRows(options, first, relations);
    return;
  }
  const among = first.overflowed ? undefined : first.found;
  const expected = among?.size ?? relations.length * KEYS_OF_ROW;
  let count = Math.max(1, Math.ceil(expected / keysAtOnce));
  for (let index = 0; index < count;) {
    const repeated = yield* collectKeys(options, {
      partition: { index, count },
      among,
      expected: expected / count,
      limit: keysAtOnce,
    });
    if (repeated.overflowed) {
      count *= 2;
      index = 0;
    } else {
      yield* relateRows(options, repeated, relations);
      index++;
    }
  }
}

/** Applies the rules for single records and collects keys. */
function checkRecords(
  options: ValidationOptions,
  list: FindingList,
  repeated: RepeatedKeys,
  toOthers: Map<number, number>,
): { readonly reading: DatasetReading; readonly reportNoRecords: () => void } {
  const { settings = defaultRuleSettings, translate, drives = noDrives, others } = options;
  const fingerprint = new KeyFingerprint(options.context.dialect);
  let subject: string | undefined;
  const add = (finding: Finding, order: number) => {
    const severity = reading.records.severity(finding, subject);
    if (severity === 'off') return;
    list.count(severity);
    if (list.hasRoom(reading.ordinal))
      list.keep(reading.ordinal, order, place(finding, severity, reading.rangeOf(finding), translate));
  };
  const report = (finding: Finding) => {
    add(finding, 0);
  };
  let reportNoRecords: () => void = () => undefined;
  const reading = new DatasetReading(options, (_, role) => {
    const { scanner, records } = reading;
    subject =
      settings.suppressesNothing || role === 'header' || role === 'above' ? undefined : records.subjectOf(scanner);
    records.checkRecord(role, scanner, report);
    if (role === 'above') return;
    if (role === 'header') {
      const end = scanner.text.slice(scanner.start, scanner.next).trimEnd().length;
      const range = reading.rangeOf({ start: 0, end });
      reportNoRecords = () => {
        const finding = { code: 'csv/no-records', start: 0, end } as const;
        const severity = records.severity(finding, undefined);
        if (severity === 'off') return;
        list.count(severity);
        list.keep(-1, -1, place(finding, severity, range, translate));
      };
      return;
    }
    const { fields } = records;
    const text = comparedText(fields);
    if (!text) return;
    fingerprint.read(text.path, text.destination);
    repeated.add(fingerprint);
    const relation = others?.relationsOf(fingerprint) ?? 0;
    if (relation !== 0) toOthers.set(reading.ordinal, relation);
    const letter = drives.size > 0 ? driveLetterOf(text.path) : undefined;
    const drive = letter === undefined ? undefined : drives.get(letter);
    if (!drive) return;
    const bit = drive.formatted ? DatasetShared.Formatted : DatasetShared.Target;
    add(driveFinding(datasetSharedCodes[bit], fields['basePath']!, letter!, drive), 1 + bit);
  });
  return {
    reading,
    reportNoRecords: () => {
      reportNoRecords();
    },
  };
}

function* collectKeys(options: ValidationOptions, selection: KeySelection): Generator<TextReading, Repetitions> {
  const keys = RepeatedKeys.exact(selection);
  yield readKeys(options, (_ordinal, fingerprint) => {
    keys.add(fingerprint);
  });
  return keys.finish();
}
