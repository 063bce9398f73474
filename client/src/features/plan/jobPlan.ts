import type { PlanResult, PlanSummary } from '../../../../src-runner/src/protocol';
import type { FileVersions } from '../../jobs/fileVersions';
import type { Words } from '../../webview/words';

/** What planning a job came to. */
export interface JobPlan {
  /** The name of the job. */
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly plannedAt: number;
  /** The CSVs and settings that it was made of, as they were. */
  readonly versions: FileVersions;
  /** Undefined where the runner could not even look at the job; then `messages` say why. */
  readonly result: PlanResult | undefined;
  /** What paths of the datasets begin with that are none of this machine, and that nobody has mapped: `F:\\`. */
  readonly unmapped: readonly string[];
  /** What the runner said to people. */
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

/** The runner's messages for a page: each once, without its own name in front. */
export function messageLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^sneakernet: /, '').trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** How many drives get data, and how many are lacking. */
export function drivesNeeded({ drives, leftOver }: PlanSummary): number {
  return drives.filter(({ files }) => files > 0).length + (leftOver?.drives ?? 0);
}

/** A plan in one sentence. */
export function planSentence({ result, job }: JobPlan, { localize, quantities }: Words): string {
  if (!result) return localize('{0} could not be planned.', job);
  const { plan, counts } = result;
  if (!plan)
    return localize('Nothing is planned: errors stand against it. Errors: {0}.', quantities.count(counts.errors));
  const { files, bytes, jobs } = plan;
  return localize(
    'Files: {0} ({1}). Drives: {2}. Import jobs: {3}.',
    quantities.count(files),
    quantities.size(bytes),
    quantities.count(drivesNeeded(plan)),
    quantities.count(jobs),
  );
}

/** True where preparing drives would do what the plan says. */
export function isPreparable({ result }: JobPlan): boolean {
  return result?.plan != null && result.plan.leftOver === undefined && result.counts.errors === 0;
}
