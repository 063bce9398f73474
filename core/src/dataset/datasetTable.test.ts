import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noDiskFacts } from '../disk/diskFacts';
import { drivesOf, openDriveset } from '../driveset/drivesetTable';
import { collectFindings } from '../table/findings';
import type { TableDocument } from '../table/tableDocument';
import { openDataset } from './datasetTable';

const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const context = { dialect: 'blob', nativePaths: true, disk: noDiskFacts } as const;

function open(text: string) {
  return openDataset(text, {
    context,
    onRuleFailure: (_codes, error) => {
      throw error;
    },
  });
}

function found(table: TableDocument, limit = 1000) {
  const { listed, counts, more } = collectFindings(table, limit);
  return {
    counts,
    more,
    listed: listed.map(({ code, message, range, related, severity }) => ({ code, message, range, related, severity })),
  };
}

const codesByLine = (...rows: string[]) =>
  found(open(header + rows.map((row) => `${row},BlockBlob,rename,None,None\n`).join('')).table).listed.map(
    ({ code, range }) => `${range.start.line} ${code}`,
  );

describe('A dataset', () => {
  it('says that a source goes to a destination twice, whatever the case of a Windows path', () => {
    expect(codesByLine('F:\\a\\,c1x/', 'f:\\A\\,c1x/', 'F:\\a\\,c2x/')).toEqual([
      '2 dataset/base-path-duplicate',
      '3 dataset/base-path-overlap',
    ]);
  });

  it('says that a directory holds the sources of other rows, wherever they stand', () => {
    expect(codesByLine('F:\\a\\b\\x.txt,c1x/x.txt', 'F:\\a\\b\\c\\,c1x/c/', 'F:\\a\\,c1x/', 'F:\\ab\\,c2x/')).toEqual([
      '1 dataset/base-path-overlap',
      '2 dataset/base-path-overlap',
    ]);
    expect(codesByLine('/srv/a/b/,c1x/b/', '/srv/a/,c1x/', '/srv/A/b/,c1x/d/')).toEqual([
      '1 dataset/base-path-overlap',
    ]);
  });

  it('says that two files become one blob, with regard to case', () => {
    expect(codesByLine('F:\\x.txt,c1x/x.txt', 'F:\\y.txt,c1x/x.txt', 'F:\\z.txt,c1x/X.txt')).toEqual([
      '2 dataset/destination-conflict',
    ]);
  });

  it('says which sources lie on drives of the job', () => {
    const dataset = open(`${header}H:\\a\\,c1x/,BlockBlob,rename,None,None\nG:\\a\\,c2x/,BlockBlob,rename,None,None\n`);
    const driveset = openDriveset(
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nh,Format,SilentMode,Encrypt,\nG,AlreadyFormatted,SilentMode,Encrypt,\n',
      { context: { tracked: false } },
    );
    dataset.setDrives(drivesOf(driveset, 'file:///driveset.csv', 'driveset.csv'));
    expect(found(dataset.table).listed).toMatchObject([
      {
        code: 'job/source-on-formatted-drive',
        related: [{ file: 'file:///driveset.csv', range: { start: { line: 1, character: 0 } } }],
      },
      { code: 'job/source-on-target-drive' },
    ]);
    dataset.setDrives(new Map());
    expect(found(dataset.table).listed).toEqual([]);
  });

  it('lists no more findings than it may, counts all, and says how many more there are', () => {
    const { table } = open(header + 'relative,c1x/x.txt,BlockBlob,rename,None,None\n'.repeat(50));
    const { listed, more, counts } = found(table, 10);
    expect(listed).toHaveLength(11);
    expect(listed.at(-1)).toMatchObject({ code: 'csv/more-findings' });
    expect(more).toBe(counts.errors + counts.warnings - 10);
    expect(found(table, 100000).listed).toHaveLength(counts.errors + counts.warnings);
  });

  const path = fc.constantFrom(
    'F:\\',
    'F:\\a\\',
    'f:\\A\\',
    'F:\\a\\b\\',
    'F:\\a\\b\\x.txt',
    'F:\\a\\x.txt',
    'F:\\c\\y.txt',
    'G:\\a\\',
    '/srv/',
    '/srv/a',
    '\\\\h\\s\\a\\',
    'rel',
    '"F:\\a b\\"',
    '"F:\\a b\\x"',
    '',
  );
  const destination = fc.constantFrom('c1x/', 'c1x/a', 'c1x/b', 'C1X/a', 'c1x', '', '/c1x/', '$root/a');
  const rest = fc.constantFrom(
    ',BlockBlob,rename,None,None',
    ',block,Rename,,',
    ',PageBlob,overwrite',
    ', BlockBlob ,rename,None,None,x',
    ',“BlockBlob”,rename,"None",None',
  );
  const line = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(path, destination, rest).map(([a, b, c]) => `${a},${b}${c}\n`) },
    { weight: 1, arbitrary: fc.constantFrom('\n', '"open,x,\n', header, '",\n') },
  );
  const body = fc.array(line, { maxLength: 12 }).map((lines) => lines.join(''));
  const edit = fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(120)),
    text: fc.oneof(line, fc.constantFrom('', 'a', '\\', ',', '"', '\n', 'F:\\a\\', 'Job 42\n', header, '\ufeff')),
  });

  const above = fc.constantFrom('', '', 'Job 42\n', 'sep=,\r\n', '# a\n\n# b\n', '\ufeff', '"');

  it('has, after any edits, the findings of a fresh reading of its text', () => {
    fc.assert(
      fc.property(above, body, fc.array(edit, { maxLength: 8 }), (title, initial, edits) => {
        let text = title + header + initial;
        let edited = open(text);
        for (const { at, length, text: inserted } of edits) {
          const start = at % (text.length + 1);
          const end = Math.min(text.length, start + length);
          const isSettled = edited.table.edit(start, end, inserted);
          text = text.slice(0, start) + inserted + text.slice(end);
          expect(edited.table.csv.getText()).toBe(text);
          if (!isSettled) edited = open(text);
          const fresh = open(text).table;
          expect(found(edited.table)).toEqual(found(fresh));
          expect(edited.table.recordCount).toBe(fresh.recordCount);
        }
      }),
      {
        numRuns: 1500,
        // The header is damaged first, so that the line below it is then read as the header.
        examples: [
          [
            '\ufeff',
            'F:\\a\\,,PageBlob,overwrite\n',
            [
              { at: 280_921_869, length: 0, text: '/srv/a,c1x/,BlockBlob,rename,None,None\n' },
              { at: 128_847_871, length: 1, text: '' },
              { at: 1_930_345_421, length: 0, text: 'F:\\,c1x/,BlockBlob,rename,None,None\n' },
            ],
          ],
        ],
      },
    );
  });

  it('lists as many findings as it counts', () => {
    fc.assert(
      fc.property(body, (text) => {
        const { listed, counts, more } = found(open(header + text).table, 1e6);
        expect(more).toBe(0);
        expect(listed).toHaveLength(counts.errors + counts.warnings + counts.information);
      }),
      { numRuns: 500 },
    );
  });
});
