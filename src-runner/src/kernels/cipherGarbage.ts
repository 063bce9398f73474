import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Bytes that may wait for garbage collection. With fewer, the C library would return memory to the system each time and
 * ask for it again.
 */
const MOST_WAITING = 4 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;
let collect: Collect | undefined;
let waiting = 0;

/**
 * Counts the bytes that a cipher of node:crypto has returned in buffers that are not needed any more, and collects them
 * in time. V8 hardly sees them in its own heap and would let 64 MB wait in each thread: more than everything that is in
 * use there.
 */
export function discardCiphertext(length: number): void {
  waiting += length;
  if (waiting < MOST_WAITING) return;
  waiting = 0;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** The flag gives the function to contexts created after it. Without the function, V8 decides alone. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  return (runInNewContext('globalThis.gc') as Collect | undefined) ?? (() => undefined);
}
