import * as vscode from 'vscode';
import { until } from './suite';

/** A folder of the sample workspace. */
export function workspaceFolder(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find((candidate) => candidate.name === name);
  if (folder === undefined) throw new Error(`The workspace has no folder ${name}.`);
  return folder.uri;
}

/** A file of the sample workspace. */
export const fileOf = (folder: string, name: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(folder), name);

/** Writes a file beside the jobs, in a folder outside the workspace. */
export async function writeBeside(name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspaceFolder('shipment'), '..', 'beside', name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Opens a file in an editor. */
export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** The rule of a finding, as users see it. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** The rules that a file breaks, as listed in the Problems panel. */
export const codesOf = (uri: vscode.Uri): string[] => vscode.languages.getDiagnostics(uri).map(codeOf);

/** Waits for a finding of a rule. */
export const finding = (uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> =>
  until(
    `${code} in ${uri.path}`,
    () => vscode.languages.getDiagnostics(uri).find((diagnostic) => codeOf(diagnostic) === code),
    () => codesOf(uri),
  );

/** Waits until a rule has no more findings. */
export const noFinding = (uri: vscode.Uri, code: string): Promise<true> =>
  until(
    `no ${code} in ${uri.path}`,
    () => (codesOf(uri).includes(code) ? undefined : true),
    () => codesOf(uri),
  );

/** Applies a code action: its edit, then its command. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined) await vscode.workspace.applyEdit(action.edit);
  if (action.command !== undefined)
    await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
}

/** The code actions of one kind for a range, resolved. */
export const actionsAt = (
  uri: vscode.Uri,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Thenable<vscode.CodeAction[]> =>
  vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind.value, 100);

/** The range of the first occurrence of a text. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`${document.uri.path} does not hold ${text}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Closes every editor without saving; `closeAllEditors` would ask about unsaved files. */
export const closeEditors = (): Promise<true> =>
  until('no editor', async () => {
    if (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0)) return true;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return undefined;
  });
