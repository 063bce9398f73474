import type { SessionReport } from '../../../src-runner/src/protocol';
import { phaseOf } from './runOutcome';
import type { RunOutcome, RunPhase } from './runOutcome';
import { RunProgress } from './runProgress';
import type { RunFiles, RunRecord } from './runStore';

/** A preparation or verification that is running or has ended. */
export class Run {
  readonly progress: RunProgress;
  /** Its session when the journal was last read. */
  session: SessionReport | undefined;
  /** True once a stop was requested. */
  isStopping = false;

  /**
   * @param files undefined while a run that was started elsewhere, in a terminal say, is running
   * @param events the file of its events, if it writes one
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

  /** Its duration so far, in milliseconds. */
  duration(now: number): number {
    const end = this.record.ended === undefined ? now : Date.parse(this.record.ended);
    return Math.max(0, end - Date.parse(this.record.started));
  }

  /** The JRM that was written or, for a verification, the one that is verified. */
  get jrm(): string | undefined {
    if (this.isVerification) return this.record.journal;
    return this.progress.summary?.jrm?.path ?? (this.outcome === 'done' ? this.session?.jrm : undefined);
  }

  get log(): string | undefined {
    return this.progress.summary?.log ?? this.session?.log;
  }
}
