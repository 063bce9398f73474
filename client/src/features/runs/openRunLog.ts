import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Run } from '../../runs/run';
import type { Runs } from '../../runs/runs';
import type { Quantities } from '../../workbench/quantities';

/**
 * Opens the log of a run or, if it has none, the runner's messages. Without a run, uses the only one or lets the user
 * pick.
 */
export async function openRunLog(runs: Runs, quantities: Quantities, run?: Run): Promise<void> {
  const chosen = run ?? (await pickRun(runs, quantities));
  if (!chosen) return;
  for (const path of [chosen.log, chosen.files?.messages]) {
    if (path === undefined || !(await holdsText(path))) continue;
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
    return;
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('This run has no log because it was not started.'));
}

async function pickRun(runs: Runs, quantities: Quantities): Promise<Run | undefined> {
  const { all } = runs;
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing has been prepared or verified yet.'));
    return undefined;
  }
  if (all.length === 1) return all[0];
  const items = all.map((run) => ({
    label: run.isVerification
      ? vscode.l10n.t('Verification of {0}', run.record.jobName)
      : `${run.record.jobName}, ${run.record.sessionId}`,
    description: quantities.date(Date.parse(run.record.started)),
    run,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run?') }))?.run;
}

async function holdsText(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isFile() && facts.size > 0,
    () => false,
  );
}
