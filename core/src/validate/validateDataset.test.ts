import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetContext } from '../dataset/datasetRow';
import type { Dialect } from '../columns/datasetColumns';
import { openDataset } from '../dataset/datasetTable';
import { DatasetIndex, noOtherDatasets, OtherDatasets } from '../dataset/otherDatasets';
import { noDiskFacts } from '../disk/diskFacts';
import type { JobDrives } from '../driveset/jobDrives';
import { noDrives } from '../driveset/jobDrives';
import { datasetHeader } from '../examples/exampleFile';
import type { RuleSettings } from '../rules/ruleSettings';
import { defaultRuleSettings } from '../rules/ruleSettings';
import { collectFindings } from '../table/findings';
import type { PlacedFinding } from '../rules/placedFinding';
import { DatasetReading } from './datasetReading';
import { validateDataset } from './validateDataset';

interface Setup {
  readonly dialect?: Dialect;
  readonly drives?: JobDrives;
  readonly settings?: RuleSettings;
  readonly limit?: number;
  readonly others?: OtherDatasets;
}

const shown = ({ code, severity, message, range, related }: PlacedFinding) => ({
  code,
  severity,
  message,
  range,
  related,
});

const contextOf = (dialect: Dialect): DatasetContext => ({ dialect, nativePaths: true, disk: noDiskFacts });

/** The findings that an editor shows for a text. */
function inEditor(
  text: string,
  {
    dialect = 'blob',
    drives = noDrives,
    settings = defaultRuleSettings,
    limit = 1000,
    others = noOtherDatasets,
  }: Setup,
) {
  const dataset = openDataset(text, { context: contextOf(dialect), settings });
  const { table } = dataset;
  dataset.setDrives(drives);
  dataset.setOthers(others);
  const { listed, counts, more } = collectFindings(table, limit);
  return { listed: listed.map(shown), counts, more, records: table.recordCount };
}

/** The findings of the validation as a stream, and how often it read the text. */
function inStream(
  text: string,
  {
    dialect = 'blob',
    drives = noDrives,
    settings = defaultRuleSettings,
    limit = 1000,
    others = noOtherDatasets,
  }: Setup,
  pieceLength = 100,
  large: { keysAtOnce?: number; size?: number } = {},
) {
  const readings = validateDataset({
    head: text.slice(0, 65_536),
    context: contextOf(dialect),
    settings,
    drives,
    others,
    limit,
    ...large,
  });
  for (let count = 0; ; count++) {
    const { value, done } = readings.next();
    if (done) return { readings: count, validation: { ...value, listed: value.listed.map(shown) } };
    for (let at = 0; at < text.length && !value.finished; at += pieceLength)
      value.push(text.slice(at, at + pieceLength));
    value.end();
  }
}

const sources = [
  String.raw`F:\a` + '\\',
  String.raw`f:\A` + '\\',
  String.raw`F:\a\b` + '\\',
  String.raw`F:\a\b\c.txt`,
  'F:/a/b/',
  String.raw`F:\a\x.txt`,
  String.raw`F:\A\X.TXT`,
  String.raw`G:\é\É.txt`,
  String.raw`G:\É\é.TXT`,
  'G:\\é\\',
  'F:\\',
  String.raw`\\server\share\d` + '\\',
  String.raw`\\Server\Share\d\e.txt`,
  '/srv/',
  '/srv/a',
  '/srv/A',
  '/srv/a/',
  'relative',
  '',
  'x*',
  '\\rooted\\',
  'F:\\İ\\x',
];
const destinations = ['c/', 'c/x', 'c/X', 'c/x/', 'C/', '', 'd/x.txt', '$root/x', '/c/x'];
const types = ['BlockBlob', 'PageBlob', 'block', ''];
const field = (values: readonly string[]) =>
  fc.constantFrom(...values).chain((value) => fc.constantFrom(value, `"${value}"`, `"${value}"`, ` ${value} `));
const row = fc
  .tuple(
    field(sources),
    field(destinations),
    field(types),
    fc.constantFrom(',rename,None,None', ',rename', '', ',x,y,z,w', ',rename,None,None F:\\j,c/,BlockBlob'),
  )
  .map(([source, destination, type, rest]) => `${source},${destination},${type}${rest}`);
