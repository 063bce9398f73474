import { template } from '../text/template';
import type { Finding, Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import { defaultRuleSettings } from '../rules/ruleSettings';
import type { RuleSettings } from '../rules/ruleSettings';
import type { JobDrive } from './jobDrives';
import { contentOf } from '../csv/fieldContent';
import { TableDocument } from '../table/tableDocument';
import type { RowFields, SharedFinding, TableRecord, TableRules } from '../table/tableRules';
import { TableRow } from '../table/tableRow';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { driveOf } from './drive';
import { noEarlierDrives } from './earlierDrives';
import type { EarlierDrives, KeyedDrive } from './earlierDrives';
import type { DrivesetContext } from './drivesetRow';
import { asDrivesetRow, drivesetColumns } from '../columns/drivesetColumns';
import { checkDrives, drivesRuleCodes, drivesetRules } from './rules';
import type { DriveReport, PlacedDrive } from './rules';

/** What a driveset needs besides its text. */
export interface DrivesetOptions {
  readonly context: DrivesetContext;
  readonly settings?: RuleSettings;
  /** Called when a rule throws; its findings are lost, all others are kept. */
  readonly onRuleFailure?: (codes: readonly RuleCode[], error: unknown) => void;
}

/** A driveset, with a setter for the drives of the drivesets before it in its job. */
export interface DrivesetTable {
  readonly table: TableDocument;
  readonly setEarlierDrives: (drives: EarlierDrives) => void;
}

/** Reads a driveset's text at once. */
export function openDriveset(text: string, options: DrivesetOptions): TableDocument {
  return finish(readDriveset(text, options)).table;
}

/** The same in steps. */
export function* readDriveset(text: string, options: DrivesetOptions): Steps<DrivesetTable> {
  let earlier = noEarlierDrives;
  const table = yield* TableDocument.read(
    text,
    'driveset',
    drivesetColumns,
    () => new DrivesetTableRules(options, () => earlier),
    options.settings ?? defaultRuleSettings,
  );
  return {
    table,
    setEarlierDrives: (drives) => {
      earlier = drives;
    },
  };
}

/**
 * The drives that a driveset names, by upper-case letter. If a letter occurs repeatedly, a drive that is formatted
 * takes precedence.
 */
export function drivesOf(table: TableDocument, file: string, fileName: string): Map<string, JobDrive> {
  const drives = new Map<string, JobDrive>();
  for (const { row, fields } of table.records()) {
    const { letter, letterSpan } = driveOf(asDrivesetRow(fields));
    const formatted = contentOf(fields['formatOption']) === 'Format';
    if (letter === '' || (drives.has(letter) && !formatted)) continue;
    drives.set(letter, { file, fileName, formatted, range: table.csv.rangeOf(row, letterSpan.start, letterSpan.end) });
  }
  return drives;
}

/** The drives of a driveset, for comparing later drivesets with them. */
export function earlierDrivesOf(table: TableDocument, file: string, fileName: string): EarlierDrives {
  const keys = new Map<string, KeyedDrive>();
  let count = 0;
  for (const { row, fields } of table.records()) {
    count++;
    const { letter, key, keySpan } = driveOf(asDrivesetRow(fields));
    if (key !== '' && !keys.has(key))
      keys.set(key, { letter, file, fileName, range: table.csv.rangeOf(row, keySpan.start, keySpan.end) });
  }
  return { letters: drivesOf(table, file, fileName), keys, count };
}

class DrivesetTableRules implements TableRules {
  readonly sharedCodes = [];

  constructor(
    private readonly options: DrivesetOptions,
    private readonly earlier: () => EarlierDrives,
  ) {}

  createRow(): TableRow {
    return new TableRow();
  }

  check(fields: RowFields, report: Report): void {
    const row = asDrivesetRow(fields);
    for (const rule of drivesetRules) {
      try {
        rule.check(row, this.options.context, report);
      } catch (error) {
        this.options.onRuleFailure?.(rule.codes, error);
      }
    }
  }

  added(): void {
    // Not needed: a driveset has few rows, and `checkAll` compares them.
  }

  removed(): void {
    // Not needed, as above.
  }

  describeShared(): undefined {
    return undefined;
  }

  *checkAll(records: Iterable<TableRecord>, report: (row: TableRow, finding: SharedFinding) => void): Steps<void> {
    const rows: TableRow[] = [];
    const drives: PlacedDrive[] = [];
    for (const { row, fields, line } of records) {
      rows.push(row);
      drives.push({ ...driveOf(asDrivesetRow(fields)), line });
      if (rows.length % STEP === 0) yield;
    }
    const found: DriveFinding[] = [];
    const earlier = this.earlier();
    try {
      checkDrives(drives, earlier, (index, finding, related) => found.push({ index, finding, related }));
    } catch (error) {
      this.options.onRuleFailure?.(drivesRuleCodes, error);
    }
    for (const [index, drive] of drives.entries()) {
      const other = earlier.letters.get(drive.letter);
      if (other) report(rows[index]!, letterTaken(drive, other));
      if (index % STEP === 0) yield;
    }
    for (const [number, { index, finding, related }] of found.entries()) {
      report(rows[index]!, {
        ...finding,
        related: related === undefined ? [] : [placeOf(finding, related, rows, earlier.keys.get(drives[index]!.key))],
      });
      if (number % STEP === 0) yield;
    }
  }
}

/** How many records or findings are looked at in one step. */
const STEP = 256;

/** A finding of the rules between drives, about the drive at `index`. */
interface DriveFinding {
  readonly index: number;
  readonly finding: Finding;
  readonly related: Parameters<DriveReport>[2];
}

function letterTaken({ letter, letterSpan }: PlacedDrive, { file, fileName, range }: JobDrive): SharedFinding {
  const related = [{ file, range, message: template('The other drive'), line: range.start.line }];
  return {
    code: 'job/drive-letter-duplicate',
    args: [letter, fileName, String(range.start.line + 1)],
    ...letterSpan,
    related,
  };
}

/** The place of the other drive in a finding. */
function placeOf(
  { code }: Finding,
  related: number | 'before',
  rows: readonly TableRow[],
  before: KeyedDrive | undefined,
): SharedFinding['related'][number] {
  const message = template('The other drive');
  if (related !== 'before')
    return { row: rows[related]!, key: code === 'driveset/key-duplicate' ? 'key' : 'driveLetter', message };
  const { file, range } = before!;
  return { file, range, message, line: range.start.line };
}
