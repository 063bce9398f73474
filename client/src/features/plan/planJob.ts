import * as vscode from 'vscode';
import { versionsOf } from '../../jobs/fileVersions';
import { definingPaths } from '../../jobs/jobFiles';
import type { Job, Jobs } from '../../jobs/jobs';
import { saveDocumentsIn } from '../../jobs/saveDocuments';
import { Quantities } from '../../workbench/quantities';
import type { Runner } from '../../runner/runner';
import type { PageMessage } from '../../webview/components';
import { PagePanel } from '../../webview/pagePanel';
import type { Words } from '../../webview/words';
import { pathsOf } from '../prepare/jobPaths';
import { jobOptions } from '../prepare/prepareAnswers';
import { PrepareMemory } from '../prepare/prepareMemory';
import { messageLines, parsePlanResult } from './jobPlan';
import type { JobPlan } from './jobPlan';
import { mapPath } from './mapPath';
import { planMarkdown } from './planMarkdown';
import { planPage, planningPage } from './planPage';
import type { PlanProblems } from './planProblems';
import type { Plans } from './plans';
import { inEditorWords, unmappedBeginning } from './unmappedPath';

/** Milliseconds between two checks whether a plan's files have changed, while its page is visible. */
const LOOK_INTERVAL = 2000;
/** The runner's exit code for a cancelled command. */
const CANCELLED = 130;

