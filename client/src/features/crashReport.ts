import * as vscode from 'vscode';
import type { LanguageServer } from '../server/languageServer';

/** Reports that the server has crashed too often, and offers a way out. */
export class CrashReport implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(server: LanguageServer, log: vscode.LogOutputChannel) {
    this.subscription = server.onDidChangeState(async (state) => {
      if (state !== 'crashed') return;
      const restart = vscode.l10n.t('Restart');
      const showLog = vscode.l10n.t('Show Log');
      const choice = await vscode.window.showErrorMessage(
        vscode.l10n.t('The Sneakernet language server has stopped. Files are not checked until it is restarted.'),
        restart,
        showLog,
      );
      if (choice === restart) await vscode.commands.executeCommand('sneakernet.restartServer');
      if (choice === showLog) log.show();
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
