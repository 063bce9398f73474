import type * as vscode from 'vscode';
import { BackupRecords } from '../jobs/backupRecords';
import { DriveLooks } from '../jobs/driveLooks';
import { FileDigests } from '../jobs/fileDigest';
import type { JobCheck } from '../jobs/jobCheck';
import type { JobProblems } from '../jobs/jobProblems';
import type { Jobs } from '../jobs/jobs';
import type { LanguageServer } from '../languageServer';
import type { Runner } from '../runner/runner';
import type { Runs } from '../runs/runs';
import type { Feature } from '../startExtension';
import { PreShipmentChecklist } from './checklist/preShipmentChecklist';
import { CompareJrm } from './compare/compareJrm';
import { JobView } from './jobView/jobView';
import { PlanJob } from './plan/planJob';
import type { PlanProblems } from './plan/planProblems';
import { CopyForUpload } from './upload/copyForUpload';

/** What the features around the chosen job are made of. */
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

/** What can be seen and asked of the chosen job where the runner can be started. */
export function jobFeatures({ context, server, jobs, problems, check, runner, runs, planProblems }: JobFeatureParts): Feature[] {
  const plans = new PlanJob(jobs, runner, planProblems, context);
  const backups = new BackupRecords(context.globalState);
  const digests = new FileDigests();
  const looks = new DriveLooks(runs, digests);
  return [
    plans,
    new JobView(jobs, problems, { runs, plans, check, looks }),
    new PreShipmentChecklist(jobs, { server, runner, runs, backups, digests, looks }, context),
    new CopyForUpload(jobs, runs),
    new CompareJrm(server, jobs),
  ];
}
