import type { SessionReportDrive } from '../../../src-runner/src/protocol';

/** The medium of a prepared drive, as it is at this moment. Times are milliseconds since 1970. */
export type Medium =
  /** An image. `changedAt`: when its bytes or its place in the file system changed last. */
  | { readonly kind: 'image'; readonly changedAt: number }
  /** A disk: nothing but reading it tells whether it has changed. */
  | { readonly kind: 'disk' }
  | { readonly kind: 'gone' };

/** What the last verification of a drive has found. */
export interface Verdict {
  readonly isSound: boolean;
  readonly problems: number;
  /** When it began, and ended. */
  readonly began: number;
  readonly ended: number;
}

/** What is known of a drive's contents, and since when. */
export interface DriveLook {
  /** What it was prepared on. A disk that is gone may lie in its parcel. */
  readonly kind: SessionReportDrive['kind'];
  readonly medium: Medium;
  /** When it was read back as it was prepared; undefined where it was not. */
  readonly readBackAt: number | undefined;
  /** Of the last verification by the JRM as it is now. A quick one counts where it has found something: it does not read the files. */
  readonly verdict: Verdict | undefined;
}

/**
 * How a drive stands: `sound` where it was read back or verified, and nothing has changed since; `changed` where something has;
 * `failed` where the last verification has found problems, whatever has happened since.
 */
export type DriveStanding = 'sound' | 'changed' | 'failed' | 'gone' | 'notReadBack';

export function standingOf({ medium, readBackAt, verdict }: DriveLook): DriveStanding {
  if (medium.kind === 'gone') return 'gone';
  if (verdict && !verdict.isSound) return 'failed';
  const soundAt = verdict?.began ?? readBackAt;
  if (soundAt === undefined) return 'notReadBack';
  return medium.kind === 'image' && medium.changedAt > soundAt ? 'changed' : 'sound';
}