const ugly = fc.constantFrom(
  '',
  '"F:\\open,c/',
  '"F:\\two\nlines\\",c/,BlockBlob',
  '“F:\\q\\”,”c/”',
  'a"b,c',
  '""",x',
  '"',
  '\0,\u0007',
  ';;;',
  'F:\\k\\,d/,BlockBlob,rename,None,None',
  '"x"y,"z',
  '\ud83d\ude00,é',
  '\ufeffF:\\n\\,d/,BlockBlob,rename,None,None',
  '"F:\\m\\,d/,BlockBlob,rename,None,None"',
  'F:\\a, b\\,d/,BlockBlob,rename,None,None',
  'F:\\a\\.\\b\\,\td/,\u00a0BlockBlob,,,',
  'x,\ufeffy',
);
const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const header = fc.constantFrom(
  `${datasetHeader('blob')}\n`,
  `${datasetHeader('files', 6)}\n`,
  'BasePath,DstBlobPathOrPrefix\r\n',
  '',
  'DstBlobPathOrPrefix,BasePath,Nonsense\n',
  '\n\nBasePath;DstBlobPathOrPrefix;BlobType\n',
  `Job 42\r\n\r\n${datasetHeader('blob')}\r\n`,
  `sep=,\n# by hand\n${datasetHeader('files')}\n`,
  `"${datasetHeader('blob')}"\n`,
  `${datasetHeader('files')} F:\\a\\,c/,file\n`,
);
const file = (rows: number) =>
  fc
    .tuple(
      header,
      fc.array(fc.tuple(fc.oneof({ weight: 6, arbitrary: row }, { weight: 1, arbitrary: ugly }), lineBreak), {
        maxLength: rows,
      }),
      fc.boolean(),
    )
    .map(([first, lines, final]) => {
      const text = first + lines.map(([line, end]) => line + end).join('');
      return final ? text : text.replace(/[\r\n]+$/, '');
    });

const drives: JobDrives = new Map([
  [
    'F',
    {
      file: 'driveset.csv',
      fileName: 'driveset.csv',
      formatted: true,
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } },
    },
  ],
  [
    'G',
    {
      file: 'driveset.csv',
      fileName: 'driveset.csv',
      formatted: false,
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } },
    },
  ],
]);
const quiet: RuleSettings = {
  severity: (code, severity) =>
    code === 'dataset/base-path-duplicate' ? 'off' : code === 'dataset/destination-conflict' ? 'warning' : severity,
  suppressed: (code, subject) => code === 'dataset/base-path-overlap' && subject === 'F:\\a\\b\\c.txt',
  suppressesNothing: false,
};
const setup: fc.Arbitrary<Setup> = fc.record({
  dialect: fc.constantFrom<Dialect>('blob', 'files'),
  drives: fc.constantFrom(noDrives, drives),
  limit: fc.constantFrom(1, 5, 40, 1000),
});

describe('A dataset that is read as a stream', () => {
  it('has the findings that an editor shows for the same text', () => {
    fc.assert(
      fc.property(file(40), setup, fc.integer({ min: 1, max: 300 }), (text, given, pieceLength) => {
        expect(inStream(text, given, pieceLength).validation).toEqual(inEditor(text, given));
      }),
      { numRuns: 1500 },
    );
  });

  it('has them under severities and suppressions as well', () => {
    fc.assert(
      fc.property(file(40), setup, (text, given) => {
        const settled = { ...given, settings: quiet, limit: 1000 };
        expect(inStream(text, settled).validation).toEqual(inEditor(text, settled));
      }),
      { numRuns: 500 },
    );
  });

  it('has them when it cannot hold the keys of all rows at once', () => {
    fc.assert(
      fc.property(file(60), setup, fc.integer({ min: 4, max: 30 }), (text, given, keysAtOnce) => {
        expect(inStream(text, given, 4096, { keysAtOnce }).validation).toEqual(inEditor(text, given));
      }),
      { numRuns: 300 },
    );
  });

  it('has them when it has to sieve the keys first', () => {
    fc.assert(
      fc.property(file(60), setup, fc.integer({ min: 20, max: 300 }), (text, given, keysAtOnce) => {
        expect(inStream(text, given, 4096, { keysAtOnce, size: 1e9 }).validation).toEqual(inEditor(text, given));
      }),
      { numRuns: 40 },
    );
  });

  it('is read once where no row has to do with another', () => {
    const rows = Array.from({ length: 500 }, (_, i) => `F:\\d${i}\\,photos/d${i}/,BlockBlob,rename,None,None\n`);
    const { readings, validation } = inStream(`${datasetHeader('blob')}\n${rows.join('')}`, {}, 1000);
    expect(readings).toBe(1);
    expect(validation).toEqual({
      listed: [],
      counts: { errors: 0, warnings: 0, information: 0 },
      more: 0,
      records: 500,
    });
  });

  it('counts what it does not list', () => {
    const text = `${datasetHeader('blob')}\n${'F:\\a\\,photos/,BlockBlob,rename,None,None\n'.repeat(3000)}`;
    const { validation } = inStream(text, { limit: 10 }, 1000);
    expect(validation.counts.errors).toBe(2999);
    expect(validation.more).toBe(2989);
    expect(validation.listed.map(({ range }) => range.start.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]);
  });

  it('reads a line of ten million characters', () => {
    const text = `${datasetHeader('blob')}\n"F:\\${'x'.repeat(10_000_000)}\\",photos/,BlockBlob,rename,None,None\nF:\\b\\,photos/,BlockBlob,rename,None,None\n`;
    const { validation } = inStream(text, {}, 1 << 20);
    expect(validation.records).toBe(2);
    expect(validation.listed.map(({ code }) => code)).toEqual(['dataset/base-path-too-long']);
  });

  it('cuts a line that never ends, and goes on behind it', () => {
    const text = `${datasetHeader('blob')}\nF:\\${'y'.repeat(40_000_000)}\nF:\\b\\,photos/,BlockBlob,rename,None,None\n`;
    const { validation } = inStream(text, {}, 1 << 20);
    expect(validation.records).toBe(2);
    expect(validation.listed.map(({ code, range }) => `${code} ${range.start.line}`)).toContain('csv/field-count 1');
    expect(validation.listed.every(({ range }) => range.start.line === 1)).toBe(true);
  });
});

