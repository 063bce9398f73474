import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openDataset } from '#core/dataset/datasetTable';
import { noDiskFacts } from '#core/disk/diskFacts';
import { openDriveset } from '#core/driveset/drivesetTable';
import { checkJrm } from '#core/jrm/jrmFindings';
import type { JobTableFile } from '#core/jrm/jobComparison';
import { LARGEST_TABLE_READ } from '#core/limits/limits';
import { placeFindings } from '#core/rules/placeFindings';
import type { RuleSettings } from '#core/rules/ruleSettings';
import { detectDialect } from '#core/table/tableKind';
import type { Steps } from '#core/work/steps';
import { sentence, translate } from '../language/sentence';
import { sha256 } from '../report/sha256';
import type { FileReport } from './fileReport';
import type { ComparedFile } from './jobComparison';
import { readBeginning, readWholeText, UnreadableFileError } from './textFile';
import { encodingReport, withEncoding } from './validateTable';

/** Bytes. A larger JRM is not read as a whole. */
const MAX_JRM = 256 * 1024 * 1024;
/** Milliseconds of work before signals are handled. */
const SLICE = 100;

/** How a JRM is checked. */
export interface JrmFileCheck {
  readonly settings: RuleSettings;
  /** Tables of the folder's job. */
  readonly tables: readonly ComparedFile[];
  /** How many findings are listed. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * Checks a JRM in JSON or XML together with the tables beside it.
 *
 * @throws UnreadableFileError
 */
export async function checkJrmFile(
  path: string,
  { settings, tables, limit, signal }: JrmFileCheck,
): Promise<FileReport> {
  const beginning = await readBeginning(path);
  if (beginning.size > MAX_JRM)
    throw new UnreadableFileError(
      sentence`${path} is larger than 256 MB and is not checked. "sneakernet verify" reads a JRM of any size.`,
    );
  const unreadable = encodingReport({ path, beginning }, settings);
  if (unreadable) return unreadable;
  const { text, invalidOffset } = await readWholeText(path, beginning, signal);
  const compared: JobTableFile[] = [];
  for (const {
    file: { path: file, kind, beginning: table },
    dialect,
  } of tables) {
    if (table.size > LARGEST_TABLE_READ) continue;
    const { text: rows } = await readWholeText(file, table, signal);
    const context = {
      dialect: dialect ?? detectDialect(rows),
      nativePaths: process.platform !== 'win32',
      disk: noDiskFacts,
    };
    compared.push({
      file,
      fileName: basename(file),
      table:
        kind === 'dataset' ? openDataset(rows, { context }).table : openDriveset(rows, { context: { tracked: false } }),
    });
  }
  const check = checkJrm(text, { tables: compared, tablesAreComplete: compared.length === tables.length, sha256 });
  const { findings, checksumCount } = await inSlices(check, signal);
  const { listed, counts, more } = placeFindings(findings, settings, limit, translate);
  return withEncoding({ file: path, findings: listed, counts, more, records: checksumCount }, invalidOffset, settings);
}

/** Runs the steps so that a signal to stop is handled in between. */
async function inSlices<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await setImmediate();
    signal.throwIfAborted();
  }
}
