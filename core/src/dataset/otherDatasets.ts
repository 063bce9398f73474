import { contentOf } from '../csv/fieldContent';
import type { RuleCode } from '../rules/catalogue';
import type { RowFields, SharedFinding } from '../table/tableRules';
import type { Range, Span } from '../text/position';
import { comparedText, Relation, relationFinding, sharedOfRelations, DatasetShared } from './datasetRelation';
import type { Dialect } from '../columns/datasetColumns';
import { FingerprintMap } from './fingerprintMap';
import { KeyFingerprint } from './keyFingerprint';
import type { Fingerprint } from './keyFingerprint';

/** A record of another dataset, with the places of its source and destination. */
interface OtherRecord {
  /** Zero-based. */
  readonly line: number;
  /** The source as written. */
  readonly path: string;
  readonly ranges: { readonly basePath: Range; readonly destination: Range };
}

/**
 * The sources and destinations of a dataset, for the other datasets of its job. Where several records share one, the
 * first is kept.
 */
export class DatasetIndex {
  private readonly copies = new FingerprintMap<OtherRecord>();
  private readonly destinations = new FingerprintMap<OtherRecord>();
  private readonly directories = new FingerprintMap<OtherRecord>();
  private readonly keys: KeyFingerprint;

  constructor(
    /** Identifies the dataset in findings of other files. */
    readonly file: string,
    /** The name shown in messages. */
    readonly fileName: string,
    readonly dialect: Dialect,
  ) {
    this.keys = new KeyFingerprint(dialect);
  }

  /** Adds a record. `rangeOf` gives the range in the file for a span of the record. */
  add(fields: RowFields, line: number, rangeOf: (span: Span) => Range): void {
    const text = comparedText(fields);
    if (!text) return;
    const { keys } = this;
    keys.read(text.path, text.destination);
    const record = {
      line,
      path: text.path,
      ranges: { basePath: rangeOf(fields['basePath']!), destination: rangeOf(fields['destination']!) },
    };
    keep(this.copies, keys.copy, record);
    if (keys.isDirectory) keep(this.directories, keys.directory, record);
    if (keys.writesOneFile) keep(this.destinations, keys.destination, record);
  }

  copyOf({ copy }: KeyFingerprint): OtherRecord | undefined {
    return this.copies.get(copy.low, copy.high);
  }

  writerOf({ destination, writesOneFile }: KeyFingerprint): OtherRecord | undefined {
    return writesOneFile ? this.destinations.get(destination.low, destination.high) : undefined;
  }

  sameDirectory({ directory, isDirectory }: KeyFingerprint): OtherRecord | undefined {
    return isDirectory ? this.directories.get(directory.low, directory.high) : undefined;
  }

  /** The source that is the outermost directory above another. */
  coverOf({ ancestorCount, ancestorLows, ancestorHighs }: KeyFingerprint): OtherRecord | undefined {
    for (let i = 0; i < ancestorCount; i++) {
      const record = this.directories.get(ancestorLows[i]!, ancestorHighs[i]!);
      if (record) return record;
    }
    return undefined;
  }
}

function keep(records: FingerprintMap<OtherRecord>, { low, high }: Fingerprint, record: OtherRecord): void {
  if (!records.get(low, high)) records.set({ low, high }, record);
}

/**
 * The other datasets of a job, for the comparison with one of them. Findings appear in the later dataset, or for an
 * overlap at the inner record.
 */
export class OtherDatasets {
  constructor(
    private readonly earlier: readonly DatasetIndex[],
    private readonly later: readonly DatasetIndex[],
  ) {}

  get isEmpty(): boolean {
    return this.earlier.length === 0 && this.later.length === 0;
  }

  /** True where both would lead to the same comparison. */
  equals(other: OtherDatasets): boolean {
    const areSame = (one: readonly DatasetIndex[], two: readonly DatasetIndex[]) =>
      one.length === two.length && one.every((index, at) => index === two[at]);
    return areSame(this.earlier, other.earlier) && areSame(this.later, other.later);
  }

  /** A record's relations to those of other datasets: bits of `Relation`. */
  relationsOf(keys: KeyFingerprint): number {
    let relations = 0;
    for (const index of this.earlier) {
      if (index.copyOf(keys)) relations |= Relation.Duplicate;
      if (index.sameDirectory(keys)) relations |= Relation.SameDirectory;
      if (index.writerOf(keys)) relations |= Relation.Conflict;
    }
    if (this.cover(keys)) relations |= Relation.Covered;
    return relations;
  }

  /** The finding about a record's field that conflicts with a record of another dataset. */
  finding(code: RuleCode, span: Span, keys: KeyFingerprint, fields: RowFields): SharedFinding | undefined {
    const found = this.other(code, keys);
    if (!found) return undefined;
    const { index, record } = found;
    const { line, path } = record;
    const range = record.ranges[code === 'dataset/destination-conflict' ? 'destination' : 'basePath'];
    const finding = relationFinding(code, span, contentOf(fields['destination']) ?? '', {
      line,
      path,
      place: (message) => ({ file: index.file, range, message, line }),
    });
    return finding && { ...finding, variant: 'dataset', args: [...(finding.args ?? []), index.fileName] };
  }

  private other(code: RuleCode, keys: KeyFingerprint): Found | undefined {
    switch (code) {
      case 'dataset/base-path-duplicate':
        return first(this.earlier, (index) => index.copyOf(keys));
      case 'dataset/destination-conflict':
        return first(this.earlier, (index) => index.writerOf(keys));
      case 'dataset/base-path-overlap':
        return this.cover(keys) ?? first(this.earlier, (index) => index.sameDirectory(keys));
      default:
        return undefined;
    }
  }

  private cover(keys: KeyFingerprint): Found | undefined {
    const find = (index: DatasetIndex) => index.coverOf(keys);
    return first(this.earlier, find) ?? first(this.later, find);
  }
}

interface Found {
  readonly index: DatasetIndex;
  readonly record: OtherRecord;
}

function first(
  indexes: readonly DatasetIndex[],
  find: (index: DatasetIndex) => OtherRecord | undefined,
): Found | undefined {
  for (const index of indexes) {
    const record = find(index);
    if (record) return { index, record };
  }
  return undefined;
}

/** For a dataset that is the only one of its job. */
export const noOtherDatasets = new OtherDatasets([], []);

/** True where a finding comes from rows of the same dataset rather than from others. */
export function comesOfOwnRows(code: RuleCode, relations: number): boolean {
  const own = sharedOfRelations(relations & 0xf);
  const bits: Readonly<Partial<Record<RuleCode, number>>> = {
    'dataset/base-path-duplicate': DatasetShared.Duplicate,
    'dataset/base-path-overlap': DatasetShared.Overlap,
    'dataset/destination-conflict': DatasetShared.Conflict,
  };
  const bit = bits[code];
  return bit === undefined || ((own >> bit) & 1) === 1;
}
