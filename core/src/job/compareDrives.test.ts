import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DrivesetEntry } from '../driveset/drivesetEntry';
import type { JrmDrive } from '../jrm/jrm';
import { compareDrives } from './compareDrives';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';
const OTHER = '439675-460165-128202-905124-487224-524332-851649-442187';

const ofJrm = (letter: string | undefined, key: string): JrmDrive => ({
  DriveId: `id-${letter}`,
  BitLockerKey: key,
  VolumeLabel: '',
  ...(letter !== undefined && { DriveLetter: letter }),
});
const ofSet = (letter: string, key?: string, encrypts = key === undefined): DrivesetEntry => ({
  file: 'driveset.csv',
  line: 1,
  letter,
  formats: true,
  prompts: false,
  encrypts,
  key,
});
const outcome = (jrm: readonly JrmDrive[], set: readonly DrivesetEntry[]): unknown[] =>
  compareDrives(jrm, set).map(({ letter, jrm: own, entry, key }) => [
    letter,
    own !== undefined,
    entry !== undefined,
    key,
  ]);

describe('The drives of a JRM and of a driveset', () => {
  it.each([
    ['are the same where letter and key are', [ofJrm('G', KEY)], [ofSet('G', KEY)], [['G', true, true, 'equal']]],
    ['have different keys', [ofJrm('G', OTHER)], [ofSet('G', KEY)], [['G', true, true, 'different']]],
    ['have a key that the preparation chose', [ofJrm('g:', OTHER)], [ofSet('G')], [['G', true, true, 'chosen']]],
    [
      'lack a key that the driveset should name',
      [ofJrm('G', KEY)],
      [ofSet('G', undefined, false)],
      [['G', true, true, 'missing']],
    ],
    [
      'are only in one',
      [ofJrm('G', KEY)],
      [ofSet('H', KEY)],
      [
        ['G', true, false, undefined],
        ['H', false, true, undefined],
      ],
    ],
    [
      'belong together by their key where the JRM has no letters',
      [ofJrm(undefined, KEY), ofJrm(undefined, '')],
      [ofSet('H', KEY)],
      [
        ['H', true, true, 'equal'],
        [undefined, true, false, undefined],
      ],
    ],
  ])('%s', (_, jrm, set, expected) => {
    expect(outcome(jrm, set)).toEqual(expected);
  });

  it('are all there, each once', () => {
    const letter = fc.option(fc.constantFrom('G', 'H', 'I'), { nil: undefined });
    const key = fc.constantFrom(KEY, OTHER, '');
    const drives = fc.array(fc.tuple(letter, key), { maxLength: 6 });
    const entries = fc.array(fc.tuple(fc.constantFrom('G', 'H', 'I'), fc.option(key, { nil: undefined })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(drives, entries, (jrmFacts, setFacts) => {
        const jrm = jrmFacts.map(([one, of]) => ofJrm(one, of));
        const set = setFacts.map(([one, of]) => ofSet(one, of));
        const compared = compareDrives(jrm, set);
        expect(new Set(compared.flatMap(({ jrm: own }) => own ?? []))).toEqual(new Set(jrm));
        expect(new Set(compared.flatMap(({ entry }) => entry ?? []))).toEqual(new Set(set));
        expect(compared.filter(({ jrm: own }) => own)).toHaveLength(jrm.length);
        expect(compared.filter(({ entry }) => entry)).toHaveLength(set.length);
      }),
    );
  });
});
