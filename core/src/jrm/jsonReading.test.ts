import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileFinding } from '../rules/fileFinding';
import { LineIndex } from '../text/lineIndex';
import { finish } from '../work/steps';
import { jrmJson } from './jrmText';
import { jrmFindings } from './jrmFindings';
import { JsonReading } from './jsonReading';
import { isJson } from './placedValue';

const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const key = '060456-014509-132033-080300-252615-584177-672089-411631';

const jrmText = (count: number): string =>
  [
    ...jrmJson(
      {
        JobId: 'ImportJob1234',
        CustomerName: 'Contoso',
        CreationDate: '2025-04-20T18:20:00Z',
        Drives: ['DriveA1', 'DriveA2'].map((DriveId) => ({ DriveId, BitLockerKey: key, VolumeLabel: 'DATA' })),
        DataMapping: [
          {
            SourcePath: 'F:\\Projects\\',
            DestinationContainer: 'client-backups',
            BlobType: 'BlockBlob',
            Drives: ['DriveA1'],
          },
        ],
      },
      Array.from({ length: count }, (_, i) => ({
        FilePath: `F:\\Projects\\d${i % 7}\\f${i}.bin`,
        SHA256: hashOf(String(i)),
        Size: i,
        DriveId: `DriveA${1 + (i % 2)}`,
        BlobPath: `client-backups/f${i}`,
      })),
      sha256,
    ),
  ].join('');

const open = (text: string): JsonReading => finish(JsonReading.read(text, sha256));

/** All findings of a JRM alone. */
function said(read: JsonReading) {
  const { found, tallies } = finish(jrmFindings(read, { drives: undefined, datasets: undefined }));
  const findings = [...found].map(({ code, variant, args, start, end, related, fixes }: FileFinding) => ({
    code,
    variant,
    args,
    start,
    end,
    related,
    fixes: fixes?.(),
  }));
  return { findings, count: [...tallies!].reduce((sum, { count }) => sum + count, 0), seal: read.seal };
}

const codesOf = (text: string) =>
  said(open(text)).findings.map(({ code, variant }) => (variant ? `${code}:${variant}` : code));

const token = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '/',
  '/*',
  '*/',
  '// x\n',
  '"a"',
  '1',
  'true',
  'nul',
  '-',
  'é',
  '\u2028',
  '\ufeff',
  '"Drives": [',
  '"Checksums": [',
  '"DataMapping": [',
  '"DriveId": "DriveA1"',
  '"Seal": "x"',
  '{ "FilePath": "F:\\\\a", "SHA256": "00" }',
  '"JobId": "a"',
  'DriveA',
  '7',
);
const noise = fc.array(token, { maxLength: 12 }).map((parts) => parts.join(''));

