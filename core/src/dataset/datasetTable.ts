import { lineOfRow } from '../csv/csvRow';
import { contentOf } from '../csv/fieldContent';
import { noDrives } from '../job/jobDrives';
import type { JobDrives } from '../job/jobDrives';
import type { Fix, Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import { defaultRuleSettings } from '../rules/ruleSettings';
import type { RuleSettings } from '../rules/ruleSettings';
import { TableDocument } from '../table/tableDocument';
import type { RowFields, SetShared, SharedFinding, TableRules } from '../table/tableRules';
import type { TableRow } from '../table/tableRow';
import { copyOperation, includesCopy } from './copyOperation';
import { datasetColumns } from './datasetColumns';
import {
  checkDatasetFields,
  columnOfShared,
  comparedText,
  datasetSharedCodes,
  DatasetShared,
  driveFinding,
  Relation,
  relationFinding,
  sharedOfRelations,
} from './datasetRelation';
import type { DatasetContext } from './datasetRow';
import { DatasetTableRow } from './datasetTableRow';
import { DirectoryTree } from './directoryTree';
import { KeyFingerprint } from './keyFingerprint';
import { RowIndex } from './rowIndex';

const relationBits = [DatasetShared.Duplicate, DatasetShared.Overlap, DatasetShared.Conflict] as const;

/** What a dataset needs besides its text. */
export interface DatasetOptions {
  readonly context: DatasetContext;
  readonly settings?: RuleSettings;
  /** Told of a rule that threw; its findings are lost, the others stand. */
  readonly onRuleFailure?: (codes: readonly RuleCode[], error: unknown) => void;
}

/** A dataset, and the drives of the job that it belongs to. */
export interface DatasetTable {
  readonly table: TableDocument;
  /** Takes the drives of the job's drivesets. Costs as much as the file is long where a letter has changed. */
  readonly setDrives: (drives: JobDrives) => void;
}

/** Reads a dataset's text. The dialect is the context's. */
export function openDataset(text: string, options: DatasetOptions): DatasetTable {
  let drives = noDrives;
  const table = new TableDocument(
    text,
    'dataset',
    datasetColumns(options.context.dialect),
    (setShared) => new DatasetTableRules(options, setShared, () => drives),
    options.settings ?? defaultRuleSettings,
  );
  return {
    table,
    setDrives: (next) => {
      drives = next;
      const { rules } = table;
      if (!(rules instanceof DatasetTableRules)) return;
      for (const row of table.csv.rows()) if (row instanceof DatasetTableRow && row.drive > 0) rules.relateToDrives(row);
    },
  };
}

class DatasetTableRules implements TableRules {
  readonly sharedCodes = datasetSharedCodes;
  /** Sources and destinations together. */
  private readonly copies: RowIndex<DatasetTableRow>;
  private readonly destinations: RowIndex<DatasetTableRow>;
  private readonly directories: DirectoryTree;
  private readonly keys: KeyFingerprint;

  constructor(
    private readonly options: DatasetOptions,
    private readonly setShared: SetShared,
    private readonly drives: () => JobDrives,
  ) {
    this.keys = new KeyFingerprint(options.context.dialect);
    this.copies = new RowIndex((row, on) => {
      this.relate(row, Relation.Duplicate, on);
    });
    this.destinations = new RowIndex((row, on) => {
      this.relate(row, Relation.Conflict, on);
    });
    this.directories = new DirectoryTree((row, relation, on) => {
      this.relate(row, relation, on);
    });
  }

  createRow(): TableRow {
    return new DatasetTableRow();
  }

  check(fields: RowFields, report: Report): void {
    checkDatasetFields(fields, this.options.context, report, this.options.onRuleFailure);
  }

  added(row: TableRow, fields: RowFields): void {
    if (!(row instanceof DatasetTableRow)) return;
    row.path = contentOf(fields['basePath']) ?? '';
    row.sideFiles = sideFilesOf(fields);
    const text = comparedText(fields);
    if (!text) return;
    const { keys } = this;
    keys.read(text.path, text.destination);
    row.copyLow = keys.copy.low;
    row.copyHigh = keys.copy.high;
    row.destinationLow = keys.destination.low;
    row.destinationHigh = keys.destination.high;
    row.isDirectory = keys.isDirectory;
    row.writesOneFile = keys.writesOneFile;
    row.drive = driveOfPath(text.path);
    row.compared = true;
    this.copies.add(keys.copy, row);
    this.directories.add(row, keys);
    if (row.writesOneFile) this.destinations.add(keys.destination, row);
    if (row.drive > 0) this.relateToDrives(row);
  }

  removed(row: TableRow): void {
    if (!(row instanceof DatasetTableRow) || !row.compared) return;
    this.copies.remove(row.copyLow, row.copyHigh, row);
    this.directories.remove(row);
    if (row.writesOneFile) this.destinations.remove(row.destinationLow, row.destinationHigh, row);
  }

  describeShared(row: TableRow, fields: RowFields, code: RuleCode, read: (row: TableRow) => RowFields): SharedFinding | undefined {
    if (!(row instanceof DatasetTableRow)) return undefined;
    const key = columnOfShared(code);
    const field = fields[key];
    if (!field) return undefined;
    const letter = letterOf(row);
    const drive = this.drives().get(letter);
    const other = this.related(row, code);
    if (!other) return drive && driveFinding(code, field, letter, drive);
    const finding = relationFinding(code, field, contentOf(fields['destination']) ?? '', {
      line: lineOfRow(other),
      path: other.path,
      place: (message) => ({ row: other, key, message }),
    });
    return finding && code === 'dataset/base-path-overlap' ? { ...finding, fixes: () => removalOf(row, other, read) } : finding;
  }

  private related(row: DatasetTableRow, code: RuleCode): DatasetTableRow | undefined {
    if (code === 'dataset/base-path-duplicate') return this.copies.first(row.copyLow, row.copyHigh);
    if (code === 'dataset/base-path-overlap') return this.directories.coveringRow(row);
    return code === 'dataset/destination-conflict' ? this.destinations.first(row.destinationLow, row.destinationHigh) : undefined;
  }

  /** Sets what the job's drives make wrong with a row whose source has a drive letter. */
  relateToDrives(row: DatasetTableRow): void {
    const drive = this.drives().get(letterOf(row));
    this.setShared(row, DatasetShared.Formatted, drive?.formatted === true);
    this.setShared(row, DatasetShared.Target, drive?.formatted === false);
  }

  /** Keeps a row's relations, and publishes those that are findings: a duplicate says it all. */
  private relate(row: DatasetTableRow, relation: number, on: boolean): void {
    row.relations = on ? row.relations | relation : row.relations & ~relation;
    const shared = sharedOfRelations(row.relations);
    for (const bit of relationBits) this.setShared(row, bit, ((shared >> bit) & 1) === 1);
  }
}

/** The fix that removes a row whose copy `other` includes; none where its files would then go elsewhere, or nowhere. */
function removalOf(row: TableRow, other: TableRow | undefined, read: (row: TableRow) => RowFields): readonly Fix[] {
  const { chunk } = row;
  if (!chunk || !other?.chunk || !includesCopy(copyOperation(read(other)), copyOperation(read(row)))) return [];
  const end = chunk.endOf(chunk.indexOf(row)) - row.start;
  return [{ title: `Remove this record: line ${lineOfRow(other) + 1} copies the same to the same place`, edits: [{ start: 0, end, text: '' }] }];
}

/** The side files that a record names. */
function sideFilesOf(fields: RowFields): readonly string[] | undefined {
  const paths = [contentOf(fields['metadataFile']), contentOf(fields['propertiesFile'])].filter((path) => path && path !== 'None');
  return paths.length > 0 ? (paths as string[]) : undefined;
}

/** 1 to 26 for a path on drive A to Z, otherwise 0. */
function driveOfPath(path: string): number {
  const letter = path.charCodeAt(0) | 0x20;
  return path.charCodeAt(1) === 0x3a && letter >= 0x61 && letter <= 0x7a ? letter - 0x60 : 0;
}

function letterOf(row: DatasetTableRow): string {
  return String.fromCharCode(row.drive + 0x40);
}
