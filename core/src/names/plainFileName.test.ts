import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureFilesPathProblems } from './azureFilesPath';
import { blobNameProblems } from './blobName';
import { ntfsNameKey, ntfsNameProblem } from './ntfsName';
import { isPlainFileName } from './plainFileName';

const nearlyPlain = fc
  .array(
    fc.constantFrom(
      'a',
      'Z',
      '0',
      '_',
      '-',
      ' ',
      '.',
      'con',
      'NUL',
      'com1',
      'lpt0',
      'aux',
      '~',
      ':',
      '\u00e9',
      '/',
      '\\',
      '\n',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('a plain file name', () => {
  it('is one that no rule refuses', () => {
    fc.assert(
      fc.property(nearlyPlain, (name) => {
        fc.pre(isPlainFileName(name));
        expect([ntfsNameProblem(name), ...blobNameProblems(name), ...azureFilesPathProblems(name)]).toEqual([
          undefined,
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is what most files have', () => {
    for (const name of ['IMG_0001.jpg', 'a', 'Letter to Bob.2019-03-01.docx', 'console', 'com10', 'Makefile'])
      expect(isPlainFileName(name)).toBe(true);
    for (const name of ['', ' a', 'a.', 'con', 'NUL.txt', 'com1.log', 'a:b', 'é', 'a'.repeat(200)])
      expect(isPlainFileName(name)).toBe(false);
  });

  it('in lower case, or in upper case, has a key that tells it from all others of its kind', () => {
    const alphabet = fc.constantFrom('a', 'b', 'k', 's', 'z', '0', '_', '-');
    const names = fc.array(alphabet, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(ntfsNameKey(a) === ntfsNameKey(b)).toBe(a === b);
        expect(ntfsNameKey(a.toUpperCase()) === ntfsNameKey(b.toUpperCase())).toBe(a === b);
      }),
    );
  });
});
