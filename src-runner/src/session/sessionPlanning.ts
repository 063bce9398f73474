import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, normalize, resolve } from 'node:path';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import type { RecordedSession } from '#core/journal/sessionHistory';
import type { SessionDrive, SessionParameters } from '#core/journal/sessionRecords';
import { CopyLedger } from '../journal/copyLedger';
import { logPathOf } from '../journal/portalJournal';
import type { SessionJournal } from '../journal/sessionJournal';
import { readJobTables } from '../job/jobTables';
import { sentence } from '../language/sentence';
import { checkDistinctPaths, checkWritable } from '../model/commandPaths';
import { UsageError } from '../model/usageError';
import type { DriveTarget, JobPlan } from '../plan/jobPlan';
import { savePlan } from '../plan/planFile';
import { planJob } from '../plan/planJob';
import { summarisePlan } from '../plan/planSummary';
import type { PlanSummary } from '../plan/planSummary';
import { RunLog } from '../report/runLog';
import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';
import { credentialKind } from './credential';
import { createDriveIdentity, newDriveId } from '../drives/driveIdentity';
import { checkDistinctIds, checkDistinctTargets, driveTargets } from './driveTargets';
import { earlierSentences } from './earlierReport';
import { lookAtEncryptedDrives } from './encryptedDrives';
import { findingText, joinFindings, sizeFindings, tableFindings } from './jobFindings';
import type { JobFindings } from './jobFindings';
import { makePlan } from './makePlan';
import type { PlanningOutcome } from './makePlan';
import type { DriveToErase, PreparationContext, PreparationEnd } from './preparationContext';
import type { PreparationRequest } from './preparationRequest';
import {
  besideJournal,
  checkDriveInfo,
  checkNoJrm,
  checkRecordedPaths,
  driveFiles,
  earlierFiles,
  earlierImages,
  inputFiles,
  namedDrives,
  planFileOf,
  sessionFiles,
} from './sessionPaths';
import { loadSessionPlan, removePlan } from './sessionPlan';
import type { SessionToRun } from './sessionRun';
import { checkNoSourceIsWritten } from './sourcesCheck';

/** A session that is planned, but has not begun. */
interface SessionDraft {
  readonly job: JobPlan;
  readonly summary: PlanSummary;
  /** The records of its drivesets. */
  readonly entries: readonly DrivesetEntry[];
  /** Where its plan is saved. */
  readonly planFile: string;
  /** What is recorded in the journal, except for the hash of the plan, which is saved last. */
  readonly parameters: Omit<SessionParameters, 'planSha256'>;
  readonly cipher: EncryptionMethod;
  /** The session that this one continues with more drives. */
  readonly continued?: RecordedSession;
}

/** Plans a session and begins it in the journal, once somebody has agreed to what is erased. Writes to no drive. */
export class SessionPlanning {
  constructor(
    private readonly request: PreparationRequest,
    private readonly journal: SessionJournal,
    private readonly context: PreparationContext,
  ) {}

  /**
   * @param isFirst whether the journal has no other session
   * @returns the session, or why there is nothing to run, which has already been reported
   */
  async start(isFirst: boolean): Promise<SessionToRun | PreparationEnd> {
    const { request, journal, context } = this;
    const { keys, crew, observer, watch } = context;
    keys.makeAhead(request.cipher);
    crew.warm(availableParallelism());
    // For a later session, the original tool calls the drives additional ones.
    const drivesets = [...request.drivesets, ...request.additionalDrivesets];
    const { sessionId } = request.request;
    const planFile = planFileOf(request.journal, sessionId);
    const jrm = resolve(request.jrm ?? besideJournal(request.journal, isFirst ? '.jrm' : `-${sessionId}.jrm`));
    const outputs = sessionFiles(request, jrm);
    checkDistinctPaths([...outputs, ...driveFiles(request.journal, namedDrives(request)), ...inputFiles(request)]);
    for (const output of outputs) checkWritable(output);
    checkNoJrm(jrm, 'chosen');
    const facts = {
      outputs: [...outputs.map(({ path }) => path), ...earlierFiles(journal)],
      ownImages: earlierImages(journal),
      earlierJournal: statSync(request.journal, { throwIfNoEntry: false })?.size ?? 0,
      sessions: journal.state?.sessions ?? [],
    };
    const outcome = await makePlan({ ...request, drivesets }, facts, crew, watch);
    this.sayWhatWasFound(outcome);
    const encrypted = await lookAtEncryptedDrives(outcome.drives, request, watch.signal);
    for (const { text, isError } of encrypted) observer.say(text, isError ? 'error' : 'information');
    if (encrypted.some(({ isError }) => isError)) return 'refused';
    const { planned } = outcome;
    if (planned === undefined || outcome.isHopeless) {
      observer.say(sentence`Nothing was started: fix the errors above first.`, 'error');
      return 'refused';
    }
    const { job, summary } = planned;
    const parameters = this.newParameters(job, { sessionId, jrm, planFile, drivesets });
    if (job.leftOver !== undefined) {
      journal.start({ ...parameters, planSha256: savePlan(job, planFile) }, []);
      journal.finish('NeedsDrives');
      observer.say(sentence`Not all files fit on the drives, so nothing was written to them.`, 'error');
      return 'needs-drives';
    }
    return this.begin({ job, summary, entries: outcome.drives, planFile, parameters, cipher: request.cipher });
  }