/** A dataset's index as the server builds it for comparisons. */
function indexInEditor(text: string, name: string, dialect: Dialect): DatasetIndex {
  const { table } = openDataset(text, { context: contextOf(dialect) });
  const index = new DatasetIndex(name, name, dialect);
  for (const { row: its, fields, line } of table.records())
    index.add(fields, line, ({ start, end }) => table.csv.rangeOf(its, start, end));
  return index;
}

/** The same as the command line builds it. */
function indexInStream(text: string, name: string, dialect: Dialect): DatasetIndex {
  const index = new DatasetIndex(name, name, dialect);
  const reading = new DatasetReading({ head: text.slice(0, 65_536), context: contextOf(dialect) }, (at, role) => {
    if (role !== 'header' && role !== 'above') index.add(at.fields, at.line, (span) => at.rangeOf(span));
  });
  reading.push(text);
  reading.end();
  return index;
}

const othersOf = (indexes: readonly DatasetIndex[], at: number) =>
  new OtherDatasets(indexes.slice(0, at), indexes.slice(at + 1));

/** Cuts a list into several. */
function cutAt<T>(list: readonly T[], cuts: readonly number[]): T[][] {
  const places = [0, ...cuts.filter((cut) => cut < list.length).sort((a, b) => a - b), list.length];
  return places.slice(1).map((end, index) => list.slice(places[index], end));
}

describe('A table that is cut into several datasets of one job', () => {
  const rows = fc.array(fc.oneof({ weight: 6, arbitrary: row }, { weight: 1, arbitrary: ugly }), {
    minLength: 2,
    maxLength: 40,
  });
  const cuts = fc.array(fc.nat(40), { maxLength: 3 });

  it('has in each the same findings in the editor and in a stream', () => {
    fc.assert(
      fc.property(
        rows,
        cuts,
        setup,
        fc.constantFrom(defaultRuleSettings, quiet),
        fc.integer({ min: 1, max: 300 }),
        (lines, at, given, settings, pieceLength) => {
          const dialect = given.dialect ?? 'blob';
          const texts = cutAt(lines, at).map((part) => `${datasetHeader(dialect, 6)}\n${part.join('\n')}\n`);
          const named = (make: typeof indexInEditor) =>
            texts.map((text, number) => make(text, `${number}.csv`, dialect));
          const [editor, stream] = [named(indexInEditor), named(indexInStream)];
          texts.forEach((text, number) => {
            const limit = settings === quiet ? 1000 : (given.limit ?? 1000);
            expect(
              inStream(text, { ...given, limit, settings, others: othersOf(stream, number) }, pieceLength).validation,
            ).toEqual(inEditor(text, { ...given, limit, settings, others: othersOf(editor, number) }));
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has them where keys are sieved, or too many to be held at once', () => {
    fc.assert(
      fc.property(
        rows,
        cuts,
        setup,
        fc.integer({ min: 4, max: 60 }),
        fc.constantFrom(0, 1e9),
        (lines, at, given, keysAtOnce, size) => {
          const dialect = given.dialect ?? 'blob';
          const texts = cutAt(lines, at).map((part) => `${datasetHeader(dialect, 6)}\n${part.join('\n')}\n`);
          const indexes = texts.map((text, number) => indexInStream(text, `${number}.csv`, dialect));
          texts.forEach((text, number) => {
            const others = othersOf(indexes, number);
            const large = { keysAtOnce: size === 0 ? keysAtOnce : 5 * keysAtOnce, size };
            expect(inStream(text, { ...given, others }, 4096, large).validation).toEqual(
              inEditor(text, { ...given, others }),
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has no record that is compared otherwise than in one table', () => {
    const compared = (text: string, before: number, others: OtherDatasets, dialect: Dialect) =>
      inEditor(text, { dialect, others }).listed.flatMap(({ code, range }) =>
        /duplicate|overlap|conflict/.test(code) && !code.startsWith('csv/')
          ? [`${before + range.start.line} ${code}`]
          : [],
      );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 40 }),
        cuts,
        fc.constantFrom<Dialect>('blob', 'files'),
        (lines, at, dialect) => {
          const textOf = (part: readonly string[]) => `${datasetHeader(dialect, 6)}\n${part.join('\n')}\n`;
          const parts = cutAt(lines, at);
          const indexes = parts.map((part, number) => indexInEditor(textOf(part), `${number}.csv`, dialect));
          let before = 0;
          const found = parts.flatMap((part, number) => {
            const its = compared(textOf(part), before, othersOf(indexes, number), dialect);
            before += part.length;
            return its;
          });
          expect(found).toEqual(compared(textOf(lines), 0, noOtherDatasets, dialect));
        },
      ),
      { numRuns: 500 },
    );
  });
});
