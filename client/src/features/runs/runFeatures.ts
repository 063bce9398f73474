import type * as vscode from 'vscode';
import type { Jobs } from '../../jobs/jobs';
import { LateFeature } from '../../workbench/lateFeature';
import type { Runner } from '../../runner/runner';
import type { Runs } from '../../runs/runs';
import type { Feature } from '../../workbench/lateFeature';
import type { PlanProblems } from '../plan/planProblems';
import { RunnerTasks } from '../tasks/runnerTasks';
import { RunsView } from './runsView';

/** What the features that start and follow runs are built from. */
export interface RunSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly jobs: Jobs;
  readonly runner: Runner;
  readonly runs: Runs;
  readonly planProblems: PlanProblems;
}

/** The features for preparing drives. */
export function runFeatures({ context, jobs, runner, runs, planProblems }: RunSurroundings): Feature[] {
  const view = new RunsView(runs);
  const notices = new LateFeature(async () => new (await import('./runNotices')).RunNotices(jobs, runs, view));
  return [
    view,
    notices,
    runs.onDidEnd(async (run) => (await notices.get()).tellEnd(run)),
    new LateFeature(
      async () =>
        new (await import('../prepare/prepareDrives')).PrepareDrives(
          jobs,
          runner,
          runs,
          await notices.get(),
          planProblems,
          context.workspaceState,
        ),
      {
        commands: { 'sneakernet.prepareDrives': (prepare, target) => prepare.run(target) },
      },
    ),
    new LateFeature(
      async () =>
        new (await import('../sessions/sessionCommands')).SessionCommands(jobs, runner, runs, await notices.get()),
      {
        commands: {
          'sneakernet.cancelPreparation': (sessions, target) => sessions.stop(target),
          'sneakernet.resumePreparation': (sessions, target, how) =>
            sessions.resume(target, (how as { readonly leaveOut?: readonly string[] } | undefined)?.leaveOut),
          'sneakernet.abortPreparation': (sessions, target) => sessions.abort(target),
        },
      },
    ),
    new LateFeature(
      async () => new (await import('../verify/verifyDrive')).VerifyDrive(jobs, runs, await notices.get()),
      {
        commands: { 'sneakernet.verifyDrive': (verify, target) => verify.run(target) },
      },
    ),
    new RunnerTasks(jobs, runner, runs),
  ];
}
