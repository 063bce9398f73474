import * as vscode from 'vscode';
import type { Jobs } from '../../jobs/jobs';

/**
 * Asks where paths with this beginning lie on this machine, and saves it in the folder's settings. Shared by a fix and
 * a button.
 *
 * @returns false if nothing was chosen
 */
export async function mapPath(jobs: Jobs, beginning: unknown, resource: unknown): Promise<boolean> {
  const at = resource instanceof vscode.Uri ? resource : (await jobs.forCommand())?.folder;
  const from = typeof beginning === 'string' ? beginning : await askBeginning();
  return at !== undefined && from !== undefined && mapBeginning(from, at);
}

async function askBeginning(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Map a Path'),
    prompt: vscode.l10n.t('How the paths in the dataset begin: with a drive or a share'),
    placeHolder: 'F:\\',
    validateInput: (value) =>
      /^(?:[A-Za-z]:|\\\\[^\\]+\\[^\\]+)\\?$/.test(value)
        ? undefined
        : vscode.l10n.t('Enter a drive such as F:\\ or a share such as \\\\server\\share\\.'),
  });
  return text?.replace(/\\?$/, '\\');
}

/** @returns false if nothing was chosen */
async function mapBeginning(beginning: string, resource: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(resource);
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      defaultUri: folder?.uri ?? resource,
      openLabel: vscode.l10n.t('Map'),
      title: vscode.l10n.t('Where is {0} on this machine?', beginning),
    })) ?? [];
  if (!chosen) return false;
  const settings = vscode.workspace.getConfiguration('sneakernet', resource);
  const { workspaceFolderValue, workspaceValue, globalValue } =
    settings.inspect<Readonly<Record<string, string>>>('pathMap') ?? {};
  const target = folder
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.workspace.workspaceFolders
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
  const before = workspaceFolderValue ?? workspaceValue ?? globalValue ?? {};
  const others = Object.entries(before).filter(([from]) => from.toLowerCase() !== beginning.toLowerCase());
  await settings.update('pathMap', Object.fromEntries([...others, [beginning, chosen.fsPath]]), target);
  return true;
}
