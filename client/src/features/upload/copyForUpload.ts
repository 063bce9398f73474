import * as vscode from 'vscode';
import { basename } from '../../workbench/basename';
import { findJobFiles } from '../../jobs/jobFiles';
import type { FoundFile } from '../../jobs/jobFiles';
import type { Job, Jobs } from '../../jobs/jobs';
import { jobStateOf } from '../../jobs/jobState';
import { Quantities } from '../../workbench/quantities';
import type { Runs } from '../../runs/runs';
import type { Words } from '../../webview/words';
import { copyPrivateFile } from './copyPrivateFile';
import { uploadCandidates, uploadObstacle } from './uploadChoice';
import type { UploadCandidate, UploadFacts, UploadFile } from './uploadChoice';

interface CandidateItem extends vscode.QuickPickItem {
  readonly candidate: UploadCandidate;
}

/**
 * The command *Copy for Upload*: says which file the portal needs, and offers its path, the file manager, or a copy.
 */
export class CopyForUpload {
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };

  constructor(
    private readonly jobs: Jobs,
    private readonly runs: Pick<Runs, 'lookAt' | 'runningOn' | 'sessionsOf'>,
  ) {}

  async run(target?: unknown): Promise<void> {
    const job = await this.jobs.forCommand(target);
    if (!job) return;
    const facts = await this.factsOf(job);
    const obstacle = uploadObstacle(facts, this.words);
    if (!facts.journal && !facts.jrm) {
      void vscode.window.showWarningMessage(obstacle ?? '');
      return;
    }
    if (obstacle !== undefined) {
      const goOn = vscode.l10n.t('Show Files');
      if ((await vscode.window.showWarningMessage(obstacle, goOn)) !== goOn) return;
    }
    const candidate = await this.chooseFile(uploadCandidates(facts, this.words));
    if (candidate) await this.offer(vscode.Uri.file(candidate.path), candidate);
  }

  private async factsOf(job: Job): Promise<UploadFacts> {
    await this.runs.lookAt(job);
    const { journal, jrm, driveInfos } = await findJobFiles(job);
    const state = jobStateOf(
      journal !== undefined,
      this.runs.runningOn(job.journal.fsPath) !== undefined,
      this.runs.sessionsOf(job),
    );
    const fileOf = ({ uri, size }: FoundFile): UploadFile => ({ path: uri.fsPath, size });
    return { state, journal: journal && fileOf(journal), jrm: jrm && fileOf(jrm), driveInfos: driveInfos.map(fileOf) };
  }

  private async chooseFile(candidates: readonly UploadCandidate[]): Promise<UploadCandidate | undefined> {
    const items = candidates.map((candidate): CandidateItem => {
      const { path, size, isWanted, reason } = candidate;
      const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
      return {
        label: isWanted ? `$(cloud-upload) ${name}` : name,
        description: this.words.quantities.size(size),
        detail: reason,
        candidate,
      };
    });
    const title = vscode.l10n.t('Copy for Upload');
    const item = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: vscode.l10n.t('The portal requires the first file. Which file do you want?'),
      matchOnDetail: true,
    });
    return item?.candidate;
  }

  private async offer(uri: vscode.Uri, { size }: UploadCandidate): Promise<void> {
    const copyPath = { label: vscode.l10n.t('$(clippy) Copy Path'), detail: uri.fsPath };
    const reveal = { label: vscode.l10n.t('$(folder-opened) Reveal in File Manager') };
    const copyTo = { label: vscode.l10n.t('$(save-as) Copy to Folder…') };
    const choice = await vscode.window.showQuickPick([copyPath, reveal, copyTo], {
      title: vscode.l10n.t(
        '{0} ({1}) contains the keys of the drives',
        basename(uri.path),
        this.words.quantities.size(size),
      ),
      placeHolder: vscode.l10n.t(
        'Give it to the portal and to nobody else. Do not put it in an email, in a ticket or on the drives.',
      ),
    });
    if (choice === copyPath) {
      await vscode.env.clipboard.writeText(uri.fsPath);
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) The path was copied'), 3000);
    } else if (choice === reveal) {
      await vscode.commands.executeCommand('revealFileInOS', uri);
    } else if (choice === copyTo) {
      await copyInto(uri);
    }
  }
}

async function copyInto(uri: vscode.Uri): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Copy Here'),
    })) ?? [];
  if (!folder) return;
  const copy = vscode.Uri.joinPath(folder, basename(uri.path));
  if (await copyPrivateFile(uri.fsPath, copy.fsPath, false)) {
    said(copy);
    return;
  }
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('{0} already exists.', copy.fsPath);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, replace)) !== replace) return;
  await copyPrivateFile(uri.fsPath, copy.fsPath, true);
  said(copy);
}

function said(copy: vscode.Uri): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Copied to {0}. Delete the copy after uploading it: it contains the keys of the drives.',
      copy.fsPath,
    ),
  );
}
