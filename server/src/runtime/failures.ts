import { maskSecrets } from '#core/text/maskSecrets';

/** Where the server tells what went wrong. */
export type Log = (message: string) => void;

/** What an exception says, for the log; never a secret. */
export function failureText(error: unknown): string {
  return maskSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Owns work that nobody waits for: what fails in it is told, and costs no more than itself. */
export function ownWork(work: Promise<unknown>, what: string, log: Log): void {
  work.catch((error: unknown) => {
    log(`${what} failed: ${failureText(error)}`);
  });
}
