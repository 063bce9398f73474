import * as vscode from 'vscode';
import { basename } from '../../workbench/basename';
import type { JrmDriveSummary } from '../../../../server/src/protocol/jrm';
import type { FollowedJrm } from './jrmDocuments';
import type { JrmNode } from './jrmNodes';

/** Milliseconds for which a key is shown, or stays in the clipboard after it was copied. */
const SHOWN_MILLISECONDS = 30_000;
const COPIED_MILLISECONDS = 60_000;

interface ShownKey {
  readonly key: string;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The BitLocker keys that the user has asked to see: for a limited time, and never in a log. */
export class ShownKeys implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly shown = new Map<string, ShownKey>();
  private clearing: ReturnType<typeof setTimeout> | undefined;

  /** Fires when a key is shown, or hidden again. */
  readonly onDidChange = this.changed.event;

  /** Hides all keys when the window loses the focus, so that nobody reads them in an unattended window. */
  private readonly watch = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (!focused) this.hideKeyOf();
  });

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** The key of a drive, if it is being shown. */
  get(uri: vscode.Uri, { index, driveId }: JrmDriveSummary): string | undefined {
    return this.shown.get(keyOf(uri, index, driveId))?.key;
  }

  /** Asks for confirmation, then shows the key of a drive for a while. */
  async reveal(jrm: FollowedJrm, drive: JrmDriveSummary): Promise<void> {
    const show = vscode.l10n.t('Show Key');
    const detail = vscode.l10n.t(
      'Anyone who sees it can unlock the drive. It is hidden again after {0} seconds, or when you leave the view or the window. The log records that it was shown, but not the key itself.',
      SHOWN_MILLISECONDS / 1000,
    );
    const question = vscode.l10n.t('Show the BitLocker key of drive {0}?', drive.driveId);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, show)) !== show) return;
    const answer = await jrm.key(drive.index);
    if (answer?.driveId !== drive.driveId) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} has changed in the meantime, so its keys are not shown.', basename(jrm.uri.path)),
      );
      return;
    }
    const key = keyOf(jrm.uri, drive.index, drive.driveId);
    clearTimeout(this.shown.get(key)?.timer);
    const timer = setTimeout(() => {
      this.hide(key);
    }, SHOWN_MILLISECONDS);
    this.shown.set(key, { key: answer.key, timer });
    this.log.info(vscode.l10n.t('The BitLocker key of drive {0} in {1} was shown.', drive.driveId, jrm.uri.fsPath));
    this.announce();
  }

  /** Hides the key of a drive, or all of them. */
  hideKeyOf(uri?: vscode.Uri, drive?: JrmDriveSummary): void {
    if (uri && drive) this.hide(keyOf(uri, drive.index, drive.driveId));
    else for (const key of [...this.shown.keys()]) this.hide(key);
  }

  /**
   * Copies the key of a node that shows it, and removes it from the clipboard later.
   *
   * @returns false if the node does not show a key
   */
  async copyOf({ jrm, drive, context }: Partial<JrmNode>): Promise<boolean> {
    if (jrm === undefined || !drive || context !== 'jrm.key.shown') return false;
    const uri = vscode.Uri.parse(jrm, true);
    const key = this.get(uri, drive);
    if (key === undefined) return false;
    await vscode.env.clipboard.writeText(key);
    this.log.info(vscode.l10n.t('The BitLocker key of drive {0} in {1} was copied.', drive.driveId, uri.fsPath));
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('The key stays on the clipboard for {0} seconds.', COPIED_MILLISECONDS / 1000),
      5000,
    );
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => {
      void clearClipboard(key);
    }, COPIED_MILLISECONDS);
    return true;
  }

  private hide(key: string): void {
    const shown = this.shown.get(key);
    if (!shown) return;
    clearTimeout(shown.timer);
    this.shown.delete(key);
    this.announce();
  }

  private announce(): void {
    void vscode.commands.executeCommand('setContext', 'sneakernet.keyRevealed', this.shown.size > 0);
    this.changed.fire();
  }

  dispose(): void {
    this.watch.dispose();
    clearTimeout(this.clearing);
    for (const { timer } of this.shown.values()) clearTimeout(timer);
    this.shown.clear();
    this.changed.dispose();
  }
}

function keyOf(uri: vscode.Uri, index: number, driveId: string): string {
  return JSON.stringify([uri.toString(), index, driveId]);
}

/** Removes a text from the clipboard unless that has changed. */
async function clearClipboard(text: string): Promise<void> {
  if ((await vscode.env.clipboard.readText()) === text) await vscode.env.clipboard.writeText('');
}
