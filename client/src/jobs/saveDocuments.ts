import * as vscode from 'vscode';

/** Saves the open documents of a folder, because commands work on the files on disk. */
export async function saveDocumentsIn(folder: vscode.Uri): Promise<void> {
  const prefix = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  const changed = vscode.workspace.textDocuments.filter(
    (document) =>
      document.isDirty &&
      !document.isUntitled &&
      document.uri.scheme === folder.scheme &&
      document.uri.path.startsWith(prefix),
  );
  await Promise.all(changed.map((document) => document.save()));
}