describe('Any text of a JRM', () => {
  it('consists of segments, one of which lies at each place', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constant(jrmText(400)),
          fc.array(noise, { maxLength: 30 }).map((parts) => parts.join('\n')),
        ),
        fc.nat(),
        (text, at) => {
          const read = open(text);
          const offset = at % (text.length + 1);
          const segment = read.segmentAt(offset);
          if (text === '') expect(segment).toBeUndefined();
          else if (offset === 0) expect(segment!.start).toBe(0);
          else expect([segment!.start < offset, offset <= segment!.end]).toEqual([true, true]);
          if (segment && segment.start > 0) expect(read.segmentAt(segment.start)!.end).toBe(segment.start);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says of any text what is wrong, within the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          fc.array(noise, { maxLength: 8 }).map((parts) => `{ "Drives": [ ${parts.join('')}`),
          fc.string(),
        ),
        (text) => {
          const read = open(text);
          const last = new LineIndex(text).position(text.length);
          for (const { start, end } of said(read).findings) {
            expect(start.line < end.line || (start.line === end.line && start.character <= end.character)).toBe(true);
            expect(end.line).toBeLessThanOrEqual(last.line);
          }
          // A byte order mark may precede a JRM.
          const json = text.replace(/^\ufeff/, '');
          const isObject = isJson(json) && /^\s*\{/.test(json);
          if (isObject) expect(said(read).findings.filter(({ code }) => code === 'jrm/syntax')).toEqual([]);
          else if (text !== '') expect(said(read).findings.some(({ code }) => code === 'jrm/syntax')).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('has the values of JSON.parse, where it is JSON', () => {
    const value = fc.dictionary(
      fc.oneof(fc.constantFrom('Drives', 'Checksums', 'JobId'), fc.string()),
      fc.jsonValue({ maxDepth: 4 }),
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, '\t'), (object, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        const read = open(text);
        expect(said(read).findings.filter(({ code }) => code === 'jrm/syntax')).toEqual([]);
        const values: Record<string, unknown> = {};
        for (let end = 0; end < text.length;) {
          const segment = read.segmentAt(end + 1)!;
          const { kind, name, state, value: one } = segment;
          const define = (member: string, of: unknown) =>
            Object.defineProperty(values, member, { value: of, enumerable: true });
          if (kind === 'open') define(name, []);
          if (kind === 'member') define(name, one?.value);
          if (kind === 'item')
            (Object.getOwnPropertyDescriptor(values, state.list)!.value as unknown[]).push(one?.value);
          ({ end } = segment);
        }
        expect(JSON.stringify(values)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('The seal of a JRM', () => {
  it('is sound as written, and broken by any other text', () => {
    const text = jrmText(1300);
    expect(open(text).seal).toBe('sound');
    expect(open(text.replace('Contoso', 'Kontoso')).seal).toBe('broken');
    expect(open(text.replace('"Size": 1299', '"Size": 1298')).seal).toBe('broken');
    expect(open(text.replace(/,\n {2}"Seal".*/, '')).seal).toBe('absent');
    expect(open(text.replace('"Contoso"', '"Contoso')).seal).toBeUndefined();
  });

  it('does not mind white space, nor the order of members', () => {
    const text = jrmText(3);
    const [job] = /\n {2}"JobId": .*,/.exec(text)!;
    const moved = text.replace(job, '').replace('\n  "Drives"', `   ${job}\n  "Drives"`);
    expect(said(open(moved)).seal).toBe('sound');
  });

  it('minds the order of checksums', () => {
    const lines = jrmText(3).split('\n');
    const at = lines.findIndex((line) => line.includes('FilePath'));
    [lines[at], lines[at + 1]] = [lines[at + 1]!, lines[at]!];
    expect(said(open(lines.join('\n'))).seal).toBe('broken');
  });
});

describe('Mistakes in the JSON of a JRM', () => {
  const sound = jrmText(5);
  const syntax = (text: string) => codesOf(text).filter((code) => code.startsWith('jrm/syntax'));

  it.each([
    ['a comma behind the last item', sound.replace(' }\n  ],', ' },\n  ],'), ['jrm/syntax:comma-trailing']],
    ['a missing comma between items', sound.replace(' },\n', ' }\n'), ['jrm/syntax:comma']],
    ['a comment', sound.replace('  "JobId"', '  // mine\n  "JobId"'), ['jrm/syntax:comment']],
    [
      'a comment over several lines',
      sound.replace('  "JobId"', '  /* mine\n and yours */ "JobId"'),
      ['jrm/syntax:comment'],
    ],
    ['single quotes', sound.replace('"Contoso"', "'Contoso'"), ['jrm/syntax:single-quotes']],
    ['a text without its end', sound.replace('"Contoso"', '"Contoso'), ['jrm/syntax:string', 'jrm/syntax:comma']],
    [
      'a list without its end',
      sound.replace('\n  ],\n  "DataMapping"', '\n  "DataMapping"'),
      ['jrm/syntax:bracket', 'jrm/syntax:comma'],
    ],
    [
      'an object without its end',
      sound.replace('"BlobPath": "client-backups/f0" }', '"BlobPath": "client-backups/f0"'),
      ['jrm/syntax:brace'],
    ],
    ['a name without quotes', sound.replace('"CustomerName"', 'CustomerName'), ['jrm/syntax:name-quotes']],
    ['nothing behind a name', sound.replace('"Contoso"', ''), ['jrm/syntax:value']],
    ['a file that ends too early', sound.slice(0, sound.indexOf('"Seal"')), ['jrm/syntax:brace']],
    [
      'two mistakes',
      sound.replace('"Contoso"', "'Contoso'").replace(' },\n', ' }\n'),
      ['jrm/syntax:single-quotes', 'jrm/syntax:comma'],
    ],
  ])('%s is told at its place, and costs nothing else', (_, text, expected) => {
    expect(syntax(text)).toEqual(expected);
    expect(open(text).checksums.length).toBe(5);
  });

  it.each(['[', '[{ "a": [', '{ "a": [', '"a":', '}', ']'])(
    '%s among many items costs a few findings and no item behind it',
    (inserted) => {
      const many = jrmText(400);
      const at = many.indexOf('\n', many.length >> 1) + 1;
      const read = open(many.slice(0, at) + inserted + many.slice(at));
      expect(said(read).count).toBeLessThan(inserted === '"a":' ? 500 : 8);
      if (inserted !== '"a":') expect(read.checksums.length).toBeGreaterThanOrEqual(398);
    },
  );

  it('never repeats a key', () => {
    const wrong = sound.replaceAll(key, key.replace('132033', '132034').replaceAll('-', ' -'));
    expect(JSON.stringify(said(open(wrong)).findings)).not.toMatch(/\d{6}/);
  });
});