  /**
   * Plans a session that was short of drives again, with additional ones.
   *
   * @param newId the id of a new session that takes the remaining files; if undefined, the session itself continues
   */
  async extend(session: RecordedSession, newId: string | undefined): Promise<SessionToRun | PreparationEnd> {
    const { request, context } = this;
    const { parameters: before } = session;
    checkNoJrm(before.jrm, 'recorded');
    const drivesets = [...before.drivesets, ...request.additionalDrivesets];
    const tables = await readJobTables({ ...request, datasets: before.datasets, drivesets }, context.watch);
    const ofTables = tableFindings(tables.reports);
    if (ofTables.counts.errors > 0) {
      this.sayFindings(ofTables);
      return 'refused';
    }
    const added = new Set(request.additionalDrivesets.map((path) => normalize(path)));
    const { targets: additional, warnings } = driveTargets(
      tables.drives.filter(({ file }) => added.has(file)),
      request,
    );
    for (const warning of warnings) context.observer.say(warning, 'warning');
    const earlier = JSON.parse(String(before.options['targets'])) as DriveTarget[];
    const drives = [...earlier, ...additional.map(targetOf)];
    checkDistinct(drives);
    const { catalogue, created } = loadSessionPlan(before);
    const sessionId = newId ?? session.id;
    const job = planJob(catalogue, { sessionId, created, drives });
    const { summary, ...sizes } = summarisePlan(job);
    const findings = joinFindings([ofTables, sizeFindings({ summary, ...sizes })]);
    this.sayFindings(findings);
    if (findings.counts.errors > 0) return 'refused';
    await checkNoSourceIsWritten(job, job.drives, context);
    // Under another name: the session keeps its old plan until the journal names the new one.
    const planFile = planFileOf(request.journal, `${sessionId}.${drivesets.length}`);
    const parameters = {
      ...before,
      sessionId,
      drivesets: [...before.drivesets, ...request.additionalDrivesets.map((path) => resolve(path))],
      planFile,
      options: { ...before.options, targets: JSON.stringify(job.drives.map(targetOf)) },
    };
    // The earlier drives are asked about, too: nobody was asked while the drives did not suffice.
    return this.begin({
      job,
      summary,
      entries: tables.drives,
      planFile,
      parameters,
      cipher: before.options['cipher'] as EncryptionMethod,
      continued: session,
    });
  }

  private newParameters(
    job: JobPlan,
    { sessionId, jrm, planFile, drivesets }: Pick<SessionParameters, 'sessionId' | 'jrm' | 'planFile' | 'drivesets'>,
  ): SessionDraft['parameters'] {
    const { logDirectory, datasets, jobId, customer, cipher, verify, wipeFreeSpace } = this.request;
    const { credential } = this.context;
    return {
      sessionId,
      ...(logDirectory === undefined ? {} : { logDirectory: resolve(logDirectory) }),
      datasets: datasets.map((path) => resolve(path)),
      drivesets: drivesets.map((path) => resolve(path)),
      jrm,
      planFile,
      options: {
        ...(jobId === undefined ? {} : { jobId }),
        ...(customer === undefined ? {} : { customer }),
        ...(credential === undefined ? {} : { credential: credentialKind(credential) }),
        cipher,
        verify,
        wipeFreeSpace,
        targets: JSON.stringify(job.drives.map(targetOf)),
      },
    };
  }

