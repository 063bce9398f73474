import * as vscode from 'vscode';
import { basename } from '../workbench/basename';
import type { ValidateJobResult } from '../../../server/src/protocol/messages';
import type { JobCheck } from '../jobs/jobCheck';
import type { Job, Jobs } from '../jobs/jobs';
import { saveDocumentsIn } from '../jobs/saveDocuments';

/** The command *Validate Job*: checks a whole folder from disk, whatever the size of its files. */
export class ValidateJob {
  constructor(
    private readonly check: JobCheck,
    private readonly jobs: Jobs,
  ) {}

  /**
   * @param target a folder, or a file in it, as URI or text: what the explorer and the code lenses pass.
   * @returns undefined if the user did not choose a folder or cancelled.
   */
  async run(target: unknown): Promise<ValidateJobResult | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const folder = await chooseFolder(target, this.jobs.current);
    if (folder === undefined) return undefined;
    // Files are checked on disk, so open documents have to be saved first.
    await saveDocumentsIn(folder);
    const title = vscode.l10n.t('Validating the job in {0}', basename(folder.path));
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => this.request(folder, progress, token),
    );
    if (result === undefined) return undefined;
    void summarize(result);
    return result;
  }

  private request(
    folder: vscode.Uri,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<ValidateJobResult | undefined> {
    let reached = 0;
    const report = (message: string | undefined, percentage = reached): void => {
      progress.report({ ...(message !== undefined && { message }), increment: Math.max(0, percentage - reached) });
      reached = Math.max(reached, percentage);
    };
    return this.check.run(folder, report, token);
  }
}

async function chooseFolder(target: unknown, current: Job | undefined): Promise<vscode.Uri | undefined> {
  if (typeof target === 'string') return folderOf(vscode.Uri.parse(target, true));
  if (target instanceof vscode.Uri) return folderOf(target);
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && !active.isUntitled && active.languageId.startsWith('importexport-'))
    return folderOf(active.uri);
  if (current) return current.folder;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: vscode.l10n.t('Validate'),
    title: vscode.l10n.t('Job Folder'),
  });
  return chosen?.[0];
}

async function folderOf(uri: vscode.Uri): Promise<vscode.Uri> {
  const { type } = await vscode.workspace.fs.stat(uri);
  return (type & vscode.FileType.Directory) === 0 ? vscode.Uri.joinPath(uri, '..') : uri;
}

async function summarize(result: ValidateJobResult): Promise<void> {
  const counts = vscode.l10n.t('Files: {0}, records: {1}.', result.files, result.records);
  if (result.files === 0) {
    void vscode.window.showWarningMessage(vscode.l10n.t('There is no dataset or driveset CSV in this folder.'));
    return;
  }
  if (result.errors + result.warnings + result.information === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The job is valid. {0}', counts));
    return;
  }
  const found = vscode.l10n.t(
    'Errors: {0}, warnings: {1}, information: {2}.',
    result.errors,
    result.warnings,
    result.information,
  );
  const show = result.errors > 0 ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const showProblems = vscode.l10n.t('Show Problems');
  const message = vscode.l10n.t('The job has findings. {0} {1}', found, counts);
  if ((await show(message, showProblems)) === showProblems) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}
