import type { Column } from '../csv/column';
import { CsvDocument } from '../csv/csvDocument';
import { lineOfRow } from '../csv/csvChunk';
import type { RecordScanner } from '../csv/recordScanner';
import type { Finding, Report } from '../rules/finding';
import { severityOf } from '../rules/message';
import type { Severity } from '../rules/rule';
import type { RuleSettings } from '../rules/ruleSettings';
import type { Header } from './header';
import { RecordChecker } from './recordChecker';
import type { RecordRole } from './recordChecker';
import { counterOf } from '../rules/placedFinding';
import type { FindingCounts } from '../rules/placedFinding';
import { MAX_HEADER_LENGTH, firstLineBreak, tableHead, tableShape } from './tableKind';
import type { TableHead, TableKind } from './tableKind';
import type { RowFields, SetShared, TableRecord, TableRules } from './tableRules';
import type { TableRow } from './tableRow';
import type { Steps } from '../work/steps';

/**
 * A dataset or driveset in an editor: its records, their columns, and how many findings each record has. The cost of an
 * edit depends on the records it touches and those that share a key with them.
 */
export class TableDocument {
  csv!: CsvDocument<TableRow>;
  rules!: TableRules;
  /** The header record; `undefined` where the file begins with data or is empty. */
  headerRow: TableRow | undefined;
  /** Number of records, without the header and empty lines. */
  recordCount = 0;
  /** Grows with every edit. Code that keeps results compares it to see whether they still hold. */
  revision = 0;
  /** Counts of the rows' own findings. */
  private ownCounts = { errors: 0, warnings: 0, information: 0 };
  /** The record whose findings are being counted, and their counts. */
  private scanned: RecordScanner | undefined;
  private counted: { errors: number; warnings: number; information: number } | undefined;
  /** For each bit of `shared`, the number of rows that have it set. */
  private sharedCounts: number[] = [];
  /** The first record after empty lines and lines above the header; it can be a header or data. */
  private firstRecord: TableRow | undefined;
  private head!: TableHead;
  /** The lines above the header, which are not records. */
  private above: TableRow[] = [];
  private checker!: RecordChecker;

  private constructor(
    readonly kind: TableKind,
    readonly columns: readonly Column[],
    private readonly makeRules: (setShared: SetShared, length: number) => TableRules,
    readonly settings: RuleSettings,
  ) {}

  /**
   * Reads a text in steps. `makeRules` is called whenever the whole text is read. Its arguments are the function
   * through which the rules' indexes mark rows, and the text's length.
   */
  static *read(
    text: string,
    kind: TableKind,
    columns: readonly Column[],
    makeRules: (setShared: SetShared, length: number) => TableRules,
    settings: RuleSettings,
  ): Steps<TableDocument> {
    const table = new TableDocument(kind, columns, makeRules, settings);
    yield* table.load(text);
    return table;
  }

  get header(): Header {
    return this.checker.header;
  }

  /**
   * Replaces the text between two UTF-16 offsets.
   *
   * @returns false where the edit has changed the meaning of all records: the text is up to date, but must be read
   * again
   */
  edit(start: number, end: number, text: string): boolean {
    this.revision++;
    const { firstRecord, header, headerRow } = this;
    this.csv.edit(start, end, text);
    const first = this.firstRecord;
    return (
      first?.chunk !== undefined &&
      first === this.findFirstRecord() &&
      this.above.every((row) => row.chunk !== undefined) &&
      (first === firstRecord || this.readsAlike(first, headerRow === undefined, header)) &&
      ((first === firstRecord && this.head.isFirst) || this.headIsWhere(this.head.linesAbove))
    );
  }

  private findFirstRecord(): TableRow | undefined {
    for (const row of this.csv.rows()) if (!row.blank) return row;
    return undefined;
  }

  /** Looks for the header again and keeps the result, which the next edit needs. */
  private headIsWhere(linesAbove: number): boolean {
    this.head = tableHead(this.csv.getText(0, MAX_HEADER_LENGTH), this.kind);
    return this.head.linesAbove === linesAbove;
  }

  /** True where all other records mean the same with the new first record. */
  private readsAlike(first: TableRow, lackedHeader: boolean, header: Header): boolean {
    const { delimiter, delimiterCount } = tableShape(this.csv.textOf(first), this.kind);
    const { shape } = this.csv;
    const sameShape = delimiter === shape.delimiter && delimiterCount === shape.delimiterCount;
    return sameShape && lackedHeader === (this.headerRow === undefined) && sameColumns(header, this.header);
  }

  /** Reads another text with the same columns, rules and settings, to try changes out. */
  scratch(text: string): Steps<TableDocument> {
    return TableDocument.read(text, this.kind, this.columns, this.makeRules, this.settings);
  }

  /** The record's fields by column key. */
  read(row: TableRow): RowFields {
    return this.checker.read(this.csv.scan(row));
  }

  /** The records between two lines, without the header and empty lines. */
  *records(firstLine = 0, lastLine = Infinity): Generator<TableRecord> {
    for (const row of this.csv.rows(firstLine, lastLine)) {
      if (!row.blank && row !== this.headerRow) yield { row, fields: this.read(row), line: lineOfRow(row) };
    }
  }

