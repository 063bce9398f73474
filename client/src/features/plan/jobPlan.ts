import type { PlanResult, PlanSummary } from '../../../../src-runner/src/protocol';
import type { FileVersions } from '../../jobs/fileVersions';
import type { Words } from '../../webview/words';

/** The result of planning a job. */
export interface JobPlan {
  /** The name of the job. */
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly plannedAt: number;
  /** The versions of the CSVs and settings that the plan is based on. */
  readonly versions: FileVersions;
  /** Undefined if the runner could not look at the job; then `messages` say why. */
  readonly result: PlanResult | undefined;
  /** The beginnings of paths in the datasets that do not exist on this machine and are not mapped, such as `F:\\`. */
  readonly unmapped: readonly string[];
  /** The runner's messages for people. */
  readonly messages: readonly string[];
}

/** Reads what `sneakernet plan --format json` wrote; undefined where it is nothing of the kind. */
export function parsePlanResult(text: string): PlanResult | undefined {
  try {
    const value = JSON.parse(text) as Partial<PlanResult> | null;
    return value?.plan !== undefined && Array.isArray(value.findings) && value.counts !== undefined
      ? (value as PlanResult)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The runner's messages for a page: without duplicates and without the program's name in front. */
export function messageLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^sneakernet: /, '').trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** The number of drives needed: those that get data, and those that are missing. */
export function drivesNeeded({ drives, leftOver }: PlanSummary): number {
  return drives.filter(({ files }) => files > 0).length + (leftOver?.drives ?? 0);
}

/** A plan in one sentence. */
export function planSentence({ result, job }: JobPlan, { localize, quantities }: Words): string {
  if (!result) return localize('{0} could not be planned.', job);
  const { plan, counts } = result;
  if (!plan) return localize('There is no plan because of errors. Errors: {0}.', quantities.count(counts.errors));
  const { files, bytes, jobs } = plan;
  return localize(
    'Files: {0} ({1}). Drives: {2}. Import jobs: {3}.',
    quantities.count(files),
    quantities.size(bytes),
    quantities.count(drivesNeeded(plan)),
    quantities.count(jobs),
  );
}

/** Whether drives can be prepared according to the plan. */
export function isPreparable({ result }: JobPlan): boolean {
  return result?.plan != null && result.plan.leftOver === undefined && result.counts.errors === 0;
}
