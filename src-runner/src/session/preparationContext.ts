import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import type { TargetState } from '../drives/drive';
import type { JobWatch } from '../job/jobOptions';
import type { PlanSummary } from '../plan/planSummary';
import type { DrivePhase, PrepEvent, Progress } from '../report/prepEvents';
import type { RunLog } from '../report/runLog';
import type { SecretMask } from '../report/secretMask';
import type { SessionSummary } from '../report/summary';
import type { KeyStretching } from '../threads/keyStretching';
import type { ThreadCrew } from '../threads/threadCrew';

/** Receives everything that a preparation reports. No secret gets through it. */
export interface PreparationObserver {
  say(message: string, severity?: 'error' | 'warning' | 'information'): void;
  tell(event: PrepEvent): void;
  progress(drive: string, phase: DrivePhase, progress: Progress): void;
  endProgress(drive: string): void;
  /** The secrets that must never be shown. */
  readonly mask: SecretMask;
  /** Shows the plan, before anybody is asked to agree to it. */
  showPlan(plan: PlanSummary): void;
  /** From here on, everything is also logged. */
  logTo(log: RunLog): void;
  readonly logPath: string | undefined;
  /** Reports that an output cannot be written any more. */
  sayFailure(error: unknown): void;
  summarise(summary: SessionSummary): void;
}

/** A drive that is about to be written from its beginning. */
export interface DriveToErase {
  /** Its number in its session. */
  readonly number: number;
  readonly letter: string;
  readonly target: string;
  /** PromptOnFormat of the driveset. */
  readonly prompts: boolean;
}

/** For each drive, by its number: the state of the target that somebody agreed to overwrite. */
export type AgreedTargets = ReadonlyMap<number, TargetState>;

/**
 * Asks before anything is lost.
 *
 * @param isResumed whether the session is being resumed. A command that was told not to ask then only means the
 * session's own medium
 * @returns undefined if the answer was no
 * @throws UsageError if nobody can answer
 * @throws TargetError for a target that cannot be written or read
 */
export type AskToErase = (drives: readonly DriveToErase[], isResumed: boolean) => Promise<AgreedTargets | undefined>;

/** What a preparation works with. */
export interface PreparationContext {
  readonly crew: ThreadCrew;
  readonly keys: KeyStretching;
  readonly observer: PreparationObserver;
  readonly watch: JobWatch;
  readonly askToErase: AskToErase;
  /** The credential of the storage account for the manifests. */
  readonly credential: ManifestCredential | undefined;
  /** The creator that the manifests and the volumes name. */
  readonly clientCreator: string;
}

/**
 * How a preparation ended. `needs-drives`: not all files fit, and nothing was written; `refused`: something prevents
 * it, and has been reported; `not-agreed`: the answer to a question was no.
 */
export type PreparationEnd = SessionSummary['outcome'] | 'refused' | 'not-agreed' | 'aborted';
