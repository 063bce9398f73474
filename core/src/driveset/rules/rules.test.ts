import { describe, expect, it } from 'vitest';
import { withEdits } from '../../../test/record';
import type { Finding } from '../../rules/finding';
import { driveOf } from '../drive';
import { noEarlierDrives } from '../earlierDrives';
import { checkDrives } from './index';
import { drivesetFindingsIn, testDrivesetRow } from '../../../test/drivesetRow';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';

const seen = (line: string): readonly string[] =>
  drivesetFindingsIn(line).map(
    ({ code, variant, start, end }) => `${code}${variant ? ` ${variant}` : ''} «${line.slice(start, end)}»`,
  );

/** The line after each of the offered fixes. */
const fixed = (line: string): readonly string[] =>
  drivesetFindingsIn(line)
    .flatMap(({ fixes }) => fixes?.() ?? [])
    .map(({ edits }) => withEdits(line, edits!));

describe('a driveset row', () => {
  it.each([
    `G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`,
    `"g","AlreadyFormatted","PromptOnFormat","AlreadyEncrypted","${key}"`,
    'H,Format,SilentMode,Encrypt,',
    'H,AlreadyFormatted,SilentMode,Encrypt,""',
  ])('may be %s', (line) => {
    expect(seen(line)).toEqual([]);
  });

  it.each([
    [',Format,SilentMode,Encrypt,', 'driveset/drive-letter missing «»', []],
    ['GH,Format,SilentMode,Encrypt,', 'driveset/drive-letter «GH»', []],
    ['G:\\,Format,SilentMode,Encrypt,', 'driveset/drive-letter punctuation «:\\»', ['G,Format,SilentMode,Encrypt,']],
    ['C,Format,SilentMode,Encrypt,', 'driveset/drive-letter-system «C»', []],
    ['H,,SilentMode,Encrypt,', 'driveset/format-option missing «»', ['H,AlreadyFormatted,SilentMode,Encrypt,']],
    [
      'H,formatted,SilentMode,Encrypt,',
      'driveset/format-option near «formatted»',
      ['H,AlreadyFormatted,SilentMode,Encrypt,'],
    ],
    [
      'H,Format,,Encrypt,',
      'driveset/silent-option missing «»',
      ['H,Format,PromptOnFormat,Encrypt,', 'H,Format,SilentMode,Encrypt,'],
    ],
    ['H,Format,silentmode,Encrypt,', 'driveset/silent-option case «silentmode»', ['H,Format,SilentMode,Encrypt,']],
    ['H,Format,SilentMode,,', 'driveset/encryption missing «»', ['H,Format,SilentMode,Encrypt,']],
    [
      `H,AlreadyFormatted,SilentMode,,${key}`,
      'driveset/encryption missing «»',
      [`H,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`],
    ],
    [
      'H,Format,SilentMode,AlreadyEncrypted,',
      'driveset/format-needs-encrypt «AlreadyEncrypted»',
      ['H,Format,SilentMode,Encrypt,'],
    ],
    [
      `H,Format,SilentMode,AlreadyEncrypted,${key}`,
      'driveset/format-needs-encrypt «AlreadyEncrypted»',
      [`H,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`, 'H,Format,SilentMode,Encrypt,'],
    ],
    ['H,AlreadyFormatted,SilentMode,AlreadyEncrypted,', 'driveset/key-required «»', []],
    [`H,Format,SilentMode,Encrypt,${key}`, `driveset/key-not-allowed «${key}»`, ['H,Format,SilentMode,Encrypt,']],
    [
      `H,AlreadyFormatted,SilentMode,Encrypt,${key}`,
      `driveset/key-not-allowed «${key}»`,
      [`H,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`, 'H,AlreadyFormatted,SilentMode,Encrypt,'],
    ],
  ])('%s is found and repaired', (line, expected, repairs) => {
    expect(seen(line)).toEqual([expected]);
    expect(fixed(line)).toEqual(repairs);
  });

  it('underlines each wrong group of a key', () => {
    const line = `G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key.replace('132033', '132038').replace('672089', '999999')}`;
    expect(seen(line)).toEqual(['driveset/key-checksum «132038»', 'driveset/key-checksum too-large «999999»']);
  });

  it.each([
    [key.slice(7), `driveset/key-format group-count «${key.slice(7)}»`],
    [key.replace('014509', '14509'), 'driveset/key-format group-length «14509»'],
    [key.replace('014509', 'O14509'), 'driveset/key-format character «O14509»'],
    [key.replaceAll('-', ' '), `driveset/key-format separator «${key.replaceAll('-', ' ')}»`],
    ['1'.repeat(300), `driveset/key-format not-a-key «${'1'.repeat(300)}»`],
  ])('has no key like %s', (wrong, expected) => {
    expect(seen(`G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${wrong}`)).toEqual([expected]);
  });

  it('repairs the separators of a key', () => {
    const line = (text: string): string => `G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${text}`;
    expect(fixed(line(key.replaceAll('-', '')))).toEqual([line(key)]);
  });

  it('is not judged where a column is missing', () => {
    expect(seen('G')).toEqual([]);
  });
});

describe('the drives of one file', () => {
  const check = (lines: readonly string[]): readonly { index: number; finding: Finding; related: unknown }[] => {
    const found: { index: number; finding: Finding; related: unknown }[] = [];
    const drives = lines.map((line, index) => ({ ...driveOf(testDrivesetRow(line)), line: index + 1 }));
    checkDrives(drives, noEarlierDrives, (index, finding, related) => found.push({ index, finding, related }));
    return found;
  };
  const fresh = (letters: string): readonly string[] =>
    Array.from(letters, (letter) => `${letter},Format,SilentMode,Encrypt,`);

  it('have different letters, whatever their case and punctuation', () => {
    const found = check([
      'G,Format,SilentMode,Encrypt,',
      'H,Format,SilentMode,Encrypt,',
      'g:,Format,SilentMode,Encrypt,',
    ]);
    expect(found).toEqual([
      { index: 2, related: 0, finding: { code: 'driveset/drive-letter-duplicate', args: ['2'], start: 0, end: 2 } },
    ]);
  });

  it('have different keys, and the key is not in the finding', () => {
    const found = check([
      `G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`,
      `H,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`,
    ]);
    expect(found).toMatchObject([
      { index: 1, related: 0, finding: { code: 'driveset/key-duplicate', args: ['2'], start: 47, end: 102 } },
    ]);
    expect(JSON.stringify(found)).not.toContain('014509');
  });

  it('are ten in a job and twenty-five in a run', () => {
    expect(check(fresh('DEFGHIJKLM'))).toEqual([]);
    expect(check(fresh('DEFGHIJKLMN'))).toMatchObject([{ index: 10, finding: { variant: 'job', args: ['11', '2'] } }]);
    expect(check(fresh('ABCDEFGHIJKLMNOPQRSTUVWXY'))).toMatchObject([
      { index: 10, finding: { variant: 'job', args: ['25', '3'] } },
    ]);
    expect(check(fresh('ABCDEFGHIJKLMNOPQRSTUVWXYZ'))).toMatchObject([
      { index: 25, finding: { code: 'driveset/too-many-drives', args: ['26'] } },
    ]);
  });

  it('are not compared where a letter or a key is missing', () => {
    expect(
      check([',Format,SilentMode,Encrypt,', ',Format,SilentMode,Encrypt,', '??,Format,SilentMode,Encrypt,']),
    ).toEqual([]);
  });
});
