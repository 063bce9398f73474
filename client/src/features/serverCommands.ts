import * as vscode from 'vscode';
import type { LanguageServer } from '../server/languageServer';

/** The commands *Restart Server* and *Show Log*. */
export class ServerCommands implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;

  constructor(server: LanguageServer, log: vscode.LogOutputChannel) {
    this.registrations = vscode.Disposable.from(
      vscode.commands.registerCommand('sneakernet.restartServer', () => server.restart()),
      vscode.commands.registerCommand('sneakernet.showLog', () => {
        log.show();
      }),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }
}
