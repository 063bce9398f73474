import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from using much more memory than is live. Reading a large file, or a million small ones, creates endless
 * short-lived objects, for which V8 would reserve up to a hundred megabytes without any gain in time. The live data are
 * small, so frequent collections cost little. The flags are those of the process; V8 resets the first one whenever it
 * creates a heap for a thread.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}
