/** What the lock of a journal says of the process that holds it. The file is JSON, for the editor as well. */
export interface LockHolder {
  readonly pid: number;
  /** When that process began, in the system's own words: a number is given to another process some day. Empty where it cannot be told. */
  readonly processStart: string;
  readonly host: string;
  /** RFC 3339. */
  readonly since: string;
  readonly sessionId: string;
  /** Where its events can be read, if anywhere. */
  readonly events?: string;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/** Where the lock of a journal lies. */
export function lockPathOf(journal: string): string {
  return `${journal}.lock`;
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
  const { pid, processStart: start, host, since, sessionId, token, events } = value as Record<keyof LockHolder, unknown>;
  const texts = [start, host, since, sessionId, token];
  const sound = Number.isSafeInteger(pid) && (pid as number) > 0 && texts.every((part) => typeof part === 'string') && (events === undefined || typeof events === 'string');
  return sound ? (value as LockHolder) : undefined;
}
