import { renameSync } from 'node:fs';
import { codeOf } from './systemError';

/** Milliseconds to wait before each further try: two seconds in all. */
const PAUSES = [10, 20, 50, 100, 200, 300, 500, 820];
/** How Windows says that another program has a file open. */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** What `replaceFile` depends on; other values in tests. */
export interface ReplaceCalls {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => void;
  readonly wait: (milliseconds: number) => void;
}

const systemCalls: ReplaceCalls = {
  platform: process.platform,
  rename: renameSync,
  wait: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  },
};

/**
 * Renames a file, and replaces another one of that name. On Windows a file cannot be replaced while another program has it open;
 * virus scanners, indexers and editors close it soon, so it is tried again for two seconds.
 *
 * @throws the error of the last try
 */
export function replaceFile(from: string, to: string, { platform, rename, wait }: ReplaceCalls = systemCalls): void {
  for (const pause of platform === 'win32' ? PAUSES : []) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      if (!HELD.has(codeOf(error))) throw error;
      wait(pause);
    }
  }
  rename(from, to);
}
