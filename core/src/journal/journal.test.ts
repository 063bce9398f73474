import fc from 'fast-check';
import { documentedJournal } from '../../test/documentedJournal';
import { describe, expect, it } from 'vitest';
import { JournalParser, parseJournal } from './journalParser';
import { activityOf, fieldValue, type JournalRecord } from './journalRecord';
import {
  JournalValueError,
  activityText,
  journalRecordText,
  journalTime,
  newJournalText,
  parseJournalTime,
} from './journalText';

const time = new Date(Date.UTC(2016, 10, 2, 18, 24, 14, 735));

const documented = documentedJournal();

const plain = ({ type, time: at, fields }: JournalRecord) => ({
  type,
  time: at,
  fields: fields.map(({ name, value }) => [name, value]),
});

describe('A journal', () => {
  it('begins as the documented one does', () => {
    expect(newJournalText(time).replaceAll('\r\n', '\n')).toBe(
      documented.slice(0, documented.indexOf('[BeginUpdateRecord]', 5)),
    );
  });

  it.each([
    ['LF', documented],
    ['CRLF', documented.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${documented}`],
  ])('is read with %s', (_, text) => {
    const { records, problems, torn, end } = parseJournal(text);
    expect(problems).toEqual([]);
    expect(torn).toBe(false);
    expect(end).toBe(text.length);
    expect(records.map(({ type }) => type)).toEqual(['NewJournalFile', 'ActivityRecord', 'ActivityRecord']);
    expect(records.map(activityOf)).toEqual([undefined, 'PrepImportDriveCommandContext', 'DriveInfo']);
    expect(fieldValue(records[1]!, 'LogDirectory')).toBe('F:\\logs');
    expect(fieldValue(records[2]!, 'DriveState')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Drive>\n   <DriveId>drive-id</DriveId>\n</Drive>',
    );
    expect(fieldValue(records[2]!, 'SaveCommandOutput')).toBe('Completed');
  });

  it('tells where its records and fields lie', () => {
    const { records } = parseJournal(documented);
    for (const record of records) {
      const text = documented.slice(record.start, record.end);
      expect(text).toMatch(/^\[BeginUpdateRecord\][^]*\[EndUpdateRecord\]\n$/);
      expect(documented.slice(0, record.start).split('\n')).toHaveLength(record.line + 1);
      for (const { name, start, end, line } of record.fields) {
        expect(documented.slice(start, end).startsWith(`${name}: `)).toBe(true);
        expect(documented.slice(end, end + 1)).toBe('\n');
        expect(documented.slice(0, start).split('\n')).toHaveLength(line + 1);
      }
    }
  });

  it('knows the time of a record', () => {
    expect(journalTime(time)).toBe('2016/11/02 18:24:14.735');
    expect(parseJournalTime('2016/11/02 18:24:14.735')).toEqual(time);
    expect(parseJournalTime('2016/13/02 18:24:14.735')).toBeUndefined();
    expect(parseJournalTime('yesterday')).toBeUndefined();
  });
});

const mark = fc.constantFrom(
  '[EndUpdateRecord]',
  '[BeginValue]',
  '[EndValue]',
  '[BeginUpdateRecord]',
  'Name: x',
  '',
  ' ',
);
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(mark, fc.string())).map((lines) => lines.join('\n')),
);
const fields = fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z]\w{0,9}$/), value), { maxLength: 5 });

describe('A record', () => {
  it("is read as written, in pieces of any length, or refused with the field's name", () => {
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 4 }), fc.integer({ min: 1, max: 50 }), (all, length) => {
        const written: { type: string; time: string; fields: unknown }[] = [];
        let text = '';
        for (const one of all) {
          try {
            text += journalRecordText('ActivityRecord', time, one);
          } catch (error) {
            expect(error).toBeInstanceOf(JournalValueError);
            expect(one.some(([name]) => (error as Error).message.startsWith(`${name} h`))).toBe(true);
            continue;
          }
          written.push({ type: 'ActivityRecord', time: '2016/11/02 18:24:14.735', fields: one });
        }
        const read: unknown[] = [];
        const parser = new JournalParser({
          record: (record) => read.push(plain(record)),
          problem: (problem) => expect.fail(problem.kind),
        });
        for (let at = 0; at < text.length; at += length) parser.push(text.slice(at, at + length));
        expect(parser.end()).toEqual({ torn: false, end: text.length, endsLine: true });
        expect(read).toEqual(written);
      }),
    );
  });

  it.each(['a\u0000b', 'a\rb', 'a\n[EndValue]', '[BeginUpdateRecord]\n'])('refuses %j as a value', (text) => {
    expect(() => activityText('CopySession', time, [['Target', text]])).toThrow(/^Target h/);
  });

  it('that is cut anywhere leaves those before it, and is known as torn', () => {
    for (const lineEnd of ['\n', '\r\n']) {
      const text = documented.replaceAll('\n', lineEnd);
      const last = text.lastIndexOf('[BeginUpdateRecord]');
      const whole = text.length - lineEnd.length;
      for (let cut = last + 1; cut < whole; cut++) {
        const { records, torn, end, problems } = parseJournal(text.slice(0, cut));
        expect({ records: records.length, torn, end, problems }).toEqual({
          records: 2,
          torn: true,
          end: last,
          problems: [],
        });
      }
      // Only its end mark makes a record complete.
      for (let cut = whole; cut < text.length; cut++) {
        expect(parseJournal(text.slice(0, cut))).toMatchObject({ torn: false, end: whole, endsLine: false });
      }
      expect(parseJournal(text.slice(0, last))).toMatchObject({ torn: false, end: last });
    }
  });
});

describe('A broken journal', () => {
  const kinds = (text: string) => parseJournal(text).problems.map(({ kind, line }) => `${kind} ${line}`);

  it('is told from other files', () => {
    expect(kinds('BasePath,DstBlobPathOrPrefix\nF:\\,a/\nG:\\,b/\n')).toEqual(['not-a-journal 0']);
    expect(parseJournal('{"JobId": 1}')).toMatchObject({ torn: false, end: 0 });
  });

  it('names a record that another one interrupts, and keeps the other', () => {
    const text = documented.replace('LogDirectory: F:\\logs\n[EndUpdateRecord]\n', '');
    expect(kinds(text)).toEqual(['unterminated 3']);
    expect(parseJournal(text).records.map(activityOf)).toEqual([undefined, 'DriveInfo']);
  });

  it('names a record that is interrupted inside of a value', () => {
    const begun = documented.slice(0, documented.indexOf('</Drive>'));
    expect(kinds(`${begun}${activityText('CopySession', time, [])}`)).toEqual(['unterminated 7']);
  });

  it('names text between records, a line that is no field, a bad first line and a second beginning', () => {
    const second = documented.indexOf('[BeginUpdateRecord]', 5);
    expect(kinds(`${documented.slice(0, second)}\nhello\nworld\n${documented.slice(second)}`)).toEqual(['outside 4']);
    expect(kinds(documented.replace('LogDirectory:', 'Log Directory:'))).toEqual(['field 5']);
    expect(kinds(documented.replace('][Type:NewJournalFile]', ']'))).toEqual(['header 0']);
    expect(kinds(documented + documented)).toEqual(['order 17']);
  });

  it('keeps records of kinds that nobody knows', () => {
    const text = `${documented}[BeginUpdateRecord][2017/01/01 00:00:00.000][Type:Novelty]\nWhat: this\n[EndUpdateRecord]\n`;
    const { records, problems } = parseJournal(text);
    expect(problems).toEqual([]);
    expect(records.at(-1)).toMatchObject({ type: 'Novelty', fields: [{ name: 'What', value: 'this' }] });
  });

  it('leaves out a record, or a line, of a length beyond bounds', () => {
    const problems: string[] = [];
    const records: string[] = [];
    const parser = new JournalParser(
      { record: (record) => records.push(fieldValue(record, 'N') ?? ''), problem: ({ kind }) => problems.push(kind) },
      { maxRecordLength: 400 },
    );
    const record = (n: string) => journalRecordText('ActivityRecord', time, [['N', n]]);
    for (const piece of [
      record('1'),
      record('x'.repeat(500)),
      record('2'),
      record('y\n'.repeat(300)),
      record('3'),
      'z'.repeat(5000),
      '\n',
      record('4'),
    ])
      parser.push(piece);
    expect(records).toEqual(['1', '2', '3', '4']);
    expect(new Set(problems)).toEqual(new Set(['too-long']));
    expect(parser.end().torn).toBe(false);
  });

  it('never makes the reader stumble', () => {
    const piece = fc.constantFrom(...documented.split(/(?<=\n|\[|\]|: )/), '\r', '\u0000', '[', '🎈');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const { records, problems, end } = parseJournal(text);
        expect(end).toBeLessThanOrEqual(text.length);
        for (const { start, end: behind } of [...records, ...problems])
          expect(start <= behind && behind <= text.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
