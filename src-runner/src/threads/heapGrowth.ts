import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from taking more memory than what lives. Reading a large file, or a million small ones, makes short-lived objects without
 * end: it would give them ever more room, up to a hundred megabytes, for no gain in time. What lives is small, so that collecting
 * often costs little. The flags are those of the process; V8 takes the first one back whenever it makes a heap for a thread.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}
