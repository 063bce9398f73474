import * as vscode from 'vscode';
import { changedNames, versionsOf } from '../../jobs/fileVersions';
import type { Job, Jobs } from '../../jobs/jobs';
import { Quantities } from '../../workbench/quantities';
import type { PageMessage } from '../../webview/components';
import type { PageContent } from '../../webview/page';
import { PagePanel } from '../../webview/pagePanel';
import type { Words } from '../../webview/words';
import type { ChecklistFacts } from './checklistFacts';
import { checklistMarkdown } from './checklistMarkdown';
import { checkingPage, checklistPage } from './checklistPage';
import { ChecklistMemory } from './checklistMemory';
import { gatherFacts } from './gatherFacts';
import type { FactOptions, FactSources } from './gatherFacts';

/** Milliseconds between two checks whether the files have changed, while the page is visible. */
const LOOK_INTERVAL = 2000;

/**
 * Milliseconds between two looks at the sources while the page is visible; more if a look takes long. The sources may
 * lie anywhere, so their changes raise no events.
 */
const SOURCES_INTERVAL = 15_000;
const SOURCES_SHARE = 20;

/** The job on the page. */
interface Shown {
  readonly job: Job;
  readonly facts: ChecklistFacts | undefined;
  /** The versions of the files at the previous request for the checklist. */
  readonly before: FactOptions['before'];
}

/**
 * The command *Pre-shipment Checklist*: a page with what has to be done before the drives are shipped, ticked by facts.
 * While it is visible it watches the files it depends on: a change removes the tick, and is named.
 */
export class PreShipmentChecklist implements vscode.Disposable {
  private readonly panel: PagePanel;
  private readonly subscription: vscode.Disposable;
  private readonly memory: ChecklistMemory;
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private readonly timer: NodeJS.Timeout;
  private shown: Shown | undefined;
  private watcher: { readonly folder: string; readonly subscription: vscode.Disposable } | undefined;
  /** True if something has happened outside the checklist's files: in a source, or in the runs. */
  private isOld = false;
  private isLooking = false;
  /** The duration of the last check, in milliseconds. */
  private duration = 0;
  /** The current check; the next one waits for it. */
  private checking: Promise<unknown> = Promise.resolve();
  private checks = 0;

