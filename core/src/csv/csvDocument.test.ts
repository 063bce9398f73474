import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvDocument } from './csvDocument';
import { CsvRow, lineOfRow } from './csvChunk';
import { csvShape } from './csvShape';
import type { RecordScanner } from './recordScanner';
import { FieldFlag } from './recordScanner';
import { fieldValue } from './scannedField';

interface ReadField {
  raw: string;
  value: string;
  flags: number;
}

function fieldsOf(record: RecordScanner): ReadField[] {
  return Array.from({ length: record.locatedFieldCount }, (_, i) => {
    const raw = record.text.slice(record.starts[i], record.ends[i]);
    const flags = record.fieldFlags[i]!;
    return { raw, value: fieldValue(raw, flags), flags };
  });
}

class TestRow extends CsvRow {
  fields: ReadField[] = [];
}

function open(text: string, kind: 'path' | 'unknown' = 'path') {
  const live = new Set<TestRow>();
  const document = CsvDocument.of<TestRow>(text, csvShape('a,b,c', kind), {
    create: () => new TestRow(),
    added: (row, record) => {
      expect(row.chunk).toBeDefined();
      row.fields = fieldsOf(record);
      live.add(row);
    },
    removed: (row) => {
      expect(live.delete(row)).toBe(true);
    },
  });
  return { document, live };
}

function describeDocument({ document, live }: ReturnType<typeof open>) {
  const rows = [...document.rows()];
  expect(new Set(rows)).toEqual(live);
  return rows.map((row) => ({
    line: lineOfRow(row),
    offset: document.offsetOf(row),
    text: document.textOf(row),
    fields: row.fields,
  }));
}

const values = (text: string) => describeDocument(open(text)).map((row) => row.fields.map((field) => field.value));