/** The command *Plan Job*: shows in a page what goes to which drive. Nothing is written. */
export class PlanJob implements vscode.Disposable {
  private readonly answers: PrepareMemory;
  private readonly panel: PagePanel;
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  /** The job on the page. */
  private shown: Job | undefined;
  /** What has changed since the shown job was planned. */
  private changes: readonly string[] = [];
  private readonly timer: NodeJS.Timeout;
  /** Cancels the current planning; there is only one at a time. */
  private planning: vscode.CancellationTokenSource | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly plans: Plans,
    private readonly problems: PlanProblems,
    { extensionUri, workspaceState }: vscode.ExtensionContext,
  ) {
    this.answers = new PrepareMemory(workspaceState);
    this.panel = new PagePanel({
      viewType: 'sneakernet.plan',
      title: vscode.l10n.t('Plan'),
      extensionUri,
      onMessage: (message) => void this.receive(message),
      onShow: () => void this.look(),
    });
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL);
  }

  /** @returns undefined if no job was chosen, or planning was cancelled */
  async run(target?: unknown): Promise<JobPlan | undefined> {
    const job = await this.jobs.forCommand(target);
    if (!job) return undefined;
    if (job.folder.scheme !== 'file') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} is not on this machine. Only jobs on this machine can be planned.', job.name),
      );
      return undefined;
    }
    this.panel.open();
    return this.planShown(job);
  }

  /** The command *Map a Path*: plans again what the page shows, with the new mapping. */
  async mapPath(beginning: unknown, resource: unknown): Promise<void> {
    if ((await mapPath(this.jobs, beginning, resource)) && this.shown && this.panel.isOpen)
      void this.planShown(this.shown);
  }

  /** Plans a job, and shows the plan on the page when it is finished. */
  private async planShown(job: Job): Promise<JobPlan | undefined> {
    this.shown = job;
    this.changes = [];
    this.render(true);
    await saveDocumentsIn(job.folder);
    const plan = await this.plan(job);
    if (this.shown === job && this.panel.isOpen) this.render(false);
    return plan;
  }

  private async plan(job: Job): Promise<JobPlan | undefined> {
    this.planning?.cancel();
    const cancellation = new vscode.CancellationTokenSource();
    this.planning = cancellation;
    const title = vscode.l10n.t('Planning {0}', job.name);
    try {
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (_, token) => {
          token.onCancellationRequested(() => {
            cancellation.cancel();
          });
          return this.ask(job, cancellation.token);
        },
      );
    } finally {
      if (this.planning === cancellation) this.planning = undefined;
      cancellation.dispose();
    }
  }

  private async ask(job: Job, token: vscode.CancellationToken): Promise<JobPlan | undefined> {
    // With the drives' targets from the last preparation, so that the plan matches what would be prepared.
    const answers = { sessionId: job.sessionId, ...this.answers.get(job.folder.toString()) };
    const options = { ...jobOptions(pathsOf(job), answers), format: 'json' };
    // Taken before the files are read, so that changes in the meantime are noticed.
    const versions = await versionsOf(definingPaths(job));
    const { code, output, messages } = await this.runner.run('plan', { options }, { token }, job.folder.fsPath);
    if (token.isCancellationRequested || code === CANCELLED) return undefined;
    const parsed = parsePlanResult(output);
    const result = parsed && { ...parsed, findings: parsed.findings.map(inEditorWords) };
    const unmapped = [
      ...new Set((result?.findings ?? []).map(unmappedBeginning).filter((beginning) => beginning !== undefined)),
    ];
    const plan: JobPlan = {
      job: job.name,
      plannedAt: Date.now(),
      versions,
      result,
      unmapped,
      messages: messageLines(messages),
    };
    this.problems.show(job, result?.findings ?? []);
    this.changes = [];
    this.plans.set(job, plan);
    return plan;
  }

  /** Shows what has changed since the shown job was planned, while the page is visible. */
  private async look(): Promise<void> {
    const job = this.shown;
    if (!job || this.planning || !this.panel.isVisible) return;
    const changes = await this.plans.changesSince(job);
    // It may have been planned again in the meantime.
    if (this.isBusyWith(job) || changes.join('\n') === this.changes.join('\n')) return;
    this.changes = changes;
    if (changes.length > 0) this.problems.forget(job);
    this.render(false);
  }

  private isBusyWith(job: Job): boolean {
    return this.shown !== job || this.planning !== undefined;
  }

  private render(isPlanning: boolean): void {
    const job = this.shown;
    if (!job) return;
    const plan = this.plans.of(job);
    const body = plan
      ? planPage(plan, this.words, { isPlanning, changes: this.changes })
      : isPlanning
        ? planningPage(job.name, this.words)
        : undefined;
    if (!body) {
      // Cancelled before there was a plan: there is nothing to show.
      this.panel.close();
      return;
    }
    this.panel.update({ title: vscode.l10n.t('Plan of {0}', job.name), body, state: job.folder.toString() });
  }

  /** Restores the page after a reload of the window. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.panel.restore(panel);
    const jobs = await this.jobs.ready();
    this.shown = jobs.find(({ folder }) => folder.toString() === state);
    if (this.shown) {
      this.changes = await this.plans.changesSince(this.shown);
      this.render(false);
    } else this.panel.close();
  }

  private async receive(message: PageMessage): Promise<void> {
    const job = this.shown;
    const plan = job && this.plans.of(job);
    if (!job || !plan) return;
    switch (message.type) {
      case 'prepare':
        await vscode.commands.executeCommand('sneakernet.prepareDrives', job.folder);
        return;
      case 'refresh':
        await this.planShown(job);
        return;
      case 'mapPath':
        await vscode.commands.executeCommand('sneakernet.mapPath', message['beginning'], job.folder);
        return;
      case 'showProblems':
        // Shows the findings of this plan, even if it was made before the window was reloaded.
        if (this.changes.length === 0) this.problems.show(job, plan.result?.findings ?? []);
        await vscode.commands.executeCommand('sneakernet.problems.focus');
        return;
      case 'copyMarkdown':
        await copy(planMarkdown(plan, this.words));
        return;
      case 'copyJson':
        await copy(`${JSON.stringify(plan.result, undefined, 2)}\n`);
        return;
      case 'open': {
        const position = new vscode.Position(Number(message['line']), Number(message['character']));
        await vscode.window.showTextDocument(vscode.Uri.file(String(message['file'])), {
          selection: new vscode.Range(position, position),
          viewColumn: vscode.ViewColumn.Beside,
        });
      }
    }
  }

  dispose(): void {
    clearInterval(this.timer);
    this.planning?.cancel();
    this.panel.dispose();
  }
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) The plan was copied'), 3000);
}
