import type * as vscode from 'vscode';
import type { Jobs } from '../../jobs/jobs';
import type { Runner } from '../../runner/runner';
import type { Runs } from '../../runs/runs';
import type { Feature } from '../../startExtension';
import type { PlanProblems } from '../plan/planProblems';
import { PrepareDrives } from '../prepare/prepareDrives';
import { SessionCommands } from '../sessions/sessionCommands';
import { RunnerTasks } from '../tasks/runnerTasks';
import { VerifyDrive } from '../verify/verifyDrive';
import { RunNotices } from './runNotices';
import { RunsView } from './runsView';

/** What the features that start and follow runs are made of. */
export interface RunSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly jobs: Jobs;
  readonly runner: Runner;
  readonly runs: Runs;
  readonly planProblems: PlanProblems;
}

/** Preparing drives, and everything that belongs to it. */
export function runFeatures({ context, jobs, runner, runs, planProblems }: RunSurroundings): Feature[] {
  const view = new RunsView(runs);
  const notices = new RunNotices(jobs, runs, view);
  return [view, notices, new PrepareDrives(jobs, runner, runs, notices, planProblems, context.workspaceState), new SessionCommands(jobs, runner, runs, notices), new VerifyDrive(jobs, runs, notices), new RunnerTasks(jobs, runner, runs)];
}
