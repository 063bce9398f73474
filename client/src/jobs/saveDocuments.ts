import * as vscode from 'vscode';

/** Saves what the editor holds of a folder's files: the disk is what commands work on. */
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
