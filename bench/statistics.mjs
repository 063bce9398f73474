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

/** The 95th percentile. */
export function p95(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

const ROUNDS = 3;

/** Runs several measurements in turn, for some rounds. @returns the median of each */
export async function inTurn(...works) {
  const results = works.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, work] of works.entries()) results[index].push(await work());
  return results.map(median);
}

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
export const times = (number) => `${number.toFixed(2)} ×`;
