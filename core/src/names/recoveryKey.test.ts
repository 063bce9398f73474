import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedRecoveryKey } from '../text/maskSecrets';
import { isRecoveryKey, isRecoveryKeyShaped, recoveryKeyGroups, repairedRecoveryKey } from './recoveryKey';

const sound = '060456-014509-132033-080300-252615-584177-672089-411631';
const words = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const keyOf = (values: readonly number[]): string =>
  values.map((value) => String(value * 11).padStart(6, '0')).join('-');

describe('a BitLocker recovery key', () => {
  it('is sound for every eight 16-bit words', () => {
    fc.assert(fc.property(words, (values) => isRecoveryKey(keyOf(values))));
    expect(isRecoveryKey(sound)).toBe(true);
  });

  it('shows a single wrong digit, and names its group', () => {
    fc.assert(
      fc.property(words, fc.nat(47), fc.integer({ min: 1, max: 9 }), (values, place, shift) => {
        const digits = keyOf(values).replaceAll('-', '');
        const wrong = `${digits.slice(0, place)}${(Number(digits[place]) + shift) % 10}${digits.slice(place + 1)}`;
        const verdicts = recoveryKeyGroups(wrong.match(/.{6}/g)!.join('-')).map(({ verdict }) => verdict);
        expect(verdicts.flatMap((verdict, group) => (verdict === 'sound' ? [] : [group]))).toEqual([
          Math.floor(place / 6),
        ]);
      }),
    );
  });

  it('fails in every group of a made-up sample that is printed as an example elsewhere', () => {
    const groups = recoveryKeyGroups('439675-460165-128202-905124-487224-524332-851649-442187');
    expect(groups.every(({ verdict }) => verdict !== 'sound')).toBe(true);
    expect(groups[3]!.verdict).toBe('too-large');
  });

  it('accepts the largest group and refuses the next multiple of 11', () => {
    expect(recoveryKeyGroups('720885-720896').map(({ verdict }) => verdict)).toEqual(['sound', 'too-large']);
  });

  it('tells wrong characters from wrong lengths, with their places', () => {
    expect(recoveryKeyGroups('06045O-14509--1320331')).toEqual([
      { verdict: 'character', start: 0, end: 6 },
      { verdict: 'length', start: 7, end: 12 },
      { verdict: 'length', start: 13, end: 13 },
      { verdict: 'length', start: 14, end: 21 },
    ]);
  });

  it('is repaired from other separators, and only to a sound key', () => {
    for (const separator of ['', ' ', '–', ' - ', '_'])
      expect(repairedRecoveryKey(sound.replaceAll('-', separator))).toBe(sound);
    expect(repairedRecoveryKey(sound.replace('132033', '132038').replaceAll('-', ' '))).toBeUndefined();
    expect(repairedRecoveryKey('0'.repeat(10_000_000))).toBeUndefined();
  });

  it('is masked but for its first and last group, and wholly where it is no key', () => {
    expect(maskedRecoveryKey(sound)).toBe('060456-••••••-…-411631');
    expect(maskedRecoveryKey('060456-014509')).toBe('••••••');
    fc.assert(fc.property(fc.string(), (text) => isRecoveryKeyShaped(text) || maskedRecoveryKey(text) === '••••••'));
  });
});
