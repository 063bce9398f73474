import { closeSync, fsyncSync, openSync } from 'node:fs';

/** The file system calls, so that a test can make them fail. */
interface DirectoryCalls {
  readonly open: typeof openSync;
  readonly sync: (descriptor: number) => void;
  readonly close: (descriptor: number) => void;
}

const systemCalls: DirectoryCalls = { open: openSync, sync: fsyncSync, close: closeSync };

/** Makes the name of a new file durable. Windows has no such call. */
export function syncDirectory(path: string, calls: DirectoryCalls = systemCalls): void {
  if (process.platform === 'win32') return;
  const descriptor = calls.open(path, 'r');
  try {
    calls.sync(descriptor);
  } finally {
    calls.close(descriptor);
  }
}