  private async begin({
    job,
    summary,
    entries,
    planFile,
    parameters: draft,
    cipher,
    continued,
  }: SessionDraft): Promise<SessionToRun | PreparationEnd> {
    const { request, journal, context } = this;
    const { observer } = context;
    const filled = job.drives.filter(({ columns }) => columns.files.length > 0);
    checkRecordedPaths(
      request,
      draft,
      filled.map(({ letter, target, id }) => ({ letter, target, driveId: id })),
    );
    for (const { letter, id, target } of filled) {
      // Generated ids are unique.
      if (id !== undefined) checkDriveInfo({ letter, driveId: id, target }, request.journal);
    }
    observer.showPlan(summary);
    const agreed = await context.askToErase(drivesToErase(job, entries), false);
    if (!agreed) {
      observer.say(sentence`Not confirmed: nothing was written.`);
      return 'not-agreed';
    }
    for (const { letter, columns } of job.drives)
      if (columns.files.length === 0)
        observer.say(sentence`drive ${letter} gets no data and is left unchanged.`, 'warning');
    const identities: SessionDrive[] = job.drives.map((_, number) => this.describeDrive(job, number, cipher));
    const planned = { ...draft, planSha256: savePlan(job, planFile) };
    const log = RunLog.make(dirname(logPathOf(planned, request.journal)), planned.sessionId);
    const parameters = { ...planned, options: { ...planned.options, log } };
    if (continued) {
      journal.extend(continued, identities, parameters);
      removePlan(continued.parameters.planFile);
    } else journal.start(parameters, identities);
    observer.tell({
      event: 'plan',
      files: summary.files,
      bytes: summary.bytes,
      drives: job.drives.map((drive, number) => ({
        drive: drive.letter,
        driveId: identities[number]!.driveId,
        target: drive.target,
        kind: drive.kind,
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

  private describeDrive({ drives }: JobPlan, number: number, cipher: EncryptionMethod): SessionDrive {
    const { letter, id, diskBytes, columns, ...planned } = drives[number]!;
    const target = { target: resolve(planned.target), targetKind: planned.kind };
    const label = `DATA${String(number + 1).padStart(Math.max(2, String(drives.length).length), '0')}`;
    const driveId = id ?? newDriveId();
    // A drive without data is not made and needs no keys.
    if (columns.files.length === 0)
      return { letter, driveId, ...target, capacity: diskBytes, bitLockerKey: '', bitLockerSecrets: '{}' };
    const identity = createDriveIdentity(this.context.keys.newSecrets(cipher), label, new Date());
    return {
      letter,
      driveId,
      ...target,
      capacity: diskBytes,
      bitLockerKey: identity.bitlocker.recoveryPassword,
      bitLockerSecrets: JSON.stringify(identity),
    };
  }

  private sayWhatWasFound({ findings, warnings, earlier }: PlanningOutcome): void {
    const { observer } = this.context;
    this.sayFindings(findings);
    for (const warning of warnings) observer.say(warning, 'warning');
    if (earlier && earlier.same.files + earlier.changed.files > 0)
      for (const line of earlierSentences(earlier)) observer.say(line, 'warning');
  }

  private sayFindings({ listed, more }: JobFindings): void {
    const { observer } = this.context;
    for (const finding of listed) observer.say(findingText(finding), finding.severity);
    if (more > 0) observer.say(sentence`and ${more} more.`);
  }
}

/** The drives that get data. */
function drivesToErase(job: JobPlan, entries: readonly DrivesetEntry[]): DriveToErase[] {
  return job.drives.flatMap(({ letter, target, columns }, number) => {
    const prompts = entries.some((entry) => entry.letter === letter && entry.prompts);
    return columns.files.length > 0 ? [{ number, letter, target: resolve(target), prompts }] : [];
  });
}

function targetOf({ letter, target, kind, capacity, id }: DriveTarget): DriveTarget {
  return {
    letter,
    target: resolve(target),
    kind,
    ...(capacity === undefined ? {} : { capacity }),
    ...(id === undefined ? {} : { id }),
  };
}

/** @throws UsageError if two drives have the same letter, target or id */
function checkDistinct(drives: readonly DriveTarget[]): void {
  for (const [index, { letter }] of drives.entries()) {
    if (drives.slice(0, index).some((drive) => drive.letter === letter))
      throw new UsageError(
        sentence`the additional driveset contains the drive letter ${letter}, which the session already uses. Give each drive a different letter.`,
      );
  }
  checkDistinctTargets(drives);
  checkDistinctIds(drives);
}
