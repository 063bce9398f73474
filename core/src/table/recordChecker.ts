import type { Column } from '../csv/column';
import { checkFields } from '../csv/fieldRules';
import type { RecordScanner } from '../csv/recordScanner';
import { ScannedField } from '../csv/scannedField';
import type { Finding, Report } from '../rules/finding';
import { severityOf } from '../rules/message';
import type { Severity } from '../rules/rule';
import type { RuleSettings } from '../rules/ruleSettings';
import { impliedHeader, readHeader } from './header';
import type { Header } from './header';
import { checkHeader, reportMissingHeader } from './headerRules';
import { checkFieldCount } from './recordRules';
import { beginsWithData } from './tableKind';
import type { TableKind } from './tableKind';
import type { RowFields } from './tableRules';

/** What a record is to its table: the header, the first record of a file that begins with data, or another one. */
export type RecordRole = 'header' | 'first' | 'further';

/** What a column is read through; `isPlaced`: whether the record that was read last has it. */
interface ColumnWindow {
  readonly key: string;
  readonly field: ScannedField;
  isPlaced: boolean;
}

/**
 * Checks the records of a table one at a time, each as its scanner found it last. Both readers of tables use it: the
 * document of an editor and the validation of a file that is read as a stream.
 */
export class RecordChecker {
  header: Header;
  private readonly placed: Record<string, ScannedField | undefined> = {};
  private readonly windows: readonly ColumnWindow[];

  /** `check`: the rules that look at one record's values. `lineBreak`: what the file's lines end in. */
  constructor(
    private readonly kind: TableKind,
    private readonly columns: readonly Column[],
    private readonly lineBreak: () => string,
    private readonly check: (fields: RowFields, report: Report) => void,
    private readonly settings: RuleSettings,
  ) {
    this.header = impliedHeader(columns);
    this.windows = columns.map(({ key }) => ({ key, field: new ScannedField(), isPlaced: false }));
  }

  /** The fields, by column key, of the record that was checked or read last. */
  get fields(): RowFields {
    return this.placed;
  }

  /** Takes the first record that is no empty line, which settles the columns. Returns true for a header. */
  begin(scanner: RecordScanner): boolean {
    const isHeader = !beginsWithData(scanner, this.kind, this.columns);
    this.header = isHeader ? readHeader(scanner, this.columns) : impliedHeader(this.columns, scanner.fieldCount);
    return isHeader;
  }

  /** Reports what the record has wrong by itself. */
  checkRecord(role: RecordRole, scanner: RecordScanner, report: Report): void {
    if (!scanner.wellFormed) checkFields(scanner, report);
    if (role === 'header') {
      checkHeader(this.header, scanner, this.columns, report);
      return;
    }
    if (role === 'first') reportMissingHeader(scanner, this.columns, report);
    const expected = this.header.fieldCount;
    const joined = scanner.fieldCount !== expected && checkFieldCount(scanner, expected, this.kind, this.lineBreak, report);
    const fields = this.read(scanner);
    // The last value of joined records is not a value: it runs into the second record.
    const key = joined ? this.columns[this.header.positions.indexOf(expected - 1)]?.key : undefined;
    this.check(key === undefined ? fields : { ...fields, [key]: undefined }, report);
  }

  /** The record's fields by column key. They hold until the next record is read. */
  read(scanner: RecordScanner): RowFields {
    const { windows, header, placed } = this;
    for (let i = 0; i < windows.length; i++) {
      const window = windows[i]!;
      const isPlaced = window.field.moveTo(scanner, header.positions[i]!);
      // Nearly every record has the fields that the record before it had.
      if (isPlaced === window.isPlaced) continue;
      window.isPlaced = isPlaced;
      placed[window.key] = isPlaced ? window.field : undefined;
    }
    return placed;
  }

  /** What a suppression names a record by: its first column's value. */
  subjectOf(scanner: RecordScanner): string | undefined {
    return this.read(scanner)[this.columns[0]!.key]?.value.trim();
  }

  /** The severity of a finding under the user's settings. */
  severity(finding: Pick<Finding, 'code' | 'variant'>, subject: string | undefined): Severity | 'off' {
    const { settings } = this;
    if (!settings.suppressesNothing && settings.suppressed(finding.code, subject)) return 'off';
    return settings.severity(finding.code, severityOf(finding));
  }
}
