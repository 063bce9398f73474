import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So many files have a plan whose makings are worth collecting. */
const MANY_FILES = 100_000;

/**
 * Gives back what planning many files has left: V8 would keep it until it needs the room, and the copy, which goes on for hours, hardly
 * makes it need any.
 */
export function collectGarbage(files: number): void {
  if (files < MANY_FILES) return;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
