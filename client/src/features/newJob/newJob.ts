import * as vscode from 'vscode';
import type { NewJobParams, NewJobProblem, NewJobResult } from '../../../../server/src/protocol/messages';
import { newJobProblemRequest, newJobRequest } from '../../../../server/src/protocol/messages';
import type { LanguageServer } from '../../server/languageServer';
import type { JobAnswers } from './jobAnswers';
import { askForJob } from './jobQuestions';

/** The two files that were written. */
interface WrittenJob {
  readonly dataset: vscode.Uri;
  readonly driveset: vscode.Uri;
}

/** The command *New Job…*: asks for a job and writes its dataset and driveset. */
export class NewJob {
  constructor(private readonly server: LanguageServer) {}

  /**
   * @param target the answers, for callers without a user; or the folder that the explorer's menu was opened on.
   * @returns undefined if the user cancelled.
   */
  async run(target: unknown): Promise<WrittenJob | undefined> {
    const answers = isAnswers(target)
      ? target
      : await askForJob(target instanceof vscode.Uri ? target : undefined, (draft) => this.problemOf(draft));
    if (answers === undefined) return undefined;
    const { folder, ...params } = answers;
    const texts = await this.server.request<NewJobResult>(newJobRequest, params satisfies NewJobParams);
    const parent = vscode.Uri.parse(folder, true);
    const job: WrittenJob = {
      dataset: vscode.Uri.joinPath(parent, 'dataset.csv'),
      driveset: vscode.Uri.joinPath(parent, 'driveset.csv'),
    };
    if (!(await mayWrite([job.dataset, job.driveset]))) return undefined;
    await write(job.dataset, texts.dataset);
    await write(job.driveset, texts.driveset);
    await vscode.window.showTextDocument(job.driveset, { preview: false });
    await vscode.window.showTextDocument(job.dataset, { preview: false });
    return job;
  }

  private async problemOf(
    draft: Pick<NewJobParams, 'dialect' | 'sources' | 'destination'>,
  ): Promise<string | undefined> {
    const { message } = await this.server.request<NewJobProblem>(newJobProblemRequest, {
      ...draft,
      drives: [],
    } satisfies NewJobParams);
    return message;
  }
}

function isAnswers(target: unknown): target is JobAnswers {
  return (
    typeof target === 'object' && target !== null && 'dialect' in target && 'sources' in target && 'folder' in target
  );
}

/** Asks before an existing file is replaced. */
async function mayWrite(files: readonly vscode.Uri[]): Promise<boolean> {
  const existing: string[] = [];
  for (const file of files) {
    if (await exists(file)) existing.push(vscode.workspace.asRelativePath(file));
  }
  if (existing.length === 0) return true;
  const replace = vscode.l10n.t('Replace');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Replace {0}?', existing.join(', ')),
    { modal: true, detail: vscode.l10n.t('The existing files with these names will be lost.') },
    replace,
  );
  return choice === replace;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

/** Writes a file. An open document is edited instead, so that its editor does not keep showing the old text. */
async function write(file: vscode.Uri, text: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (document === undefined) {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}
