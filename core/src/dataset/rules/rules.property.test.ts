import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRecord, withEdits } from '../../../test/record';
import { exampleDiskFacts } from '../../examples/exampleDiskFacts';
import { formatMessage, severityOf } from '../../rules/message';
import { destinationKindRule } from './destinationKind';
import { sourceRule } from './source';
import { findingsIn } from '../../../test/datasetRow';

const name = fc.constantFrom(
  'Photos',
  'photos',
  'a',
  'ledger.bak',
  'system.vhd',
  'a,b.txt',
  'NUL',
  '2019.',
  'x y',
  '*.jpg',
  'a"b',
  '',
);
const separator = fc.constantFrom('\\', '/', '\\\\', '');
const sourceStart = fc.constantFrom(
  'F:\\',
  'F:',
  'F:/',
  '\\',
  '\\\\server\\share\\',
  '\\\\server',
  '\\\\?\\',
  '\\\\?\\F:\\',
  '\\\\?\\UNC\\s\\t\\',
  '/srv/',
  '',
  ' F:\\',
);
const source = fc.tuple(sourceStart, name, separator, name, separator).map((parts) => parts.join(''));
const destinationStart = fc.constantFrom(
  'photos',
  'Photos',
  '$root',
  '$ROOT',
  '$web',
  'my_photos',
  'a',
  '',
  '/',
  '\\',
  '//photos',
  '\\/photos',
  'https://contoso.blob.core.windows.net/Photos',
  'contoso.file.core.windows.net/x?sig=',
  'x'.repeat(70),
);
const destination = fc
  .tuple(destinationStart, separator, name, separator, name, separator)
  .map((parts) => parts.join(''));
const type = fc.constantFrom(
  'BlockBlob',
  'PageBlob',
  'blockblob',
  'page',
  'Page Blob',
  'AppendBlob',
  'blob',
  'file',
  'File',
  'files',
  '',
  'zip',
  ' BlockBlob ',
);
const disposition = fc.constantFrom('rename', 'Rename', 'no overwrite', 'overwrite', 'overwite', 'replace', '');
const sideFile = fc.constantFrom('None', 'none', '', 'C:\\m.xml');
const written = (value: string, quoted: boolean): string =>
  quoted || /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
const row = fc
  .tuple(
    source,
    destination,
    type,
    disposition,
    sideFile,
    sideFile,
    fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  )
  .map(([base, to, kind, what, metadata, properties, quoted]) =>
    [base, to, kind, what, metadata, properties].map((value, index) => written(value, quoted[index]!)).join(','),
  );
const dialect = fc.constantFrom('blob' as const, 'files' as const);
const disk = fc.constantFrom(
  undefined,
  {},
  { 'F:\\Photos': 'directory' as const, 'F:\\Photos\\ledger.bak': 513, 'F:\\ledger.bak': 512 },
  {
    'F:\\photos': 1024,
    'F:\\system.vhd': 513,
    'F:\\ledger.bak': 'directory' as const,
    'C:\\m.xml': { text: '<Metadata/>' },
  },
);

describe('the rules of a dataset row', () => {
  it('find every place inside the record, and have a message for it', () => {
    fc.assert(
      fc.property(row, dialect, disk, fc.boolean(), (line, rowDialect, rowDisk, nativePaths) => {
        for (const finding of findingsIn(line, { dialect: rowDialect, disk: exampleDiskFacts(rowDisk), nativePaths })) {
          expect(finding.start).toBeGreaterThanOrEqual(0);
          expect(finding.end).toBeGreaterThanOrEqual(finding.start);
          expect(finding.end).toBeLessThanOrEqual(line.length);
          expect(formatMessage(finding.code, finding.variant, finding.args)).not.toMatch(/\{\d\}/);
          expect(severityOf(finding)).toBeTruthy();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never repeat the query of a URL', () => {
    fc.assert(
      fc.property(row, dialect, (line, rowDialect) => {
        const secret = line.replace(/[?]sig=/, '?sv=2020&sig=SECRET');
        for (const { code, variant, args } of findingsIn(secret, { dialect: rowDialect })) {
          expect(formatMessage(code, variant, args)).not.toContain('SECRET');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('offer a first fix that removes its finding and adds none', () => {
    fc.assert(
      fc.property(row, dialect, disk, (line, rowDialect, rowDisk) => {
        const context = { dialect: rowDialect, disk: exampleDiskFacts(rowDisk) };
        const before = findingsIn(line, context);
        for (const { code, variant, fixes } of before) {
          const [fix] = fixes?.() ?? [];
          if (fix === undefined) continue;
          const repaired = withEdits(line, fix.edits!);
          expect(testRecord(repaired)).toHaveLength(testRecord(line).length);
          const after = findingsIn(repaired, context);
          const label = `${fix.title}: ${line} -> ${repaired}`;
          expect(
            after.filter((finding) => finding.code === code && finding.variant === variant),
            label,
          ).toEqual([]);
          const known = before.map((finding) => finding.code);
          // Before the fix, the path was not absolute and was looked up elsewhere on the disk, or not at all.
          if (code === 'dataset/base-path-relative') known.push(...sourceRule.codes, ...destinationKindRule.codes);
          expect(
            after.map((finding) => finding.code).filter((other) => !known.includes(other)),
            label,
          ).toEqual([]);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
