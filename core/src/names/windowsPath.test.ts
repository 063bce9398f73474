import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driveLetterOf, isDirectoryPath, lastName, pathKind, separatorOf, windowsPathProblems } from './windowsPath';

describe('a path', () => {
  it.each([
    ['F:\\', 'drive-absolute'],
    ['f:\\Photos\\a.jpg', 'drive-absolute'],
    ['\\\\server\\share\\', 'unc'],
    ['\\\\server\\share', 'unc'],
    ['\\\\server', 'unc-incomplete'],
    ['\\\\server\\', 'unc-incomplete'],
    ['\\\\', 'unc-incomplete'],
    ['\\\\?\\F:\\a', 'device'],
    ['\\\\.\\PhysicalDrive1', 'device'],
    ['\\Photos', 'rooted'],
    ['/srv/data', 'native-absolute'],
    ['F:/Photos', 'forward-slash'],
    ['F:Photos', 'drive-relative'],
    ['F:', 'drive-relative'],
    ['Photos\\', 'relative'],
    ['1:\\', 'relative'],
    ['https://x', 'relative'],
    ['', 'relative'],
  ])('"%s" is %s', (path, kind) => {
    expect(pathKind(path)).toBe(kind);
  });

  it('says its drive, upper-case', () => {
    expect(driveLetterOf('f:\\Photos')).toBe('F');
    expect(driveLetterOf('\\\\server\\share\\f:')).toBeUndefined();
    expect(driveLetterOf('é:\\')).toBeUndefined();
  });

  it('is a directory where it ends in a separator, or is a drive', () => {
    expect(['F:\\', 'F:', '/srv/', 'a\\'].every(isDirectoryPath)).toBe(true);
    expect(['F:\\a', 'a:b', ''].some(isDirectoryPath)).toBe(false);
  });

  it('gives its last name and the separator to add', () => {
    expect(lastName('F:\\Photos\\2019\\')).toEqual({ start: 10, end: 14, text: '2019' });
    expect(lastName('F:\\')).toEqual({ start: 0, end: 2, text: 'F:' });
    expect(separatorOf('/srv/data')).toBe('/');
    expect(separatorOf('F:\\a/b')).toBe('\\');
  });

  it.each(['F:\\Photos\\a.jpg', 'F:\\', '\\\\server\\share\\x', 'F:\\con2\\nulls\\NUL.txt', 'F:\\😀 é', 'F:\\.git\\'])(
    'may be "%s"',
    (path) => {
      expect(windowsPathProblems(path)).toEqual([]);
    },
  );

  it.each([
    ['F:\\a<b', 'character', 4, 5],
    ['F:\\a:b', 'character', 4, 5],
    ['F:\\a\tb', 'character', 4, 5],
    ['1:\\a', 'character', 1, 2],
    ['F:\\*.jpg', 'wildcard', 3, 4],
    ['F:\\a?', 'wildcard', 4, 5],
    ['F:\\NUL', 'reserved-name', 3, 6],
    ['F:\\com1\\a', 'reserved-name', 3, 7],
    ['con\\a', 'reserved-name', 0, 3],
    ['F:aux', 'reserved-name', 2, 5],
  ])('may not be "%s": %s', (path, kind, start, end) => {
    expect(windowsPathProblems(path)).toEqual([expect.objectContaining({ kind, start, end })]);
  });

  it('has a problem exactly where a part of it is no Windows name', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'é', '.', ':', '*', '<', '\u0001', 'con', 'nul', 'lpt1'),
      maxLength: 3,
    });
    const isName = (name: string): boolean =>
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      !/[\u0000-\u001f<>"|:*?]/.test(name) && !/^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i.test(name);
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        (parts) => (windowsPathProblems(`F:\\${parts.join('\\')}`).length === 0) === parts.every(isName),
      ),
      { numRuns: 2000 },
    );
  });

  it('does not list more problems than anyone would read', () => {
    expect(windowsPathProblems('*'.repeat(1_000_000))).toHaveLength(16);
  });
});
