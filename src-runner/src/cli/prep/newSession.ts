import { createHash, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { statSync } from 'node:fs';
import { dirname, normalize, resolve } from 'node:path';
import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import type { SessionDrive, SessionParameters } from '#core/journal/sessionRecords';
import { sentence } from '../../language/sentence';
import type { DriveTarget, JobPlan } from '../../plan/jobPlan';
import { savePlan } from '../../plan/planFile';
import { planJob } from '../../plan/planJob';
import { summarisePlan } from '../../plan/planSummary';
import type { PlanSummary } from '../../plan/planSummary';
import { createDriveIdentity } from '../../preparation/driveIdentity';
import type { SessionToRun } from '../../preparation/sessionRun';
import { RunLog } from '../../report/runLog';
import { CopyLedger } from '../../session/copyLedger';
import type { RecordedSession } from '#core/journal/sessionHistory';
import { logPathOf } from '../../session/portalJournal';
import type { SessionJournal } from '../../session/sessionJournal';
import type { KeyStretching } from '../../threads/keyStretching';
import type { ThreadCrew } from '../../threads/threadCrew';
import { checkDistinctIds, checkDistinctTargets, driveTargets } from '../driveTargets';
import { checkDistinctPaths, checkWritable } from '../commandPaths';
import { ExitCode, UsageError } from '../exitCode';
import { readJobTables } from '../jobTables';
import { earlierSentences } from '../plan/earlierReport';
import { findingText, joinFindings, sizeFindings, tableFindings } from '../plan/jobFindings';
import type { JobFindings } from '../plan/jobFindings';
import { makePlan } from '../plan/makePlan';
import { planText } from '../plan/planReport';
import { terminalQuestioner } from '../question';
import { credentialKind } from './credential';
import { confirmErasing } from './eraseConfirmation';
import type { DriveToErase } from './eraseConfirmation';
import { lookAtEncryptedDrives } from './encryptedDrives';
import type { PrepConsole } from './prepConsole';
import { besideJournal } from './prepOptions';
import type { PrepOptions } from './prepOptions';
import { removePlan } from './removePlan';
import { checkDriveInfo, checkFreeJrm, checkNoJrmYet, checkRecordedPaths, driveFiles, earlierFiles, earlierImages, inputFiles, namedDrives, planFileOf, sessionFiles } from './sessionPaths';
import { loadSessionPlan } from './sessionPlan';
import { checkNoSourceIsWritten } from './sourcesCheck';

/**
 * Plans a session and begins it in the journal. Nothing is written to a drive.
 *
 * @returns the session, or an exit code where there is nothing to run
 */
export async function startSession(options: PrepOptions, journal: SessionJournal, isFirst: boolean, credential: ManifestCredential | undefined, console: PrepConsole, crew: ThreadCrew, keys: KeyStretching): Promise<SessionToRun | number> {
  const { terminal } = console;
  keys.makeAhead(options.cipher);
  crew.warm(availableParallelism());
  // A later session of the tool calls its drives additional ones.
  const drivesets = [...options.drivesets, ...options.additionalDrivesets];
  const planFile = planFileOf(options.journal, options.request.sessionId);
  const jrm = resolve(options.jrm ?? besideJournal(options.journal, isFirst ? '.jrm' : `-${options.request.sessionId}.jrm`));
  const outputs = sessionFiles(options, jrm);
  checkDistinctPaths([...outputs, ...driveFiles(options.journal, namedDrives(options)), ...inputFiles(options)]);
  for (const output of outputs) checkWritable(output);
  checkFreeJrm(jrm);
  const facts = { outputs: [...outputs.map(({ path }) => path), ...earlierFiles(journal)], ownImages: earlierImages(journal), earlierJournal: statSync(options.journal, { throwIfNoEntry: false })?.size ?? 0, sessions: journal.state?.sessions ?? [] };
  const outcome = await makePlan({ ...options, drivesets }, facts, crew, terminal);
  sayFindings(outcome.findings, console);
  for (const warning of outcome.warnings) console.say(warning, 'warning');
  if (outcome.earlier && outcome.earlier.same.files + outcome.earlier.changed.files > 0) for (const line of earlierSentences(outcome.earlier)) console.say(line, 'warning');
  const encrypted = await lookAtEncryptedDrives(outcome.drives, options, terminal.signal);
  for (const { text, isError } of encrypted) console.say(text, isError ? 'error' : 'information');
  if (encrypted.some(({ isError }) => isError)) return ExitCode.Findings;
  const { planned } = outcome;
  if (planned === undefined || outcome.isHopeless) {
    console.say(sentence`Nothing was begun: the errors above come first.`, 'error');
    return ExitCode.Findings;
  }
  const { job, summary } = planned;
  const parameters = (planSha256: string): SessionParameters => ({
    sessionId: options.request.sessionId,
    ...(options.logDirectory === undefined ? {} : { logDirectory: resolve(options.logDirectory) }),
    datasets: options.datasets.map((path) => resolve(path)),
    drivesets: drivesets.map((path) => resolve(path)),
    jrm,
    planFile,
    planSha256,
    options: {
      ...(options.jobId === undefined ? {} : { jobId: options.jobId }),
      ...(options.customer === undefined ? {} : { customer: options.customer }),
      ...(credential === undefined ? {} : { credential: credentialKind(credential) }),
      cipher: options.cipher,
      verify: options.verify,
      wipeFreeSpace: options.wipeFreeSpace,
      targets: JSON.stringify(job.drives.map(targetOf)),
    },
  });
  if (job.leftOver !== undefined) {
    journal.start(parameters(savePlan(job, planFile)), []);
    journal.finish('NeedsDrives');
    console.say(sentence`Not all files fit on the drives. Nothing was written to them.`, 'error');
    // For whoever types commands.
    terminal.say(sentence`Name further drives: sneakernet prep --journal ${options.journal} --session ${options.request.sessionId} --additional-driveset <csv>; or begin again with larger ones and a new journal.`);
    return ExitCode.Findings;
  }
  return begin(options, journal, job, summary, outcome.drives, planFile, parameters, undefined, console, keys);
}

/** Plans a session anew that was short of drives, with additional ones. */
export async function extendSession(options: PrepOptions, journal: SessionJournal, session: RecordedSession, newId: string | undefined, console: PrepConsole, crew: ThreadCrew, keys: KeyStretching): Promise<SessionToRun | number> {
  const { terminal } = console;
  const { parameters: before } = session;
  checkNoJrmYet(before.jrm);
  const tables = await readJobTables({ ...options, datasets: before.datasets, drivesets: [...before.drivesets, ...options.additionalDrivesets] }, terminal);
  const ofTables = tableFindings(tables.reports);
  if (ofTables.counts.errors > 0) {
    sayFindings(ofTables, console);
    return ExitCode.Findings;
  }
  const added = new Set(options.additionalDrivesets.map((path) => normalize(path)));
  const { targets: additional, warnings } = driveTargets(tables.drives.filter(({ file }) => added.has(file)), options);
  for (const warning of warnings) console.say(warning, 'warning');
  const earlier = JSON.parse(String(before.options['targets'])) as DriveTarget[];
  const drives = [...earlier, ...additional.map(targetOf)];
  checkDistinct(drives);
  const { catalogue, created } = loadSessionPlan(before);
  const sessionId = newId ?? session.id;
  const job = planJob(catalogue, { sessionId, created, drives });
  const { summary, ...sizes } = summarisePlan(job);
  const findings = joinFindings([ofTables, sizeFindings({ summary, ...sizes })]);
  sayFindings(findings, console);
  if (findings.counts.errors > 0) return ExitCode.Findings;
  await checkNoSourceIsWritten(job, job.drives, crew, terminal.signal);
  // Of another name: the session goes on with the old plan until the journal names the new one.
  const planFile = planFileOf(options.journal, `${sessionId}.${before.drivesets.length + options.additionalDrivesets.length}`);
  const parameters = (planSha256: string): SessionParameters => ({
    ...before,
    sessionId,
    drivesets: [...before.drivesets, ...options.additionalDrivesets.map((path) => resolve(path))],
    planFile,
    planSha256,
    options: { ...before.options, targets: JSON.stringify(job.drives.map(targetOf)) },
  });
  // The earlier ones too: nobody was asked while they did not suffice.
  return begin({ ...options, request: { kind: 'new', sessionId }, cipher: before.options['cipher'] as PrepOptions['cipher'] }, journal, job, summary, tables.drives, planFile, parameters, session, console, keys);
}

async function begin(
  options: PrepOptions,
  journal: SessionJournal,
  job: JobPlan,
  summary: PlanSummary,
  entries: readonly DrivesetEntry[],
  planFile: string,
  parametersOf: (planSha256: string) => SessionParameters,
  continued: RecordedSession | undefined,
  console: PrepConsole,
  keys: KeyStretching,
): Promise<SessionToRun | number> {
  const { signal } = console.terminal;
  const filled = job.drives.filter(({ columns }) => columns.files.length > 0);
  checkRecordedPaths(options, parametersOf(''), filled.map(({ letter, target, id }) => ({ letter, target, driveId: id })));
  for (const { letter, id, target } of filled) {
    // What is given an id by us has one that nobody has.
    if (id !== undefined) checkDriveInfo({ letter, driveId: id, target }, options.journal);
  }
  console.terminal.say(planText(summary).trimEnd());
  const agreed = await confirmErasing(drivesToErase(job, entries), options, terminalQuestioner(signal), journal.state);
  if (!agreed) {
    console.say(sentence`Not confirmed: nothing was written.`);
    return ExitCode.Cancelled;
  }
  for (const { letter, columns } of job.drives) if (columns.files.length === 0) console.say(sentence`drive ${letter} gets no data, and is left as it is.`, 'warning');
  const identities: SessionDrive[] = [];
  for (const [number, drive] of job.drives.entries()) identities.push(describeDrive(drive, number, keys, options, job.drives.length));
  const planned = parametersOf(savePlan(job, planFile));
  const log = RunLog.make(dirname(logPathOf(planned, options.journal)), planned.sessionId);
  const parameters = { ...planned, options: { ...planned.options, log } };
  if (continued) {
    journal.extend(continued, identities, parameters);
    removePlan(continued.parameters.planFile);
  } else journal.start(parameters, identities);
  console.tell({
    event: 'plan',
    files: summary.files,
    bytes: summary.bytes,
    drives: job.drives.map((drive, number) => ({
      drive: drive.letter,
      driveId: identities[number]!.driveId,
      target: drive.target,
      files: drive.columns.files.length,
      bytes: drive.dataBytes,
      usedBytes: drive.usedBytes,
      capacity: drive.diskBytes,
    })),
    leftOverFiles: 0,
    leftOverBytes: 0,
    journalBytes: summary.journalBytes,
  });
  return {
    parameters,
    plan: job,
    drives: identities.map((description) => ({ description, state: undefined, isReadBack: false, info: undefined })),
    ledgers: job.drives.map(({ columns, rangeCount }) => new CopyLedger(columns.files.length, rangeCount)),
    agreed,
  };
}

/** Those that get data. */
function drivesToErase(job: JobPlan, entries: readonly DrivesetEntry[]): DriveToErase[] {
  return job.drives.flatMap(({ letter, target, columns }, number) => {
    const prompts = entries.some((entry) => entry.letter === letter && entry.prompts);
    return columns.files.length > 0 ? [{ number, letter, target: resolve(target), prompts }] : [];
  });
}

function describeDrive({ letter, id, target, diskBytes, columns }: JobPlan['drives'][number], number: number, keys: KeyStretching, options: PrepOptions, count: number): SessionDrive {
  const label = `DATA${String(number + 1).padStart(Math.max(2, String(count).length), '0')}`;
  const driveId = id ?? newDriveId();
  // A drive without data is not made, and needs no keys.
  if (columns.files.length === 0) return { letter, driveId, target: resolve(target), capacity: diskBytes, bitLockerKey: '', bitLockerSecrets: '{}' };
  const identity = createDriveIdentity(keys.newSecrets(options.cipher), label, new Date());
  return { letter, driveId, target: resolve(target), capacity: diskBytes, bitLockerKey: identity.bitlocker.recoveryPassword, bitLockerSecrets: JSON.stringify(identity) };
}

/** Of an image, which has no serial number: as long as those of disks are. */
export function newDriveId(): string {
  return `SN${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 12).toUpperCase()}`;
}

function targetOf({ letter, target, kind, capacity, id }: DriveTarget): DriveTarget {
  return { letter, target: resolve(target), kind, ...(capacity === undefined ? {} : { capacity }), ...(id === undefined ? {} : { id }) };
}

/** @throws UsageError where two drives have one letter, one target or one id */
function checkDistinct(drives: readonly DriveTarget[]): void {
  for (const [index, { letter }] of drives.entries()) {
    if (drives.slice(0, index).some((drive) => drive.letter === letter)) throw new UsageError(sentence`the additional driveset names the drive letter ${letter}, which the session has already. Give each drive a letter of its own.`);
  }
  checkDistinctTargets(drives);
  checkDistinctIds(drives);
}

function sayFindings({ listed, more }: JobFindings, console: PrepConsole): void {
  for (const finding of listed) console.say(findingText(finding), finding.severity);
  if (more > 0) console.say(sentence`and ${more} more.`);
}
