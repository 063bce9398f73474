import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that may wait to be collected. With fewer the C library would give memory back to the system each time, and ask for it again. */
const MOST_WAITING = 4 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;
let collect: Collect | undefined;
let waiting = 0;

/**
 * Is told how many bytes a cipher of node:crypto has given out in buffers that nobody needs any more. V8 sees little of them in its own
 * heap, and would let 64 MB wait in each thread: more than all that lives there.
 */
export function discardCiphertext(length: number): void {
  waiting += length;
  if (waiting < MOST_WAITING) return;
  waiting = 0;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** The flag lets contexts that are made after it have the function. Where it does not, all goes on as V8 thinks best. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  return (runInNewContext('globalThis.gc') as Collect | undefined) ?? (() => undefined);
}
