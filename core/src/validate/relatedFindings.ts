import {
  columnOfShared,
  copyKey,
  datasetSharedCodes,
  relationFinding,
  sharedOfRelations,
} from '../dataset/datasetRelation';
import type { DatasetKeys, RelatedRow } from '../dataset/datasetRelation';
import type { Dialect } from '../columns/datasetColumns';
import { severityOf } from '../rules/message';
import type { RuleCode } from '../rules/catalogue';
import type { Translate } from '../text/template';
import type { Severity } from '../rules/rule';
import { defaultRuleSettings } from '../rules/ruleSettings';
import type { SharedFinding } from '../table/tableRules';
import type { Range, Span } from '../text/position';
import type { DatasetReading, ReadingOptions, TextReading } from './datasetReading';
import { detached } from './detached';
import { FindingList, place } from './findingList';
import { FingerprintSet } from '../text/fingerprintSet';
import { KeyFingerprint } from '../dataset/keyFingerprint';
import { ancestorsOf, readKeys } from './rowRelations';
import type { RowRelations } from './rowRelations';
import { comesOfOwnRows } from '../dataset/otherDatasets';
import type { OtherDatasets } from '../dataset/otherDatasets';

/** A finding for which the other row is not known yet. */
interface OpenFinding {
  readonly ordinal: number;
  readonly order: number;
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly range: Range;
  readonly keys: DatasetKeys;
  readonly destinationText: string;
  /** The complete finding, if it is about another dataset's record, which is already known. */
  readonly complete: SharedFinding | undefined;
}

const nowhere: Span = { start: 0, end: 0 };

/** Counts and lists the findings that come from relations between rows. */
export function* listRelations(
  options: ReadingOptions & { readonly others?: OtherDatasets },
  relations: RowRelations,
  limit: number,
  translate: Translate | undefined,
): Generator<TextReading, FindingList> {
  const list = new FindingList(limit);
  const { settings = defaultRuleSettings } = options;
  if (settings.suppressesNothing) countRelations(options, relations, list);
  const open: OpenFinding[] = [];
  yield readKeys(options, (ordinal, fingerprint, keys, reading) => {
    const relation = relations[ordinal]!;
    const complete = (code: RuleCode, span: Span) =>
      comesOfOwnRows(code, relation) ? undefined : options.others?.finding(code, span, fingerprint, reading.fields);
    if (relation !== 0) openFindings(options, relation, keys, complete, reading, list, open, limit);
    // Without suppressions, the counts are already complete.
    if (settings.suppressesNothing && open.length >= limit && ordinal > open.at(-1)!.ordinal) reading.finished = true;
  });
  if (open.every(({ complete }) => complete)) return listed();
  const others = new RelatedRows(
    open.filter(({ complete }) => !complete),
    options.context.dialect,
  );
  yield readKeys(options, (_ordinal, fingerprint, keys, reading) => {
    others.visit(fingerprint, keys, reading);
  });
  return listed(others);

  function listed(rows?: RelatedRows): FindingList {
    for (const finding of open) {
      const other = finding.complete ? undefined : rows?.of(finding);
      const complete =
        finding.complete ?? (other && relationFinding(finding.code, nowhere, finding.destinationText, other));
      if (complete)
        list.keep(finding.ordinal, finding.order, place(complete, finding.severity, finding.range, translate));
    }
    return list;
  }
}

function countRelations(
  { settings = defaultRuleSettings }: ReadingOptions,
  relations: RowRelations,
  list: FindingList,
): void {
  const rows = datasetSharedCodes.map(() => 0);
  for (const relation of relations) {
    if (relation === 0) continue;
    const shared = sharedOfRelations(relation);
    for (let bit = 0; shared >> bit !== 0; bit++) rows[bit]! += (shared >> bit) & 1;
  }
  datasetSharedCodes.forEach((code, bit) => {
    const severity = settings.severity(code, severityOf({ code }));
    if (severity !== 'off') list.count(severity, rows[bit]);
  });
}

