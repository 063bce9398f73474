import type { DriveState, SessionState, TargetKind } from '#core/journal/sessionRecords';

/** What `sneakernet sessions --json` writes (schemas/sessions.schema.json). */
export interface JournalSessions {
  readonly journal: string;
  /** `tool`: another program wrote it. */
  readonly origin: 'ours' | 'tool';
  /** The process that works on it. */
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
  /** The session whose files it goes on with. */
  readonly continues: string | null;
  readonly jrm: string;
  readonly log: string;
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  /** What `--resume` wants again. */
  readonly credential: 'storage-key' | 'container-sas' | null;
  readonly drives: readonly SessionReportDrive[];
  /** Why the session cannot be resumed, aborted, or be given further drives; null where it can. */
  readonly resumeRefusal: string | null;
  readonly abortRefusal: string | null;
  readonly extendRefusal: string | null;
}

export interface SessionReportDrive {
  /** Its letter in the driveset. */
  readonly drive: string;
  /** Empty where it has none yet. */
  readonly driveId: string;
  readonly target: string;
  readonly kind: TargetKind;
  /** Of the disk, in bytes; 0 of an image that becomes as large as its contents. */
  readonly capacity: number;
  /** `Unused`: it gets no data. Null where it was not begun. */
  readonly state: DriveState | 'Unused' | null;
  /** When it came to that, ISO 8601; null where it was not begun. */
  readonly since: string | null;
  /** False of a drive that was not compared with what was written: then the state `Verified` says no more than that it opens. */
  readonly isReadBack: boolean;
}
