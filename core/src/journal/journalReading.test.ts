import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileFinding } from '../rules/fileFinding';
import { formatMessage, severityOf } from '../rules/message';
import { misplaced } from '../../test/places';
import { CopyProgressText } from './copyProgress';
import { checkJournal, JournalReading, type ReadJournal } from './journalReading';
import { newJournalText } from './journalText';
import { sessionRecordText, type SessionDrive, type SessionRecord, type SessionState } from './sessionRecords';

const time = new Date(Date.UTC(2025, 3, 20, 18, 24, 14, 735));
const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const secrets = '{"masterKey":"c2VjcmV0IG9mIHRoZSB2b2x1bWU="}';
const sessionId = 'session#1';
const parameters = {
  sessionId,
  datasets: ['/job/dataset.csv'],
  drivesets: ['/job/driveset.csv'],
  jrm: '/job/job.jrm',
  planFile: '/job/job.plan',
  planSha256: '00',
  options: {},
};
const drive = (letter: string): SessionDrive => ({
  letter,
  driveId: `ID-${letter}`,
  target: `/images/${letter}.vhd`,
  capacity: 2_000_000_000,
  bitLockerKey: key,
  bitLockerSecrets: secrets,
});
const info = {
  driveId: 'ID-G',
  bitLockerKey: key,
  manifestFile: '\\DriveManifest.xml',
  manifestHash: 'D863FE44F861AE0DA4DCEAEEFFCCCE68',
};
const md5s = new Uint8Array(32);
const sha256 = new Uint8Array(32);

const text = (...records: readonly SessionRecord[]): string =>
  newJournalText(time) + records.map((record) => sessionRecordText(record, time)).join('');
const state = (value: SessionState): SessionRecord => ({ kind: 'session', sessionId, state: value });
const begun: readonly SessionRecord[] = [
  { kind: 'parameters', parameters },
  ...['G', 'H'].map((letter, number): SessionRecord => ({
    kind: 'drive',
    sessionId,
    drive: number,
    description: drive(letter),
  })),
  state('Started'),
];
const checkpoint = new CopyProgressText();
checkpoint.copied(0, { first: 0, count: 2, md5s }, sha256);
checkpoint.failed(1, 'vanished');
checkpoint.copied(2, { first: 0, count: 1, md5s });
const progress: SessionRecord = {
  kind: 'progress',
  sessionId,
  drive: 0,
  lines: checkpoint.take(),
  next: { file: 2, block: 1 },
};
const whole = text(
  ...begun,
  { kind: 'drive-state', sessionId, drive: 0, state: 'Writing' },
  progress,
  { kind: 'drive-info', sessionId, drive: 0, info },
  state('Completed'),
);

function read(
  journal: string,
  pieceLength = journal.length || 1,
): ReadJournal & { readonly findings: readonly FileFinding[] } {
  const findings: FileFinding[] = [];
  const reading = new JournalReading((finding) => findings.push(finding));
  for (let at = 0; at < journal.length; at += pieceLength) reading.push(journal.slice(at, at + pieceLength));
  return { ...reading.end(), findings };
}

const said = (journal: string) =>
  read(journal).findings.map(({ code, variant, start }) => `${code} ${variant ?? ''} ${start.line}`);
const underlined = (journal: string, { start, end }: FileFinding): string =>
  journal.split(/\r\n|\n/)[start.line]!.slice(start.character, end.line === start.line ? end.character : undefined);

