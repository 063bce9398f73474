import * as vscode from 'vscode';
import { BackupRecords } from '../jobs/backupRecords';
import { DriveLooks } from '../runs/driveLooks';
import { FileDigests } from '../jobs/fileDigest';
import type { JobCheck } from '../jobs/jobCheck';
import type { JobProblems } from '../jobs/jobProblems';
import type { Jobs } from '../jobs/jobs';
import type { LanguageServer } from '../server/languageServer';
import { LateFeature } from '../workbench/lateFeature';
import type { Runner } from '../runner/runner';
import type { Runs } from '../runs/runs';
import type { Feature } from '../workbench/lateFeature';
import { COMPARISON_SCHEME, ComparisonFiles } from './compare/comparisonFiles';
import { JobView } from './jobView/jobView';
import type { PlanProblems } from './plan/planProblems';
import { Plans } from './plan/plans';

/** What the features for the chosen job are built from. */
export interface JobFeatureParts {
  readonly context: vscode.ExtensionContext;
  readonly server: LanguageServer;
  readonly jobs: Jobs;
  readonly problems: JobProblems;
  readonly check: JobCheck;
  readonly runner: Runner;
  readonly runs: Runs;
  readonly planProblems: PlanProblems;
}

/** The features for the chosen job that need the runner. */
export function jobFeatures({
  context,
  server,
  jobs,
  problems,
  check,
  runner,
  runs,
  planProblems,
}: JobFeatureParts): Feature[] {
  const plans = new Plans(context.workspaceState);
  const backups = new BackupRecords(context.globalState);
  const digests = new FileDigests();
  const looks = new DriveLooks(runs, digests);
  const comparisons = new ComparisonFiles(server);
  return [
    plans,
    new JobView(jobs, problems, { runs, plans, check, looks }),
    new LateFeature(
      async () => new (await import('./plan/planJob')).PlanJob(jobs, runner, plans, planProblems, context),
      {
        commands: {
          'sneakernet.planJob': (planJob, target) => planJob.run(target),
          'sneakernet.mapPath': (planJob, beginning, resource) => planJob.mapPath(beginning, resource),
        },
        pages: { 'sneakernet.plan': (planJob, panel, state) => planJob.restore(panel, state) },
      },
    ),
    new LateFeature(
      async () =>
        new (await import('./checklist/preShipmentChecklist')).PreShipmentChecklist(
          jobs,
          { server, runner, runs, backups, digests, looks },
          context,
        ),
      {
        commands: { 'sneakernet.preShipmentChecklist': (checklist, target) => checklist.run(target) },
        pages: { 'sneakernet.checklist': (checklist, panel, state) => checklist.restore(panel, state) },
      },
    ),
    new LateFeature(async () => new (await import('./upload/copyForUpload')).CopyForUpload(jobs, runs), {
      commands: { 'sneakernet.copyForUpload': (upload, target) => upload.run(target) },
    }),
    // Registered at once: an editor with a comparison is restored after a reload.
    vscode.workspace.registerFileSystemProvider(COMPARISON_SCHEME, comparisons, {
      isReadonly: true,
      isCaseSensitive: true,
    }),
    new LateFeature(async () => new (await import('./compare/compareJrm')).CompareJrm(comparisons, jobs), {
      commands: { 'sneakernet.compareJrmWithDriveset': (compare, target) => compare.run(target) },
    }),
  ];
}
