import * as vscode from 'vscode';

/** What the settings say of how a job is read, as the runner's `--editor-settings` takes it: below what the job's own files say. */
export function editorSettings(resource: vscode.Uri): string {
  const settings = vscode.workspace.getConfiguration('sneakernet', resource);
  return JSON.stringify(
    Object.fromEntries(
      ['dialect', 'pathMap', 'rules', 'runnerPlatform', 'tool', 'largeFileShares'].map((name) => [
        name,
        settings.get(name),
      ]),
    ),
  );
}
