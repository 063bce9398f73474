/** What the lock of a journal says of the process that holds it. The file is JSON, for the editor as well. */
export interface LockHolder {
  readonly pid: number;
  /** When that process began, in the system's own words: a number is given to another process some day. Empty where it cannot be told. */
  readonly processStart: string;
  readonly host: string;
  /** RFC 3339. */
  readonly since: string;
  readonly sessionId: string;
  /** The file of its events, if it writes one. */
  readonly events?: string;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/** What can be found out about the holder of a lock on this computer. */
export interface LockSurroundings {
  /** This computer's name. */
  readonly host: string;
  /** Seconds since it was started. */
  readonly uptime: number;
  /** Seconds since the lock was written. */
  readonly lockAge: number;
  /** Whether there is a process of that number, and when it began; that is undefined where the system does not say. */
  readonly process: { readonly start: string | undefined } | undefined;
}

/** A lock whose holder has not written down who it is after so many seconds was left so by one that was killed. */
export const UNFINISHED_LOCK_SECONDS = 10;

/** Where the lock of a journal lies. */
export function lockPathOf(journal: string): string {
  return `${journal}.lock`;
}

/**
 * Where a request lies that the process which works on a journal shall stop, and leave a session that can be resumed. It holds the
 * token of that process's lock and nothing else: one that began later is not meant.
 */
export function stopPathOf(journal: string): string {
  return `${journal}.stop`;
}

/** Where the events of a process lie that was not told to write them elsewhere: whoever looks at its lock can follow it. */
export function eventsPathOf(journal: string): string {
  return `${journal}.events`;
}

/** Reads the lock of a journal; undefined where it is not, or not yet, a whole one. */
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

/** True unless it is certain that the process that took a lock has ended. */
export function isHolderRunning(holder: LockHolder, { host, uptime, lockAge, process }: LockSurroundings): boolean {
  // Of another computer's processes nothing is known from here: a shared folder may be in use.
  if (holder.host !== host) return true;
  // Numbers begin anew when the computer does.
  if (lockAge > uptime || process === undefined) return false;
  return process.start === undefined || holder.processStart === '' || process.start === holder.processStart;
}

/** When a process began, in clock ticks since the system did, out of Linux's `/proc/<pid>/stat`. */
export function processStartIn(stat: string): string | undefined {
  // The name of the program, in parentheses, may hold spaces. The 22nd field is the time.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