  /** The file's line break. */
  get lineBreak(): string {
    return firstLineBreak(this.csv.getText(0, MAX_HEADER_LENGTH)) ?? '\n';
  }

  /** Counts of the findings of all records, without those of `TableRules.checkAll`. */
  get rowCounts(): FindingCounts {
    const counts = { ...this.ownCounts };
    this.rules.sharedCodes.forEach((code, bit) => {
      const severity = this.settings.severity(code, severityOf({ code }));
      if (severity !== 'off') counts[counterOf[severity]] += this.sharedCounts[bit]!;
    });
    return counts;
  }

  /** Reports the row's own findings. */
  checkRow(row: TableRow, report: Report): void {
    const scanner = this.csv.scan(row);
    this.checker.checkRecord(this.roleOf(row), scanner, report, this.checker.read(scanner));
  }

  private roleOf(row: TableRow): RecordRole {
    if (row.blank) return 'above';
    if (row === this.headerRow) return 'header';
    return row === this.firstRecord ? 'first' : 'further';
  }

  /** The severity of a finding under the user's settings. */
  severity(finding: Pick<Parameters<Report>[0], 'code' | 'variant'>, subject: string | undefined): Severity | 'off' {
    return this.checker.severity(finding, subject);
  }

  private *load(text: string): Steps<void> {
    this.ownCounts = { errors: 0, warnings: 0, information: 0 };
    this.recordCount = 0;
    this.firstRecord = undefined;
    this.headerRow = undefined;
    this.head = tableHead(text, this.kind);
    this.above = [];
    this.rules = this.makeRules((row, bit, on) => {
      this.setShared(row, bit, on);
    }, text.length);
    this.sharedCounts = this.rules.sharedCodes.map(() => 0);
    const { rules } = this;
    this.checker = new RecordChecker(
      this.kind,
      this.columns,
      () => this.lineBreak,
      (fields, report) => {
        rules.check(fields, report);
      },
      this.settings,
    );
    this.csv = new CsvDocument<TableRow>(tableShape(text, this.kind), {
      create: () => this.rules.createRow(),
      added: (row, record) => {
        this.added(row, record);
      },
      removed: (row) => {
        this.removed(row);
      },
    });
    yield* this.csv.load(text);
  }

  private added(row: TableRow, scanner: RecordScanner): void {
    row.blank = scanner.fieldCount === 0;
    if (row.blank) return;
    if (!this.firstRecord && this.above.length < this.head.linesAbove) {
      row.blank = true;
      this.above.push(row);
      this.count(row, scanner);
      this.mark(row);
      return;
    }
    if (!this.firstRecord) this.begin(row, scanner);
    this.count(row, scanner);
    if (row !== this.headerRow) {
      this.recordCount++;
      this.rules.added(row, this.checker.fields);
    }
    this.mark(row);
  }

  /** Checks one record again when something that its rules depend on has changed. */
  recheckRow(row: TableRow): void {
    if (row.blank || !row.chunk) return;
    this.discount(row);
    this.count(row, this.csv.scan(row));
    this.mark(row);
  }

  private count(row: TableRow, scanner: RecordScanner): void {
    this.scanned = scanner;
    this.counted = undefined;
    this.checker.checkRecord(this.roleOf(row), scanner, this.countFinding);
    row.own = this.counted;
  }

  /** A single function for all rows, because only one row in thousands has a finding. */
  private readonly countFinding = (finding: Finding): void => {
    const severity = this.severity(
      finding,
      this.settings.suppressesNothing ? undefined : this.subjectOf(this.scanned!),
    );
    if (severity === 'off') return;
    this.counted ??= { errors: 0, warnings: 0, information: 0 };
    this.counted[counterOf[severity]]++;
    this.ownCounts[counterOf[severity]]++;
  };

  private discount({ own }: TableRow): void {
    if (!own) return;
    this.ownCounts.errors -= own.errors;
    this.ownCounts.warnings -= own.warnings;
    this.ownCounts.information -= own.information;
  }

  private mark(row: TableRow): void {
    row.marked = row.shared !== 0 || row.own !== undefined;
  }

  private begin(row: TableRow, scanner: RecordScanner): void {
    this.firstRecord = row;
    this.headerRow = this.checker.begin(scanner) ? row : undefined;
  }

  private removed(row: TableRow): void {
    this.discount(row);
    if (row.blank) return;
    if (row === this.firstRecord) this.firstRecord = undefined;
    if (row === this.headerRow) return;
    this.recordCount--;
    this.rules.removed(row, this.checker.moveTo(this.csv.scan(row)));
    for (let bit = 0; row.shared >> bit !== 0; bit++) this.setShared(row, bit, false);
  }

  private setShared(row: TableRow, bit: number, on: boolean): void {
    if (((row.shared >> bit) & 1) === Number(on)) return;
    row.shared ^= 1 << bit;
    this.sharedCounts[bit]! += on ? 1 : -1;
    this.mark(row);
  }

  /** How suppressions name a record: by its first column's value. */
  subjectOf(scanner: RecordScanner): string | undefined {
    return this.checker.subjectOf(scanner);
  }
}

function sameColumns(a: Header, b: Header): boolean {
  return a.fieldCount === b.fieldCount && a.positions.every((position, i) => position === b.positions[i]);
}
