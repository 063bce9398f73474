import { rmSync } from 'node:fs';
import type { SessionParameters } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import type { JobPlan } from '../plan/jobPlan';
import { loadPlan, PlanFileError } from '../plan/planFile';
import { codeOf } from '../model/systemError';

/** Loads the plan from which a session continues. @throws PlanFileError */
export function loadSessionPlan({ sessionId, planFile, planSha256 }: SessionParameters): JobPlan {
  try {
    return loadPlan(planFile, planSha256);
  } catch (error) {
    if (error instanceof PlanFileError) throw error;
    const code = codeOf(error);
    throw new PlanFileError(
      sentence`${planFile} cannot be read (${code}), but session "${sessionId}" needs it to continue. Restore it, or start again with a new journal.`,
      { cause: error },
    );
  }
}

/** Nobody needs the saved plan once the session is over. */
export function removePlan(path: string): void {
  rmSync(path, { force: true });
}
