import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobNameProblems, isPlainInContainer } from './blobName';
import { containerNameProblem } from './containerName';

describe('a blob name', () => {
  it.each([
    'a',
    'a/b/c.txt',
    'dir/',
    '.hidden',
    'a b (2).jpg',
    'Ünïcode/名前',
    '😀',
    'x'.repeat(1024),
    'a/'.repeat(254),
  ])('may be "%s"', (name) => {
    expect(blobNameProblems(name)).toEqual([]);
  });

  it.each([
    ['a\u0007b', 'character', 1, 2],
    ['a\tb', 'character', 1, 2],
    ['a\u0085', 'character', 1, 2],
    ['\uE000', 'character', 0, 1],
    ['\uFFFF', 'character', 0, 1],
    ['x'.repeat(1025), 'too-long', 1024, 1025],
    ['a/'.repeat(255), 'too-deep', 508, 510],
    ['name.', 'ends-with-dot', 4, 5],
    ['dir./a', 'ends-with-dot', 3, 4],
    ['.', 'ends-with-dot', 0, 1],
  ])('may not be %j: %s', (name, kind, start, end) => {
    expect(blobNameProblems(name)).toContainEqual(expect.objectContaining({ kind, start, end }));
  });

  it('counts its segments in the message', () => {
    expect(blobNameProblems('a/'.repeat(300))[0]).toMatchObject({ kind: 'too-deep', args: ['300'] });
  });

  it('is judged the same behind a container as alone', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '.', '/', '\u0001', '\uE123', '\\'), maxLength: 300 });
    fc.assert(
      fc.property(text, (name) => {
        const shifted = blobNameProblems(`container/${name}`, 10).map(({ start, end, ...rest }) => ({
          start: start - 10,
          end: end - 10,
          ...rest,
        }));
        expect(shifted).toEqual(blobNameProblems(name));
      }),
    );
  });

  it('has a problem exactly where the documented rule says so', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '.', '/', '\u0001', '\uE123', 'é'),
      minLength: 1,
      maxLength: 20,
    });
    const documented = (name: string): boolean =>
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      !/[\u0000-\u001f\u007f-\u009f\ue000-\uf8ff]/.test(name) &&
      name.split('/').every((segment) => !segment.endsWith('.'));
    fc.assert(fc.property(text, (name) => (blobNameProblems(name).length === 0) === documented(name)));
  });

  it('is plainly sound behind a container only where both names are sound', () => {
    const character = fc.constantFrom('a', '0', '-', '.', '/', 'A', '$', '\\', '\u0001', ' ');
    const text = fc
      .tuple(fc.constantFrom('', 'abc', 'a-b/', 'ab/'), fc.string({ unit: character, maxLength: 12 }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (destination) => {
        const [container = '', ...segments] = destination.split('/');
        const isSound =
          containerNameProblem(container) === undefined && blobNameProblems(segments.join('/')).length === 0;
        return !isPlainInContainer(destination) || (isSound && !destination.includes('\\'));
      }),
      { numRuns: 5000 },
    );
    expect(['abc', 'abc/', 'a-b/c.d/e..f/', `${'c'.repeat(63)}/x`].map(isPlainInContainer)).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(['ab/cdef/x', 'a--b/x', '-ab/x', `${'c'.repeat(64)}/x`, 'abc/x.', 'abc/x./y'].some(isPlainInContainer)).toBe(
      false,
    );
  });
});
