import * as vscode from 'vscode';
import { basename } from '../../workbench/basename';
import type { DriveLooks } from '../../runs/driveLooks';
import { findJobFiles } from '../../jobs/jobFiles';
import type { FoundFile, JobFiles } from '../../jobs/jobFiles';
import type { JobCheck } from '../../jobs/jobCheck';
import type { JobProblems } from '../../jobs/jobProblems';
import type { Job, Jobs } from '../../jobs/jobs';
import { jobStateOf, sessionsThatCount } from '../../jobs/jobState';
import { countProblems } from '../../jobs/problem';
import { Quantities } from '../../workbench/quantities';
import type { Runs } from '../../runs/runs';
import { Throttle } from '../../workbench/throttle';
import { NodeTree } from '../../views/nodeTree';
import type { Words } from '../../webview/words';
import type { Plans } from '../plan/plans';
import type { JobTreeFacts, JobTreeFile } from './jobTree';

/** Limits updates: a preparation writes its journal many times a second. */
const INTERVAL_MILLISECONDS = 1000;
/**
 * Milliseconds between two looks at the images while the view is visible. They may lie anywhere, so that writes to them
 * raise no events.
 */
const LOOK_INTERVAL = 5000;
const COMPANIONS = '*.{[jJ][rR][nN],recovery,[jJ][rR][mM],xml,lock,json,csv}';

/** What a host that can start processes adds to the view. */
export interface JobRunners {
  readonly runs: Pick<Runs, 'onDidChange' | 'runningOn' | 'sessionsOf'>;
  readonly plans: Pick<Plans, 'changesSince' | 'of' | 'onDidPlan'>;
  readonly check: Pick<JobCheck, 'see'>;
  readonly looks: Pick<DriveLooks, 'of'>;
}

/** The view *Job*: files, findings, plan and state of the chosen job, and the command that chooses one. */
export class JobView implements vscode.Disposable {
  private readonly tree = new NodeTree('sneakernet.job');
  private readonly throttle = new Throttle(() => void this.refresh(), INTERVAL_MILLISECONDS);
  private readonly subscriptions: vscode.Disposable;
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private watcher: vscode.Disposable | undefined;
  private watched: string | undefined;
  private refreshes = 0;
  private readonly timer = setInterval(() => {
    if (this.tree.view.visible && this.hasDrives) this.throttle.request();
  }, LOOK_INTERVAL);
  private hasDrives = false;

  constructor(
    private readonly jobs: Jobs,
    private readonly problems: JobProblems,
    private readonly runners: JobRunners | undefined,
  ) {
    const request = (): void => {
      this.throttle.request();
    };
    this.subscriptions = vscode.Disposable.from(
      jobs.onDidChange(request),
      problems.onDidChange(request),
      vscode.workspace.onDidGrantWorkspaceTrust(request),
      vscode.workspace.onDidCloseTextDocument(request),
      this.tree.view.onDidChangeVisibility(request),
      ...(runners ? [runners.plans.onDidPlan(request), runners.runs.onDidChange(request)] : []),
      vscode.commands.registerCommand('sneakernet.selectJob', () => this.jobs.pick()),
    );
  }

  private async refresh(): Promise<void> {
    if (!this.tree.view.visible) return;
    const number = ++this.refreshes;
    const job = this.jobs.current;
    this.watch(job);
    this.tree.view.description = job?.name ?? '';
    if (!job) {
      const jobs = this.jobs.all;
      // If no job is chosen, the view asks for one; if there is none, its welcome text does.
      this.tree.show(
        jobs.length === 0
          ? []
          : [
              {
                id: 'select',
                label: vscode.l10n.t('Select Job…'),
                icon: 'list-selection',
                command: { id: 'sneakernet.selectJob', title: vscode.l10n.t('Select Job…') },
              },
            ],
      );
      return;
    }
    const files = await findJobFiles(job);
    const [{ jobTree }, changes, doubts] = await Promise.all([
      import('./jobTree'),
      this.runners?.plans.changesSince(job) ?? [],
      this.doubtsOf(job),
    ]);
    // A newer refresh has been started in the meantime.
    if (number !== this.refreshes) return;
    this.tree.show(jobTree(this.factsOf(job, files, changes, doubts), this.words));
    this.runners?.check.see({ job, files, isRunning: this.isPrepared(job) });
  }

  private factsOf(job: Job, files: JobFiles, changes: readonly string[], doubts: readonly string[]): JobTreeFacts {
    const plan = this.runners?.plans.of(job);
    const table = (uri: vscode.Uri): JobTreeFile => this.fileOf(uri, files.tables.get(uri.toString()));
    return {
      folder: job.folder.toString(),
      state: jobStateOf(files.journal !== undefined, this.isPrepared(job), this.runners?.runs.sessionsOf(job)),
      doubts,
      datasets: job.datasets.map(table),
      drivesets: job.drivesets.map(table),
      jobFile: this.fileOf(vscode.Uri.joinPath(job.folder, 'job.json'), files.jobFile),
      journal: this.fileOf(job.journal, files.journal),
      jrm: this.fileOf(job.jrm, files.jrm),
      driveInfos: files.driveInfos.map((file) => this.fileOf(file.uri, file)),
      plan,
      changedSincePlan: changes,
      canRun: this.runners !== undefined && vscode.workspace.isTrusted,
    };
  }

  /** The current doubts about finished drives. */
  private async doubtsOf(job: Job): Promise<string[]> {
    const sessions = this.runners?.runs.sessionsOf(job);
    const drives = sessions
      ? sessionsThatCount(sessions).flatMap((session) =>
          session.drives.filter(({ state }) => state === 'Verified').map((drive) => ({ session, drive })),
        )
      : [];
    this.hasDrives = drives.length > 0;
    if (!this.runners || job.folder.scheme !== 'file') return [];
    const { looks } = this.runners;
    const { driveDoubt } = await import('./jobTree');
    const said = await Promise.all(
      drives.map(async ({ session, drive }) => {
        const look = await looks.of(job.folder.fsPath, session, drive);
        return driveDoubt(drive.drive, drive.target, look, this.words);
      }),
    );
    return said.filter((doubt) => doubt !== undefined);
  }

  private isPrepared(job: Job): boolean {
    return this.runners?.runs.runningOn(job.journal.fsPath) !== undefined;
  }

  private fileOf(uri: vscode.Uri, file: FoundFile | undefined): JobTreeFile {
    return {
      uri: uri.toString(),
      name: basename(uri.path),
      size: file?.size,
      problems: countProblems(this.problems.of(uri)),
    };
  }

  /** Watches the folders of the job's CSVs and of its journal. */
  private watch(job: Job | undefined): void {
    const folders = job
      ? [
          ...new Map(
            [job.folder, vscode.Uri.joinPath(job.journal, '..')].map((folder) => [folder.toString(), folder]),
          ).values(),
        ]
      : [];
    const key = folders.join(' ');
    if (key === this.watched) return;
    this.watched = key;
    this.watcher?.dispose();
    const request = (): void => {
      this.throttle.request();
    };
    this.watcher = vscode.Disposable.from(
      ...folders.flatMap((folder) => {
        const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, COMPANIONS));
        return [watcher, watcher.onDidCreate(request), watcher.onDidChange(request), watcher.onDidDelete(request)];
      }),
    );
  }

  dispose(): void {
    clearInterval(this.timer);
    this.subscriptions.dispose();
    this.throttle.dispose();
    this.watcher?.dispose();
    this.tree.dispose();
  }
}
