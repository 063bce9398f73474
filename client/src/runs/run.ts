import type { SessionReport } from '../../../src-runner/src/protocol';
import { phaseOf } from './runOutcome';
import type { RunOutcome, RunPhase } from './runOutcome';
import { RunProgress } from './runProgress';
import type { RunFiles, RunRecord } from './runStore';

/** A preparation or verification that runs, or has ended. */
export class Run {
  readonly progress: RunProgress;
  /** What the journal said of its session when that was looked at last. */
  session: SessionReport | undefined;
  /** True once a stop was asked for. */
  isStopping = false;

  /**
   * @param files undefined of a run that was started elsewhere, in a terminal say, while it runs
   * @param events the file of its events, where it writes one
   */
  constructor(
    public record: RunRecord,
    public files: RunFiles | undefined,
    readonly events: string | undefined,
  ) {
    this.progress = new RunProgress(this.isVerification);
  }

  get id(): string {
    return this.record.id;
  }

  get phase(): RunPhase {
    const { outcome } = this.record;
    return outcome === undefined ? 'running' : phaseOf[outcome];
  }

  get outcome(): RunOutcome | undefined {
    return this.record.outcome;
  }

  get isVerification(): boolean {
    return this.record.kind === 'verify';
  }

  /** Milliseconds that it took, or has taken by now. */
  duration(now: number): number {
    const end = this.record.ended === undefined ? now : Date.parse(this.record.ended);
    return Math.max(0, end - Date.parse(this.record.started));
  }

  /** The JRM that was written; of a verification, the one that it is about. */
  get jrm(): string | undefined {
    if (this.isVerification) return this.record.journal;
    return this.progress.summary?.jrm?.path ?? (this.outcome === 'done' ? this.session?.jrm : undefined);
  }

  get log(): string | undefined {
    return this.progress.summary?.log ?? this.session?.log;
  }
}
