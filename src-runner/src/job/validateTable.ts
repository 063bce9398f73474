import { resolve, sep } from 'node:path';
import { isTracked } from '#core/disk/gitIndex';
import type { Dialect, ToolVersion } from '#core/columns/datasetColumns';
import type { OtherDatasets } from '#core/dataset/otherDatasets';
import type { DiskFacts } from '#core/disk/diskFacts';
import { drivesetEntries } from '#core/driveset/drivesetEntry';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { earlierDrivesOf, readDriveset } from '#core/driveset/drivesetTable';
import { noEarlierDrives } from '#core/driveset/earlierDrives';
import type { EarlierDrives } from '#core/driveset/earlierDrives';
import type { JobDrives } from '#core/driveset/jobDrives';
import { LONGEST_DRIVESET, LONGEST_GIT_INDEX } from '#core/limits/limits';
import type { Finding } from '#core/rules/finding';
import { formatMessage, severityOf } from '#core/rules/message';
import type { RuleSettings } from '#core/rules/ruleSettings';
import { collectFindings } from '#core/table/findings';
import type { PlacedFinding } from '#core/rules/placedFinding';
import { detectDialect } from '#core/table/tableKind';
import { finish } from '#core/work/steps';
import { validateDataset } from '#core/validate/validateDataset';
import { sentence, translate } from '../language/sentence';
import { addCounts, countFindings } from './fileReport';
import type { FileReport } from './fileReport';
import type { TableFile } from './jobFolder';
import { readText, UnreadableFileError } from './textFile';
import { readSmallFile } from '../model/regularFile';

/** How tables are checked. */
export interface TableCheck {
  readonly settings: RuleSettings;
  /** `undefined`: the header decides. */
  readonly dialect: Dialect | undefined;
  /** Whether a BasePath may be a path of this machine. */
  readonly nativePaths: boolean;
  readonly tool: ToolVersion;
  readonly disk: DiskFacts;
  readonly drives: JobDrives;
  /** The other datasets of the job. */
  readonly others: OtherDatasets;
  /** How many findings are listed. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesRead: number, size: number, reading: number) => void;
}

/**
 * Checks a dataset as a stream, in bounded memory.
 *
 * @throws UnreadableFileError
 */
export async function checkDatasetFile(file: TableFile, check: TableCheck): Promise<FileReport> {
  const { path, beginning } = file;
  const unreadable = encodingReport(file, check.settings);
  if (unreadable) return unreadable;
  const { head, size } = beginning;
  const context = {
    dialect: check.dialect ?? detectDialect(head),
    nativePaths: check.nativePaths,
    disk: check.disk,
    tool: check.tool,
  };
  const readings = validateDataset({
    head,
    size,
    context,
    settings: check.settings,
    drives: check.drives,
    others: check.others,
    limit: check.limit,
    translate,
  });
  let invalidOffset: number | undefined;
  for (let count = 1; ; count++) {
    const step = readings.next();
    if (step.done === true)
      return withEncoding({ file: path, ...step.value, findings: step.value.listed }, invalidOffset, check.settings);
    const reading = step.value;
    const take = (text: string, bytesRead: number) => {
      reading.push(text);
      check.onProgress(bytesRead, size, count);
      return reading.finished;
    };
    const summary = await readText(path, beginning, take, check.signal);
    reading.end();
    invalidOffset ??= summary.invalidOffset;
  }
}

/** The content of a driveset file, read once for its own findings and for its job. */
export interface DrivesetCheck {
  readonly report: FileReport;
  readonly drives: EarlierDrives;
  /** For callers that continue with a driveset without errors. */
  readonly entries: readonly DrivesetEntry[];
}

/** How a driveset is checked. */
export interface DrivesetFileCheck extends Pick<TableCheck, 'settings' | 'limit' | 'signal'> {
  /** Drives of the drivesets before it in its job. */
  readonly earlier: EarlierDrives;
}

/**
 * Checks a driveset, which is small.
 *
 * @throws UnreadableFileError
 */
export async function checkDrivesetFile(
  file: TableFile,
  { settings, earlier, limit, signal }: DrivesetFileCheck,
): Promise<DrivesetCheck> {
  const { path, name, beginning } = file;
  const unreadable = encodingReport(file, settings);
  if (unreadable) return { report: unreadable, drives: noEarlierDrives, entries: [] };
  if (beginning.size > LONGEST_DRIVESET) {
    throw new UnreadableFileError(
      sentence`${path} has ${Math.ceil(beginning.size / 2 ** 20)} MiB, but a driveset names at most 25 drives. Check that it is the right file.`,
    );
  }
  const pieces: string[] = [];
  const take = (text: string) => {
    pieces.push(text);
    return false;
  };
  const { invalidOffset } = await readText(path, beginning, take, signal);
  const { table, setEarlierDrives } = finish(
    readDriveset(pieces.join(''), {
      context: { tracked: await isTracked(resolve(path).split(sep), (file) => Promise.resolve(readIfThere(file))) },
      settings,
    }),
  );
  setEarlierDrives(earlier);
  const { listed, counts, more } = collectFindings(table, limit, translate);
  const report = withEncoding(
    { file: path, findings: listed, counts, more, records: table.recordCount },
    invalidOffset,
    settings,
  );
  return { report, drives: earlierDrivesOf(table, path, name), entries: drivesetEntries(table, path) };
}

/** The report for a file that cannot be checked further because it is not UTF-8 text. */
export function encodingReport(
  { path, beginning }: Pick<TableFile, 'path' | 'beginning'>,
  settings: RuleSettings,
): FileReport | undefined {
  if (beginning.encoding === 'utf-8') return undefined;
  const findings = placeEncoding(beginning.encoding === 'utf-16' ? undefined : beginning.invalidOffset, settings);
  return { file: path, findings, counts: countFindings(findings), more: 0, records: 0 };
}

/** Adds findings about bytes that are not UTF-8. */
export function withEncoding(
  report: FileReport,
  invalidOffset: number | undefined,
  settings: RuleSettings,
): FileReport {
  if (invalidOffset === undefined) return report;
  const findings = placeEncoding(invalidOffset, settings);
  return {
    ...report,
    findings: [...findings, ...report.findings],
    counts: addCounts([report.counts, countFindings(findings)]),
  };
}

/** `invalidOffset`: the first byte that is not UTF-8; `undefined` for UTF-16. */
function placeEncoding(invalidOffset: number | undefined, settings: RuleSettings): PlacedFinding[] {
  const finding: Finding = {
    code: 'csv/encoding',
    variant: invalidOffset === undefined ? 'utf-16' : 'invalid-utf-8',
    args: invalidOffset === undefined ? [] : [String(invalidOffset)],
    start: 0,
    end: 1,
  };
  const severity = settings.suppressed(finding.code, undefined)
    ? 'off'
    : settings.severity(finding.code, severityOf(finding));
  if (severity === 'off') return [];
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  return [
    {
      code: finding.code,
      severity,
      message: formatMessage(finding.code, finding.variant, finding.args, translate),
      range,
      related: [],
    },
  ];
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readSmallFile(path, LONGEST_GIT_INDEX);
  } catch {
    return undefined;
  }
}
