import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureFilesPathProblems } from './azureFilesPath';

describe('a path in a share', () => {
  it.each(['a', 'dir/', 'dir/file.txt', 'CON.txt', 'com10', '...', 'x'.repeat(255), 'Ünï', 'a/'.repeat(250)])(
    'may be "%s"',
    (path) => {
      expect(azureFilesPathProblems(path)).toEqual([]);
    },
  );

  it.each(Array.from('"\\:|<>*?'))('may not hold %s', (character) => {
    expect(azureFilesPathProblems(`dir/a${character}b`)).toEqual([
      { kind: 'character', start: 5, end: 6, args: [`"${character}"`] },
    ]);
  });

  it.each(['LPT1', 'lpt9', 'COM1', 'com9', 'PRN', 'aux', 'NUL', 'Con', 'CLOCK$', '.', '..'])(
    'may not have a part called %s',
    (name) => {
      expect(azureFilesPathProblems(`dir/${name}/a`)).toEqual([
        { kind: 'reserved', start: 4, end: 4 + name.length, args: [name] },
      ]);
      expect(azureFilesPathProblems(name)).toHaveLength(1);
    },
  );

  it.each([
    ['a//b', 'empty', 1, 3],
    ['x'.repeat(256), 'component-too-long', 255, 256],
    [`${'x'.repeat(255)}/`.repeat(9), 'too-long', 2048, 2304],
    ['a/'.repeat(251), 'too-deep', 500, 502],
    ['a\u0001', 'character', 1, 2],
  ])('may not be %j: %s', (path, kind, start, end) => {
    expect(azureFilesPathProblems(path)).toContainEqual(expect.objectContaining({ kind, start, end }));
  });

  it('is judged the same behind a share as alone', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', '.', '/', ':', 'nul'), minLength: 1, maxLength: 300 })
      .filter((path) => !path.startsWith('/'));
    fc.assert(
      fc.property(text, (path) => {
        const shifted = azureFilesPathProblems(`share/${path}`, 6).map(({ start, end, ...rest }) => ({
          start: start - 6,
          end: end - 6,
          ...rest,
        }));
        expect(shifted).toEqual(azureFilesPathProblems(path));
      }),
    );
  });
});
