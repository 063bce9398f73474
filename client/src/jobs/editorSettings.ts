import * as vscode from 'vscode';

/**
 * The settings for reading a job, in the form of the runner's `--editor-settings`. The job's own files take precedence.
 */
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
