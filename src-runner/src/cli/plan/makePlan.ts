import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { sentence } from '../../language/sentence';
import type { JobPlan } from '../../plan/jobPlan';
import { planJob } from '../../plan/planJob';
import { summarisePlan } from '../../plan/planSummary';
import type { PlanSummary } from '../../plan/planSummary';
import { fileTimeOf } from '../../scan/fileStats';
import type { ThreadCrew } from '../../threads/threadCrew';
import { driveTargets } from '../driveTargets';
import { UsageError } from '../exitCode';
import type { JobOptions } from '../jobOptions';
import { scanJob } from '../jobScan';
import { readJobTables } from '../jobTables';
import type { Terminal } from '../terminal';
import { joinFindings, scanFindings, sizeFindings, tableFindings } from './jobFindings';
import type { JobFindings } from './jobFindings';

/** Names the directory on the drives where the user has not chosen one yet. */
const DEFAULT_SESSION = 'session#1';

/** What was found out, as far as it came: nothing is planned where findings stand against a plan. */
export interface PlanningOutcome {
  readonly findings: JobFindings;
  readonly warnings: readonly string[];
  /** The records of the drivesets. */
  readonly drives: readonly DrivesetEntry[];
  readonly planned: { readonly job: JobPlan; readonly summary: PlanSummary } | undefined;
}

/**
 * Reads and checks the files of a job, looks at its sources, and plans it. Nothing is touched.
 *
 * @throws UsageError, UnreadableFileError, TargetError, CatalogueFullError
 */
export async function makePlan(options: JobOptions, crew: ThreadCrew, terminal: Terminal): Promise<PlanningOutcome> {
  const tables = await readJobTables(options, terminal);
  const ofTables = tableFindings(tables.reports);
  if (ofTables.counts.errors > 0) return { findings: ofTables, warnings: [], drives: tables.drives, planned: undefined };
  const { targets, warnings } = driveTargets(tables.drives, options);
  if (targets.length === 0) throw new UsageError(sentence`no drive of the driveset can be written. Add one with FormatOption Format and Encryption Encrypt.`);
  const scan = await scanJob(tables, options, crew, terminal);
  const ofScan = joinFindings([ofTables, scanFindings(scan.findings)]);
  if (ofScan.counts.errors > 0) return { findings: ofScan, warnings, drives: tables.drives, planned: undefined };
  const created = fileTimeOf(BigInt(Date.now()) * 1_000_000n);
  const { sessionId = DEFAULT_SESSION, spread, capacity } = options;
  const job = planJob(scan.catalogue, {
    sessionId,
    created,
    drives: targets,
    ...(spread === undefined ? {} : { spread }),
    ...(capacity === undefined ? {} : { furtherCapacity: capacity }),
  });
  const summarised = summarisePlan(job);
  const findings = joinFindings([ofScan, sizeFindings(summarised)]);
  return { findings, warnings, drives: tables.drives, planned: { job, summary: summarised.summary } };
}
