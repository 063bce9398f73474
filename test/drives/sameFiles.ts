import { expect } from 'vitest';
import type { FileFacts } from './mountedDrive';

/**
 * Milliseconds. NTFS counts time in 100 ns, the sources' file systems in nanoseconds; a double holds fractions of a
 * microsecond.
 */
const TIME_ERROR = 0.002;

/** Expects each source on the drive, and nothing else: path, size, time and content. */
export function expectSameFiles(
  onDrive: ReadonlyMap<string, FileFacts>,
  sources: ReadonlyMap<string, FileFacts>,
): void {
  // Not one expectation per file: there may be a hundred thousand.
  expect([...onDrive.keys()].sort()).toEqual([...sources.keys()].sort());
  const differences = [...sources].flatMap(([path, source]) => {
    const copy = onDrive.get(path)!;
    const isSame =
      copy.size === source.size &&
      copy.sha256 === source.sha256 &&
      Math.abs(copy.modified - source.modified) < TIME_ERROR;
    return isSame ? [] : [{ path, source, copy }];
  });
  expect(differences).toEqual([]);
}
