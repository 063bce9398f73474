import type { Column } from '../csv/column';
import { checkFields, checkLeadingMark } from './fieldRules';
import { quotedRecord } from '../csv/quotedRecord';
import { FieldFlag } from '../csv/recordScanner';
import type { RecordScanner } from '../csv/recordScanner';
import { FieldWindow, ReadField } from '../csv/scannedField';
import type { Finding, Report } from '../rules/finding';
import { severityUnder } from '../rules/placeFindings';
import type { Severity } from '../rules/rule';
import type { RuleSettings } from '../rules/ruleSettings';
import { impliedHeader, readHeader } from './header';
import type { Header } from './header';
import { checkHeader, reportLineAbove, reportMissingHeader, reportQuotedLine } from './headerRules';
import { checkFieldCount } from './recordRules';
import type { RecordLayout, Structure } from './recordRules';
import { beginsWithData, recordStarts, scanLine } from './tableKind';
import type { TableKind } from './tableKind';
import type { RowFields } from './tableRules';

/**
 * A record's role in its table: a line above the header, the header, the first record of a file that begins with data,
 * or any other.
 */
export type RecordRole = 'above' | 'header' | 'first' | 'further';

/** Flags of fields where it is uncertain where a value ends. */
const OPEN_VALUES = FieldFlag.Stray | FieldFlag.Unclosed | FieldFlag.Typographic;

/** The window through which a column is read; `isPlaced`: whether the current record has that column. */
interface ColumnWindow {
  readonly key: string;
  readonly field: FieldWindow;
  isPlaced: boolean;
}

/**
 * Checks the records of a table one at a time, each just after it was scanned. Both readers of tables use it: an
 * editor's document and the validation of a file as a stream.
 */
export class RecordChecker {
  header: Header;
  private readonly placed: Record<string, FieldWindow | undefined> = {};
  private readonly windows: readonly ColumnWindow[];

  /** `check`: the rules that look at one record's values. `lineBreak`: the file's line break. */
  constructor(
    private readonly kind: TableKind,
    private readonly columns: readonly Column[],
    private readonly lineBreak: () => string,
    private readonly check: (fields: RowFields, report: Report) => void,
    private readonly settings: RuleSettings,
  ) {
    this.header = impliedHeader(columns);
    this.layout = { kind, header: this.header, keys: columns.map(({ key }) => key), lineBreak };
    this.windows = columns.map(({ key }) => ({ key, field: new FieldWindow(), isPlaced: false }));
  }

  private layout: RecordLayout;

  /** The fields of the record checked last, by column key. They are windows, which the next record moves. */
  get fields(): RowFields {
    return this.placed;
  }

  /** Takes the first record that is not an empty line; it determines the columns. Returns true for a header. */
  begin(scanner: RecordScanner): boolean {
    const isHeader = !beginsWithData(scanner, this.kind, this.columns);
    const quoted = quotedRecord(scanner);
    const record = quoted === undefined ? scanner : scanLine(quoted);
    this.header = isHeader
      ? readHeader(record, this.columns, quoted === undefined ? recordStarts[this.kind] : undefined)
      : impliedHeader(this.columns, record.fieldCount);
    const keys = Array.from(
      { length: this.header.fieldCount },
      (_, i) => this.columns[this.header.positions.indexOf(i)]?.key,
    );
    this.layout = { kind: this.kind, header: this.header, keys, lineBreak: this.lineBreak };
    return isHeader;
  }

  /**
   * Reports a record's own findings. If its structure is broken, only that gets fixes. `fields`: fields that do not
   * change, for findings that are kept; without them, a finding's fixes can be requested only until the next record is
   * read.
   */
  checkRecord(role: RecordRole, scanner: RecordScanner, report: Report, fields = this.moveTo(scanner)): void {
    if (role === 'above') {
      reportLineAbove(scanner, report);
      return;
    }
    if (role === 'further') checkLeadingMark(scanner, report);
    const quoted = scanner.fieldCount === 1 && this.header.fieldCount > 1 ? quotedRecord(scanner) : undefined;
    if (role === 'first') reportMissingHeader(quoted === undefined ? scanner : scanLine(quoted), this.columns, report);
    if (quoted !== undefined) reportQuotedLine(scanner, quoted, report);
    else if (role === 'header') this.checkHeaderRecord(scanner, report);
    else this.checkDataRecord(scanner, fields, report);
  }

