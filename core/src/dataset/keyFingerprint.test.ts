import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf } from '../validate/rowRelations';
import { isDirectorySource, sourceKey } from './datasetRelation';
import { KeyFingerprint } from './keyFingerprint';

const path = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', '\\', '/', ':', 'É', 'é', 'İ', 'ß', '\0'),
  minLength: 1,
  maxLength: 12,
});

function read(source: string, destination = 'c/') {
  const keys = new KeyFingerprint('blob');
  keys.read(source, destination);
  const { copy, directory, destination: target, isDirectory, ancestorCount } = keys;
  const ancestors = Array.from(
    { length: ancestorCount },
    (_, i) => `${keys.ancestorLows[i]!},${keys.ancestorHighs[i]!}`,
  );
  return { copy: { ...copy }, directory: { ...directory }, target: { ...target }, isDirectory, ancestors };
}

describe('The fingerprints of a row', () => {
  it('are equal for equal keys, and only for them', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        const equal = sourceKey(a) === sourceKey(b);
        if (equal) expect(read(a)).toEqual(read(b));
        else expect(read(a).directory).not.toEqual(read(b).directory);
      }),
      { numRuns: 5000 },
    );
  });

  it('tell apart rows by destination', () => {
    fc.assert(
      fc.property(path, path, path, (source, a, b) => {
        expect(
          read(source, a).copy.low === read(source, b).copy.low &&
            read(source, a).copy.high === read(source, b).copy.high,
        ).toBe(a === b);
        expect(
          read(source, a).target.low === read(source, b).target.low &&
            read(source, a).target.high === read(source, b).target.high,
        ).toBe(a === b);
      }),
    );
  });

  it('are those of the directories above the source, outermost first', () => {
    fc.assert(
      fc.property(path, (source) => {
        const key = sourceKey(source);
        expect(read(source).isDirectory).toBe(isDirectorySource(key));
        expect(read(source).ancestors).toEqual(
          ancestorsOf(key).map((ancestor) => `${read(ancestor).directory.low},${read(ancestor).directory.high}`),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
