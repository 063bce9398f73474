import { maskSecrets } from '#core/text/maskSecrets';

/** Where the server reports what went wrong. */
export type Log = (message: string) => void;

/** The text of an exception for the log, with secrets masked. */
export function failureText(error: unknown): string {
  return maskSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Takes charge of work that nobody awaits: a failure is logged and has no further effect. */
export function ownWork(work: Promise<unknown>, what: string, log: Log): void {
  work.catch((error: unknown) => {
    log(`${what} failed: ${failureText(error)}`);
  });
}
