import type { Memento } from 'vscode';
import type { JobPlan } from './jobPlan';

const KEY = 'sneakernet.plans';
/** The number of jobs whose last plan is kept across windows. */
const KEPT_JOBS = 5;
/** The most items kept of each list in a plan, because it is loaded whenever the workspace is opened. */
const KEPT_ITEMS = 100;

/** The last plan of each job, by the URI of its folder. */
export class PlanMemory {
  private readonly plans = new Map<string, JobPlan>();

  constructor(private readonly memory: Memento) {
    for (const [folder, plan] of memory.get<readonly (readonly [string, JobPlan])[]>(KEY, []))
      if (isPlan(plan)) this.plans.set(folder, plan);
  }

  get(folder: string): JobPlan | undefined {
    return this.plans.get(folder);
  }

  set(folder: string, plan: JobPlan): void {
    // The last planned job goes to the end.
    this.plans.delete(folder);
    this.plans.set(folder, plan);
    void this.memory.update(
      KEY,
      [...this.plans].slice(-KEPT_JOBS).map(([key, value]) => [key, shortened(value)]),
    );
  }
}

function shortened(plan: JobPlan): JobPlan {
  const { result } = plan;
  if (!result) return plan;
  const { findings, moreFindings, plan: summary } = result;
  const kept = findings.slice(0, KEPT_ITEMS);
  const leftOver = summary?.leftOver && {
    ...summary.leftOver,
    tooLarge: summary.leftOver.tooLarge.slice(0, KEPT_ITEMS),
  };
  const drives =
    summary?.drives.map((drive) => ({
      ...drive,
      containers: drive.containers.slice(0, KEPT_ITEMS),
      directories: drive.directories.slice(0, KEPT_ITEMS),
    })) ?? [];
  return {
    ...plan,
    result: {
      ...result,
      plan: summary && { ...summary, leftOver, drives },
      findings: kept,
      moreFindings: moreFindings + findings.length - kept.length,
    },
  };
}

/** Plans saved by earlier versions lack the versions of their files. */
function isPlan({ versions }: Partial<JobPlan>): boolean {
  return versions !== undefined;
}
