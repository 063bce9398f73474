import type { SessionReport } from '../../../src-runner/src/protocol';
import type { RunProgress } from './runProgress';

/** How a process ended; undefined if another window had started it. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * How a run ended.
 *
 * - `done`: everything is on the drives.
 * - `stopped`: it was asked to stop, and can be resumed.
 * - `crashed`: its process ended without a message, and it can be resumed.
 * - `incomplete`: a drive or files failed; the rest is done, and it can be resumed.
 * - `needs-drives`: not everything fits; nothing was written.
 * - `cancelled`: it was stopped before anything began.
 * - `refused`: nothing began, and the runner has said why.
 */
export type RunOutcome = 'done' | 'stopped' | 'crashed' | 'incomplete' | 'needs-drives' | 'cancelled' | 'refused';

const CANCELLED = 130;

/** The parts of a session in the journal that tell how its last run ended. */
type JournalWords = Pick<SessionReport, 'state'> & {
  readonly drives: readonly Pick<SessionReport['drives'][number], 'state'>[];
};

/** @param session the run's session in the journal; undefined if it has none, or the journal cannot be read */
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
    // A runner that refuses reports an error.
    return end?.code === CANCELLED || (end === undefined && errors.length === 0) ? 'cancelled' : 'refused';
  }
  const outcome = (session && outcomeInJournal(session)) ?? 'crashed';
  return outcome === 'stopped' && findingCount > 0 ? 'incomplete' : outcome;
}

/**
 * The state of a session whose process has ended; undefined if it was aborted or taken over, so that there is no run to
 * show.
 */
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
 * The outcome of a run whose events nobody has seen, such as one from a terminal.
 *
 * @param before the session in the journal before the run
 * @returns undefined if the run changed nothing
 */
export function silentOutcome(
  session: JournalWords | undefined,
  before: Pick<SessionReport, 'state'> | undefined,
): RunOutcome | undefined {
  // A complete session cannot be started again: the attempt was refused.
  if (!session || before?.state === 'Completed') return undefined;
  return outcomeInJournal(session);
}

/** How a verification ended: `incomplete` if a drive is not as it was written. */
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

/** The state of a run in the tree. */
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
