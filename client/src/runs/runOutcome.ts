import type { SessionReport } from '../../../src-runner/src/protocol';
import type { RunProgress } from './runProgress';

/** How a process ended; undefined of one that another window had started. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * How a run ended.
 *
 * - `done`: all is on the drives.
 * - `stopped`: it was asked to stop, and can be resumed.
 * - `crashed`: its process ended without a word, and it can be resumed.
 * - `incomplete`: a drive or files failed; the rest is done, and it can be resumed.
 * - `needs-drives`: not all fits; nothing was written.
 * - `cancelled`: it was stopped before anything began.
 * - `refused`: nothing began, and the runner has said why.
 */
export type RunOutcome = 'done' | 'stopped' | 'crashed' | 'incomplete' | 'needs-drives' | 'cancelled' | 'refused';

const CANCELLED = 130;

/** What the journal says of a session, as far as it tells how its last run came out. */
type JournalWords = Pick<SessionReport, 'state'> & {
  readonly drives: readonly Pick<SessionReport['drives'][number], 'state'>[];
};

/**
 * @param session what the journal says of the run's session; undefined where it has none, or cannot be read
 */
export function outcomeOf(
  { summary, hasBegun, errors, findingCount }: Pick<RunProgress, 'summary' | 'hasBegun' | 'errors' | 'findingCount'>,
  session: JournalWords | undefined,
  end: ProcessEnd | undefined,
): RunOutcome {
  switch (summary?.outcome) {
    case 'completed':
      return 'done';
    case 'interrupted':
      return 'stopped';
    case 'failed':
      return 'incomplete';
    case 'needs-drives':
      return 'needs-drives';
    case undefined:
      break;
  }
  if (!hasBegun) {
    if (session?.state === 'NeedsDrives') return 'needs-drives';
    // Killed between the journal's first records and the first event.
    if (session?.state === 'Started' && end?.code !== 1 && end?.code !== 2) return 'crashed';
    // Who refuses says why.
    return end?.code === CANCELLED || (end === undefined && errors.length === 0) ? 'cancelled' : 'refused';
  }
  const outcome = (session && outcomeInJournal(session)) ?? 'crashed';
  return outcome === 'stopped' && findingCount > 0 ? 'incomplete' : outcome;
}

/** How a session stands that has no process any more; undefined of one that is no run's business: it was given up, or taken over. */
export function outcomeInJournal({ state, drives }: JournalWords): RunOutcome | undefined {
  switch (state) {
    case 'Completed':
      return 'done';
    case 'NeedsDrives':
      return 'needs-drives';
    case 'Interrupted':
      return drives.some((drive) => drive.state === 'Failed') ? 'incomplete' : 'stopped';
    case 'Started':
    case 'Resumed':
      return 'crashed';
    case 'Continued':
    case 'Aborted':
      return undefined;
  }
}

/**
 * How a run came out whose events nobody has seen: one of a terminal, say.
 *
 * @param before what the journal said before it began
 * @returns undefined where nothing came of it
 */
export function silentOutcome(
  session: JournalWords | undefined,
  before: Pick<SessionReport, 'state'> | undefined,
): RunOutcome | undefined {
  // A session that is complete is not begun again: whoever tried was refused.
  if (!session || before?.state === 'Completed') return undefined;
  return outcomeInJournal(session);
}

/** How a verification ended: `incomplete` where a drive is not as it was written. */
export function verificationOutcome(
  { drives, errors }: Pick<RunProgress, 'drives' | 'errors'>,
  end: ProcessEnd | undefined,
): RunOutcome {
  const verdicts = [...drives.values()].map(({ verdict }) => verdict);
  if (end?.code === CANCELLED) return 'cancelled';
  if (verdicts.length === 0 || verdicts.includes(undefined))
    return errors.length > 0 ? 'refused' : end === undefined || end.signal === 'SIGTERM' ? 'cancelled' : 'crashed';
  return errors.length === 0 && verdicts.every((verdict) => verdict?.isSound) ? 'done' : 'incomplete';
}

/** How a run stands in the tree. */
export type RunPhase = 'running' | 'interrupted' | 'failed' | 'done';

/** The phase that an outcome leads to. */
export const phaseOf: Readonly<Record<RunOutcome, Exclude<RunPhase, 'running'>>> = {
  done: 'done',
  stopped: 'interrupted',
  crashed: 'interrupted',
  incomplete: 'failed',
  'needs-drives': 'failed',
  cancelled: 'failed',
  refused: 'failed',
};
