import * as vscode from 'vscode';
import type { JobFinding } from '../../../../src-runner/src/protocol';
import type { Jobs } from '../../jobs/jobs';

/** True of a path of Windows where this machine has none. */
export function isPathOfWindows(path: string): boolean {
  return process.platform !== 'win32' && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** What the path of a finding begins with, such as `F:\`, where it was not found since it is one of Windows that nobody has mapped. */
export function unmappedBeginning({ code, path }: Pick<JobFinding, 'path'> & { readonly code: string }): string | undefined {
  if (code !== 'source/not-found' || path === undefined || !isPathOfWindows(path)) return undefined;
  return /^(?:[A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+\\?)/.exec(path)?.[0].replace(/[\\/]?$/, '\\');
}

/** A finding in the editor's words: where the command line names an option, there is a button here. */
export function inEditorWords(finding: JobFinding): JobFinding {
  const beginning = unmappedBeginning(finding);
  if (beginning === undefined) return finding;
  return { ...finding, message: vscode.l10n.t('{0} is a path of Windows. Say where {1} lies on this machine: map it to a folder.', finding.path ?? '', beginning) };
}

export function mapPathTitle(beginning: string): string {
  return vscode.l10n.t('Map {0} to a Folder of This Machine…', beginning);
}

/** The command that a fix and a button share: asks where paths that begin so lie on this machine, and remembers it in the settings of the folder. */
export class MapPath implements vscode.Disposable {
  private readonly registration: vscode.Disposable;

  /** @param onDidMap is told of the file or folder whose paths are mapped now */
  constructor(jobs: Jobs, onDidMap: (resource: vscode.Uri) => void) {
    this.registration = vscode.commands.registerCommand('sneakernet.mapPath', async (beginning?: unknown, resource?: unknown) => {
      const at = resource instanceof vscode.Uri ? resource : (await jobs.forCommand())?.folder;
      const from = typeof beginning === 'string' ? beginning : await askBeginning();
      if (!at || from === undefined) return;
      if (await mapBeginning(from, at)) onDidMap(at);
    });
  }

  dispose(): void {
    this.registration.dispose();
  }
}

async function askBeginning(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Map a Path'),
    prompt: vscode.l10n.t('What the paths in the dataset begin with: a drive, or a share'),
    placeHolder: 'F:\\',
    validateInput: (value) => (/^(?:[A-Za-z]:|\\\\[^\\]+\\[^\\]+)\\?$/.test(value) ? undefined : vscode.l10n.t('A drive such as F:\\ or a share such as \\\\server\\share\\ is expected.')),
  });
  return text?.replace(/\\?$/, '\\');
}

/** @returns false where nothing was chosen */
async function mapBeginning(beginning: string, resource: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(resource);
  const [chosen] = (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, defaultUri: folder?.uri ?? resource, openLabel: vscode.l10n.t('Map'), title: vscode.l10n.t('Where does {0} lie on this machine?', beginning) })) ?? [];
  if (!chosen) return false;
  const settings = vscode.workspace.getConfiguration('sneakernet', resource);
  const { workspaceFolderValue, workspaceValue, globalValue } = settings.inspect<Readonly<Record<string, string>>>('pathMap') ?? {};
  const target = folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const before = workspaceFolderValue ?? workspaceValue ?? globalValue ?? {};
  const others = Object.entries(before).filter(([from]) => from.toLowerCase() !== beginning.toLowerCase());
  await settings.update('pathMap', Object.fromEntries([...others, [beginning, chosen.fsPath]]), target);
  return true;
}
