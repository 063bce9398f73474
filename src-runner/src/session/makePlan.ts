import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { sentence } from '../language/sentence';
import type { DriveTarget, JobPlan } from '../plan/jobPlan';
import { compareWithEarlier } from '../plan/earlierSessions';
import type { EarlierSession, EarlierSessions } from '../plan/earlierSessions';
import { fileBehind, pathIdentity, type FileIdentity } from '../model/pathIdentity';
import { roomProblems } from '../plan/hostRoom';
import { planJob } from '../plan/planJob';
import { summarisePlan } from '../plan/planSummary';
import type { PlanSummary } from '../plan/planSummary';
import { fileTimeOf } from '../model/fileTime';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import type { ThreadCrew } from '../threads/threadCrew';
import { breather } from '../model/breather';
import { driveTargets } from './driveTargets';
import { UsageError } from '../model/usageError';
import type { JobOptions, JobWatch } from '../job/jobOptions';
import { scanJob } from '../job/jobScan';
import { readJobTables } from '../job/jobTables';
import { joinFindings, scanFindings, sizeFindings, tableFindings } from './jobFindings';
import type { JobFindings } from './jobFindings';

/** The name of the directory on the drives if the user has not chosen one yet. */
const DEFAULT_SESSION = 'session#1';

/** What a journal adds to the plan of a session. */
export interface JournalFacts {
  /** Files that the job writes itself, besides its drives. They are not sources. */
  readonly outputs?: readonly string[];
  /** The drives of earlier sessions that are still where they were written. */
  readonly ownImages?: readonly string[];
  /** Length of the journal, in bytes, from earlier sessions. */
  readonly earlierJournal?: number;
  /** The sessions of the journal: what they put on drives is compared with the sources. */
  readonly sessions?: readonly EarlierSession[];
}

/** What was found out so far. There is no plan if findings prevent one. */
export interface PlanningOutcome {
  readonly findings: JobFindings;
  readonly warnings: readonly string[];
  /** The records of the drivesets. */
  readonly drives: readonly DrivesetEntry[];
  readonly planned: { readonly job: JobPlan; readonly summary: PlanSummary } | undefined;
  /** Undefined if no earlier session has put anything on a drive, or the sources were not scanned. */
  readonly earlier: EarlierSessions | undefined;
  /** There are findings that more drives would not resolve: no session may begin. */
  readonly isHopeless: boolean;
}

/**
 * Reads and checks the files of a job, scans its sources, and plans it. Nothing is touched.
 *
 * @throws UsageError, UnreadableFileError, TargetError, CatalogueFullError
 */
export async function makePlan(
  options: JobOptions,
  { outputs = [], ownImages = [], earlierJournal = 0, sessions = [] }: JournalFacts,
  crew: ThreadCrew,
  watch: JobWatch,
): Promise<PlanningOutcome> {
  const tables = await readJobTables(options, watch);
  const ofTables = tableFindings(tables.reports);
  if (ofTables.counts.errors > 0)
    return {
      findings: ofTables,
      warnings: [],
      drives: tables.drives,
      planned: undefined,
      earlier: undefined,
      isHopeless: true,
    };
  const { targets, warnings: ofTargets } = driveTargets(tables.drives, options);
  const warnings = [...ofTargets];
  if (targets.length === 0)
    throw new UsageError(
      sentence`no drive in the driveset can be written. Add one with FormatOption Format and Encryption Encrypt.`,
    );
  // A file that already exists at a target is a source like any other, unless this job wrote it.
  const own = new Set(ownImages.map(pathIdentity));
  const strangers = new Map<string, FileIdentity>();
  for (const { target } of targets) {
    const [identity, file] = [pathIdentity(target), fileBehind(target)];
    if (file !== undefined && !own.has(identity)) strangers.set(identity, file);
  }
  const written = [...outputs, ...targets.map(({ target }) => target)];
  const leftOut = written.filter((path) => !strangers.has(pathIdentity(path)));
  const scan = await scanJob(tables, options, leftOut, [...strangers.values()], crew, watch);
  const [medium] = scan.media;
  if (medium !== undefined) throw new UsageError(writtenSource(medium, targets));
  checkNoRecordIsWritten(scan.catalogue, written);
  for (const path of scan.ownOutputs)
    warnings.push(sentence`${path} is written by this job itself, so it is not copied.`);
  for (const path of scan.systemFolders) warnings.push(sentence`${path} belongs to Windows, so it is not copied.`);
  const earlier = await compareWithEarlier(scan.catalogue, sessions, breather(watch.signal));
  const ofScan = joinFindings([ofTables, scanFindings(scan.findings)]);
  if (ofScan.counts.errors > 0)
    return { findings: ofScan, warnings, drives: tables.drives, planned: undefined, earlier, isHopeless: true };
  const created = fileTimeOf(BigInt(Date.now()) * 1_000_000n);
  const { sessionId = DEFAULT_SESSION, spread, capacity } = options;
  const job = planJob(scan.catalogue, {
    sessionId,
    created,
    drives: targets,
    ...(spread === undefined ? {} : { spread }),
    ...(capacity === undefined ? {} : { furtherCapacity: capacity }),
  });
  const summarised = summarisePlan(job, earlierJournal);
  const ofMachine = machineFindings(job);
  const findings = joinFindings([ofScan, sizeFindings(summarised), ofMachine]);
  return {
    findings,
    warnings,
    drives: tables.drives,
    planned: { job, summary: summarised.summary },
    earlier,
    isHopeless: ofMachine.counts.errors > 0,
  };
}

/** The error for a source that a drive would overwrite. No option permits losing a source. */
function writtenSource(path: string, drives: readonly Pick<DriveTarget, 'letter' | 'target'>[]): string {
  const identity = pathIdentity(path);
  const { letter, target } = drives.find((drive) => pathIdentity(drive.target) === identity) ?? drives[0]!;
  return sentence`${path} is a source, but drive ${letter} would overwrite it: ${target} is the same file. Specify another location with --drive ${letter}=…, or remove the file from the sources.`;
}

/** Checks the files that records name directly, and their side files. @throws UsageError */
function checkNoRecordIsWritten({ rows, sideFiles }: SourceCatalogue, written: readonly string[]): void {
  const identities = new Set(written.map(pathIdentity));
  const places = [...rows, ...sideFiles.map(({ path, row }) => ({ ...rows[row]!, kind: 'file', machinePath: path }))];
  for (const { kind, machinePath, dataset, line } of places) {
    if (kind === 'file' && identities.has(pathIdentity(machinePath))) {
      throw new UsageError(
        sentence`${dataset}:${line + 1}: ${machinePath} is a source, but this job would write to it. Specify another location for what is written, or remove the record.`,
      );
    }
  }
}

/** Problems that this machine has with a plan: no room for its images, or no files to copy. */
function machineFindings(job: JobPlan): JobFindings {
  const messages = roomProblems(job.drives);
  if (job.catalogue.files.count === 0) messages.push(sentence`there are no files to copy: all sources are empty.`);
  const listed = messages.map((message) => ({ code: 'job/capacity', severity: 'error', message }) as const);
  return { listed, counts: { errors: listed.length, warnings: 0, information: 0 }, more: 0 };
}
