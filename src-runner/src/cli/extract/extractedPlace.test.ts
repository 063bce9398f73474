import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivePath } from '../driveVolume';
import { isUnsafeName } from '../../model/safeName';
import { ExtractionError, makeFolder, placeBelow } from './extractedPlace';
import { timeOf } from './extractFile';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'extract-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('The place of something from a drive', () => {
  it('is below the folder, or there is none, whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('..', '.', 'a/b', '..\\x', '/etc', 'C:', 'a\0')), {
          minLength: 1,
          maxLength: 5,
        }),
        (names) => {
          try {
            expect(placeBelow(folder, names)).toBe(`${folder}/${names.join('/')}`);
          } catch (error) {
            expect(error).toBeInstanceOf(ExtractionError);
            expect(names.some((name) => isUnsafeName(name))).toBe(true);
          }
        },
      ),
    );
    for (const name of ['..', '.', '', 'a/b', 'a\\b', 'a\0']) expect(isUnsafeName(name, 'linux')).toBe(true);
    for (const name of ['a:b', 'con', 'a.', 'nul.txt'])
      expect([isUnsafeName(name, 'win32'), isUnsafeName(name, 'linux')]).toEqual([true, false]);
  });

  it('is a folder of its own, never one that a link leads to', () => {
    mkdirSync(join(folder, 'there'));
    makeFolder(join(folder, 'there'));
    makeFolder(join(folder, 'new'));
    symlinkSync(tmpdir(), join(folder, 'link'));
    expect(() => {
      makeFolder(join(folder, 'link'));
    }).toThrow(ExtractionError);
  });
});

describe('A path on a drive', () => {
  it('may be written with slashes or backslashes, and with or without one at an end', () => {
    for (const text of ['a/b c', '\\a\\b c', '/a//b c/', 'a\\b c\\']) expect(drivePath(text)).toBe('\\a\\b c');
    for (const text of ['', '/', '\\']) expect(drivePath(text)).toBe('');
  });
});

describe('A time of NTFS', () => {
  it('is kept to the microsecond since 1970, and to the millisecond before', () => {
    expect(timeOf(116_444_736_000_000_000n + 15_000_001n)).toBe(1.5000001);
    expect(timeOf(116_444_736_000_000_000n - 15_000_000n)).toEqual(new Date(-1500));
  });
});
