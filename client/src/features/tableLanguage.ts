import * as vscode from 'vscode';
import type { DocumentStatus } from '../../../server/src/protocol/messages';
import type { LanguageServer } from '../server/languageServer';

/**
 * Gives a plain-text document its language, and so its colours, once the server has recognised a job's table by its
 * content, because the name alone is not enough. A language set by the user or another extension is kept.
 */
export class TableLanguage implements vscode.Disposable {
  /** Documents that once had a language of ours: if the user changes it, that is respected. */
  private readonly known = new Set<string>();
  private readonly subscriptions: vscode.Disposable;

  constructor(server: LanguageServer) {
    vscode.workspace.textDocuments.forEach(this.remember);
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(this.remember),
      server.onDidReceiveStatus((status) => {
        void this.give(status);
      }),
    );
  }

  private readonly remember = ({ uri, languageId }: vscode.TextDocument): void => {
    if (languageId.startsWith('importexport-')) this.known.add(uri.toString());
  };

  private async give({ uri, kind }: DocumentStatus): Promise<void> {
    if ((kind !== 'dataset' && kind !== 'driveset') || this.known.has(uri)) return;
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
    if (document?.languageId !== 'plaintext') return;
    this.known.add(uri);
    await vscode.languages.setTextDocumentLanguage(document, `importexport-${kind}`);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
