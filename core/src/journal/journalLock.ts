/**
 * What the lock of a journal says about the process that holds it. The file is JSON, so that the editor can read it
 * too.
 */
export interface LockHolder {
  readonly pid: number;
  /**
   * When that process began, in the system's own notation, because process ids are reused. Empty where it is unknown.
   */
  readonly processStart: string;
  readonly host: string;
  /** RFC 3339. */
  readonly since: string;
  readonly sessionId: string;
  /** The file with its events, if it writes one. */
  readonly events?: string;
  /** Distinguishes two locks of the same process. */
  readonly token: string;
}

/** What can be found out on this computer about the holder of a lock. */
export interface LockSurroundings {
  /** This computer's name. */
  readonly host: string;
  /** Seconds since the computer was started. */
  readonly uptime: number;
  /** Seconds since the lock was written. */
  readonly lockAge: number;
  /** Whether a process with that id exists, and when it began; `start` is undefined where the system does not say. */
  readonly process: { readonly start: string | undefined } | undefined;
}

/** If a lock's holder has not written who it is after this many seconds, it was killed before it could. */
export const UNFINISHED_LOCK_SECONDS = 10;

/** The path of a journal's lock. */
export function lockPathOf(journal: string): string {
  return `${journal}.lock`;
}

/**
 * The path of a file that asks the process working on a journal to stop, leaving a session that can be resumed. It
 * contains only the token of that process's lock, so that a later process does not react to it.
 */
export function stopPathOf(journal: string): string {
  return `${journal}.stop`;
}

/** The default path of a process's event file, so that anyone who reads its lock can follow it. */
export function eventsPathOf(journal: string): string {
  return `${journal}.events`;
}

/** Reads the lock of a journal; undefined where it is not, or not yet, complete. */
export function parseLockHolder(text: string): LockHolder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    pid,
    processStart: start,
    host,
    since,
    sessionId,
    token,
    events,
  } = value as Record<keyof LockHolder, unknown>;
  const texts = [start, host, since, sessionId, token];
  const sound =
    Number.isSafeInteger(pid) &&
    (pid as number) > 0 &&
    texts.every((part) => typeof part === 'string') &&
    (events === undefined || typeof events === 'string');
  return sound ? (value as LockHolder) : undefined;
}

/** True unless the process that took a lock has certainly ended. */
export function isHolderRunning(holder: LockHolder, { host, uptime, lockAge, process }: LockSurroundings): boolean {
  // Nothing is known here about another computer's processes, and a shared folder may be in use.
  if (holder.host !== host) return true;
  // Process ids start over when the computer does.
  if (lockAge > uptime || process === undefined) return false;
  return process.start === undefined || holder.processStart === '' || process.start === holder.processStart;
}

/** When a process began, in clock ticks since the system's start, from Linux's `/proc/<pid>/stat`. */
export function processStartIn(stat: string): string | undefined {
  // The program's name, in parentheses, may contain spaces. The 22nd field is the time.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
