import { expect } from 'vitest';
import type { EndedRun } from './runnerProcess';
import { sha256OfFile } from './mountedDrive';

/** Expects that a run ended well; otherwise shows what it said. */
export function expectDone({ code, stderr }: Pick<EndedRun, 'code' | 'stderr'>): void {
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

/** Runs something that must not change a file. */
export async function untouched<Result>(file: string, run: () => Promise<Result>): Promise<Result> {
  const before = sha256OfFile(file);
  const ended = await run();
  expect(sha256OfFile(file)).toBe(before);
  return ended;
}
