import { performance } from 'node:perf_hooks';

/** Milliseconds that `work` takes. */
export async function time(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** The number that 95 in a hundred do not exceed. */
export function p95(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}
