import * as vscode from 'vscode';
import { changedNames, versionsOf } from '../../jobs/fileVersions';
import { definingPaths } from '../../jobs/jobFiles';
import type { Job } from '../../jobs/jobs';
import type { JobPlan } from './jobPlan';
import { PlanMemory } from './planMemory';

/** The last plan of each job. */
export class Plans implements vscode.Disposable {
  private readonly planned = new vscode.EventEmitter<Job>();
  private readonly memory: PlanMemory;

  /** Fires when a job has been planned, whatever the result. */
  readonly onDidPlan = this.planned.event;

  constructor(memory: vscode.Memento) {
    this.memory = new PlanMemory(memory);
  }

  of(job: Job): JobPlan | undefined {
    return this.memory.get(job.folder.toString());
  }

  set(job: Job, plan: JobPlan): void {
    this.memory.set(job.folder.toString(), plan);
    this.planned.fire(job);
  }

  /** Names of a job's CSVs and settings that have changed since it was planned, checked now. */
  async changesSince(job: Job): Promise<readonly string[]> {
    const plan = this.of(job);
    return plan ? changedNames(plan.versions, await versionsOf(definingPaths(job))) : [];
  }

  dispose(): void {
    this.planned.dispose();
  }
}
