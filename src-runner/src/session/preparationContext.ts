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

/** Told everything that a preparation has to say. No secret passes it. */
export interface PreparationObserver {
  say(message: string, severity?: 'error' | 'warning' | 'information'): void;
  tell(event: PrepEvent): void;
  progress(drive: string, phase: DrivePhase, progress: Progress): void;
  endProgress(drive: string): void;
  /** What must never be said. */
  readonly mask: SecretMask;
  /** The plan, before anybody is asked to agree to it. */
  showPlan(plan: PlanSummary): void;
  /** From here on everything is logged, too. */
  logTo(log: RunLog): void;
  readonly logPath: string | undefined;
  /** What can be written no more. */
  sayFailure(error: unknown): void;
  summarise(summary: SessionSummary): void;
}

/** A drive that is about to be written from its beginning. */
export interface DriveToErase {
  /** In its session. */
  readonly number: number;
  readonly letter: string;
  readonly target: string;
  /** PromptOnFormat. */
  readonly prompts: boolean;
}

/** For each drive, by its number, what may be overwritten, as it was when somebody agreed to that. */
export type AgreedTargets = ReadonlyMap<number, TargetState>;

/**
 * Asks before something is lost.
 *
 * @param isResumed the session goes on: nobody meant another medium than its own when the whole command was told not to ask
 * @returns undefined where the answer was no
 * @throws UsageError where nobody can answer, TargetError for a target that cannot be written or read
 */
export type AskToErase = (drives: readonly DriveToErase[], isResumed: boolean) => Promise<AgreedTargets | undefined>;

/** What a preparation works with. */
export interface PreparationContext {
  readonly crew: ThreadCrew;
  readonly keys: KeyStretching;
  readonly observer: PreparationObserver;
  readonly watch: JobWatch;
  readonly askToErase: AskToErase;
  /** What the manifests are to say of the storage account. */
  readonly credential: ManifestCredential | undefined;
  /** What the manifests and the volumes say of who made them. */
  readonly clientCreator: string;
}

/**
 * How a preparation ended. `needs-drives`: not all files fit, and nothing was written; `refused`: something stands against it, which
 * has been said; `not-agreed`: somebody said no.
 */
export type PreparationEnd = SessionSummary['outcome'] | 'refused' | 'not-agreed' | 'aborted';
