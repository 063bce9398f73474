import * as vscode from 'vscode';
import type { ValidateJobParams, ValidateJobResult } from '../../../server/src/protocol/messages';
import { validateJobRequest } from '../../../server/src/protocol/messages';
import type { LanguageServer } from '../server/languageServer';
import type { FoundFile, JobFiles } from './jobFiles';
import type { Job, Jobs } from './jobs';

/**
 * What has been checked of the chosen job: all of it, as it is on disk, or only opened files. `none`: no job is chosen.
 */
type CheckState = 'none' | 'unchecked' | 'checking' | 'checked';

/** The files of a job, and whether a preparation is writing to them. */
export interface SeenJob {
  readonly job: Job;
  readonly files: JobFiles;
  readonly isRunning: boolean;
}

/** Receives what is being done, and the progress in percent. */
type Report = (message: string | undefined, percentage: number | undefined) => void;

/** Bytes of all files together. Larger jobs are checked only on request. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Checks the chosen job from disk while somebody looks at it, so that its state includes files that no editor has open.
 * Also checks any folder on request.
 */
export class JobCheck implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private folder: string | undefined;
  /** The state of the files when they were last checked. */
  private seen: string | undefined;
  private cancellation: vscode.CancellationTokenSource | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly server: LanguageServer,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = vscode.Disposable.from(
      jobs.onDidChange(() => {
        this.follow(jobs.current);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // The server drops its findings in a document that is closed: the job has to be checked again.
        if (this.folder !== undefined && uri.toString().startsWith(`${this.folder}/`)) this.seen = undefined;
      }),
    );
    this.enter('none');
  }

  /** Call this while somebody looks at the chosen job, whenever its files may have changed. */
  see({ job, files, isRunning }: SeenJob): void {
    this.follow(job);
    if (job.folder.scheme !== 'file' || !vscode.workspace.isTrusted || isRunning || this.server.state === 'crashed')
      return;
    const found = [...files.tables.values(), files.jobFile, files.journal, files.jrm].filter(
      (file) => file !== undefined,
    );
    const seen = found
      .map(({ uri, size, modifiedAt }: FoundFile) => `${uri.toString()} ${size} ${modifiedAt}`)
      .join('\n');
    if (seen === this.seen) return;
    this.seen = seen;
    this.cancellation?.cancel();
    if (found.reduce((sum, { size }) => sum + size, 0) > LARGEST) this.enter('unchecked');
    else void this.runInBackground(job.folder);
  }

  /**
   * Checks a folder from disk, whatever the size of its files.
   *
   * @returns undefined if it was cancelled
   * @throws the server's Error
   */
  run(folder: vscode.Uri, report: Report, token: vscode.CancellationToken): Promise<ValidateJobResult | undefined> {
    return this.validate({ folder: folder.toString() }, report, token);
  }

  private async validate(
    params: ValidateJobParams,
    report: Report,
    token: vscode.CancellationToken,
  ): Promise<ValidateJobResult | undefined> {
    const result = await this.server.requestWithProgress<ValidateJobResult>(validateJobRequest, params, report, token);
    if (result === undefined || result.cancelled) return undefined;
    if (params.folder === this.folder) this.enter('checked');
    return result;
  }

  private async runInBackground(folder: vscode.Uri): Promise<void> {
    const cancellation = new vscode.CancellationTokenSource();
    this.cancellation = cancellation;
    this.enter('checking');
    let isChecked = false;
    try {
      isChecked =
        (await this.validate(
          { folder: folder.toString(), isInBackground: true },
          () => undefined,
          cancellation.token,
        )) !== undefined;
    } catch (error) {
      this.log.warn(
        `The job in ${folder.fsPath} could not be checked: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    cancellation.dispose();
    if (this.cancellation !== cancellation) return;
    this.cancellation = undefined;
    if (!isChecked) this.enter('unchecked');
  }

  /** Forgets the state of the previous job. */
  private follow(job: Job | undefined): void {
    const folder = job?.folder.toString();
    if (folder === this.folder) return;
    this.folder = folder;
    this.seen = undefined;
    this.cancellation?.cancel();
    this.cancellation = undefined;
    this.enter(folder === undefined ? 'none' : 'unchecked');
  }

  private enter(state: CheckState): void {
    void vscode.commands.executeCommand('setContext', 'sneakernet.jobCheck', state);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.cancellation?.cancel();
  }
}
