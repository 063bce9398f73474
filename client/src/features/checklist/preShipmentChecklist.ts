import * as vscode from 'vscode';
import type { Job, Jobs } from '../../jobs/jobs';
import { Quantities } from '../../quantities';
import type { PageMessage } from '../../webview/components';
import type { PageContent } from '../../webview/page';
import { PagePanel } from '../../webview/pagePanel';
import type { Words } from '../../webview/words';
import type { ChecklistFacts } from './checklistFacts';
import { checklistMarkdown } from './checklistMarkdown';
import { checkingPage, checklistPage } from './checklistPage';
import { gatherFacts } from './gatherFacts';
import type { FactSources } from './gatherFacts';

/** The command *Pre-shipment Checklist*: a page of what is done before the drives may go, ticked from facts. */
export class PreShipmentChecklist implements vscode.Disposable {
  private readonly panel: PagePanel;
  private readonly subscription: vscode.Disposable;
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private shown: { readonly job: Job; readonly facts: ChecklistFacts | undefined } | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly sources: FactSources,
    extensionUri: vscode.Uri,
  ) {
    this.panel = new PagePanel({
      viewType: 'sneakernet.checklist',
      title: vscode.l10n.t('Checklist'),
      extensionUri,
      onMessage: (message) => void this.receive(message),
      onRestore: (state) => void this.restore(state),
    });
    this.subscription = vscode.commands.registerCommand('sneakernet.preShipmentChecklist', (target?: unknown) => this.run(target));
  }

  /** @returns undefined where no job was chosen, or checking was cancelled */
  private async run(target?: unknown): Promise<ChecklistFacts | undefined> {
    const job = await this.jobs.forCommand(target);
    if (!job || !mayBeChecked(job)) return undefined;
    this.panel.open();
    return this.check(job);
  }

  private async check(job: Job): Promise<ChecklistFacts | undefined> {
    const known = this.shown?.job.folder.toString() === job.folder.toString() ? this.shown.facts : undefined;
    this.shown = { job, facts: known };
    this.panel.update(this.content(true)!);
    const facts = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Checking {0}', job.name), cancellable: true }, (progress, token) =>
      gatherFacts(job, this.sources, {
        token,
        report: (message) => {
          progress.report({ message });
        },
      }),
    );
    if (this.shown.job !== job) return facts;
    this.shown = { job, facts: facts ?? known };
    const content = this.content(false);
    if (content) this.panel.update(content);
    else this.panel.close();
    return facts;
  }

  /** Undefined where there is nothing to show. */
  private content(isChecking: boolean): PageContent | undefined {
    if (!this.shown) return undefined;
    const { job, facts } = this.shown;
    const body = facts ? checklistPage(facts, this.words, isChecking) : isChecking ? checkingPage(job.name, this.words) : undefined;
    return body && { title: vscode.l10n.t('Checklist of {0}', job.name), body, state: job.folder.toString() };
  }

  /** What was true before the window was reloaded need not be: all is looked at again. */
  private async restore(state: unknown): Promise<void> {
    const job = (await this.jobs.ready()).find(({ folder }) => folder.toString() === state);
    if (job && mayBeChecked(job)) await this.check(job);
    else this.panel.close();
  }

  private async receive(message: PageMessage): Promise<void> {
    if (!this.shown) return;
    const { job, facts } = this.shown;
    switch (message.type) {
      case 'refresh':
        await this.check(job);
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
    this.subscription.dispose();
    this.panel.dispose();
  }
}

/** False, and the reason is told, where nothing of a job's drives can be looked at. */
function mayBeChecked({ folder }: Job): boolean {
  if (folder.scheme === 'file' && vscode.workspace.isTrusted) return true;
  void vscode.window.showWarningMessage(vscode.l10n.t('Drives are only looked at in a trusted workspace on this machine.'));
  return false;
}
