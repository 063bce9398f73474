import * as vscode from 'vscode';
import type { TrustParams } from '../../../server/src/protocol/messages';
import { trustNotification } from '../../../server/src/protocol/messages';
import type { LanguageServer } from '../server/languageServer';

/** Tells a running server that the workspace has left Restricted Mode; it never goes back within a session. */
export class WorkspaceTrust implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(server: LanguageServer) {
    this.subscription = vscode.workspace.onDidGrantWorkspaceTrust(() =>
      server.notify(trustNotification, { trusted: true } satisfies TrustParams),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