/** Opens the findings of the record read last. */
function openFindings(
  { settings = defaultRuleSettings }: ReadingOptions,
  relation: number,
  keys: () => DatasetKeys,
  complete: (code: RuleCode, span: Span) => SharedFinding | undefined,
  reading: DatasetReading,
  list: FindingList,
  open: OpenFinding[],
  limit: number,
): void {
  const { ordinal, fields } = reading;
  const shared = sharedOfRelations(relation);
  datasetSharedCodes.forEach((code, bit) => {
    if (((shared >> bit) & 1) === 0) return;
    const subject = settings.suppressesNothing ? undefined : fields['basePath']?.value.trim();
    const severity = reading.records.severity({ code }, subject);
    if (severity === 'off') return;
    if (!settings.suppressesNothing) list.count(severity);
    if (open.length >= limit && open.at(-1)!.ordinal !== ordinal) return;
    const { path, source, destination } = keys();
    open.push({
      ordinal,
      order: 1 + bit,
      code,
      severity,
      range: reading.rangeOf(fields[columnOfShared(code)]!),
      keys: { path: detached(path), source: detached(source), destination: detached(destination) },
      destinationText: detached(fields['destination']!.value.trim()),
      complete: complete(code, nowhere),
    });
  });
}

/** Finds the rows that open findings refer to: for each, the first with a certain key. */
class RelatedRows {
  private readonly wanted = new FingerprintSet(Infinity);
  private readonly copies = new Map<string, RelatedRow | undefined>();
  private readonly directories = new Map<string, RelatedRow | undefined>();
  private readonly destinations = new Map<string, RelatedRow | undefined>();

  constructor(open: readonly OpenFinding[], dialect: Dialect) {
    const fingerprint = new KeyFingerprint(dialect);
    for (const { code, keys } of open) {
      fingerprint.read(keys.path, keys.destination);
      this.want(fingerprint);
      if (code === 'dataset/base-path-duplicate') this.copies.set(copyKey(keys), undefined);
      else if (code === 'dataset/destination-conflict') this.destinations.set(keys.destination, undefined);
      else for (const path of [...ancestorsOf(keys.source), keys.source]) this.directories.set(path, undefined);
    }
  }

  visit(fingerprint: KeyFingerprint, keys: () => DatasetKeys, reading: DatasetReading): void {
    if (!this.mayWant(fingerprint)) return;
    const exact = keys();
    this.take(this.copies, copyKey(exact), 'basePath', exact, reading);
    if (fingerprint.isDirectory) this.take(this.directories, exact.source, 'basePath', exact, reading);
    if (fingerprint.writesOneFile) this.take(this.destinations, exact.destination, 'destination', exact, reading);
  }

  /** The row that a finding refers to; for directories, the outermost. */
  of({ code, keys }: OpenFinding): RelatedRow | undefined {
    if (code === 'dataset/base-path-duplicate') return this.copies.get(copyKey(keys));
    if (code === 'dataset/destination-conflict') return this.destinations.get(keys.destination);
    for (const path of [...ancestorsOf(keys.source), keys.source]) {
      const row = this.directories.get(path);
      if (row) return row;
    }
    return undefined;
  }

  private want({ copy, directory, destination, ancestorLows, ancestorHighs, ancestorCount }: KeyFingerprint): void {
    for (const { low, high } of [copy, directory, destination]) this.wanted.add(low, high);
    for (let i = 0; i < ancestorCount; i++) this.wanted.add(ancestorLows[i]!, ancestorHighs[i]!);
  }

  private mayWant({ copy, directory, destination, isDirectory, writesOneFile }: KeyFingerprint): boolean {
    const { wanted } = this;
    return (
      wanted.has(copy.low, copy.high) ||
      (isDirectory && wanted.has(directory.low, directory.high)) ||
      (writesOneFile && wanted.has(destination.low, destination.high))
    );
  }

  private take(
    rows: Map<string, RelatedRow | undefined>,
    key: string,
    column: 'basePath' | 'destination',
    { path }: DatasetKeys,
    reading: DatasetReading,
  ): void {
    if (!rows.has(key) || rows.get(key)) return;
    const { line } = reading;
    const range = reading.rangeOf(reading.fields[column]!);
    rows.set(key, { line, path: detached(path), place: (message) => ({ range, message, line }) });
  }
}
