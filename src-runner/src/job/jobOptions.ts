import type { Dialect } from '#core/columns/datasetColumns';
import type { ReadingWishes } from '#core/job/reading';
import type { Spread } from '../plan/packing';

/** Where a drive letter of the driveset is written. */
export interface DriveOption {
  /** Path of an image or a device. */
  readonly target: string;
  /** Bytes. */
  readonly size?: number;
  readonly id?: string;
}

/** What `plan` and `prep` need to know about the job. */
export interface JobOptions {
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  /** By upper-case letter. */
  readonly drives: ReadonlyMap<string, DriveOption>;
  readonly pathMap: Readonly<Record<string, string>>;
  /** Undefined: `planJob` chooses. */
  readonly spread: Spread | undefined;
  /** Bytes of every image that has no size of its own. */
  readonly capacity: number | undefined;
  readonly sessionId: string | undefined;
  readonly dialect: Dialect | undefined;
  readonly configuration: string | undefined;
  /** The editor's settings, which a `sneakernet.json` and `job.json` override. */
  readonly editor: ReadingWishes;
  readonly followSymlinks: boolean;
}

/** Receives the progress of reading a job, and can end it. A terminal is one. */
export interface JobWatch {
  progress(text: string): void;
  readonly signal: AbortSignal;
}
