import { lineOfRow } from '../csv/csvChunk';
import { contentOf } from '../csv/fieldContent';
import { noDrives } from '../driveset/jobDrives';
import type { JobDrives } from '../driveset/jobDrives';
import type { Fix, Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import { defaultRuleSettings } from '../rules/ruleSettings';
import type { RuleSettings } from '../rules/ruleSettings';
import { TableDocument } from '../table/tableDocument';
import type { RowFields, SetShared, SharedFinding, TableRules } from '../table/tableRules';
import type { TableRow } from '../table/tableRow';
import { copyOperation, includesCopy } from './copyOperation';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { datasetColumns } from '../columns/datasetColumns';
import {
  checkDatasetFields,
  columnOfShared,
  comparedText,
  datasetSharedCodes,
  DatasetShared,
  driveFinding,
  OTHERS_SHIFT,
  Relation,
  relationFinding,
  sharedOfRelations,
} from './datasetRelation';
import type { DatasetContext } from './datasetRow';
import { DatasetTableRow } from './datasetTableRow';
import { DirectoryTree } from './directoryTree';
import { KeyFingerprint } from './keyFingerprint';
import { comesOfOwnRows, noOtherDatasets } from './otherDatasets';
import type { OtherDatasets } from './otherDatasets';
import { RowIndex } from './rowIndex';

const relationBits = [DatasetShared.Duplicate, DatasetShared.Overlap, DatasetShared.Conflict] as const;

/** The bits of a row's relations to rows of its own dataset. */
const OWN = (1 << OTHERS_SHIFT) - 1;

/** In UTF-16 units; used to estimate the size of indexes. */
const TYPICAL_ROW_LENGTH = 128;

/** What a dataset needs besides its text. */
export interface DatasetOptions {
  readonly context: DatasetContext;
  readonly settings?: RuleSettings;
  /** Called when a rule throws; its findings are lost, all others are kept. */
  readonly onRuleFailure?: (codes: readonly RuleCode[], error: unknown) => void;
}

/** A dataset, with setters for what it needs to know about its job. */
export interface DatasetTable {
  readonly table: TableDocument;
  /** Takes the drives of the job's drivesets. Where a letter has changed, the whole file is checked. */
  readonly setDrives: (drives: JobDrives) => void;
  /** Takes the other datasets of the job. The whole file is checked. */
  readonly setOthers: (others: OtherDatasets) => void;
}

/** Reads a dataset's text at once. The dialect comes from the context. */
export function openDataset(text: string, options: DatasetOptions): DatasetTable {
  return finish(readDataset(text, options));
}

/** The same in steps. */
export function* readDataset(text: string, options: DatasetOptions): Steps<DatasetTable> {
  let drives = noDrives;
  let others = noOtherDatasets;
  const table = yield* TableDocument.read(
    text,
    'dataset',
    datasetColumns(options.context.dialect),
    (setShared, length) =>
      new DatasetTableRules(
        options,
        setShared,
        () => drives,
        () => others,
        Math.ceil(length / TYPICAL_ROW_LENGTH),
      ),
    options.settings ?? defaultRuleSettings,
  );
  return {
    table,
    setDrives: (next) => {
      drives = next;
      const { rules } = table;
      if (!(rules instanceof DatasetTableRules)) return;
      for (const row of table.csv.rows())
        if (row instanceof DatasetTableRow && row.drive > 0) rules.relateToDrives(row);
    },
    setOthers: (next) => {
      if (others.isEmpty && next.isEmpty) return;
      others = next;
      const { rules } = table;
      if (!(rules instanceof DatasetTableRules)) return;
      for (const { row, fields } of table.records())
        if (row instanceof DatasetTableRow && row.compared) rules.relateToOthers(row, fields);
    },
  };
}

class DatasetTableRules implements TableRules {
  readonly sharedCodes = datasetSharedCodes;
  /**
   * By source and destination: rows that share a directory or destination with another row, because only these can be
   * duplicates, and the few rows that have neither.
   */
  private readonly copies: RowIndex<DatasetTableRow>;
  private readonly destinations: RowIndex<DatasetTableRow>;
  private readonly directories: DirectoryTree;
  private readonly keys: KeyFingerprint;

  constructor(
    private readonly options: DatasetOptions,
    private readonly setShared: SetShared,
    private readonly drives: () => JobDrives,
    private readonly others: () => OtherDatasets,
    expectedRows: number,
  ) {
    this.keys = new KeyFingerprint(options.context.dialect);
    this.copies = new RowIndex((row, on) => {
      this.relate(row, Relation.Duplicate, on);
    }, 0);
    this.destinations = new RowIndex((row, on) => {
      this.relate(row, Relation.Conflict, on);
    }, expectedRows);
    this.directories = new DirectoryTree((row, relation, on) => {
      this.relate(row, relation, on);
    }, expectedRows);
  }

  createRow(): TableRow {
    return new DatasetTableRow();
  }

  check(fields: RowFields, report: Report): void {
    checkDatasetFields(fields, this.options.context, report, this.options.onRuleFailure);
  }

  added(row: TableRow, fields: RowFields): void {
    if (!(row instanceof DatasetTableRow)) return;
    const { keys } = this;
    if (!this.readKeys(fields)) return;
    row.compared = true;
    row.copyLow = keys.copy.low;
    row.copyHigh = keys.copy.high;
    row.drive = keys.drive;
    if (!this.others().isEmpty) this.setOtherRelations(row);
    const { isDirectory, writesOneFile } = keys;
    const sameSource = this.directories.add(row, keys);
    const others = writesOneFile ? this.destinations.add(keys.destination, row) : sameSource;
    if (others instanceof DatasetTableRow) this.addCopy(others);
    if (others || !(isDirectory || writesOneFile)) this.addCopy(row);
    if (row.drive > 0 && this.drives().size > 0) this.relateToDrives(row);
  }

  removed(row: TableRow, fields: RowFields): void {
    if (!(row instanceof DatasetTableRow) || !row.compared) return;
    const { keys } = this;
    this.readKeys(fields);
    const { isDirectory, writesOneFile } = keys;
    const sameSource = this.directories.remove(row, keys);
    const left = writesOneFile ? this.destinations.remove(keys.destination, row) : sameSource;
    // This row comes first, so that its duplicate becomes the first row with the key.
    if (left || !(isDirectory || writesOneFile)) this.removeCopy(row);
    if (left instanceof DatasetTableRow) this.removeCopy(left);
  }

  private addCopy(row: DatasetTableRow): void {
    this.copies.add({ low: row.copyLow, high: row.copyHigh }, row);
  }

  private removeCopy(row: DatasetTableRow): void {
    this.copies.remove({ low: row.copyLow, high: row.copyHigh }, row);
  }

  /** Reads a record's keys; returns false for a record that is not compared with others. */
  private readKeys(fields: RowFields): boolean {
    const text = comparedText(fields);
    if (text) this.keys.read(text.path, text.destination);
    return text !== undefined;
  }

  describeShared(
    row: TableRow,
    fields: RowFields,
    code: RuleCode,
    read: (row: TableRow) => RowFields,
  ): SharedFinding | undefined {
    if (!(row instanceof DatasetTableRow)) return undefined;
    const key = columnOfShared(code);
    const field = fields[key];
    if (!field) return undefined;
    const { start, end } = field;
    const letter = letterOf(row);
    const drive = this.drives().get(letter);
    const destination = contentOf(fields['destination']) ?? '';
    this.readKeys(fields);
    if (!comesOfOwnRows(code, row.relations)) return this.others().finding(code, { start, end }, this.keys, fields);
    const other = this.related(row, code);
    if (!other) return drive && driveFinding(code, { start, end }, letter, drive);
    const finding = relationFinding(code, { start, end }, destination, {
      line: lineOfRow(other),
      path: contentOf(read(other)['basePath']) ?? '',
      place: (message) => ({ row: other, key, message }),
    });
    return finding && code === 'dataset/base-path-overlap'
      ? { ...finding, fixes: () => removalOf(row, other, read) }
      : finding;
  }

  /** The row that a relation refers to. The row's own keys must have been read last. */
  private related(row: DatasetTableRow, code: RuleCode): DatasetTableRow | undefined {
    if (code === 'dataset/base-path-duplicate') return this.copies.first(this.keys.copy);
    if (code === 'dataset/base-path-overlap') return this.directories.coveringRow(row, this.keys);
    return code === 'dataset/destination-conflict' ? this.destinations.first(this.keys.destination) : undefined;
  }

  /** Sets the findings about the job's drives for a row whose source has a drive letter. */
  relateToDrives(row: DatasetTableRow): void {
    const drive = this.drives().get(letterOf(row));
    this.setShared(row, DatasetShared.Formatted, drive?.formatted === true);
    this.setShared(row, DatasetShared.Target, drive?.formatted === false);
  }

  /** Sets the findings about the job's other datasets for a row. */
  relateToOthers(row: DatasetTableRow, fields: RowFields): void {
    if (this.readKeys(fields)) this.setOtherRelations(row);
  }

  /** The same for the row whose keys were read last. */
  private setOtherRelations(row: DatasetTableRow): void {
    row.relations = (row.relations & OWN) | (this.others().relationsOf(this.keys) << OTHERS_SHIFT);
    this.publish(row);
  }

  /** Stores a relation of a row and publishes those that are findings. */
  private relate(row: DatasetTableRow, relation: number, on: boolean): void {
    row.relations = on ? row.relations | relation : row.relations & ~relation;
    this.publish(row);
  }

  private publish(row: DatasetTableRow): void {
    const shared = sharedOfRelations(row.relations);
    for (const bit of relationBits) this.setShared(row, bit, ((shared >> bit) & 1) === 1);
  }
}

/**
 * The fix that removes a row whose copy is included in that of `other`; none where its files would then be copied
 * elsewhere or not at all.
 */
function removalOf(row: TableRow, other: TableRow | undefined, read: (row: TableRow) => RowFields): readonly Fix[] {
  const { chunk } = row;
  if (!chunk || !other?.chunk || !includesCopy(copyOperation(read(other)), copyOperation(read(row)))) return [];
  const end = chunk.endOf(chunk.indexOf(row)) - row.start;
  return [
    {
      title: 'Remove this record (assumes that line {0} copies the same data to the same place)',
      args: [String(lineOfRow(other) + 1)],
      certainty: 'guess',
      edits: [{ start: 0, end, text: '' }],
    },
  ];
}

/** True where the record's rules ask the disk about one of the paths, which are given as written. */
export function dependsOnDisk(fields: RowFields, paths: ReadonlySet<string>): boolean {
  return (['basePath', 'metadataFile', 'propertiesFile'] as const).some((key) =>
    paths.has(contentOf(fields[key]) ?? ''),
  );
}

function letterOf(row: DatasetTableRow): string {
  return String.fromCharCode(row.drive + 0x40);
}
