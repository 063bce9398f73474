import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestValue } from './nearestValue';

const blobTypes = ['BlockBlob', 'PageBlob'];
const formats = ['Format', 'AlreadyFormatted'];
const encryptions = ['Encrypt', 'AlreadyEncrypted'];
const dispositions = ['rename', 'no-overwrite', 'overwrite'];

describe('the nearest value', () => {
  it.each([
    ['blockblob', blobTypes, 'BlockBlob', 'case'],
    ['Block Blob', blobTypes, 'BlockBlob', 'punctuation'],
    ['block', blobTypes, 'BlockBlob', 'near'],
    ['pageblbo', blobTypes, 'PageBlob', 'near'],
    ['format', formats, 'Format', 'case'],
    ['Formatted', formats, 'AlreadyFormatted', 'near'],
    ['Encrypted', encryptions, 'AlreadyEncrypted', 'near'],
    ['Overwrite', dispositions, 'overwrite', 'case'],
    ['no overwrite', dispositions, 'no-overwrite', 'punctuation'],
    ['overwite', dispositions, 'overwrite', 'near'],
    ['D ispositio n', ['Disposition', 'BlobType'], 'Disposition', 'punctuation'],
  ] as const)('of "%s" among %j is %s', (text, values, value, likeness) => {
    expect(nearestValue(text, values)).toEqual({ value, likeness });
  });

  it.each([
    ['blob', blobTypes],
    ['', blobTypes],
    ['--', blobTypes],
    ['AppendBlob', ['Format']],
    ['zip', dispositions],
  ])('of "%s" among %j is open', (text, values) => {
    expect(nearestValue(text, values)).toBeUndefined();
  });

  it('of a value is the value, and of any text is one of the values or none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const nearest = nearestValue(text, dispositions);
        expect(nearest === undefined || dispositions.includes(nearest.value)).toBe(true);
      }),
    );
    for (const value of dispositions) expect(nearestValue(value, dispositions)?.value).toBe(value);
  });
});
