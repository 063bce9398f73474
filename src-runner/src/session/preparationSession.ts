import { statSync } from 'node:fs';
import { logPathOf } from '../journal/portalJournal';
import type { SessionJournal } from '../journal/sessionJournal';
import { RunLog } from '../report/runLog';
import type { SessionSummary, SummaryDrive } from '../report/summary';
import { abortSession } from './abortSession';
import { checkCredential } from './credential';
import { parseDriveIdentity } from '../drives/driveIdentity';
import type { PreparationContext, PreparationEnd } from './preparationContext';
import type { PreparationRequest } from './preparationRequest';
import { jobIdOf, writeOutputs } from './sessionOutputs';
import { removePlan } from './sessionPlan';
import { SessionPlanning } from './sessionPlanning';
import { resumeSession } from './sessionResumption';
import { runSession } from './sessionRun';
import type { DriveResult, SessionToRun } from './sessionRun';

/**
 * A session of a journal, from request to result: it is planned, its drives get identities and keys, all of this is
 * recorded, the drives are written, and finally the JRM lists what is on them.
 *
 * The context says who is told and who is asked. Whatever prevents a session is reported there before it ends.
 */
export class PreparationSession {
  constructor(
    private readonly request: PreparationRequest,
    /** Opened for this request. */
    private readonly journal: SessionJournal,
    private readonly context: PreparationContext,
  ) {}

  /**
   * Does what was requested of the journal: starts a session, resumes one, extends it with drives, or aborts it.
   *
   * @throws UsageError, UnreadableFileError, TargetError, JournalError, PlanFileError, ReportError, CatalogueFullError
   */
  async run(): Promise<PreparationEnd> {
    const { request, journal, context } = this;
    const decision = journal.decide();
    if (decision.kind === 'resume' || decision.kind === 'extend')
      checkCredential(context.credential, decision.session.parameters);
    switch (decision.kind) {
      case 'refused':
        context.observer.say(decision.message, 'error');
        return 'refused';
      case 'start':
        return this.prepare(await new SessionPlanning(request, journal, context).start(decision.isFirst), false);
      case 'extend':
        return this.prepare(
          await new SessionPlanning(request, journal, context).extend(decision.session, decision.newId),
          false,
        );
      case 'resume':
        return this.prepare(await resumeSession(decision.session, request, journal, context), true);
      case 'abort':
        abortSession(journal, decision.session, context.observer);
        return 'aborted';
    }
  }

  private async prepare(session: SessionToRun | PreparationEnd, resumed: boolean): Promise<PreparationEnd> {
    if (typeof session === 'string') return session;
    const {
      request,
      journal,
      context: { observer },
    } = this;
    const { parameters } = session;
    this.maskKeys(session);
    observer.logTo(
      RunLog.open(logPathOf(parameters, request.journal), observer.mask, (error) => {
        observer.sayFailure(error);
      }),
    );
    observer.tell({ event: 'started', sessionId: parameters.sessionId, journal: request.journal, resumed });
    if (resumed) journal.resume(journal.state!.sessions.find(({ id }) => id === parameters.sessionId)!);
    const started = performance.now();
    const options = {
      verify: request.verify && parameters.options['verify'] !== false,
      leaveOutFailed: request.leaveOutChanged,
      wipeFreeSpace: request.wipeFreeSpace || parameters.options['wipeFreeSpace'] === true,
    };
    const results = await runSession(session, options, journal, this.context);
    return this.conclude(session, results, (performance.now() - started) / 1000);
  }

  private maskKeys({ drives }: SessionToRun): void {
    for (const { description } of drives) {
      // A drive without data has no keys.
      if (description.bitLockerKey === '') continue;
      const { recoveryPassword, masterKey, volumeKey } = parseDriveIdentity(description.bitLockerSecrets).bitlocker;
      for (const secret of [recoveryPassword, masterKey, volumeKey]) this.context.observer.mask.add(secret);
    }
  }

  /**
   * Writes the outputs if all drives are done, records in the journal how the session ended, and summarizes it.
   *
   * @throws ReportError, JournalError
   */
  private async conclude(
    { parameters, plan }: SessionToRun,
    results: readonly DriveResult[],
    seconds: number,
  ): Promise<PreparationEnd> {
    const {
      journal,
      context: { observer, watch },
    } = this;
    const isDone = results.every(({ outcome }) => outcome.state === 'done');
    const isStopped = watch.signal.aborted || results.some(({ outcome }) => outcome.state === 'stopped');
    const outcome = isDone ? 'completed' : isStopped ? 'interrupted' : 'failed';
    const outputs = isDone ? await this.writeOutputs(parameters, results) : undefined;
    journal.finish(isDone ? 'Completed' : 'Interrupted');
    if (isDone) removePlan(parameters.planFile);
    const drives = results.map(summaryOf);
    const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
    const copied = total(results.map(({ outcome: { copiedBytes } }) => copiedBytes ?? 0));
    const summary: SessionSummary = {
      outcome,
      sessionId: plan.sessionId,
      files: total(drives.map(({ files }) => files)),
      bytes: total(drives.map(({ bytes }) => bytes)),
      seconds,
      bytesPerSecond: seconds > 0 ? Math.round(copied / seconds) : 0,
      failedFiles: total(results.map(({ outcome: { failures } }) => failures.length)),
      drives,
      journal: { path: journal.path, length: statSync(journal.path).size },
      ...(outputs === undefined ? {} : { jrm: outputs.jrm }),
      driveInfos: outputs?.driveInfos ?? [],
      ...(observer.logPath === undefined ? {} : { log: observer.logPath }),
    };
    observer.summarise(summary);
    return outcome;
  }

  private writeOutputs(
    parameters: SessionToRun['parameters'],
    results: readonly DriveResult[],
  ): ReturnType<typeof writeOutputs> {
    const { customer = '' } = parameters.options;
    const facts = {
      jobId: jobIdOf(parameters),
      customerName: String(customer),
      sessionId: parameters.sessionId,
      created: new Date(),
    };
    const drives = results.map(({ run, outcome }) => ({ run, manifestHash: outcome.manifestHash! }));
    return writeOutputs(
      parameters.jrm,
      this.journal.path,
      facts,
      drives,
      () => new Promise<void>((resolve) => setImmediate(resolve)),
    );
  }
}

function summaryOf({ run, outcome }: DriveResult): SummaryDrive {
  const { description, plan } = run;
  return {
    drive: description.letter,
    driveId: description.driveId,
    target: description.target,
    state: outcome.state !== 'done' ? 'incomplete' : outcome.isReadBack ? 'verified' : 'not-verified',
    ...run.done,
    usedBytes: plan.usedBytes,
    capacity: plan.diskBytes,
  };
}
