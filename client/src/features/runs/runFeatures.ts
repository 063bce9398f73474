import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Jobs } from '../../jobs/jobs';
import type { Runner } from '../../runner/runner';
import { Runs } from '../../runs/runs';
import { RunStore } from '../../runs/runStore';
import type { Feature } from '../../startExtension';
import { PrepareDrives } from '../prepare/prepareDrives';
import { SessionCommands } from '../sessions/sessionCommands';
import { VerifyDrive } from '../verify/verifyDrive';
import { RunNotices } from './runNotices';
import { RunsView } from './runsView';

/** What the features that start and follow runs are made of. */
export interface RunSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly jobs: Jobs;
  readonly runner: Runner;
  readonly log: vscode.LogOutputChannel;
}

/** Preparing drives, and everything that belongs to it. */
export function runFeatures({ context, jobs, runner, log }: RunSurroundings): Feature[] {
  // A window without a folder has no storage of its own.
  const storage = context.storageUri ?? context.globalStorageUri;
  const runs = new Runs(jobs, runner, new RunStore(join(storage.fsPath, 'runs')), log);
  const view = new RunsView(runs);
  const notices = new RunNotices(jobs, runs, view);
  return [runs, view, notices, new PrepareDrives(jobs, runner, runs, notices, context.workspaceState), new SessionCommands(jobs, runner, runs, notices), new VerifyDrive(jobs, runs, notices)];
}
