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
 * A dataset or driveset as an editor holds it: its records, what columns they have, and how many findings the
 * rules have in each. An edit costs the records it touches and those that share a key with them.
 */
export class TableDocument {
  csv!: CsvDocument<TableRow>;
  rules!: TableRules;
  /** The header's record; `undefined` where the file begins with data or holds nothing. */
  headerRow: TableRow | undefined;
  /** Records without the header and empty lines. */
  recordCount = 0;
  /** Grows with every edit: who keeps something of the records looks whether it still holds. */
  revision = 0;
  /** Findings that rows have by themselves. */
  private ownCounts = { errors: 0, warnings: 0, information: 0 };
  /** The record that is being counted, and the findings of its row. */
  private scanned: RecordScanner | undefined;
  private counted: { errors: number; warnings: number; information: number } | undefined;
  /** Rows for which each bit of `shared` is set. */
  private sharedCounts: number[] = [];
  /** The first record that is neither an empty line nor one above the header, be it header or data. */
  private firstRecord: TableRow | undefined;
  private head!: TableHead;
  /** What stands above the header: lines that are no records. */
  private above: TableRow[] = [];
  private checker!: RecordChecker;

  private constructor(
    readonly kind: TableKind,
    readonly columns: readonly Column[],
    private readonly makeRules: (setShared: SetShared, length: number) => TableRules,
    readonly settings: RuleSettings,
  ) {}

  /**
   * Reads a text, in steps. `makeRules` is called for every reading of the whole text; it is given the function
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
   * @returns false where the edit has changed what all records mean: the text is as it should be, and has to be read anew
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

  /** Looks for the header again: what it says of the first line is remembered, for the next edit leans on it. */
  private headIsWhere(linesAbove: number): boolean {
    this.head = tableHead(this.csv.getText(0, MAX_HEADER_LENGTH), this.kind);
    return this.head.linesAbove === linesAbove;
  }

  /** True where the new first record leaves the meaning of all others as it was. */
  private readsAlike(first: TableRow, lackedHeader: boolean, header: Header): boolean {
    const { delimiter, delimiterCount } = tableShape(this.csv.textOf(first), this.kind);
    const { shape } = this.csv;
    const sameShape = delimiter === shape.delimiter && delimiterCount === shape.delimiterCount;
    return sameShape && lackedHeader === (this.headerRow === undefined) && sameColumns(header, this.header);
  }

  /** Another text under the same columns, rules and settings: a place to try changes in. */
  scratch(text: string): Steps<TableDocument> {
    return TableDocument.read(text, this.kind, this.columns, this.makeRules, this.settings);
  }

  /** The record's fields by column key. */
  read(row: TableRow): RowFields {
    return this.checker.read(this.csv.scan(row));
  }

  /** Records without the header and empty lines, between two lines. */
  *records(firstLine = 0, lastLine = Infinity): Generator<TableRecord> {
    for (const row of this.csv.rows(firstLine, lastLine)) {
      if (!row.blank && row !== this.headerRow) yield { row, fields: this.read(row), line: lineOfRow(row) };
    }
  }

  /** The line break that the file uses. */
  get lineBreak(): string {
    return firstLineBreak(this.csv.getText(0, MAX_HEADER_LENGTH)) ?? '\n';
  }

  /** Findings of all records, without those of `TableRules.checkAll`. */
  get rowCounts(): FindingCounts {
    const counts = { ...this.ownCounts };
    this.rules.sharedCodes.forEach((code, bit) => {
      const severity = this.settings.severity(code, severityOf({ code }));
      if (severity !== 'off') counts[counterOf[severity]] += this.sharedCounts[bit]!;
    });
    return counts;
  }

  /** Reports what the row has wrong by itself. */
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

  /** Checks one record again, after something that its rules depend on has changed. */
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

  /** One function for all rows, for there is one call of it in thousands. */
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

  /** What a suppression names a record by: its first column's value. */
  subjectOf(scanner: RecordScanner): string | undefined {
    return this.checker.subjectOf(scanner);
  }
}

function sameColumns(a: Header, b: Header): boolean {
  return a.fieldCount === b.fieldCount && a.positions.every((position, i) => position === b.positions[i]);
}
