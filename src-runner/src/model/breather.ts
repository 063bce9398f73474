/** The most milliseconds that work may block other work. */
const LONGEST_SLICE = 50;

/**
 * Returns a function to call between short pieces of work: now and then it lets other work and signals proceed.
 *
 * @returns a function that throws the signal's reason if it is aborted
 */
export function breather(signal: AbortSignal): () => Promise<void> {
  let pausedAt = performance.now();
  return async () => {
    if (performance.now() - pausedAt < LONGEST_SLICE) return;
    await new Promise(setImmediate);
    signal.throwIfAborted();
    pausedAt = performance.now();
  };
}
