import { rmSync } from 'node:fs';

/** The saved plan is of no use to anybody when the session is over. */
export function removePlan(path: string): void {
  rmSync(path, { force: true });
}
