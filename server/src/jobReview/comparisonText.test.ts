import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import type { JrmDrive } from '#core/jrm/jrm';
import { localizer } from '#core/text/localize';
import { comparisonText } from './comparisonText';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';
/** Has the same first and last groups as the other key. */
const LOOKALIKE = '060456-014509-132033-080300-252615-584177-000000-411631';

const ofJrm = (letter: string, key: string, id = 'X'): JrmDrive => ({
  DriveId: id,
  BitLockerKey: key,
  VolumeLabel: '',
  DriveLetter: letter,
});
const ofSet = (letter: string, key: string | undefined, encrypts = key === undefined): DrivesetEntry => ({
  file: 'driveset.csv',
  line: 1,
  letter,
  formats: true,
  prompts: false,
  encrypts,
  key,
});
const compare = (jrm: readonly JrmDrive[], set: readonly DrivesetEntry[]) => comparisonText(jrm, set, localizer());

describe('The texts of a comparison', () => {
  it('have the same block where both agree', () => {
    const { jrm, drivesets, counts } = compare(
      [ofJrm('G', KEY), ofJrm('H', KEY)],
      [ofSet('G', KEY), ofSet('H', undefined)],
    );
    expect(jrm).toBe(drivesets);
    expect(jrm).toBe(
      'Drives in the JRM and in the driveset\n\nDrive G\n  in both\n  BitLocker key: 060456-••••••-…-411631, the same in both\n\nDrive H\n  in both\n  BitLocker key: chosen by the preparation\n',
    );
    expect(counts).toEqual({ same: 2, different: 0, onlyInJrm: 0, onlyInDrivesets: 0 });
  });

  it('differ where the keys do, also where their masks are the same', () => {
    const { jrm, drivesets, counts } = compare([ofJrm('G', KEY)], [ofSet('G', LOOKALIKE)]);
    expect(jrm).toContain('060456-••••••-…-411631, not the one in the driveset');
    expect(drivesets).toContain('060456-••••••-…-411631, not the one in the JRM');
    expect(counts.different).toBe(1);
  });

  it('say what is only in one, and what is missing', () => {
    const { jrm, drivesets, counts } = compare(
      [ofJrm('G', KEY), ofJrm('I', KEY)],
      [ofSet('G', undefined, false), ofSet('H', undefined)],
    );
    expect(drivesets).toContain(
      'Drive G\n  in both\n  BitLocker key: missing, although the drive was already encrypted',
    );
    expect(drivesets).toContain('Drive H\n  only in the driveset');
    expect(jrm).toContain('Drive I\n  only in the JRM');
    expect(jrm).not.toContain('Drive H');
    expect(counts).toEqual({ same: 0, different: 1, onlyInJrm: 1, onlyInDrivesets: 1 });
  });

  it('hold no key, and a line for a line, whatever the files hold', () => {
    const key = fc.constantFrom(KEY, LOOKALIKE, `${KEY}\n`, 'abc\u2028def-secret', '');
    const id = fc.string({ unit: fc.constantFrom('a', '\n', '\u202e', '\r') });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, id), { maxLength: 3 }),
        fc.array(fc.option(key, { nil: undefined }), { maxLength: 3 }),
        (drives, set) => {
          const { jrm, drivesets } = compare(
            drives.map(([one, name], index) => ofJrm('GH'[index] ?? '', one, name)),
            set.map((one, index) => ofSet('GHI'[index]!, one)),
          );
          for (const text of [jrm, drivesets]) {
            expect(text).not.toMatch(/132033|secret|[\u202e\u2028\r]/);
            expect(
              text
                .split('\n\n')
                .slice(1)
                .every((block) => block.trimEnd().split('\n').length === 3),
            ).toBe(true);
          }
        },
      ),
    );
  });
});
