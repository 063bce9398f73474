import * as vscode from 'vscode';

/** Enough of a text to hold a byte order mark, white space, and the first character that counts. */
const HEAD = 1024;

/** Gives a `.jrm` in XML the language of that form: VS Code tells languages by their extension first, and both forms have the same. */
export class JrmForm implements vscode.Disposable {
  private readonly subscription = vscode.workspace.onDidOpenTextDocument(settle);

  constructor() {
    vscode.workspace.textDocuments.forEach(settle);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function settle(document: vscode.TextDocument): void {
  if (document.languageId !== 'importexport-jrm') return;
  const head = document.getText(new vscode.Range(document.positionAt(0), document.positionAt(HEAD)));
  if (/^[\s\ufeff]*</.test(head)) void vscode.languages.setTextDocumentLanguage(document, 'importexport-jrm-xml');
}
