import type { CopyFailure } from '#core/journal/copyProgress';
import type { DriveState, TargetKind } from '#core/journal/sessionRecords';
import type { SecretMask } from './secretMask';
import { Speedometer } from './speedometer';
import type { SessionSummary } from './summary';

/** The current work on a drive. */
export type DrivePhase = 'copying' | 'completing' | 'verifying';

export interface PlannedDriveEvent {
  /** Its letter in the driveset. */
  readonly drive: string;
  readonly driveId: string;
  readonly target: string;
  readonly kind: TargetKind;
  readonly files: number;
  /** Bytes of the files. */
  readonly bytes: number;
  /** Bytes in use on the volume when everything is written. */
  readonly usedBytes: number;
  /** Bytes of the disk. */
  readonly capacity: number;
}

/** One line of `--events ndjson` of `prep` and `verify` (schemas/prep-events.schema.json). Sizes in bytes, times in seconds. */
export type PrepEvent =
  | { readonly event: 'started'; readonly sessionId: string; readonly journal: string; readonly resumed: boolean }
  | {
      readonly event: 'plan';
      readonly files: number;
      readonly bytes: number;
      readonly drives: readonly PlannedDriveEvent[];
      /** Files that no drive has room for. */
      readonly leftOverFiles: number;
      readonly leftOverBytes: number;
      readonly journalBytes: number;
    }
  | {
      readonly event: 'progress';
      readonly drive: string;
      readonly phase: DrivePhase;
      readonly bytes: number;
      readonly totalBytes: number;
      readonly files: number;
      readonly totalFiles: number;
      readonly bytesPerSecond: number;
      /** Null while it cannot be estimated. */
      readonly secondsLeft: number | null;
    }
  | { readonly event: 'drive'; readonly drive: string; readonly driveId: string; readonly state: DriveState }
  | {
      readonly event: 'failure';
      readonly drive: string;
      readonly path: string;
      readonly reason: CopyFailure;
      readonly message: string;
    }
  | { readonly event: 'message'; readonly severity: 'error' | 'warning' | 'information'; readonly message: string }
  | ({ readonly event: 'summary' } & SessionSummary)
  /** From `verify`: something on a drive is not as it should be. */
  | { readonly event: 'problem'; readonly drive: string; readonly path?: string; readonly message: string }
  /** From `verify`: the result for a drive. */
  | {
      readonly event: 'verdict';
      readonly drive: string;
      /** Missing if it could not be determined which drive it is. */
      readonly driveId?: string;
      readonly target: string;
      readonly isSound: boolean;
      readonly files: number;
      readonly bytes: number;
      /** Including those that were not listed. */
      readonly problems: number;
    };

/**
 * Milliseconds between two events of a drive's progress: in the first minute, and later, to keep files of events small.
 */
const FIRST_INTERVAL = 200;
const LATER_INTERVAL = 1000;
const FIRST_MILLISECONDS = 60_000;

interface DriveProgress {
  readonly phase: DrivePhase;
  readonly speed: Speedometer;
  toldAt: number;
}

/** How far a drive is. */
export interface Progress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
}

/**
 * Writes events without secrets, one JSON object per line. A drive's progress is reported five times a second, after
 * the first minute once a second, and when it ends.
 */
export class PrepEvents {
  readonly #drives = new Map<string, DriveProgress>();
  readonly #began: number;

  constructor(
    private readonly write: (line: string) => void,
    private readonly mask: SecretMask,
    private readonly now: () => number = performance.now.bind(performance),
  ) {
    this.#began = now();
  }

  tell(event: PrepEvent): void {
    this.write(
      `${JSON.stringify(event, (_, value: unknown) => (typeof value === 'string' ? this.mask.mask(value) : value))}\n`,
    );
  }

  /** Call this whenever something has changed. */
  progress(drive: string, phase: DrivePhase, { bytes, totalBytes, files, totalFiles }: Progress): void {
    const time = this.now();
    let known = this.#drives.get(drive);
    const isNew = known?.phase !== phase;
    if (!known || isNew) {
      known = { phase, speed: new Speedometer(totalBytes), toldAt: -Infinity };
      this.#drives.set(drive, known);
    }
    const isLast = bytes >= totalBytes && files >= totalFiles;
    known.speed.read(time, bytes);
    const interval = time - this.#began < FIRST_MILLISECONDS ? FIRST_INTERVAL : LATER_INTERVAL;
    if (time - known.toldAt < interval && !isLast) return;
    known.toldAt = time;
    const { bytesPerSecond, secondsLeft } = known.speed;
    this.tell({
      event: 'progress',
      drive,
      phase,
      bytes,
      totalBytes,
      files,
      totalFiles,
      bytesPerSecond: Math.round(bytesPerSecond),
      secondsLeft: secondsLeft === undefined ? null : Math.ceil(secondsLeft),
    });
  }
}
