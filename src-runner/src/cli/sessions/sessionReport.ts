import type { DriveState, SessionState, TargetKind } from '#core/journal/sessionRecords';

/** The output of `sneakernet sessions --json` (schemas/sessions.schema.json). */
export interface JournalSessions {
  readonly journal: string;
  /** `tool`: written by another program. */
  readonly origin: 'ours' | 'tool';
  /** The process that is working on it. */
  readonly running: {
    readonly pid: number;
    readonly host: string;
    readonly since: string;
    readonly sessionId: string;
  } | null;
  /** In the order in which they began. */
  readonly sessions: readonly SessionReport[];
}

export interface SessionReport {
  readonly sessionId: string;
  readonly state: SessionState;
  /** The session whose files it continues. */
  readonly continues: string | null;
  readonly jrm: string;
  readonly log: string;
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  /** The secret that `--resume` needs again. */
  readonly credential: 'storage-key' | 'container-sas' | null;
  readonly drives: readonly SessionReportDrive[];
  /** Why the session cannot be resumed, aborted, or given further drives; null if it can. */
  readonly resumeRefusal: string | null;
  readonly abortRefusal: string | null;
  readonly extendRefusal: string | null;
}

export interface SessionReportDrive {
  /** Its letter in the driveset. */
  readonly drive: string;
  /** Empty if it has none yet. */
  readonly driveId: string;
  readonly target: string;
  readonly kind: TargetKind;
  /** Bytes of the disk; 0 for an image that becomes as large as its contents. */
  readonly capacity: number;
  /** `Unused`: it gets no data. Null if it was not begun. */
  readonly state: DriveState | 'Unused' | null;
  /** When it reached that state, ISO 8601; null if it was not begun. */
  readonly since: string | null;
  /**
   * False if the drive was not compared with what was written: then the state `Verified` only means that it can be
   * opened.
   */
  readonly isReadBack: boolean;
}
