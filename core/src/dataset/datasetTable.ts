import { lineOfRow } from '../csv/csvRow';
import { contentOf } from '../csv/fieldContent';
import { noDrives } from '../job/jobDrives';
import type { JobDrives } from '../job/jobDrives';
import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import { defaultRuleSettings } from '../rules/ruleSettings';
import type { RuleSettings } from '../rules/ruleSettings';
import { RowIndex } from '../table/rowGroup';
import { TableDocument } from '../table/tableDocument';
import type { RowFields, SetShared, SharedFinding, TableRules } from '../table/tableRules';
import type { TableRow } from '../table/tableRow';
import { datasetColumns } from './datasetColumns';
import type { DatasetContext, DatasetRow } from './datasetRow';
import { DatasetTableRow, Relation } from './datasetTableRow';
import { DirectoryTree, isDirectorySource } from './directoryTree';
import { datasetRules } from './rules';

/** Sources longer than any system's paths are left out of the indexes. */
const MAX_INDEXED_LENGTH = 4096;

const Shared = { Duplicate: 0, Overlap: 1, Conflict: 2, Formatted: 3, Target: 4 } as const;
const sharedCodes: readonly RuleCode[] = [
  'dataset/base-path-duplicate',
  'dataset/base-path-overlap',
  'dataset/destination-conflict',
  'job/source-on-formatted-drive',
  'job/source-on-target-drive',
];

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
  setDrives(drives: JobDrives): void;
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

/** The key under which sources are compared: Windows paths without regard to case and kind of slash. */
export function sourceKey(path: string): string {
  return path.startsWith('/') ? path : path.toLowerCase().replaceAll('/', '\\');
}

class DatasetTableRules implements TableRules {
  readonly sharedCodes = sharedCodes;
  /** Sources and destinations together. */
  private readonly copies: RowIndex<DatasetTableRow>;
  private readonly destinations: RowIndex<DatasetTableRow>;
  private readonly directories: DirectoryTree;

  constructor(
    private readonly options: DatasetOptions,
    private readonly setShared: SetShared,
    private readonly drives: () => JobDrives,
  ) {
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
    const row = fields as unknown as DatasetRow;
    for (const rule of datasetRules) {
      try {
        rule.check(row, this.options.context, report);
      } catch (error) {
        this.options.onRuleFailure?.(rule.codes, error);
      }
    }
  }

  added(row: TableRow, fields: RowFields): void {
    if (!(row instanceof DatasetTableRow)) return;
    const path = contentOf(fields['basePath']);
    row.path = path ?? '';
    row.sideFiles = sideFilesOf(fields);
    const destination = contentOf(fields['destination']);
    if (!path || !destination || path.length > MAX_INDEXED_LENGTH || destination.length > MAX_INDEXED_LENGTH) return;
    row.source = sourceKey(path);
    row.destination = this.options.context.dialect === 'files' ? destination.toLowerCase() : destination;
    row.drive = /^[a-z]:/.test(row.source) ? row.source.charCodeAt(0) - 0x60 : 0;
    this.copies.add(copyKey(row), row);
    this.directories.add(row);
    if (writesOneFile(row)) this.destinations.add(row.destination, row);
    if (row.drive > 0) this.relateToDrives(row);
  }

  removed(row: TableRow): void {
    if (!(row instanceof DatasetTableRow) || row.source === '') return;
    this.copies.remove(copyKey(row), row);
    this.directories.remove(row);
    if (writesOneFile(row)) this.destinations.remove(row.destination, row);
  }

  describeShared(row: TableRow, fields: RowFields, code: RuleCode): SharedFinding | undefined {
    if (!(row instanceof DatasetTableRow)) return undefined;
    const key = code === 'dataset/destination-conflict' ? 'destination' : 'basePath';
    const field = fields[key];
    if (!field) return undefined;
    const span = { code, start: field.start, end: field.end };
    const about = (other: DatasetTableRow | undefined, message: string, ...args: string[]): SharedFinding | undefined =>
      other && { ...span, args: [String(lineOfRow(other) + 1), ...args], related: [{ row: other, key, message }] };
    switch (code) {
      case 'dataset/base-path-duplicate':
        return about(this.copies.first(copyKey(row)), 'The same source and destination');
      case 'dataset/base-path-overlap': {
        const other = this.directories.coveringRow(row);
        return about(other, 'This directory holds the source', other?.path ?? '');
      }
      case 'dataset/destination-conflict':
        return about(this.destinations.first(row.destination), 'The same destination', contentOf(field) ?? '');
      default:
        return this.describeDrive(row, span);
    }
  }

  /** Sets what the job's drives make wrong with a row whose source has a drive letter. */
  relateToDrives(row: DatasetTableRow): void {
    const drive = this.drives().get(letterOf(row));
    this.setShared(row, Shared.Formatted, drive?.formatted === true);
    this.setShared(row, Shared.Target, drive?.formatted === false);
  }

  private describeDrive(row: DatasetTableRow, span: { code: RuleCode; start: number; end: number }): SharedFinding | undefined {
    const letter = letterOf(row);
    const drive = this.drives().get(letter);
    if (!drive) return undefined;
    const { file, fileName, range } = drive;
    return {
      ...span,
      args: [letter, fileName, String(range.start.line + 1)],
      related: [{ file, range, message: `Drive ${letter}` }],
    };
  }

  /** Keeps a row's relations, and publishes those that are findings: a duplicate says it all. */
  private relate(row: DatasetTableRow, relation: number, on: boolean): void {
    row.relations = on ? row.relations | relation : row.relations & ~relation;
    const duplicate = (row.relations & Relation.Duplicate) !== 0;
    const covered = (row.relations & Relation.Covered) !== 0;
    this.setShared(row, Shared.Duplicate, duplicate);
    this.setShared(row, Shared.Overlap, covered || (!duplicate && (row.relations & Relation.SameDirectory) !== 0));
    this.setShared(row, Shared.Conflict, !duplicate && (row.relations & Relation.Conflict) !== 0);
  }
}

/** The side files that a record names. */
function sideFilesOf(fields: RowFields): readonly string[] | undefined {
  const paths = [contentOf(fields['metadataFile']), contentOf(fields['propertiesFile'])].filter((path) => path && path !== 'None');
  return paths.length > 0 ? (paths as string[]) : undefined;
}

function letterOf(row: DatasetTableRow): string {
  return String.fromCharCode(row.drive + 0x40);
}

function copyKey(row: DatasetTableRow): string {
  return `${row.source}\0${row.destination}`;
}

function writesOneFile(row: DatasetTableRow): boolean {
  return !isDirectorySource(row.source) && !row.destination.endsWith('/');
}
