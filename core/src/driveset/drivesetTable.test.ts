import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectFindings } from '../table/findings';
import { finish } from '../work/steps';
import { earlierDrivesOf, readDriveset } from './drivesetTable';
import { mergeEarlierDrives } from './earlierDrives';
import type { EarlierDrives } from './earlierDrives';

const header = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';
const keys = [
  '060456-014509-132033-080300-252615-584177-672089-411631',
  '135795-246807-357808-468809-579810-690811-011847-122848',
  '',
];

/** The findings of a job's drivesets, each checked in its position. */
function findingsOf(tables: readonly (readonly string[])[]) {
  const earlier: EarlierDrives[] = [];
  return tables.map((rows, number) => {
    const { table, setEarlierDrives } = finish(
      readDriveset(header + rows.map((row) => `${row}\n`).join(''), { context: { tracked: false } }),
    );
    setEarlierDrives(mergeEarlierDrives(earlier));
    earlier.push(earlierDrivesOf(table, `${number}`, `${number}.csv`));
    return collectFindings(table, 1000).listed;
  });
}

/** The codes of findings from comparisons, with the record's number in the whole job. */
function compared(tables: readonly (readonly string[])[]): string[] {
  let before = 0;
  return findingsOf(tables).flatMap((listed, number) => {
    const first = before;
    before += tables[number]!.length;
    return listed.flatMap(({ code, message, range }) => {
      if (!/duplicate|too-many/.test(code)) return [];
      // How many drives follow in later drivesets is not known yet.
      if (code.endsWith('too-many-drives'))
        return message.includes('25') ? [`${first + range.start.line} ${code}`] : [];
      return [`${first + range.start.line} ${code.replace('job/', 'driveset/')}`];
    });
  });
}

const row = fc
  .tuple(fc.constantFrom('G', 'g', 'H:', 'I', '??', ''), fc.constantFrom(...keys))
  .map(([letter, key]) =>
    key === ''
      ? `${letter},Format,SilentMode,Encrypt,`
      : `${letter},AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`,
  );

describe('The drives of a job', () => {
  it('are compared alike in one driveset and in several', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 4 }),
        (rows, cuts) => {
          const places = [0, ...cuts.filter((cut) => cut < rows.length).sort((a, b) => a - b), rows.length];
          const tables = places.slice(1).map((end, index) => rows.slice(places[index], end));
          expect(new Set(compared(tables))).toEqual(new Set(compared([rows])));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('say where the same key stands in another driveset, and never show it', () => {
    const [, second] = findingsOf([
      [`G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${keys[0]}`],
      [`H,AlreadyFormatted,SilentMode,AlreadyEncrypted,${keys[0]}`],
    ]);
    expect(second).toMatchObject([
      {
        code: 'driveset/key-duplicate',
        severity: 'warning',
        related: [{ file: '0', range: { start: { line: 1, character: 47 } } }],
      },
    ]);
    expect(second![0]!.message).toContain('Line 2 of 0.csv');
    expect(JSON.stringify(second!.map(({ message, related }) => [message, related]))).not.toContain('014509');
  });

  it('are ten in a job and twenty-five in a run, in however many drivesets they stand', () => {
    const fresh = (letters: string) => Array.from(letters, (letter) => `${letter},Format,SilentMode,Encrypt,`);
    const counted = (...tables: readonly string[]) =>
      findingsOf(tables.map(fresh)).map((listed) =>
        listed.flatMap(({ code, severity, range }) =>
          code === 'driveset/too-many-drives' ? [`${severity} ${range.start.line}`] : [],
        ),
      );
    expect(counted('DEFGH', 'IJKLM')).toEqual([[], []]);
    expect(counted('DEFGH', 'IJKLMN')).toEqual([[], ['information 6']]);
    expect(counted('DEFGHIJKLMNO', 'PQR')).toEqual([['information 11'], []]);
    expect(counted('DEFGHIJKLMNO', 'PQRSTUVWXYZABC')).toEqual([['information 11'], ['error 14']]);
    expect(counted('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'A')).toEqual([['error 26'], []]);
  });
});