  private checkHeaderRecord(scanner: RecordScanner, report: Report): void {
    const { header } = this;
    if (header.joint) {
      const { joint } = header;
      report({
        code: 'csv/joined-records',
        start: joint.end,
        end: scanner.end - scanner.start,
        // Holds for any content: no column's name is a path.
        fixes: () => [
          {
            title: 'Put the record on its own line',
            certainty: 'certain',
            edits: [{ ...joint, text: this.lineBreak() }],
          },
        ],
      });
    }
    const about =
      header.joint || scanner.flags & (FieldFlag.Stray | FieldFlag.Unclosed) ? withoutFixes(report) : report;
    if (!scanner.wellFormed)
      checkFields(scanner, true, header.joint ? about : isOfSpaces(header) ? withoutSpaces(report) : report);
    checkHeader(header, scanner, this.columns, about);
  }

  private checkDataRecord(scanner: RecordScanner, fields: RowFields, report: Report): void {
    const structure = checkFieldCount(scanner, this.layout, report);
    const { kind } = structure;
    if (!scanner.wellFormed) {
      const isSettled = kind === 'whole' || kind === 'miscounted';
      checkFields(
        scanner,
        kind === 'whole',
        isSettled ? report : withoutFixes(kind === 'joined' ? report : withoutSpaces(report)),
      );
    }
    // Values in the wrong columns cannot be judged.
    if (kind === 'unquoted-comma') return;
    const isSound = kind === 'whole' && (scanner.flags & OPEN_VALUES) === 0;
    this.check(this.ownFields(fields, structure), isSound ? report : withoutFixes(report));
  }

  /** The fields that belong to this record alone. */
  private ownFields(fields: RowFields, structure: Structure): RowFields {
    if (structure.kind !== 'joined') return fields;
    const own = { ...fields };
    this.columns.forEach(({ key }, i) => {
      if (this.header.positions[i]! >= structure.field) own[key] = undefined;
    });
    return own;
  }

  /** The record's fields by column key. */
  read(scanner: RecordScanner): RowFields {
    const { columns, header } = this;
    const fields: Record<string, ReadField> = {};
    for (let i = 0; i < columns.length; i++) {
      const field = ReadField.of(scanner, header.positions[i]!);
      if (field) fields[columns[i]!.key] = field;
    }
    return fields;
  }

  /** The same through windows, which the next record moves. */
  moveTo(scanner: RecordScanner): RowFields {
    const { windows, header, placed } = this;
    for (let i = 0; i < windows.length; i++) {
      const window = windows[i]!;
      const isPlaced = window.field.moveTo(scanner, header.positions[i]!);
      // Nearly every record has the same fields as the one before.
      if (isPlaced === window.isPlaced) continue;
      window.isPlaced = isPlaced;
      placed[window.key] = isPlaced ? window.field : undefined;
    }
    return placed;
  }

  /** How suppressions name a record: by its first column's value. */
  subjectOf(scanner: RecordScanner): string | undefined {
    return ReadField.of(scanner, this.header.positions[0]!)?.value.trim();
  }

  /** The severity of a finding under the user's settings. */
  severity(finding: Pick<Finding, 'code' | 'variant'>, subject: string | undefined): Severity | 'off' {
    return severityUnder(this.settings, finding, subject);
  }
}

/** Drops findings about spaces: after a comma that is part of a value, spaces are part of it as well. */
function withoutSpaces(report: Report): Report {
  return (finding) => {
    if (finding.code !== 'csv/space-around-delimiter') report(finding);
  };
}

/** True for a header with a single empty name: without its spaces, there would be no header left. */
function isOfSpaces({ fields }: Header): boolean {
  return fields.length === 1 && fields[0]!.name === '';
}

/** Removes fixes from findings, for a record that must be mended elsewhere first. */
function withoutFixes(report: Report): Report {
  return ({ code, variant, args, start, end }) => {
    report({
      code,
      start,
      end,
      ...(variant === undefined ? {} : { variant }),
      ...(args === undefined ? {} : { args }),
    });
  };
}
