import * as vscode from 'vscode';
import type { SessionReport } from '../../../../src-runner/src/protocol';
import type { Job, Jobs } from '../../jobs/jobs';
import { Quantities } from '../../workbench/quantities';
import type { Runner } from '../../runner/runner';
import type { Run } from '../../runs/run';
import type { Runs } from '../../runs/runs';
import type { Words } from '../../webview/words';
import { messageLines, parsePlanResult } from '../plan/jobPlan';
import { leftOverSentences } from '../plan/planFacts';
import { confirmation } from '../prepare/confirmation';
import { pathsOf } from '../prepare/jobPaths';
import { askSecret } from '../prepare/secretQuestion';
import { targetFacts } from '../prepare/targetFacts';
import type { RunNotices } from '../runs/runNotices';
import { isRunNode } from '../runs/runNode';

/** How many of the files that are left out are named. */
const NAMED = 20;

/** The commands *Stop*, *Resume* and *Abort* for a session that has begun. */
export class SessionCommands {
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly runs: Runs,
    private readonly notices: RunNotices,
  ) {}

  async stop(target: unknown): Promise<void> {
    const run = isRunNode(target) ? target.run : await this.pickRunning();
    if (run) await this.runs.stop(run);
  }

  private async pickRunning(): Promise<Run | undefined> {
    const running = this.runs.all.filter(({ phase }) => phase === 'running');
    const { current } = this.jobs;
    const ofJob = current && running.find(({ record }) => record.journal === current.journal.fsPath);
    if (ofJob || running.length <= 1) return ofJob ?? running[0];
    const items = running.map((run) => ({ label: run.record.jobName, description: run.record.sessionId, run }));
    return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run should be stopped?') }))
      ?.run;
  }

  /** @param leaveOut names of files that the session is completed without */
  async resume(target: unknown, leaveOut: readonly string[] = []): Promise<Run | undefined> {
    const job = await this.jobOf(target);
    if (!job || !vscode.workspace.isTrusted) return undefined;
    await this.runs.lookAt(job);
    const session = this.runs.openSession(job);
    if (!session) {
      if (!(await this.notices.tellIfBusy(job)))
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no session to resume.', job.name));
      return undefined;
    }
    if (session.extendRefusal === null) return this.addDrives(job, session);
    if (leaveOut.length > 0 && !(await this.confirmLeavingOut(leaveOut))) return undefined;
    const secrets = await this.secretsOf(session, job);
    if (!secrets) return undefined;
    return this.notices.start({
      kind: 'resume',
      job: { name: job.name, folder: job.folder.fsPath },
      journal: job.journal.fsPath,
      sessionId: session.sessionId,
      options: {
        journal: job.journal.fsPath,
        session: session.sessionId,
        resume: true,
        ...(leaveOut.length > 0 && { 'leave-out-changed': true }),
      },
      secrets,
    });
  }

  private async confirmLeavingOut(files: readonly string[]): Promise<boolean> {
    const leave = vscode.l10n.t('Skip and Finish');
    const names = files.slice(0, NAMED);
    const more = files.length > NAMED ? [vscode.l10n.t('… and {0} more', files.length - NAMED)] : [];
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Finish the drives without these files?'),
      {
        modal: true,
        detail: [
          ...names,
          ...more,
          '',
          vscode.l10n.t('They will not be shipped. To ship them, restore them as they were and choose Resume.'),
        ].join('\n'),
      },
      leave,
    );
    return answer === leave;
  }

  /** Asks again for the secrets that the session was started with; undefined if the user does not enter them. */
  private async secretsOf(
    { credential, sessionId }: SessionReport,
    job: Job,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    if (credential === null) return {};
    const secret = await askSecret(credential, vscode.l10n.t('Resume {0} of {1}', sessionId, job.name));
    return secret === undefined ? undefined : { [credential]: secret };
  }

  /** Adds drives from a further driveset to a session that does not have enough. */
  private async addDrives(job: Job, session: SessionReport): Promise<Run | undefined> {
    const driveset = await this.chooseDriveset(job, session);
    if (!driveset) return undefined;
    const options = { session: session.sessionId, 'editor-settings': pathsOf(job).editorSettings };
    const earlier = session.drives.map(
      ({ drive, target, capacity }) => `${drive}=${target}${capacity > 0 ? `,size=${capacity}` : ''}`,
    );
    const title = vscode.l10n.t('Planning {0}', job.name);
    const planned = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) =>
        this.runner.run(
          'plan',
          {
            options: {
              ...options,
              dataset: session.datasets,
              driveset: [...session.drivesets, driveset],
              drive: earlier,
              format: 'json',
            },
          },
          { token },
          job.folder.fsPath,
        ),
    );
    const warnings = messageLines(planned.messages);
    const { plan, counts } = parsePlanResult(planned.output) ?? {};
    if (plan?.leftOver) {
      const others = vscode.l10n.t('Other Drives…');
      const detail = leftOverSentences(plan, this.words).join('\n');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('The data does not fit on these drives either.'),
        { modal: true, detail },
        others,
      );
      return answer === others ? this.addDrives(job, session) : undefined;
    }
    if (!plan || counts!.errors > 0) {
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be prepared. {1}', job.name, warnings.join(' ')));
      return undefined;
    }
    const { message, detail, button, erase } = confirmation(
      { jobName: job.name, plan, facts: await targetFacts(plan.drives, job.folder.fsPath), warnings },
      this.words,
    );
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) !== button) return undefined;
    const secrets = await this.secretsOf(session, job);
    if (!secrets) return undefined;
    return this.notices.start({
      kind: 'extend',
      job: { name: job.name, folder: job.folder.fsPath },
      journal: job.journal.fsPath,
      sessionId: session.sessionId,
      options: { ...options, journal: job.journal.fsPath, 'additional-driveset': [driveset], erase },
      secrets,
    });
  }

  private async chooseDriveset(job: Job, { drivesets }: SessionReport): Promise<string | undefined> {
    const others = job.drivesets.filter(({ fsPath }) => !drivesets.includes(fsPath));
    const items = [
      ...others.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), path: uri.fsPath })),
      { label: vscode.l10n.t('Another File…'), path: undefined },
    ];
    const item = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which driveset contains the additional drives?'),
    });
    if (!item || item.path !== undefined) return item?.path;
    const [chosen] =
      (await vscode.window.showOpenDialog({
        defaultUri: job.folder,
        filters: { CSV: ['csv'] },
        title: vscode.l10n.t('Driveset'),
      })) ?? [];
    return chosen?.fsPath;
  }

  async abort(target: unknown): Promise<void> {
    const job = await this.jobOf(target);
    if (!job || !vscode.workspace.isTrusted) return;
    await this.runs.lookAt(job);
    const session = this.runs.openSession(job);
    if (!session) {
      if (!(await this.notices.tellIfBusy(job)))
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no session to resume or abort.', job.name));
      return;
    }
    if (session.abortRefusal !== null) {
      await this.explainFirst(job, session);
      return;
    }
    const abort = vscode.l10n.t('Abort Session');
    const images = session.drives
      .filter(({ state }) => state !== null && state !== 'Unused')
      .map(({ drive, target: path }) => `${drive}: ${path}`);
    const detail = [
      ...images,
      vscode.l10n.t(
        'Images of the session will be removed; disks can be prepared again. The id of the session cannot be used again. Earlier sessions are not affected.',
      ),
    ].join('\n');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Abort session {0} of {1}?', session.sessionId, job.name),
      { modal: true, detail },
      abort,
    );
    if (answer !== abort) return;
    const { code, messages } = await this.runner.run(
      'prep',
      { options: { journal: job.journal.fsPath, session: session.sessionId, abort: true } },
      {},
      job.folder.fsPath,
    );
    const lines = messageLines(messages);
    if (code === 0)
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Session {0} of {1} was aborted.', session.sessionId, job.name),
      );
    else void vscode.window.showErrorMessage(lines.join(' '));
    await this.runs.lookAt(job);
  }

  private async explainFirst(job: Job, { sessionId }: SessionReport): Promise<void> {
    const resume = vscode.l10n.t('Resume');
    const detail = vscode.l10n.t(
      'Session {0} is the first one in its journal, and the tool does not allow a first session to be aborted. Resume it, or start again with another journal: move {1} away, or name another journal in job.json.',
      sessionId,
      job.journal.fsPath,
    );
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('The first session of a journal cannot be aborted.'),
      { modal: true, detail },
      resume,
    );
    if (answer === resume) await this.resume(job.folder);
  }

  private async jobOf(target: unknown): Promise<Job | undefined> {
    if (!isRunNode(target)) return this.jobs.forCommand(target);
    const jobs = await this.jobs.ready();
    return jobs.find(({ journal }) => journal.fsPath === target.run.record.journal);
  }
}