describe('A journal that is read', () => {
  it('says what its sessions and drives are, and how far they have come', () => {
    const { sessions, progress: found, entries, findings, torn, length, origin } = read(whole);
    expect(findings).toEqual([]);
    expect({ torn, length, origin }).toEqual({ torn: false, length: Buffer.byteLength(whole), origin: 'ours' });
    expect(sessions).toMatchObject([
      {
        id: sessionId,
        state: 'Completed',
        drives: [
          { state: 'Writing', info },
          { state: undefined, info: undefined },
        ],
      },
    ]);
    expect(found.get(sessionId)).toEqual([{ filesDone: 1, filesFailed: 1, ranges: 3, checkpoints: 1 }]);
    for (const { start, end, line, lastLine } of entries) {
      const own = whole.slice(start, end);
      expect(own.startsWith('[BeginUpdateRecord]')).toBe(true);
      expect(whole.slice(0, start).split('\r\n')).toHaveLength(line + 1);
      expect(own.trimEnd().split('\r\n')).toHaveLength(lastLine - line + 1);
    }
    expect(entries.map(({ activity, drive: number, driveId }) => [activity, number, driveId]).slice(2, 4)).toEqual([
      ['CopyDrive', 0, 'ID-G'],
      ['CopyDrive', 1, 'ID-H'],
    ]);
  });

  it('forgets the checkpoints of a drive that is written anew', () => {
    expect(
      read(text(...begun, progress, { kind: 'drive-state', sessionId, drive: 0, state: 'Writing' })).progress.get(
        sessionId,
      ),
    ).toEqual([undefined]);
    expect(
      read(
        text(...begun, progress, { kind: 'drive-replaced', sessionId, drive: 0, description: drive('G') }),
      ).progress.get(sessionId),
    ).toEqual([undefined]);
  });

  it('is the same in pieces of any length, with LF, and with a byte order mark', () => {
    const journal = whole.replace('Completed\r\n[End', 'Interrupted\r\n[End');
    const expected = read(journal);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (length) => {
        const { findings, ...rest } = read(journal, length);
        expect(findings).toMatchObject(
          expected.findings.map(({ code, variant, start, end }) => ({ code, variant, start, end })),
        );
        expect(rest).toEqual({ ...expected, findings: undefined });
      }),
      { numRuns: 30 },
    );
    expect(said(journal.replaceAll('\r\n', '\n'))).toEqual(said(journal));
    expect(said(`\ufeff${journal}`)).toEqual(said(journal));
  });

  it.each([
    ['Interrupted', 'default', 2],
    ['Started', 'running', 2],
    ['Resumed', 'running', 2],
    ['NeedsDrives', 'needs-drives', 1],
  ] as const)('offers what can be done about a session that is %s', (last, variant, fixes) => {
    const journal = text(...begun, state(last));
    const { findings } = read(journal);
    expect(findings).toMatchObject([{ code: 'journal/interrupted', variant }]);
    expect(underlined(journal, findings[0]!)).toBe(last);
    expect(findings[0]!.fixes!().map(({ command, edits }) => [command, edits])).toEqual(
      [
        ['sneakernet.resumePreparation', undefined],
        ['sneakernet.abortPreparation', undefined],
      ].slice(2 - fixes),
    );
  });

  it.each(['Completed', 'Aborted', 'Continued'] as const)('has nothing to offer where the session is %s', (last) => {
    expect(said(text(...begun, state(last)))).toEqual([]);
  });

  it('speaks of the last session alone', () => {
    const second = begun.map((record) =>
      record.kind === 'parameters'
        ? { ...record, parameters: { ...parameters, sessionId: 'session#2' } }
        : { ...record, sessionId: 'session#2' },
    );
    expect(
      said(
        text(...begun, state('Interrupted'), ...(second as SessionRecord[]), {
          kind: 'session',
          sessionId: 'session#2',
          state: 'Completed',
        }),
      ),
    ).toEqual([]);
  });

  it.each<readonly [string, string, (journal: string) => string, string | RegExp]>([
    ['not-a-journal', 'text in front', (journal) => `hello\r\n${journal}`, 'hello'],
    [
      'outside',
      'text between records',
      (journal) => journal.replace('[EndUpdateRecord]\r\n', '[EndUpdateRecord]\r\nhello\r\n'),
      'hello',
    ],
    [
      'unterminated',
      'a record without an end',
      (journal) => journal.replace('[EndUpdateRecord]\r\n', ''),
      '[BeginUpdateRecord]',
    ],
    [
      'header',
      'a record without a type',
      (journal) => journal.replace('[Type:ActivityRecord]', ''),
      /^\[BeginUpdateRecord\]\[.*\]$/,
    ],
    ['field', 'a line that is no field', (journal) => journal.replace('State: Completed', 'done'), 'done'],
    ['order', 'a journal in the journal', (journal) => journal + newJournalText(time), '[BeginUpdateRecord]'],
    ['torn', 'a last record that was cut off', (journal) => journal.slice(0, -10), '[BeginUpdateRecord]'],
    ['torn', 'a last record of some letters', (journal) => `${journal}[BeginUp`, '[BeginUp'],
    [
      'unknown-type',
      'a type that nobody knows',
      (journal) => journal.replace('Type:ActivityRecord', 'Type:Remark'),
      '[BeginUpdateRecord]',
    ],
    ['value', 'a state that nobody knows', (journal) => journal.replace('State: Writing', 'State: Reading'), 'Reading'],
    [
      'value',
      'a field that is missing',
      (journal) => journal.replace('Capacity: 2000000000\r\n', ''),
      '[BeginUpdateRecord]',
    ],
    ['checkpoint', 'a hash that was cut', (journal) => journal.replace('1 !vanished', '1 !vanis'), '1 !vanis'],
    [
      'session-unknown',
      'a session that has not begun',
      (journal) =>
        journal
          .replace('State: Completed', 'State: Completed')
          .replace('SessionId: session#1\r\nState: Completed', 'SessionId: session#9\r\nState: Completed'),
      '[BeginUpdateRecord]',
    ],
    [
      'drive-order',
      'a drive that is left out',
      (journal) => journal.replace('Drive: 1', 'Drive: 2'),
      '[BeginUpdateRecord]',
    ],
    [
      'drive-unknown',
      'a drive that was not named',
      (journal) => journal.replace(/(Drive: )0(\r\nState: Writing)/, '$17$2'),
      '[BeginUpdateRecord]',
    ],
  ])('tells under %s of %s', (variant, _, break_, place) => {
    const journal = break_(whole);
    expect(journal).not.toBe(whole);
    const { findings } = read(journal);
    const finding = findings.find((candidate) => candidate.code === 'journal/record' && candidate.variant === variant);
    expect(finding, JSON.stringify(findings)).toBeDefined();
    expect(underlined(journal, finding!)).toMatch(place);
  });

  it('takes a torn end for a warning, and all other damage for an error', () => {
    expect(
      read(whole.slice(0, -10))
        .findings.filter(({ variant }) => variant === 'torn')
        .map(severityOf),
    ).toEqual(['warning']);
    expect(read(whole.replace('[Type:ActivityRecord]', '')).findings.map(severityOf)).toContain('error');
  });

  it.each([
    ['missing', 'ManifestHash', (journal: string) => journal.replace(/ *<ManifestHash>.*\r\n/, ''), 'Drive'],
    [
      'duplicate',
      'DriveId',
      (journal: string) => journal.replace('<DriveId>', '<DriveId>x</DriveId><DriveId>'),
      'DriveId',
    ],
    ['default', 'a tag without an end', (journal: string) => journal.replace('</Drive>', '</Drive'), undefined],
    ['root', 'another root', (journal: string) => journal.replaceAll(/<(\/?)Drive>/g, '<$1Disk>'), 'Disk'],
    [
      'no-state',
      'no XML',
      (journal: string) => journal.replace('DriveState: [BeginValue]', 'Other: [BeginValue]'),
      '[BeginUpdateRecord]',
    ],
    [
      'key-shape',
      'no key',
      (journal: string) => journal.replace(`<BitLockerKey>${key}`, '<BitLockerKey>*******'),
      '*******',
    ],
    [
      'key-group',
      'a mistyped key',
      (journal: string) => journal.replace(`<BitLockerKey>${key}`, `<BitLockerKey>${key.replace('014509', '014508')}`),
      key.replace('014509', '014508'),
    ],
    [
      'manifest-hash',
      'a hash that was cut',
      (journal: string) => journal.replace(info.manifestHash, info.manifestHash.slice(1)),
      info.manifestHash.slice(1),
    ],
  ] as const)('tells of a drive info with %s: %s', (variant, _, break_, place) => {
    const journal = break_(whole);
    expect(journal).not.toBe(whole);
    const finding = read(journal).findings.find(
      (candidate) => candidate.code === 'journal/drive-info' && candidate.variant === variant,
    );
    expect(finding).toBeDefined();
    if (place !== undefined) expect(underlined(journal, finding!)).toBe(place);
  });

  it('is counted in bytes of UTF-8, and too large for the portal above 2 MB', () => {
    const long = (name: string, count: number) =>
      text({ kind: 'parameters', parameters: { ...parameters, jrm: name.repeat(count) } }, state('Completed'));
    for (const name of ['a', 'ü', '名', '🎈']) {
      const journal = long(name, 1000);
      expect(read(journal, 7).length).toBe(Buffer.byteLength(journal));
      expect(said(long(name, Math.ceil(2_000_000 / Buffer.byteLength(name))))).toEqual(['journal/too-large  0']);
    }
  });

  it('never has a secret in what it says', () => {
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(60),
        fc.constantFrom('', '<', '\r\n', '[EndValue]\r\n', 'x'),
        (at, length, put) => {
          const journal = whole.slice(0, at) + put + whole.slice(at + length);
          for (const { code, variant, args } of checkJournal([journal])) {
            const message = formatMessage(code, variant, args);
            expect(message).not.toMatch(/\d{6}-\d{6}/);
            expect(message).not.toContain('c2VjcmV0');
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['2016/13/45 99:99', '2016/11/02', '2016/02/30x', 'yesterday'])(
    'says of a time that it is none: %s',
    (time) => {
      const journal = `[BeginUpdateRecord][${time}][Type:NewJournalFile]\nVocabularyVersion: 2013-02-01\n[EndUpdateRecord]\n`;
      expect(read(journal, 7).findings).toMatchObject([
        {
          code: 'journal/record',
          variant: 'time',
          start: { line: 0, character: 20 },
          end: { line: 0, character: 20 + time.length },
        },
      ]);
    },
  );

  it('counts a line that ends in two carriage returns as an editor does', () => {
    const journal = whole.replace(/(<Drive>)\r?\n/, '$1\r\r\nstray text\r\n');
    expect(journal).not.toBe(whole);
    expect(misplaced(journal, read(journal, 1).findings)).toEqual([]);
  });

  it('never stumbles, whatever its text, and every place lies within it', () => {
    const part = fc.constantFrom(
      ...whole.split(/(?<=[<>\]:\n ])/).slice(0, 200),
      '\r',
      '\n',
      '\r\n',
      '\ud800',
      '\0',
      '[EndValue]',
      '[BeginUpdateRecord]',
      '<!DOCTYPE a [<!ENTITY x "y">]>',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.nat(whole.length),
        fc.nat(200),
        fc.integer({ min: 1, max: 500 }),
        (parts, at, length, piece) => {
          const journal = whole.slice(0, at) + parts.join('') + whole.slice(at + length);
          expect(misplaced(journal, read(journal, piece).findings)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
