import * as vscode from 'vscode';
import { Quantities } from '../../workbench/quantities';
import type { Run } from '../../runs/run';
import type { Runs } from '../../runs/runs';
import { NodeTree } from '../../views/nodeTree';
import type { Words } from '../../webview/words';
import { isRunNode } from './runNode';
import { openRunLog } from './openRunLog';
import { runTree } from './runTree';

/** Milliseconds between updates of durations while nothing else changes. */
const TICK = 1000;

/** The view *Runs*, its commands, and the status bar item while something runs. */
export class RunsView implements vscode.Disposable {
  private readonly tree = new NodeTree('sneakernet.runs');
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private readonly status = vscode.window.createStatusBarItem('sneakernet.runs', vscode.StatusBarAlignment.Left);
  private readonly subscription: vscode.Disposable;
  private readonly ticking: NodeJS.Timeout;

  constructor(private readonly runs: Runs) {
    this.status.name = vscode.l10n.t('Sneakernet: Runs');
    this.status.command = 'sneakernet.runs.focus';
    this.subscription = vscode.Disposable.from(
      runs.onDidChange(() => {
        this.refresh();
      }),
      vscode.commands.registerCommand('sneakernet.openRunLog', (target?: unknown) =>
        openRunLog(this.runs, this.words.quantities, isRunNode(target) ? target.run : undefined),
      ),
      vscode.commands.registerCommand('sneakernet.removeRun', async (target?: unknown) => {
        if (isRunNode(target)) await this.runs.remove(target.run);
      }),
    );
    this.ticking = setInterval(() => {
      if (this.tree.view.visible && this.running.length > 0) this.refresh();
    }, TICK);
  }

  private get running(): readonly Run[] {
    return this.runs.all.filter(({ phase }) => phase === 'running');
  }

  /** Opens the view and selects a run in it. */
  async reveal(run: Run): Promise<void> {
    this.refresh();
    await this.tree.reveal(run.id);
  }

  private refresh(): void {
    const facts = {
      now: Date.now(),
      isOpen: (run: Run) => this.runs.isOpen(run),
      uriOf: (path: string) => vscode.Uri.file(path).toString(),
    };
    this.tree.show(runTree(this.runs.all, facts, this.words));
    const { running } = this;
    this.tree.view.badge =
      running.length === 0
        ? undefined
        : { value: running.length, tooltip: vscode.l10n.t('Running: {0}', running.length) };
    this.showStatus(running);
  }

  private showStatus(running: readonly Run[]): void {
    const [first] = running;
    if (!first) {
      this.status.hide();
      return;
    }
    const { share } = first.progress;
    const what = first.isVerification
      ? vscode.l10n.t('Verifying {0}', first.record.jobName)
      : vscode.l10n.t('Preparing {0}', first.record.jobName);
    const text = share === undefined ? what : `${what}: ${this.words.quantities.percent(share)}`;
    const more = running.length > 1 ? ` (+${running.length - 1})` : '';
    this.status.text = `$(sync~spin) ${text}${more}`;
    this.status.tooltip = vscode.l10n.t('Show in Runs');
    this.status.accessibilityInformation = { label: text };
    this.status.show();
  }

  dispose(): void {
    clearInterval(this.ticking);
    vscode.Disposable.from(this.subscription, this.tree, this.status).dispose();
  }
}
