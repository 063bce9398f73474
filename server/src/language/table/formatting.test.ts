import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '#core/text/textEdit';
import { format, formatRange } from './formatting';
import type { LanguageSettings } from '../languageContext';
import { contextOf, dataset, datasetHeader } from '../../../test/languageContext';

type Align = LanguageSettings['format'];

async function formatted(text: string, align: Align = 'off', lines?: readonly [number, number]): Promise<string> {
  const table = dataset(text);
  const context = contextOf(table, { settings: { format: align } });
  const range = lines && { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 0 } };
  const edits = range ? await formatRange(context, range) : await format(context);
  return applyEdits(
    text,
    edits.map(({ range: { start, end }, newText }) => ({
      start: table.csv.offsetAt(start),
      end: table.csv.offsetAt(end),
      text: newText,
    })),
  );
}

describe('Formatting', () => {
  it('quotes where a value needs it, and only there', async () => {
    expect(
      await formatted(
        `${datasetHeader}\n"F:\\Photos\\","photos/",BlockBlob,"rename",,\nF:\\My Photos\\,photos/,,,,\n"F:\\a,b\\",x/,,,,\n`,
      ),
    ).toBe(
      `${datasetHeader}\nF:\\Photos\\,photos/,BlockBlob,rename,,\n"F:\\My Photos\\",photos/,,,,\n"F:\\a,b\\",x/,,,,\n`,
    );
  });

  it('removes spaces beside delimiters, not those inside quotes', async () => {
    expect(await formatted(`${datasetHeader}\nF:\\a\\ , photos/,  " x",,,\n`)).toBe(
      `${datasetHeader}\nF:\\a\\,photos/," x",,,\n`,
    );
  });

  it('changes changed records alone, one edit each', async () => {
    const context = contextOf(dataset(`${datasetHeader}\nF:\\a\\,x/,,,,\n"F:\\b\\", y/,,,,\n`));
    expect(await format(context)).toEqual([
      { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 15 } }, newText: 'F:\\b\\,y/,,,,' },
    ]);
  });

  it('keeps line breaks, empty lines, and a missing final line break', async () => {
    expect(await formatted('"BasePath"\r\n\r\n"F:\\a"\r"F:\\b"')).toBe('BasePath\r\n\r\nF:\\a\rF:\\b');
  });

  it('leaves broken records as they are', async () => {
    const broken = ['F:\\a"b, x/', '“F:\\a”, x/', '"F:\\a, x/'];
    for (const record of broken)
      expect(await formatted(`${datasetHeader}\n${record}\nF:\\z\\, z/\n`)).toBe(
        `${datasetHeader}\n${record}\nF:\\z\\,z/\n`,
      );
  });

  it('formats the records of a range alone', async () => {
    const text = `${datasetHeader}\nF:\\a\\, a/\nF:\\b\\, b/\nF:\\c\\, c/\n`;
    expect(await formatted(text, 'off', [2, 3])).toBe(`${datasetHeader}\nF:\\a\\, a/\nF:\\b\\,b/\nF:\\c\\, c/\n`);
  });

  it('gives nothing when cancelled', async () => {
    expect(await format(contextOf(dataset(`${datasetHeader}\nF:\\a\\, a/\n`), { isCancelled: () => true }))).toEqual(
      [],
    );
  });
});

describe('Aligning', () => {
  it('puts columns below each other', async () => {
    expect(await formatted('BasePath,DstBlobPathOrPrefix\nF:\\a\\,photos/\n"F:\\b c\\",x/\n', 'align')).toBe(
      'BasePath ,DstBlobPathOrPrefix\nF:\\a\\    ,photos/\n"F:\\b c\\",x/\n',
    );
  });

  it('is undone by shrinking', async () => {
    await fc.assert(
      fc.asyncProperty(soundTable, async (text) => {
        expect(await formatted(await formatted(text, 'align'), 'shrink')).toBe(await formatted(text, 'shrink'));
      }),
    );
  });
});

/** A field according to RFC 4180. The first line of the first field determines the delimiter, so it contains none. */
const bare = fc.string({ unit: fc.constantFrom('a', 'B', ':', '\\', '/', '.', '$', 'é'), minLength: 1, maxLength: 6 });
const field = fc.oneof(
  bare,
  fc.constant(''),
  fc.string({ unit: fc.constantFrom('a', ' ', ',', '""', '\n', '\\', ';'), maxLength: 6 }).map((value) => `"${value}"`),
);
const row = fc.tuple(bare, field, field).map((fields) => fields.join(','));
const lineBreak = fc.constantFrom('\n', '\r\n');
const soundTable = fc
  .tuple(fc.array(row, { maxLength: 8 }), lineBreak)
  .map(([rows, end]) => ['BasePath,DstBlobPathOrPrefix,BlobType', ...rows].join(end));

describe('Formatting a sound table', () => {
  it('changes no value', async () => {
    await fc.assert(
      fc.asyncProperty(soundTable, fc.constantFrom('off', 'shrink'), async (text, align) => {
        expect(parse(await formatted(text, align))).toEqual(parse(text));
      }),
    );
  });

  it('changes no value but for the spaces beside delimiters', async () => {
    const spaced = soundTable.map((text) => text.replaceAll(/,(?=[aB:./$é\\])/g, ' , '));
    await fc.assert(
      fc.asyncProperty(spaced, fc.constantFrom('off', 'align', 'shrink'), async (text, align) => {
        const trimmed = { trim: true, skip_empty_lines: true } as const;
        expect(parse(await formatted(text, align), trimmed)).toEqual(parse(text, trimmed));
      }),
    );
  });
});
