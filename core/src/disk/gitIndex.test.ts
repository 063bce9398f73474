import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexHolds, isTracked } from './gitIndex';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-git-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '-q');
  for (const name of ['driveset.csv', 'drives and more.csv', 'é.csv', 'untracked.csv'])
    writeFileSync(join(folder, name), 'x');
  git('add', 'driveset.csv', 'drives and more.csv', 'é.csv');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("A repository's index", () => {
  it.each(['2', '3', '4'])('tells which files are tracked, in version %s', async (version) => {
    execFileSync('git', ['update-index', '--index-version', version], { cwd: folder });
    const read = (path: string) => readFile(path).catch(() => undefined);
    const segments = (name: string) => join(folder, name).split(sep);
    for (const name of ['driveset.csv', 'drives and more.csv', 'é.csv'])
      expect(await isTracked(segments(name), read)).toBe(true);
    expect(await isTracked(segments('untracked.csv'), read)).toBe(false);
  });

  it('is read without harm, whatever its bytes', () => {
    const index = readFileSync(join(folder, '.git', 'index'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(index.length), (noise, at) => {
        const damaged = Uint8Array.from(index);
        damaged.set(noise.subarray(0, Math.max(0, damaged.length - at)), at);
        expect(typeof indexHolds(damaged, 'nothing.csv')).toBe('boolean');
        expect(indexHolds(noise, 'x')).toBe(false);
      }),
    );
  });
});
