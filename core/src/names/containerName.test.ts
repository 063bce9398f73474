import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerNameProblem, repairedContainerName } from './containerName';

/** The rule as the service's documentation states it, for comparison. */
const documented = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
const nearlyNames = fc.string({
  unit: fc.constantFrom('a', 'z', '0', '9', '-', '-', 'A', '_', '.', 'é', '😀'),
  maxLength: 70,
});

describe('a container name', () => {
  it.each(['abc', 'a-b', '0-9', 'a'.repeat(63), 'my-photos-2019'])('may be "%s"', (name) => {
    expect(containerNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', 'empty', 0, 0],
    ['ab', 'too-short', 0, 2],
    ['a'.repeat(64), 'too-long', 63, 64],
    ['myPHOTOS', 'upper-case', 2, 8],
    ['my_photos', 'character', 2, 3],
    ['my photos', 'character', 2, 3],
    ['$root', 'character', 0, 1],
    ['photos😀', 'character', 6, 8],
    ['-abc', 'ends', 0, 1],
    ['abc-', 'ends', 3, 4],
    ['a--b', 'double-hyphen', 1, 3],
  ])('may not be "%s": %s', (name, kind, start, end) => {
    expect(containerNameProblem(name)).toMatchObject({ kind, start, end });
  });

  it('is accepted exactly where the documented rule accepts it', () => {
    fc.assert(
      fc.property(nearlyNames, (name) => (containerNameProblem(name) === undefined) === documented.test(name)),
      { numRuns: 2000 },
    );
  });

  it('is repaired to a sound name or not at all, and left alone when sound', () => {
    fc.assert(
      fc.property(nearlyNames, (name) => {
        const repaired = repairedContainerName(name);
        if (repaired !== undefined) expect(documented.test(repaired)).toBe(true);
        if (documented.test(name)) expect(repaired).toBe(name);
      }),
    );
    expect(repairedContainerName('My_Family Photos')).toBe('my-family-photos');
    expect(repairedContainerName('_')).toBeUndefined();
  });
});
