import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DriveSummary } from '../../../../src-runner/src/protocol';
import type { TargetFacts } from './confirmation';

/**
 * Looks at the places where drives will be written, by letter.
 *
 * @param folder the base of relative targets
 */
export async function targetFacts(drives: readonly DriveSummary[], folder: string): Promise<Map<string, TargetFacts>> {
  const facts = await Promise.all(
    drives.map(async ({ letter, target, kind }) => {
      const path = kind === 'image' ? resolve(folder, target) : target;
      const length = kind === 'image' ? await lengthOf(path) : undefined;
      return [letter, { path, length }] as const;
    }),
  );
  return new Map(facts);
}

/** Undefined if the file is missing or empty. */
async function lengthOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => (size > 0 ? size : undefined),
    () => undefined,
  );
}