  constructor(
    private readonly jobs: Jobs,
    private readonly sources: FactSources,
    { extensionUri, workspaceState }: vscode.ExtensionContext,
  ) {
    this.memory = new ChecklistMemory(workspaceState);
    this.panel = new PagePanel({
      viewType: 'sneakernet.checklist',
      title: vscode.l10n.t('Checklist'),
      extensionUri,
      onMessage: (message) => void this.receive(message),
      onShow: () => {
        // Nobody has watched the sources in the meantime.
        this.isOld = true;
        void this.look();
      },
    });
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL);
    this.subscription = sources.runs.onDidEnd(() => {
      this.isOld = true;
    });
  }

  /** @returns undefined if no job was chosen, or checking was cancelled */
  async run(target?: unknown): Promise<ChecklistFacts | undefined> {
    const job = await this.jobs.forCommand(target);
    if (!job || !mayBeChecked(job)) return undefined;
    this.panel.open();
    return this.begin(job);
  }

  /** Starts a check on request: names what has changed since the previous request. */
  private async begin(job: Job): Promise<ChecklistFacts | undefined> {
    const known = this.shown?.job.folder.toString() === job.folder.toString() ? this.shown.facts : undefined;
    this.shown = { job, facts: known, before: this.memory.get(job.folder.toString()) };
    this.watch(job);
    const facts = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Checking {0}', job.name),
        cancellable: true,
      },
      (progress, token) =>
        this.check(token, (message) => {
          progress.report({ message });
        }),
    );
    if (facts) await this.memory.set(job.folder.toString(), { at: facts.checkedAt, versions: facts.versions });
    return facts;
  }

  /** Checks the shown job, after any check that is under way. */
  private async check(
    token: vscode.CancellationToken,
    report: (message: string) => void,
  ): Promise<ChecklistFacts | undefined> {
    const shown = this.shown!;
    this.checks++;
    this.isOld = false;
    this.panel.update(this.content(true)!);
    const facts = this.checking.then(async () => {
      const begun = performance.now();
      const all = await gatherFacts(shown.job, this.sources, { token, report, before: shown.before });
      this.duration = performance.now() - begun;
      return all;
    });
    this.checking = facts.catch(() => undefined);
    let found: ChecklistFacts | undefined;
    try {
      found = await facts;
    } finally {
      this.checks--;
    }
    if (this.shown?.job !== shown.job) return found;
    this.shown = { ...this.shown, facts: found ?? this.shown.facts };
    const content = this.content(this.checks > 0);
    if (content) this.panel.update(content);
    else this.panel.close();
    return found;
  }

  /** Checks again if the page is outdated. */
  private async look(): Promise<void> {
    const { shown } = this;
    if (!shown?.facts || !this.panel.isVisible || this.checks > 0 || this.isLooking) return;
    this.isLooking = true;
    try {
      const now = await versionsOf(Object.keys(shown.facts.versions));
      const age = vscode.window.state.focused ? Date.now() - shown.facts.checkedAt : 0;
      const isOld =
        this.isOld ||
        age > Math.max(SOURCES_INTERVAL, SOURCES_SHARE * this.duration) ||
        this.sources.backups.lastMadeAt > shown.facts.checkedAt ||
        changedNames(shown.facts.versions, now).length > 0;
      if (!isOld) return;
      if (this.shown === shown && this.checks === 0)
        await this.check(new vscode.CancellationTokenSource().token, () => undefined);
    } finally {
      this.isLooking = false;
    }
  }

  /** Watches the job's folder, where sources often lie and new files appear. */
  private watch({ folder }: Job): void {
    const key = folder.toString();
    if (this.watcher?.folder === key) return;
    this.watcher?.subscription.dispose();
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*'));
    const changed = (): void => {
      this.isOld = true;
    };
    this.watcher = {
      folder: key,
      subscription: vscode.Disposable.from(
        watcher,
        watcher.onDidCreate(changed),
        watcher.onDidChange(changed),
        watcher.onDidDelete(changed),
      ),
    };
  }

  /** Undefined if there is nothing to show. */
  private content(isChecking: boolean): PageContent | undefined {
    if (!this.shown) return undefined;
    const { job, facts } = this.shown;
    const body = facts
      ? checklistPage(facts, this.words, isChecking)
      : isChecking
        ? checkingPage(job.name, this.words)
        : undefined;
    return body && { title: vscode.l10n.t('Checklist of {0}', job.name), body, state: job.folder.toString() };
  }

  /** Restores the page after a reload of the window. The facts may have changed, so everything is checked again. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.panel.restore(panel);
    const job = (await this.jobs.ready()).find(({ folder }) => folder.toString() === state);
    if (job && mayBeChecked(job)) await this.begin(job);
    else this.panel.close();
  }

  private async receive(message: PageMessage): Promise<void> {
    if (!this.shown) return;
    const { job, facts } = this.shown;
    switch (message.type) {
      case 'refresh':
        await this.begin(job);
        return;
      case 'copyMarkdown':
        if (!facts) return;
        await vscode.env.clipboard.writeText(checklistMarkdown(facts, this.words));
        vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) The checklist was copied'), 3000);
        return;
      case 'run':
        await vscode.commands.executeCommand(String(message['command']), job.folder);
    }
  }

  dispose(): void {
    clearInterval(this.timer);
    this.watcher?.subscription.dispose();
    this.subscription.dispose();
    this.panel.dispose();
  }
}

/** Reports the reason and returns false if the drives of a job cannot be looked at. */
function mayBeChecked({ folder }: Job): boolean {
  if (folder.scheme === 'file' && vscode.workspace.isTrusted) return true;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Drives can be checked only in a trusted workspace on this machine.'),
  );
  return false;
}
