import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import type { Dialect } from '../columns/datasetColumns';
import { noDiskFacts } from '../disk/diskFacts';
import { openDriveset } from '../driveset/drivesetTable';
import type { Conversion } from '../rules/finding';
import { applyEdits } from '../text/textEdit';
import { convert } from './convert';
import { proposeDestination } from './proposeValue';

function converted(text: string, conversion: Conversion, kind: Dialect | 'driveset' = 'blob'): string {
  const table =
    kind === 'driveset'
      ? openDriveset(text, { context: { tracked: false } })
      : openDataset(text, { context: { dialect: kind, nativePaths: false, disk: noDiskFacts } }).table;
  return applyEdits(text, convert(table, conversion));
}

describe('Converting delimiters', () => {
  const conversion = { kind: 'delimiter' } as const;

  it('writes commas, and quotes values that hold one', () => {
    expect(converted('BasePath;DstBlobPathOrPrefix\r\nF:\\a,b\\;photos/\r\n"F:\\c;d\\";\r\n', conversion)).toBe(
      'BasePath,DstBlobPathOrPrefix\r\n"F:\\a,b\\",photos/\r\n"F:\\c;d\\",\r\n',
    );
    expect(converted('BasePath\tDstBlobPathOrPrefix\nF:\\a\\\tphotos/\n', conversion)).toBe(
      'BasePath,DstBlobPathOrPrefix\nF:\\a\\,photos/\n',
    );
  });

  it('keeps a byte order mark and empty lines', () => {
    expect(converted('\ufeffBasePath;BlobType\n\nF:\\a;PageBlob', conversion)).toBe(
      '\ufeffBasePath,BlobType\n\nF:\\a,PageBlob',
    );
  });

  it('leaves a file with commas alone', () => {
    expect(converted('BasePath,BlobType\nF:\\a;b,x\n', conversion)).toBe('BasePath,BlobType\nF:\\a;b,x\n');
  });

  it('changes no value', () => {
    const bare = fc.string({ unit: fc.constantFrom('a', 'F', ':', '\\', ',', '/'), minLength: 1, maxLength: 5 });
    const quoted = fc
      .string({ unit: fc.constantFrom('a', ';', ',', '""', '\n', ' '), maxLength: 5 })
      .map((value) => `"${value}"`);
    const row = fc.tuple(bare, fc.oneof(bare, quoted), fc.oneof(bare, quoted)).map((fields) => fields.join(';'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const text = ['BasePath;DstBlobPathOrPrefix;BlobType', ...rows].join('\n');
        expect(parse(converted(text, conversion))).toEqual(parse(text, { delimiter: ';' }));
      }),
    );
  });
});

describe('Reordering columns', () => {
  it('puts the documented columns first, in every record', () => {
    const text = 'Colour,DstBlobPathOrPrefix,BasePath\nred,"photos/","F:\\a,b\\"\nblue,x/\n';
    expect(converted(text, { kind: 'column-order' })).toBe(
      'BasePath,DstBlobPathOrPrefix,Colour\n"F:\\a,b\\","photos/",red\n,x/,blue\n',
    );
  });

  it('leaves a file in order alone', () => {
    expect(converted('BasePath,BlobType\nF:\\a,x\n', { kind: 'column-order' })).toBe('BasePath,BlobType\nF:\\a,x\n');
  });
});

describe('Adding a column', () => {
  const add = (text: string, column: string, kind: Dialect | 'driveset' = 'blob') =>
    converted(text, { kind: 'add-column', column }, kind);

  it('proposes a destination from the source', () => {
    expect(add('BasePath,BlobType\nF:\\My Photos\\,PageBlob\nF:\\db\\ledger.bak,\n,\n', 'DstBlobPathOrPrefix')).toBe(
      'BasePath,DstBlobPathOrPrefix,BlobType\nF:\\My Photos\\,my-photos/,PageBlob\nF:\\db\\ledger.bak,data-db/ledger.bak,\n,,\n',
    );
  });

  it('proposes the type', () => {
    expect(add('BasePath,DstItemPathOrPrefix\nF:\\a\\,x/\n', 'ItemType', 'files')).toBe(
      'BasePath,DstItemPathOrPrefix,ItemType\nF:\\a\\,x/,file\n',
    );
  });

  it('proposes for a drive what erases nothing', () => {
    expect(add('DriveLetter,SilentOrPromptOnFormat\nG,SilentMode\n', 'FormatOption', 'driveset')).toBe(
      'DriveLetter,FormatOption,SilentOrPromptOnFormat\nG,AlreadyFormatted,SilentMode\n',
    );
    expect(add('DriveLetter,FormatOption\nG,Format\n', 'SilentOrPromptOnFormat', 'driveset')).toContain(
      '\nG,Format,PromptOnFormat\n',
    );
    const text = 'DriveLetter,ExistingBitLockerKey\nG,060456-014509-132033-080300-252615-584177-672089-411631\nH,\n';
    expect(add(text, 'Encryption', 'driveset')).toMatch(/\nG,AlreadyEncrypted,060456.*\nH,Encrypt,\n/);
  });

  it('takes a surplus field for the value that is there already', () => {
    expect(add('BasePath,BlobType\nF:\\a\\,x/,PageBlob\n', 'DstBlobPathOrPrefix')).toBe(
      'BasePath,DstBlobPathOrPrefix,BlobType\nF:\\a\\,x/,PageBlob\n',
    );
  });

  it('adds nothing that is there, or that no column is', () => {
    expect(add('BasePath\nF:\\a\\\n', 'BasePath')).toBe('BasePath\nF:\\a\\\n');
    expect(add('BasePath\nF:\\a\\\n', 'Colour')).toBe('BasePath\nF:\\a\\\n');
  });
});

describe('A proposed destination', () => {
  it.each([
    ['F:\\Photos\\', 'photos/'],
    ['F:\\My Photos (2019)\\', 'my-photos-2019/'],
    ['F:\\', 'drive-f/'],
    ['\\\\nas\\share\\Team\\', 'team/'],
    ['F:\\Photos\\cat.jpg', 'photos/cat.jpg'],
    ['F:\\ledger.bak', 'drive-f/ledger.bak'],
    ['/srv/data/', 'data/'],
    ['F:\\日本\\', 'data/'],
    ['', ''],
  ])('for %s is %s', (source, destination) => {
    expect(proposeDestination(source)).toBe(destination);
  });
});
