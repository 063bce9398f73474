import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureFilesPathProblems } from '#core/names/azureFilesPath';
import { blobNameProblems } from '#core/names/blobName';
import { ntfsNameProblem } from '#core/names/ntfsName';
import { judgeDestination, judgeName, printablePath } from './sourceJudge';

const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('/')),
  fc
    .array(
      fc.constantFrom('a', 'B', '.', ' ', 'con', 'aux', 'com1', ':', '\\', 'é', '\ue000', '\u0085', 'x'.repeat(130)),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => parts.join('')),
);
const namespace = fc.constantFrom('container' as const, 'share' as const);
const depth = fc.integer({ min: 0, max: 260 });

describe('a name', () => {
  it('is judged as NTFS, and blob storage or Azure Files, have it', () => {
    fc.assert(
      fc.property(namespace, depth, fc.integer({ min: 1, max: 20 }), name, (space, levels, length, text) => {
        const prefix = `${'d'.repeat(length)}/`.repeat(levels);
        const judged = judgeName({ namespace: space, prefix, depth: levels }, text, false);
        const onDrive = ntfsNameProblem(text);
        expect(judged.filter(({ code }) => code === 'source/ntfs-name').map(({ variant }) => variant)).toEqual(
          onDrive ? [onDrive.kind] : [],
        );
        const problems = space === 'share' ? azureFilesPathProblems(prefix + text) : blobNameProblems(prefix + text);
        // Each problem is reported for the file, unless NTFS has refused the name already.
        const ofPath = problems
          .filter(({ kind }) => kind === 'too-long' || kind === 'too-deep')
          .map(({ kind }) => kind);
        const said = judged.filter(({ code }) => code !== 'source/ntfs-name').map(({ variant }) => variant);
        expect(said.filter((kind) => kind === 'too-long' || kind === 'too-deep')).toEqual(ofPath);
        if (!onDrive) expect(said).toEqual(problems.map(({ kind }) => kind));
      }),
      { numRuns: 1000 },
    );
  });

  it('of a directory is not held to the limits of a path: only files become blobs', () => {
    const prefix = 'd/'.repeat(600);
    expect(judgeName({ namespace: 'container', prefix, depth: 600 }, 'sub', true)).toEqual([]);
    expect(judgeName({ namespace: 'container', prefix, depth: 600 }, 'a:b', true)).toEqual([
      { code: 'source/ntfs-name', variant: 'character', args: ['":"'] },
    ]);
  });
});

describe('a destination', () => {
  it('has parts that the drive can hold', () => {
    expect(judgeDestination(['photos', '2019'])).toEqual([]);
    expect(judgeDestination(['$root'])).toEqual([]);
    expect(judgeDestination(['aux', 'a:b', '']).map(({ variant }) => variant)).toEqual([
      'reserved-name',
      'character',
      'empty',
    ]);
  });
});

describe('a path in a message', () => {
  it('shows what cannot be seen', () => {
    expect(printablePath('/data/a\nb\u001b[31m')).toBe('/data/a<a line end>b<U+001B>[31m');
    expect(printablePath('/data/ä b')).toBe('/data/ä b');
  });
});
