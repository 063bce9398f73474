import { statSync } from 'node:fs';
import type { DiskFacts, PathFact } from '#core/disk/diskFacts';
import { toMachinePath } from '#core/job/pathMap';
import type { PathRules } from '#core/job/pathMap';
import { LONGEST_SIDE_FILE } from '#core/limits/limits';
import { firstProblem } from '#core/sideFiles/index';
import { translate } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';

/** Usually all rows have the same few side files. */
const MAX_REMEMBERED = 10_000;

/** Facts about this machine's disk, looked up when a rule asks. Nothing is known about paths of other systems. */
export function machineDisk(rules: PathRules): DiskFacts {
  const sideFiles = new Map<string, ReturnType<DiskFacts['sideFile']>>();
  return {
    path(path): PathFact | undefined {
      const machinePath = toMachinePath(path, rules);
      return machinePath === undefined ? undefined : factOf(machinePath);
    },
    sideFile(path, kind) {
      const key = `${kind}:${path}`;
      if (sideFiles.has(key)) return sideFiles.get(key);
      const machinePath = toMachinePath(path, rules);
      const fact = machinePath === undefined ? undefined : factOf(machinePath);
      const problem =
        fact?.kind === 'file' && fact.size <= LONGEST_SIDE_FILE ? problemIn(machinePath!, kind) : undefined;
      if (sideFiles.size < MAX_REMEMBERED) sideFiles.set(key, problem);
      return problem;
    },
  };
}

function factOf(path: string): PathFact | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return { kind: 'missing' };
    if (found.isFile()) return { kind: 'file', size: found.size };
    return { kind: found.isDirectory() ? 'directory' : 'other' };
  } catch {
    // Nothing is known about what is in a folder that may not be entered.
    return undefined;
  }
}

function problemIn(path: string, kind: Parameters<DiskFacts['sideFile']>[1]): ReturnType<DiskFacts['sideFile']> {
  try {
    return firstProblem(
      readSmallFile(path, LONGEST_SIDE_FILE)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
      kind,
      translate,
    );
  } catch {
    return undefined;
  }
}
