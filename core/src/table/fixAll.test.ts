import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import type { Dialect } from '../columns/datasetColumns';
import { noDiskFacts } from '../disk/diskFacts';
import { openDriveset } from '../driveset/drivesetTable';
import { ruleCodes } from '../rules/catalogue';
import type { RuleSettings } from '../rules/ruleSettings';
import { applyEdits } from '../text/textEdit';
import { collectFindings } from './findings';
import { fixAll } from './fixAll';
import type { TableDocument } from './tableDocument';
import { detectDialect } from './tableKind';

const datasetOf = (text: string, dialect: Dialect = detectDialect(text), settings?: RuleSettings) =>
  openDataset(text, { context: { dialect, nativePaths: false, disk: noDiskFacts }, ...(settings ? { settings } : {}) })
    .table;
const drivesetOf = (text: string) => openDriveset(text, { context: { tracked: false } });

const fixed = (table: TableDocument) => applyEdits(table.csv.getText(), fixAll(table));
const codesIn = (table: TableDocument) => collectFindings(table, 1000).listed.map(({ code }) => code);

const HEADER = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';

describe('Fixing everything', () => {
  it('cleans the sample with a broken column name, spaces and two records on one line', () => {
    const sample = String.raw`BasePath, DstBlobPathOrPrefix, BlobType, D ispositio n, MetadataFile, PropertiesFile
F:\50M_original\100M_1.csv.txt,containername/100M_1.csv.txt,BlockBlob,rename,None,None F:\50M_original,containername/,BlockBlob,rename,None,None
`;
    const text = fixed(datasetOf(sample));
    expect(text.split('\n')[0]).toBe(HEADER.trim());
    expect(text.split('\n').slice(1)).toEqual([
      String.raw`F:\50M_original\100M_1.csv.txt,containername/100M_1.csv.txt,BlockBlob,rename,None,None`,
      String.raw`F:\50M_original,containername/,BlockBlob,rename,None,None`,
      '',
    ]);
    // Only the user knows whether the second source is a directory.
    expect(codesIn(datasetOf(text))).toEqual(['dataset/destination-kind']);
  });

  it('cleans the sample with typographic quotes', () => {
    const sample = String.raw`BasePath, DstBlobPathOrPrefix, BlobType, Disposition, MetadataFile, PropertiesFile
“F:\MyData\ProjectA”,”projectcontainer/ProjectA”,BlockBlob,rename,None,None
“F:\MyData\ProjectB”,”projectcontainer/ProjectB”,BlockBlob,rename,None,None
`;
    const text = fixed(datasetOf(sample));
    expect(codesIn(datasetOf(text))).toEqual([]);
    expect(text).toContain(String.raw`F:\MyData\ProjectA`);
  });

  it('cleans the sample driveset with two drives on one line', () => {
    const key = '060456-014509-132033-080300-252615-584177-672089-411631';
    const sample = `DriveLetter, FormatOption, SilentOrPromptOnFormat, Encryption, ExistingBitLockerKey
G, AlreadyFormatted, SilentMode, AlreadyEncrypted,${key} H, Format, SilentMode, Encrypt,
`;
    const text = fixed(drivesetOf(sample));
    expect(codesIn(drivesetOf(text))).toEqual([]);
    expect(text).toBe(
      `DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\nH,Format,SilentMode,Encrypt,\n`,
    );
  });

  it.each([' ', '\u00a0\n', '" "\n'])('leaves a header alone that is nothing but spaces: %j', (text) => {
    expect(fixed(datasetOf(text))).toBe(text);
    expect(codesIn(datasetOf(text))).toContain('csv/column-unknown');
  });

  it('reaches findings beyond the listed thousand', () => {
    const row = (i: number) => `F:\\Photos\\${i}\\,photos/${i}/, blockblob,RENAME,None,None`;
    const text = HEADER + Array.from({ length: 3000 }, (_, i) => `${row(i)}\n`).join('');
    const table = datasetOf(text);
    expect(codesIn(datasetOf(fixed(table)))).toEqual([]);
    for (const { text: inserted } of fixAll(table)) expect(inserted).not.toContain('\n');
  });

  it('fixes one rule only, where that is asked for', () => {
    const table = datasetOf(`${HEADER}F:\\Photos\\, photos/,blockblob,rename,None,None\n`);
    const text = applyEdits(table.csv.getText(), fixAll(table, new Set(['csv/space-around-delimiter'])));
    expect(text).toBe(`${HEADER}F:\\Photos\\,photos/,blockblob,rename,None,None\n`);
  });

  it('leaves rules alone that are turned off', () => {
    const settings: RuleSettings = {
      severity: (code, severity) => (code === 'dataset/blob-type' ? 'off' : severity),
      suppressed: () => false,
      suppressesNothing: true,
    };
    const table = datasetOf(`${HEADER}F:\\Photos\\, photos/,blockblob,rename,None,None\n`, 'blob', settings);
    expect(fixed(table)).toBe(`${HEADER}F:\\Photos\\,photos/,blockblob,rename,None,None\n`);
  });

  it('changes only what a fix changes', () => {
    const table = datasetOf(
      `${HEADER}F:\\Photos\\,photos/,BlockBlob,rename,None,None\nF:\\Music\\,music/,blockBlob,rename,None,None\n`,
    );
    const at = table.csv.getText().indexOf('blockBlob');
    expect(fixAll(table)).toEqual([{ start: at, end: at + 1, text: 'B' }]);
  });

  it('ends, on any text, with edits in order that lie in it', () => {
    const piece = fc.constantFrom(
      'F:\\a',
      ',',
      ', ',
      '"',
      '\n',
      '“',
      '”',
      'photos/',
      'blockblob',
      ' F:\\b\\',
      ';',
      'BasePath',
      'x',
      'DstBlobPathOrPrefix',
      '/',
      '\\',
    );
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(texts, fc.boolean(), (text, dataset) => {
        const table = dataset ? datasetOf(text) : drivesetOf(text);
        let last = 0;
        for (const { start, end } of fixAll(table)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });

  it('knows every code', () => {
    const table = datasetOf(HEADER);
    expect(fixAll(table, new Set(ruleCodes))).toEqual([]);
  });
});