describe('A CSV document', () => {
  it('reads records at CRLF, LF and CR, with and without a final line break', () => {
    expect(values('a,b\r\nc,d\ne,f\rg,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ]);
    expect(values('a,b\r\n')).toEqual([['a', 'b']]);
    expect(values('')).toEqual([]);
  });

  it('skips a byte order mark', () => {
    expect(values('\ufeffa,b')).toEqual([['a', 'b']]);
    expect(values('\ufeff"a",b')).toEqual([['a', 'b']]);
  });

  it('reads quoted fields over several lines, with doubled quotes', () => {
    expect(values('"a\r\nb ""c""",d\ne,f')).toEqual([
      ['a\r\nb "c"', 'd'],
      ['e', 'f'],
    ]);
  });

  it('lets a quote that never closes cost one record', () => {
    const rows = describeDocument(open('"F:\\a b\\,c/,x\nF:\\d\\,e/,y\n"F:\\g\\",h/,z'));
    expect(rows.map((row) => row.fields.map((field) => field.value))).toEqual([
      ['F:\\a b\\', 'c/', 'x'],
      ['F:\\d\\', 'e/', 'y'],
      ['F:\\g\\', 'h/', 'z'],
    ]);
    expect(rows[0]!.fields[0]!.flags & FieldFlag.Unclosed).toBeTruthy();
  });

  it('goes on at the next line that looks like a record', () => {
    expect(values('"F:\\a\nb\nc,d\nF:\\e\\,f,g').map((row) => row.length)).toEqual([1, 3]);
  });

  it('reads around quotes inside a field', () => {
    expect(values('"F:\\My "own" dir\\",c/\nF:\\a"b,c\n"a"b,c')).toEqual([
      ['F:\\My own dir\\', 'c/'],
      ['F:\\ab', 'c'],
      ['ab', 'c'],
    ]);
  });

  it('counts the fields of a line too long to locate them all', () => {
    const { document } = open(','.repeat(5_000_000));
    expect(document.scan(document.firstRow!).fieldCount).toBe(5_000_001);
  });

  it('agrees with csv-parse on every valid file, byte order marks inside of it included', () => {
    const plain = fc.stringMatching(/^[^",\r\n ]*$/);
    const cell = fc.oneof(
      plain.map((text) => ({ text, value: text })),
      // As `copy /b` produces it where one file ends and the next begins.
      plain.map((text) => ({ text: `\ufeff${text}`, value: `\ufeff${text}` })),
      fc
        .string({
          unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'F:\\x\\,b,c', ' ', '“', '\u00e9', ';', 'a\ufeff'),
        })
        .map((value) => ({ text: `"${value.replaceAll('"', '""')}"`, value })),
    );
    const table = fc.tuple(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(table, ([rows, lineBreak, final, mark]) => {
        const text =
          (mark ? '\ufeff' : '') +
          rows.map((row) => row.map((field) => field.text).join(',')).join(lineBreak) +
          (final ? lineBreak : '');
        const strict = parse(text, {
          bom: true,
          relax_column_count: true,
          record_delimiter: lineBreak,
          skip_empty_lines: true,
        });
        // A byte order mark before a bare field is reported, and is not part of its value.
        expect(values(text)).toEqual(strict.map((record) => record.map((value) => value.replace(/^\ufeff/, ''))));
      }),
      { numRuns: 1000 },
    );
  });

  const piece = fc.constantFrom(
    'a',
    'bc',
    ',',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    ' ',
    'F:\\x\\,b,c\n',
    '"F:\\y\\",d\n',
    '“',
    '\0',
    ';',
  );
  const sample = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));
  const edit = fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(200)),
    text: fc.oneof(sample, piece, fc.constant('')),
  });

  it('is, after any edits, what a fresh reading of its text is', () => {
    fc.assert(
      fc.property(sample, fc.array(edit, { maxLength: 12 }), (initial, edits) => {
        let text = initial;
        const edited = open(text);
        for (const { at, length, text: inserted } of edits) {
          const start = at % (text.length + 1);
          const end = Math.min(text.length, start + length);
          edited.document.edit(start, end, inserted);
          text = text.slice(0, start) + inserted + text.slice(end);
          expect(edited.document.getText()).toBe(text);
          const fresh = open(text);
          expect(describeDocument(edited)).toEqual(describeDocument(fresh));
          expect(edited.document.lineCount).toBe(fresh.document.lineCount);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a record again when what stands behind its broken quote and some spaces changes', () => {
    const edited = open('"\r" a');
    edited.document.edit(4, 4, '\n');
    expect(describeDocument(edited)).toEqual(describeDocument(open('"\r" \na')));
  });

  it('is the same when the edits cross chunks', () => {
    const line = fc.constantFrom(
      'F:\\x\\,b,c\n',
      '"F:\\y\\",d,e\n',
      '"F:\\broken,d,e\n',
      'x"y,z,\r\n',
      '\n',
      '"two\nlines",b,c\n',
      '"""",x\n',
    );
    const large = fc.array(line, { minLength: 300, maxLength: 900 }).map((lines) => lines.join(''));
    fc.assert(
      fc.property(large, fc.array(edit, { maxLength: 6 }), (initial, edits) => {
        let text = initial;
        const edited = open(text);
        for (const { at, length, text: inserted } of edits) {
          const start = at % (text.length + 1);
          const end = Math.min(text.length, start + length * 20);
          edited.document.edit(start, end, inserted);
          text = text.slice(0, start) + inserted + text.slice(end);
        }
        expect(describeDocument(edited)).toEqual(describeDocument(open(text)));
      }),
      { numRuns: 100 },
    );
  });

  it('tells the fields of a record from its own text alone', () => {
    fc.assert(
      fc.property(sample, (text) => {
        const { document } = open(text);
        for (const row of document.rows()) expect(fieldsOf(document.scan(row))).toEqual(row.fields);
      }),
      { numRuns: 1000 },
    );
  });

  it('maps offsets to positions and back', () => {
    fc.assert(
      fc.property(sample, fc.nat(), (text, at) => {
        const { document } = open(text);
        const offset = at % (text.length + 1);
        const position = document.positionAt(offset);
        const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
        if (text[offset - 1] === '\r' && text[offset] === '\n') return;
        expect(position).toEqual({ line: before.length - 1, character: before.at(-1)!.length });
        expect(document.offsetAt(position)).toBe(offset);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the record of every line', () => {
    fc.assert(
      fc.property(sample, (text) => {
        const { document } = open(text);
        for (const row of document.rows()) {
          const lines = document.textOf(row).split(/\r\n|\n|\r(?!\n)/);
          const count = lines.at(-1) === '' && lines.length > 1 ? lines.length - 1 : lines.length;
          for (let i = 0; i < count; i++) expect(document.rowAtLine(lineOfRow(row) + i)).toBe(row);
        }
      }),
    );
  });
});
