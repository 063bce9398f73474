import * as vscode from 'vscode';
import type { Job, Jobs } from '../../jobs/jobs';
import { Quantities } from '../../workbench/quantities';
import type { Run } from '../../runs/run';
import type { RunStart, Runs } from '../../runs/runs';
import { lastLines } from '../../runs/textTail';
import { openRunLog } from './openRunLog';
import { reasonsOf } from './runTree';
import type { RunsView } from './runsView';

/** How many of the runner's last messages are shown. */
const SHOWN_LINES = 6;

/** Notifications about runs: their progress, how they ended, and what to do next. */
export class RunNotices {
  private readonly quantities = new Quantities(vscode.env.language);

  constructor(
    private readonly jobs: Jobs,
    private readonly runs: Runs,
    private readonly view: RunsView,
  ) {}

  /**
   * Starts a run and shows its progress.
   *
   * @returns undefined if no process could be started, which is reported
   */
  async start(what: RunStart): Promise<Run | undefined> {
    try {
      const run = await this.runs.start(what);
      void this.showProgress(run);
      return run;
    } catch (error) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('The runner could not be started: {0}', error instanceof Error ? error.message : String(error)),
      );
      return undefined;
    }
  }

  /**
   * Tells the user if a job is being prepared already, or has a session that has to be finished first.
   *
   * @returns true in that case
   */
  async tellIfBusy(job: Job): Promise<boolean> {
    const running = this.runs.runningOn(job.journal.fsPath);
    if (running) {
      const show = vscode.l10n.t('Show in Runs');
      const stop = vscode.l10n.t('Stop');
      const message = vscode.l10n.t('{0} is already being prepared by process {1}.', job.name, running.record.pid);
      const answer = await vscode.window.showInformationMessage(message, show, stop);
      if (answer === show) await this.view.reveal(running);
      if (answer === stop) await this.runs.stop(running);
      return true;
    }
    const open = this.runs.openSession(job);
    if (!open) return false;
    const goOn = open.extendRefusal === null ? vscode.l10n.t('Add Drives…') : vscode.l10n.t('Resume');
    const message =
      open.extendRefusal === null
        ? vscode.l10n.t('Session {0} of {1} needs more drives. Add them first.', open.sessionId, job.name)
        : vscode.l10n.t('Session {0} of {1} was interrupted. Resume it first.', open.sessionId, job.name);
    if ((await vscode.window.showInformationMessage(message, goOn)) === goOn)
      await vscode.commands.executeCommand('sneakernet.resumePreparation', job.folder);
    return true;
  }

  private async showProgress(run: Run): Promise<void> {
    const { record } = run;
    const title = run.isVerification
      ? vscode.l10n.t('Verifying {0}', record.jobName)
      : vscode.l10n.t('Preparing {0} (can be resumed after stopping)', record.jobName);
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) =>
        new Promise<void>((resolve) => {
          let reached = 0;
          const report = (): void => {
            const share = (run.progress.share ?? 0) * 100;
            progress.report({ message: this.progressText(run), increment: Math.max(0, share - reached) });
            reached = Math.max(reached, share);
          };
          const subscription = vscode.Disposable.from(
            this.runs.onDidChange(report),
            this.runs.onDidEnd((ended) => {
              if (ended.id === run.id) end();
            }),
            token.onCancellationRequested(() => void this.runs.stop(run)),
          );
          const end = (): void => {
            subscription.dispose();
            resolve();
          };
          if (run.phase === 'running') report();
          else end();
        }),
    );
  }

  private progressText(run: Run): string {
    if (run.isStopping) return vscode.l10n.t('stopping');
    const drives = [...run.progress.drives.values()].filter(({ phase }) => phase !== undefined);
    return drives
      .map(({ drive, phase, bytes, totalBytes, bytesPerSecond, secondsLeft }) => {
        const what =
          phase === 'verifying' ? vscode.l10n.t('{0}: reading back', drive) : vscode.l10n.t('{0}: copying', drive);
        const amount = vscode.l10n.t('{0} of {1}', this.quantities.size(bytes), this.quantities.size(totalBytes));
        const speed = bytesPerSecond > 0 ? [vscode.l10n.t('{0} per second', this.quantities.size(bytesPerSecond))] : [];
        const left = secondsLeft === null ? [] : [vscode.l10n.t('{0} left', this.quantities.duration(secondsLeft))];
        return [`${what} ${amount}`, ...speed, ...left].join(', ');
      })
      .join('; ');
  }

  async tellEnd(run: Run): Promise<void> {
    const { jobName } = run.record;
    if (run.isVerification) {
      await this.tellVerdict(run);
      return;
    }
    const reason = reasonsOf(run).at(-1) ?? this.failureText(run);
    switch (run.outcome) {
      case 'done':
        await this.tellDone(run);
        return;
      case 'stopped':
        await this.offer(
          run,
          'information',
          vscode.l10n.t(
            'The preparation of {0} was stopped. The data copied so far is not lost: Resume continues where it stopped.',
            jobName,
          ),
          ['resume', 'show'],
        );
        return;
      case 'crashed': {
        const lines = run.files ? await lastLines(run.files.messages, SHOWN_LINES) : [];
        const words = lines.length === 0 ? '' : vscode.l10n.t('Last output: {0}', lines.join(' | '));
        await this.offer(
          run,
          'error',
          vscode.l10n.t(
            'The preparation of {0} ended unexpectedly. The data copied so far is not lost. {1}',
            jobName,
            words,
          ),
          ['resume', 'log', 'show'],
        );
        return;
      }
      case 'incomplete':
        await this.offer(
          run,
          'error',
          vscode.l10n.t('The preparation of {0} is not complete. {1}', jobName, reason),
          run.progress.findingCount > 0 ? ['resume', 'leaveOut', 'log'] : ['resume', 'log', 'show'],
        );
        return;
      case 'needs-drives':
        await this.offer(
          run,
          'warning',
          vscode.l10n.t('{0} needs more drives: not all files fit on the ones it has. Nothing was written.', jobName),
          ['addDrives', 'show'],
        );
        return;
      case 'cancelled':
        void vscode.window.showInformationMessage(
          vscode.l10n.t('The preparation of {0} was stopped before anything was written.', jobName),
        );
        return;
      case 'refused':
        await this.offer(run, 'error', vscode.l10n.t('{0} was not prepared. {1}', jobName, await this.refusalOf(run)), [
          'problems',
          'log',
        ]);
        return;
      case undefined:
        return;
    }
  }

  /** Which files could not be copied: the first one, and the number of them. */
  private failureText({ progress: { findings, findingCount } }: Run): string {
    const [first] = findings;
    if (!first) return '';
    const others =
      findingCount > 1
        ? [vscode.l10n.t('Files that could not be copied: {0}', this.quantities.count(findingCount))]
        : [];
    return [first.message, ...others].join(' ');
  }

  private async refusalOf(run: Run): Promise<string> {
    const { errors } = run.progress;
    if (errors.length > 0) return errors.slice(-2).join(' ');
    return run.files ? (await lastLines(run.files.messages, 2)).join(' ') : '';
  }

  private async tellDone(run: Run): Promise<void> {
    const { summary } = run.progress;
    const { quantities } = this;
    const what = summary
      ? vscode.l10n.t(
          'The drives of {0} are ready: {1}, files: {2}, drives: {3}, time: {4}.',
          run.record.jobName,
          quantities.size(summary.bytes),
          quantities.count(summary.files),
          quantities.count(summary.drives.length),
          quantities.duration(summary.seconds),
        )
      : vscode.l10n.t('The drives of {0} are ready.', run.record.jobName);
    const left =
      summary && summary.failedFiles > 0
        ? [vscode.l10n.t('Skipped files: {0}.', quantities.count(summary.failedFiles))]
        : [];
    await this.offer(run, 'information', [what, ...left].join(' '), ['jrm', 'checklist', 'show']);
  }

  private async tellVerdict(run: Run): Promise<void> {
    const { jobName } = run.record;
    switch (run.outcome) {
      case 'done':
        await this.offer(
          run,
          'information',
          run.record.isQuick
            ? vscode.l10n.t(
                'The file systems and manifests on the drives of {0} match what was written. The files themselves were not read.',
                jobName,
              )
            : vscode.l10n.t('The drives of {0} match what was written: every hash was compared.', jobName),
          ['show'],
        );
        return;
      case 'incomplete':
        await this.offer(
          run,
          'error',
          vscode.l10n.t(
            'The drives of {0} do not match what was written. Problems: {1}.',
            jobName,
            this.quantities.count(Math.max(run.progress.findingCount, run.progress.errors.length)),
          ),
          ['log', 'checklist', 'show'],
        );
        return;
      case 'cancelled':
        return;
      default:
        await this.offer(
          run,
          'error',
          vscode.l10n.t('The drives of {0} could not be verified. {1}', jobName, await this.refusalOf(run)),
          ['log'],
        );
    }
  }

  private async offer(
    run: Run,
    severity: 'information' | 'warning' | 'error',
    message: string,
    offers: readonly Offer[],
  ): Promise<void> {
    const show = {
      information: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[severity];
    const items = offers.map((offer) => ({ title: offerTitle(offer), offer }));
    const chosen = await show(message.trim(), ...items);
    if (chosen) await this.follow(run, chosen.offer);
  }

  private async follow(run: Run, offer: Offer): Promise<void> {
    const folder = vscode.Uri.file(run.record.folder);
    switch (offer) {
      case 'resume':
      case 'addDrives':
        await vscode.commands.executeCommand('sneakernet.resumePreparation', folder);
        return;
      case 'leaveOut':
        await vscode.commands.executeCommand('sneakernet.resumePreparation', folder, {
          leaveOut: run.progress.findings.map(({ path, message }) => path ?? message),
        });
        return;
      case 'log':
        await openRunLog(this.runs, this.quantities, run);
        return;
      case 'show':
        await this.view.reveal(run);
        return;
      case 'jrm':
        await vscode.commands.executeCommand(
          'sneakernet.openJrmInTree',
          ...(run.jrm === undefined ? [] : [vscode.Uri.file(run.jrm)]),
        );
        return;
      case 'checklist': {
        const job = this.jobs.jobOf(folder);
        if (job) await this.jobs.choose(job);
        await vscode.commands.executeCommand('sneakernet.preShipmentChecklist', folder);
        return;
      }
      case 'problems':
        // Planning finds the errors again and shows them at their places.
        await vscode.commands.executeCommand('sneakernet.planJob', folder);
    }
  }
}

/** Actions offered when a run has ended. */
type Offer = 'resume' | 'addDrives' | 'leaveOut' | 'log' | 'show' | 'jrm' | 'checklist' | 'problems';

function offerTitle(offer: Offer): string {
  switch (offer) {
    case 'resume':
      return vscode.l10n.t('Resume');
    case 'addDrives':
      return vscode.l10n.t('Add Drives…');
    case 'leaveOut':
      return vscode.l10n.t('Skip and Finish…');
    case 'log':
      return vscode.l10n.t('Open Run Log');
    case 'show':
      return vscode.l10n.t('Show in Runs');
    case 'jrm':
      return vscode.l10n.t('Open JRM in Tree');
    case 'checklist':
      return vscode.l10n.t('Pre-shipment Checklist');
    case 'problems':
      return vscode.l10n.t('Show Problems');
  }
}
