import type { SessionReportDrive } from '../../../src-runner/src/protocol';

/** The current state of a prepared drive's medium. Times are in milliseconds since 1970. */
export type Medium =
  /** An image. `changedAt`: when its bytes or its place in the file system last changed. */
  | { readonly kind: 'image'; readonly changedAt: number }
  /** A disk: only reading it can tell whether it has changed. */
  | { readonly kind: 'disk' }
  | { readonly kind: 'gone' };

/** The result of a drive's last verification. */
export interface Verdict {
  readonly isSound: boolean;
  readonly problems: number;
  /** When it began and ended. */
  readonly began: number;
  readonly ended: number;
}

/** What is known about a drive's contents, and since when. */
export interface DriveLook {
  /** What it was prepared on. A missing disk may have been packed already. */
  readonly kind: SessionReportDrive['kind'];
  readonly medium: Medium;
  /** When it was read back after preparation; undefined if it was not. */
  readonly readBackAt: number | undefined;
  /**
   * The result of the last verification by the JRM as it is now. A quick one counts only if it found problems: it does
   * not read the files.
   */
  readonly verdict: Verdict | undefined;
}

/**
 * The state of a drive: `sound` if it was read back or verified and has not changed since; `changed` if it has;
 * `failed` if the last verification found problems, whatever has happened since.
 */
export type DriveStanding = 'sound' | 'changed' | 'failed' | 'gone' | 'notReadBack';

export function standingOf({ medium, readBackAt, verdict }: DriveLook): DriveStanding {
  if (medium.kind === 'gone') return 'gone';
  if (verdict && !verdict.isSound) return 'failed';
  const soundAt = verdict?.began ?? readBackAt;
  if (soundAt === undefined) return 'notReadBack';
  return medium.kind === 'image' && medium.changedAt > soundAt ? 'changed' : 'sound';
}
