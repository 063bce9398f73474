import { relative } from 'node:path';
import * as vscode from 'vscode';
import { editorSettings } from '../../jobs/editorSettings';
import type { Job, Jobs } from '../../jobs/jobs';
import type { Runner } from '../../runner/runner';
import type { Runs } from '../../runs/runs';
import { isRunnerTask, taskCommandLine } from './taskCommandLine';
import type { RunnerTaskDefinition } from './taskCommandLine';

const TYPE = 'sneakernet';

/**
 * The task type `sneakernet`: runs the runner in a terminal. Its findings go to the Problems panel, and its exit code
 * is the task's.
 */
export class RunnerTasks implements vscode.TaskProvider, vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly runs: Runs,
  ) {
    this.registration = vscode.tasks.registerTaskProvider(TYPE, this);
  }

  /** A task for every possible action on each job. */
  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const jobs = await this.jobs.ready();
    return jobs.flatMap((job) => {
      const folder = vscode.workspace.getWorkspaceFolder(job.folder);
      if (folder?.uri.scheme !== 'file') return [];
      return this.definitionsOf(job, folder).map((definition) =>
        this.taskOf(definition, folder, `${definition.task} ${job.name}`),
      );
    });
  }

  /** Completes a task from tasks.json. */
  resolveTask({ definition, name, scope }: vscode.Task): vscode.Task | undefined {
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    if (!folder || !isRunnerTask(definition)) return undefined;
    // The definition has to stay the same, as VS Code finds the task by it.
    return this.taskOf(definition, folder, name);
  }

  private definitionsOf(job: Job, { uri }: vscode.WorkspaceFolder): RunnerTaskDefinition[] {
    const path = (file: vscode.Uri): string => relative(uri.fsPath, file.fsPath).replaceAll('\\', '/');
    const tables = { dataset: job.datasets.map(path), driveset: job.drivesets.map(path) };
    const session = { journal: path(job.journal), session: job.sessionId };
    const open = this.runs.openSession(job);
    const hasBegun = (this.runs.sessionsOf(job)?.sessions.length ?? 0) > 0;
    return [
      { type: TYPE, task: 'validate', ...tables },
      { type: TYPE, task: 'plan', ...tables },
      // A further session needs its own id and images: the command asks for them, and a task in tasks.json names them.
      ...(hasBegun ? [] : [{ type: TYPE, task: 'prep' as const, ...tables, ...session }]),
      ...(open?.resumeRefusal === null
        ? [{ type: TYPE, task: 'resume' as const, journal: session.journal, session: open.sessionId }]
        : []),
      { type: TYPE, task: 'verify', jrm: path(job.jrm) },
    ];
  }

  private taskOf(definition: RunnerTaskDefinition, folder: vscode.WorkspaceFolder, name: string): vscode.Task {
    const { args, cwd } = taskCommandLine(definition, folder.uri.fsPath, editorSettings(folder.uri));
    const execution = new vscode.ProcessExecution(process.execPath, [this.runner.module, ...args], {
      cwd,
      env: { ...this.runner.variables },
    });
    return new vscode.Task(definition, folder, name, TYPE, execution, '$sneakernet');
  }

  dispose(): void {
    this.registration.dispose();
  }
}
