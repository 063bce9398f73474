import type { Position, Range } from 'vscode-languageserver-types';
import { readDataset } from '#core/dataset/datasetTable';
import type { DatasetTable } from '#core/dataset/datasetTable';
import type { Dialect } from '#core/columns/datasetColumns';
import { readDriveset } from '#core/driveset/drivesetTable';
import type { EarlierDrives } from '#core/driveset/earlierDrives';
import { MAX_LINES_ABOVE, detectDialect } from '#core/table/tableKind';
import type { TableDocument } from '#core/table/tableDocument';
import type { TableKind } from '#core/table/tableKind';
import type { Steps } from '#core/work/steps';
import type { DocumentModel, DocumentReading } from '../documentModel';
import type { DocumentContext } from '../languageContext';

/** Enough to hold the header of a text. */
const HEAD = 64 * 1024;

/** Setters through which a table is told about its job. */
interface JobRelations extends Omit<DatasetTable, 'table'> {
  /** For a driveset: the drives of the drivesets before it. */
  readonly setEarlierDrives: (drives: EarlierDrives) => void;
}

const nothing = () => undefined;
const noRelations: JobRelations = { setDrives: nothing, setOthers: nothing, setEarlierDrives: nothing };

/** What a language feature of a table works on. */
export type TableContext = DocumentContext<TableFile>;

/** A dataset or driveset, open in an editor or read from disk. */
export class TableFile implements DocumentModel {
  /** True where the dialect was detected from the header, so that an edit of it can change the dialect. */
  private readonly isDialectFound: boolean;
  private stale = false;

  /** `dialect`: only for datasets. */
  constructor(
    readonly table: TableDocument,
    readonly dialect: Dialect | undefined,
    readonly relations = noRelations,
    asked: DocumentReading['dialect'] = 'auto',
  ) {
    this.isDialectFound = dialect !== undefined && asked === 'auto';
  }

  static *read(text: string, kind: TableKind, reading: DocumentReading): Steps<TableFile> {
    const { settings, onRuleFailure, nativePaths, disk, tool, tracked } = reading;
    if (kind === 'driveset') {
      const { table, setEarlierDrives } = yield* readDriveset(text, { context: { tracked }, settings, onRuleFailure });
      return new TableFile(table, undefined, { ...noRelations, setEarlierDrives });
    }
    const dialect = reading.dialect === 'auto' ? detectDialect(text) : reading.dialect;
    const { table, setDrives, setOthers } = yield* readDataset(text, {
      context: { dialect, nativePaths, disk, tool },
      settings,
      onRuleFailure,
    });
    return new TableFile(table, dialect, { ...noRelations, setDrives, setOthers }, reading.dialect);
  }

  get kind(): TableKind {
    return this.table.kind;
  }

  get length(): number {
    return this.table.csv.length;
  }

  get isStale(): boolean {
    return this.stale;
  }

  offsetAt(position: Position): number {
    return this.table.csv.offsetAt(position);
  }

  edit({ start, end }: Range, text: string): void {
    // If the edit fails halfway, what is derived from the text may be wrong.
    const before = this.stale;
    this.stale = true;
    const isSettled = this.table.edit(this.offsetAt(start), this.offsetAt(end), text);
    this.stale = before || !isSettled;
  }

  getText(): string {
    return this.table.csv.getText();
  }

  head(): string {
    return this.table.csv.getText(0, HEAD);
  }

  decidesKind({ start }: Range): boolean {
    return start.line < MAX_LINES_ABOVE || this.table.headerRow === undefined;
  }

  isReadAs(head: string): boolean {
    return !this.isDialectFound || detectDialect(head) === this.dialect;
  }
}
