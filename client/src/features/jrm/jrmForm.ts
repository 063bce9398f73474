import * as vscode from 'vscode';

/** Long enough for a byte order mark, white space, and the first character after it. */
const HEAD = 1024;

/** Gives a `.jrm` in XML its own language: VS Code goes by the extension first, which both forms share. */
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
