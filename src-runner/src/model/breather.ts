/** Work that others wait for goes on for so many milliseconds at most. */
const LONGEST_SLICE = 50;

/**
 * Gives a function to be called between short pieces of work: now and then it lets others work and signals be heard.
 *
 * @returns a function that throws the signal's reason, where it is aborted
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
