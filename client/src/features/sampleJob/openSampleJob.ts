import * as vscode from 'vscode';
import { freeName, sampleConfiguration, sampleDisk, sampleFiles } from './sampleFiles';

const folderName = 'sneakernet-sample';

/** The command *Open Sample Job*: copies two small jobs into a folder, one to prepare and one with mistakes to fix, and opens it. */
export class OpenSampleJob {
  constructor(private readonly extensionUri: vscode.Uri) {}

  /**
   * @param target the folder to copy into, for callers without a user; the copy is then not opened.
   * @returns the folder of the copy; undefined if the user cancelled.
   */
  async run(target: unknown): Promise<vscode.Uri | undefined> {
    const parent = target instanceof vscode.Uri ? target : await askParent();
    if (parent === undefined) return undefined;
    const taken = new Set((await vscode.workspace.fs.readDirectory(parent)).map(([name]) => name));
    const folder = vscode.Uri.joinPath(parent, freeName(folderName, taken));
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Copying the sample job') },
      () => this.copyTo(folder),
    );
    if (!(target instanceof vscode.Uri)) await open(folder);
    return folder;
  }

  private async copyTo(folder: vscode.Uri): Promise<void> {
    const { fs } = vscode.workspace;
    const samples = vscode.Uri.joinPath(this.extensionUri, 'samples');
    for (const path of sampleFiles)
      await fs.writeFile(vscode.Uri.joinPath(folder, path), await fs.readFile(vscode.Uri.joinPath(samples, path)));
    await fs.writeFile(vscode.Uri.joinPath(folder, sampleDisk.path), new Uint8Array(sampleDisk.bytes));
    // Sources are only found by a file path.
    if (folder.scheme !== 'file') return;
    const sources = vscode.Uri.joinPath(folder, 'shipment', 'sources').fsPath;
    await fs.writeFile(
      vscode.Uri.joinPath(folder, 'shipment', 'sneakernet.json'),
      new TextEncoder().encode(sampleConfiguration(sources)),
    );
  }
}

async function askParent(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: vscode.l10n.t('Copy Here'),
    title: vscode.l10n.t('Folder for the Sample Job'),
  });
  return chosen?.[0];
}

async function open(folder: vscode.Uri): Promise<void> {
  const { workspaceFolders } = vscode.workspace;
  if (workspaceFolders === undefined) {
    await vscode.commands.executeCommand('vscode.openFolder', folder);
    return;
  }
  const add = vscode.l10n.t('Add to Workspace');
  const newWindow = vscode.l10n.t('Open in New Window');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The sample job is in {0}.', folder.scheme === 'file' ? folder.fsPath : folder.toString()),
    add,
    newWindow,
  );
  if (choice === newWindow) await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
  if (choice === add) {
    vscode.workspace.updateWorkspaceFolders(workspaceFolders.length, 0, { uri: folder });
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, 'mistakes', 'dataset.csv'));
  }
}
