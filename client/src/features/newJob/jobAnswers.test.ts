import { describe, expect, it } from 'vitest';
import { directoryPath, driveLetters, drivesOf, isAbsolute, sourceOf } from './jobAnswers';

describe('driveLetters', () => {
  it.each(['G, H', 'g h', 'G:;H:', 'GH', 'G:\\ H:\\', ' g,h, '])('reads %j as drives G and H', (text) => {
    expect(driveLetters(text)).toEqual(['G', 'H']);
  });

  it.each(['', ' , ', 'G, G', 'gg', '1', 'G, 2', 'G:\\data', 'É'])('refuses %j', (text) => {
    expect(driveLetters(text)).toBeUndefined();
  });
});

describe('sourceOf', () => {
  it.each(['F:\\Photos\\', '/srv/photos/', '\\\\nas\\scans\\'])('takes %s for a directory', (path) => {
    expect(sourceOf(path)).toEqual({ path, kind: 'directory' });
  });

  it('takes a path without a separator at its end for a file', () => {
    expect(sourceOf('F:\\Photos')).toEqual({ path: 'F:\\Photos', kind: 'file' });
  });
});

describe('directoryPath', () => {
  it.each([
    ['C:\\data', 'C:\\data\\'],
    ['/srv/data', '/srv/data/'],
    ['/srv/data/', '/srv/data/'],
    ['F:\\', 'F:\\'],
  ])('writes %s as %s', (path, written) => {
    expect(directoryPath(path)).toBe(written);
  });
});

describe('isAbsolute', () => {
  it.each(['F:\\a', 'f:/a', '\\\\server\\share', '/srv'])('accepts %s', (path) => {
    expect(isAbsolute(path)).toBe(true);
  });

  it.each(['photos', '..\\photos', 'F:photos', '\\photos', ''])('refuses %j', (path) => {
    expect(isAbsolute(path)).toBe(false);
  });
});

describe('drivesOf', () => {
  it('marks the drives that are encrypted already', () => {
    expect(drivesOf(['G', 'H'], new Set(['H']))).toEqual([
      { letter: 'G', alreadyEncrypted: false },
      { letter: 'H', alreadyEncrypted: true },
    ]);
  });
});
