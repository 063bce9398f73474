import { documentedJournal } from '../../../core/test/documentedJournal';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseJournal } from '#core/journal/journalParser';
import { activityOf } from '#core/journal/journalRecord';
import { CopyLedger } from './copyLedger';
import { JournalError } from './journalError';
import { JournalFile, systemCalls, type FileCalls } from './journalFile';
import { readJournal, readLedgers } from './readJournal';
import { SessionJournal } from './sessionJournal';
import type { SessionRequest } from './sessionRequest';
import { testDrive, testFolder, testKey, testParameters } from '../../test/session';

let folder: string;
let path: string;
let recovery: string;
beforeEach(() => {
  folder = testFolder();
  path = join(folder, 'job.jrn');
  recovery = join(folder, 'job.recovery');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bytes = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (seed + index) & 255);
const info = {
  driveId: 'WD-G',
  bitLockerKey: testKey,
  manifestFile: '\\DriveManifest.xml',
  manifestHash: 'D863FE44F861AE0DA4DCEAEEFFCCCE68',
};

/** Creates a recovery log. It removes the old file first, because many file systems sync on overwriting. */
function put(content: string | Uint8Array, at = recovery): void {
  rmSync(at, { force: true });
  writeFileSync(at, content);
}

/** A recovery log turned into a journal from before recovery logs: without checksums, in a single file. */
function asOldJournal(log: string): string {
  return log
    .replace('[Type:NewRecoveryLog]\r\nVersion: 1', '[Type:NewJournalFile]\r\nVocabularyVersion: 2013-02-01')
    .replaceAll(/Checksum: .*\r\n/g, '');
}

/** Opens a journal for one request, does the work, and closes the journal. */
function within<T>(kind: SessionRequest['kind'], sessionId: string, work: (journal: SessionJournal) => T): T {
  // Tests need not wait for the disk.
  const journal = SessionJournal.open(path, { kind, sessionId }, { calls: { ...systemCalls, sync: () => undefined } });
  try {
    return work(journal);
  } finally {
    journal.close();
  }
}

const start = (sessionId: string, ...letters: string[]): void => {
  within('new', sessionId, (journal) => {
    journal.start(testParameters(sessionId), letters.map(testDrive));
  });
};

const complete = (sessionId: string): void => {
  within('new', sessionId, (journal) => {
    journal.start(testParameters(sessionId), [testDrive('G')]);
    journal.driveState(0, 'Writing');
    journal.driveInfo(0, info);
    journal.driveState(0, 'Verified');
    journal.finish('Completed');
  });
};

const decisionOf = (kind: SessionRequest['kind'], sessionId: string): string => {
  const decision = within(kind, sessionId, (journal) => journal.decide());
  if (decision.kind !== 'refused') return decision.kind;
  expect(decision.message).toContain(path);
  expect(decision.message).toMatch(/\.$/);
  return decision.reason;
};

describe('A journal', () => {
  it('remembers a session, its drives and how far they are', () => {
    within('new', 'session#1', (journal) => {
      expect(journal.decide()).toEqual({ kind: 'start', isFirst: true });
      journal.start(testParameters('session#1'), [testDrive('G'), testDrive('H')]);
      const ledger = new CopyLedger();
      ledger.block(0, bytes(16, 1));
      ledger.done(0, bytes(32, 2));
      ledger.pageRange(1, 8192, 512, bytes(16, 3));
      journal.driveState(1, 'Writing');
      journal.checkpoint(
        1,
        ledger.takeLines((file) => file === 1),
        { file: 1, block: 1 },
      );
      ledger.failed(1, 'changed');
      journal.checkpoint(
        1,
        ledger.takeLines(() => true),
        { file: 2, block: 0 },
      );
      journal.driveInfo(0, info);
    });
    const state = readJournal(path);
    expect(state).toMatchObject({
      origin: 'ours',
      torn: false,
      length: statSync(recovery).size,
      sessions: [
        {
          id: 'session#1',
          parameters: testParameters('session#1'),
          state: 'Started',
          drives: [
            { description: testDrive('G'), state: undefined, info },
            { description: testDrive('H'), state: 'Writing', info: undefined },
          ],
        },
      ],
    });
    const ledgers = readLedgers(state, ['session#1']).get('session#1')!;
    expect(ledgers.map(({ next }) => next)).toEqual([
      { file: 0, block: 0 },
      { file: 2, block: 0 },
    ]);
    expect(ledgers[1]!.stateOf(0)).toBe('done');
    expect([...ledgers[1]!.sha256Of(0)]).toEqual([...bytes(32, 2)]);
    expect([...ledgers[1]!.failures()]).toEqual([{ file: 1, failure: 'changed' }]);
    expect(readLedgers(state, ['session#2']).size).toBe(0);
  });

  it('is of the form that the tool writes', () => {
    complete('session#1');
    const { records, problems } = parseJournal(readFileSync(path, 'utf8'));
    expect(problems).toEqual([]);
    expect(records.map(({ type, fields }) => [type, ...fields.map(({ name }) => name)])).toEqual([
      ['NewJournalFile', 'VocabularyVersion'],
      ['ActivityRecord', 'ActivityId', 'LogDirectory'],
      ['ActivityRecord', 'ActivityId', 'DriveState', 'SaveCommandOutput'],
    ]);
    expect(records.slice(1).map((record) => activityOf(record))).toEqual([
      'PrepImportDriveCommandContext',
      'DriveInfo',
    ]);
  });

  it('for the portal names the drives that can be opened, without what else is secret, and none of a session that was given up', () => {
    complete('session#1');
    start('session#2', 'H');
    expect(readFileSync(path, 'utf8')).toContain('<DriveId>WD-G</DriveId>');
    expect(readFileSync(path, 'utf8')).not.toMatch(/WD-H|volumeKey|session#|Checksum|JSON/);
    within('abort', 'session#2', (journal) => {
      journal.abort(journal.state!.sessions[1]!);
    });
    expect(parseJournal(readFileSync(path, 'utf8')).records).toHaveLength(3);
  });

  it('that was lost, or has fallen behind, is made anew from the recovery log', () => {
    start('session#1', 'G');
    const before = readFileSync(path, 'utf8');
    within('resume', 'session#1', (journal) => {
      journal.resume(journal.state!.sessions[0]!);
      journal.driveInfo(0, info);
      journal.driveVerified(0, true);
    });
    const after = readFileSync(path, 'utf8');
    expect(after).toContain('WD-G');
    for (const text of [before, undefined]) {
      if (text === undefined) rmSync(path);
      else put(text, path);
      within('resume', 'session#1', (journal) => {
        journal.resume(journal.state!.sessions[0]!);
      });
      expect(readFileSync(path, 'utf8')).toBe(after);
    }
  });

  it('of other drives than the recovery log beside it knows is not replaced', () => {
    complete('session#1');
    const foreign = readFileSync(path, 'utf8').replace('WD-G', 'WD-OTHER');
    put(foreign, path);
    expect(() => decisionOf('new', 'session#2')).toThrow(/is not the journal that .*job\.recovery belongs to/);
    expect(readFileSync(path, 'utf8')).toBe(foreign);
  });

  it('from before there were recovery logs is taken over by one when it is resumed, with all that it holds', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      journal.driveState(0, 'Writing');
      const ledger = new CopyLedger();
      ledger.done(0, bytes(32, 1));
      journal.checkpoint(
        0,
        ledger.takeLines(() => false),
        { file: 1, block: 0 },
      );
      journal.finish('Interrupted');
    });
    put(asOldJournal(readFileSync(recovery, 'utf8')), path);
    rmSync(recovery);
    expect(readJournal(path)).toMatchObject({
      origin: 'ours',
      checksum: undefined,
      sessions: [{ state: 'Interrupted' }],
    });
    expect(existsSync(recovery)).toBe(false);
    within('resume', 'session#1', (journal) => {
      const decision = journal.decide();
      if (decision.kind !== 'resume') expect.fail(decision.kind);
      expect(journal.ledgersOf(decision.session).get('session#1')![0]!.next).toEqual({ file: 1, block: 0 });
      journal.resume(decision.session);
    });
    const state = readJournal(path);
    expect(state).toMatchObject({
      file: recovery,
      sessions: [
        {
          state: 'Resumed',
          parameters: testParameters('session#1'),
          drives: [{ state: 'Writing', description: testDrive('G') }],
        },
      ],
    });
    expect([...readLedgers(state, ['session#1']).get('session#1')![0]!.sha256Of(0)]).toEqual([...bytes(32, 1)]);
    expect(readFileSync(path, 'utf8')).not.toMatch(/volumeKey|CopyProgress/);
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner only, from the moment at which it is there', () => {
    const umask = process.umask(0);
    let mode = 0;
    const calls: FileCalls = {
      ...systemCalls,
      open: (...args) => {
        const descriptor = systemCalls.open(...args);
        if (args[0] === path) mode = statSync(path).mode & 0o777;
        return descriptor;
      },
    };
    try {
      JournalFile.create(path, calls).close();
      expect(mode).toBe(0o600);
      rmSync(path);
      writeFileSync(path, '', { mode: 0o644 });
      start('session#1', 'G');
    } finally {
      process.umask(umask);
    }
    for (const file of [path, recovery]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is synced before anything is done that counts on it, and at bounded intervals', () => {
    let time = 0;
    let syncs = 0;
    const calls: FileCalls = { ...systemCalls, sync: () => syncs++ };
    const file = JournalFile.create(path, calls, () => time);
    syncs = 0;
    file.append('x', 'now');
    expect(syncs).toBe(1);
    for (let count = 0; count < 100; count++) file.append('x', 'soon');
    expect(syncs).toBe(1);
    time = 999;
    file.syncIfDue();
    expect(syncs).toBe(1);
    time = 1000;
    file.syncIfDue();
    file.syncIfDue();
    expect(syncs).toBe(2);
    file.append('x'.repeat(1 << 20), 'soon');
    expect(syncs).toBe(3);
    file.close();
  });
});

describe('The sessions of a journal', () => {
  it('come one after the other, each with an id of its own', () => {
    expect(decisionOf('resume', 'session#1')).toBe('no-journal');
    expect(existsSync(path)).toBe(false);
    complete('session#1');
    expect(decisionOf('new', 'session#1')).toBe('id-complete');
    expect(decisionOf('resume', 'session#1')).toBe('id-complete');
    expect(decisionOf('abort', 'session#1')).toBe('id-complete');
    expect(decisionOf('resume', 'session#2')).toBe('unknown-session');
    expect(decisionOf('extend', 'session#2')).toBe('no-drives-needed');
    expect(within('new', 'session#2', (journal) => journal.decide())).toEqual({ kind: 'start', isFirst: false });
    complete('session#2');
    expect(readJournal(path).sessions.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'session#1 Completed',
      'session#2 Completed',
    ]);
  });

  it.each(['killed', 'stopped'])('are resumed before another one begins: %s', (how) => {
    start('session#1', 'G');
    if (how === 'stopped') {
      within('resume', 'session#1', (journal) => {
        journal.resume(journal.state!.sessions[0]!);
        journal.finish('Interrupted');
      });
    }
    expect(decisionOf('new', 'session#2')).toBe('session-interrupted');
    expect(decisionOf('new', 'session#1')).toBe('session-interrupted');
    expect(decisionOf('extend', 'session#2')).toBe('session-interrupted');
    expect(decisionOf('resume', 'session#1')).toBe('resume');
    within('resume', 'session#1', (journal) => {
      const decision = journal.decide();
      if (decision.kind !== 'resume') expect.fail(decision.kind);
      journal.resume(decision.session);
      journal.finish('Completed');
    });
    expect(decisionOf('new', 'session#2')).toBe('start');
  });

  it('are aborted, but not the first one', () => {
    start('session#1', 'G');
    expect(decisionOf('abort', 'session#1')).toBe('first-session');
    const refused = within('abort', 'session#1', (journal) => journal.decide());
    expect(refused).toMatchObject({
      message: expect.stringContaining('can only be started again with a new journal') as string,
    });
    within('resume', 'session#1', (journal) => {
      journal.resume(journal.state!.sessions[0]!);
      journal.finish('Completed');
    });
    start('session#2', 'H');
    within('abort', 'session#2', (journal) => {
      const decision = journal.decide();
      if (decision.kind !== 'abort') expect.fail(decision.kind);
      expect(decision.session.drives.map(({ description }) => description.letter)).toEqual(['H']);
      journal.abort(decision.session);
    });
    expect(readJournal(path).sessions.map(({ state }) => state)).toEqual(['Completed', 'Aborted']);
    expect(decisionOf('new', 'session#2')).toBe('id-aborted');
    expect(decisionOf('resume', 'session#2')).toBe('id-aborted');
    expect(decisionOf('new', 'session#3')).toBe('start');
  });

  it('that need drives go on with additional ones, under the same id', () => {
    start('session#1', 'G');
    within('resume', 'session#1', (journal) => {
      journal.resume(journal.state!.sessions[0]!);
      journal.driveState(0, 'Verified');
      journal.finish('NeedsDrives');
    });
    for (const kind of ['new', 'resume'] as const) expect(decisionOf(kind, 'session#1')).toBe('session-needs-drives');
    expect(decisionOf('new', 'session#2')).toBe('session-needs-drives');
    within('extend', 'session#1', (journal) => {
      const decision = journal.decide();
      if (decision.kind !== 'extend') expect.fail(decision.kind);
      expect(decision.newId).toBeUndefined();
      journal.extend(decision.session, [testDrive('H')], { ...testParameters('session#1'), planFile: 'second.plan' });
      journal.driveState(1, 'Verified');
      journal.finish('Completed');
    });
    const [session] = readJournal(path).sessions;
    expect(session).toMatchObject({
      state: 'Completed',
      parameters: { planFile: 'second.plan' },
      drives: [{ state: 'Verified' }, { state: 'Verified', description: { letter: 'H' } }],
    });
  });

  it('that had too few drives from the start begin anew with more', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), []);
      journal.finish('NeedsDrives');
    });
    within('extend', 'session#1', (journal) => {
      expect(journal.decide()).toMatchObject({ kind: 'extend', newId: undefined });
      journal.start({ ...testParameters('session#1'), planFile: 'second.plan' }, [testDrive('G'), testDrive('H')]);
    });
    expect(readJournal(path).sessions).toMatchObject([
      {
        state: 'Started',
        parameters: { planFile: 'second.plan' },
        drives: [{ description: { letter: 'G' } }, { description: { letter: 'H' } }],
      },
    ]);
  });

  it('that need drives go on under a new id, and their hashes are found with those of the new one', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      const ledger = new CopyLedger();
      ledger.done(0, bytes(32, 9));
      journal.checkpoint(
        0,
        ledger.takeLines(() => false),
      );
      journal.finish('NeedsDrives');
    });
    within('extend', 'session#2', (journal) => {
      const decision = journal.decide();
      if (decision.kind !== 'extend') expect.fail(decision.kind);
      expect(decision.newId).toBe('session#2');
      journal.extend(decision.session, [testDrive('H')], testParameters('session#2'));
      expect(journal.sessionId).toBe('session#2');
    });
    expect(readJournal(path).sessions.map(({ state, continues }) => [state, continues])).toEqual([
      ['Continued', undefined],
      ['Started', 'session#1'],
    ]);
    expect(decisionOf('new', 'session#1')).toBe('id-continued');
    within('resume', 'session#2', (journal) => {
      const ledgers = journal.ledgersOf(journal.state!.sessions[1]!);
      expect([...ledgers.keys()].sort()).toEqual(['session#1', 'session#2']);
      expect([...ledgers.get('session#1')![0]!.sha256Of(0)]).toEqual([...bytes(32, 9)]);
      journal.resume(journal.state!.sessions[1]!);
      journal.finish('Completed');
    });
    expect(decisionOf('extend', 'session#3')).toBe('no-drives-needed');
  });
});

describe('What can go wrong with a journal', () => {
  it('a kill at every byte of its last record costs that record, and the session goes on behind the others', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      journal.driveState(0, 'Writing');
      const ledger = new CopyLedger();
      ledger.done(0, bytes(32, 1));
      journal.checkpoint(
        0,
        ledger.takeLines(() => false),
        { file: 1, block: 0 },
      );
    });
    const whole = readFileSync(recovery);
    const last = whole.lastIndexOf('[BeginUpdateRecord]');
    for (let cut = last; cut <= whole.length; cut++) {
      put(whole.subarray(0, cut));
      // The line end after the record is not part of it.
      const isWhole = cut >= whole.length - 2;
      expect(readJournal(path).torn).toBe(!isWhole && cut > last);
      within('resume', 'session#1', (journal) => {
        const decision = journal.decide();
        if (decision.kind !== 'resume') expect.fail(decision.kind);
        expect(journal.ledgersOf(decision.session).get('session#1')![0]!.next).toEqual({
          file: isWhole ? 1 : 0,
          block: 0,
        });
        journal.resume(decision.session);
      });
      const after = readFileSync(recovery);
      expect(after.subarray(0, last).equals(whole.subarray(0, last))).toBe(true);
      expect(parseJournal(after.toString()).problems).toEqual([]);
      expect(readJournal(path)).toMatchObject({
        torn: false,
        sessions: [{ state: 'Resumed', drives: [{ state: 'Writing' }] }],
      });
    }
  });

  it('a kill at every byte while a session begins leaves it begun as a whole, or not at all', () => {
    complete('session#1');
    const before = statSync(recovery).size;
    start('session#2', 'H', 'I');
    const whole = readFileSync(recovery);
    for (let cut = before; cut <= whole.length; cut++) {
      put(whole.subarray(0, cut));
      const begun = cut >= whole.length - 2;
      const { sessions, length } = readJournal(path);
      expect(sessions.map(({ drives }) => drives.length)).toEqual(begun ? [1, 2] : [1]);
      expect(length).toBe(cut === whole.length ? cut : begun ? whole.length - 2 : before);
    }
    put(whole.subarray(0, whole.length - 40));
    start('session#2', 'J');
    expect(readJournal(path).sessions[1]!.drives.map(({ description }) => description.letter)).toEqual(['J']);
  });

  it('a kill at every byte while drives are added leaves all of them, or none', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      journal.finish('NeedsDrives');
    });
    const before = statSync(recovery).size;
    within('extend', 'session#1', (journal) => {
      journal.extend(journal.state!.sessions[0]!, [testDrive('H'), testDrive('I')], {
        ...testParameters('session#1'),
        planFile: 'second.plan',
      });
    });
    const whole = readFileSync(recovery);
    for (let cut = before; cut <= whole.length; cut++) {
      put(whole.subarray(0, cut));
      const begun = cut >= whole.length - 2;
      expect(readJournal(path).sessions[0]).toMatchObject({
        state: begun ? 'Resumed' : 'NeedsDrives',
        parameters: { planFile: begun ? 'second.plan' : 'job.plan' },
      });
      expect(readJournal(path).sessions[0]!.drives).toHaveLength(begun ? 3 : 1);
    }
  });

  it('a kill before the first record is whole leaves a journal that can be begun', () => {
    start('session#1', 'G');
    const whole = readFileSync(recovery);
    for (const length of [0, 1, 30, 120]) {
      put(whole.subarray(0, length));
      start('session#1', 'H');
      expect(parseJournal(readFileSync(recovery, 'utf8'))).toMatchObject({ problems: [], torn: false });
      expect(readJournal(path).sessions).toHaveLength(1);
    }
  });

  it('a full disk: half of a record is taken back, and the session can be resumed', () => {
    let room = Infinity;
    const calls: FileCalls = {
      ...systemCalls,
      write: (descriptor, data, offset, length, position) => {
        const fits = Math.min(length, room, 100);
        if (fits === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        room -= fits;
        return systemCalls.write(descriptor, data, offset, fits, position);
      },
    };
    const journal = SessionJournal.open(path, { kind: 'new', sessionId: 'session#1' }, { calls });
    journal.start(testParameters('session#1'), [testDrive('G')]);
    const { length } = journal;
    for (room of [0, 1, 130]) {
      expect(() => {
        journal.driveState(0, 'Writing');
      }).toThrow(/job\.recovery: the disk with the journal is full \(ENOSPC\).*--resume/);
      expect(journal.length).toBe(length);
      expect(readJournal(path)).toMatchObject({ torn: false, length });
    }
    room = Infinity;
    journal.finish('Interrupted');
    journal.close();
    expect(decisionOf('resume', 'session#1')).toBe('resume');
  });

  it('a full disk on which not even half of a record can be taken back: nothing more is written', () => {
    let broken = false;
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const calls: FileCalls = {
      ...systemCalls,
      write: (descriptor, data, offset, length, position) => {
        if (broken && offset > 0) throw full;
        return systemCalls.write(descriptor, data, offset, broken ? 10 : length, position);
      },
      truncate: (descriptor, length) => {
        if (broken) throw full;
        systemCalls.truncate(descriptor, length);
      },
    };
    const file = JournalFile.create(path, calls);
    file.append('whole\n', 'now');
    broken = true;
    expect(() => {
      file.append('a record that does not fit\n', 'now');
    }).toThrow('ENOSPC');
    broken = false;
    expect(() => {
      file.append('another\n', 'now');
    }).toThrow('could not be removed');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('whole\na record t');
  });

  it('a disk that loses what it was given: nothing more is written', () => {
    let failing = false;
    const calls: FileCalls = {
      ...systemCalls,
      sync: (descriptor) => {
        if (failing) throw Object.assign(new Error('lost'), { code: 'EIO' });
        systemCalls.sync(descriptor);
      },
    };
    const journal = SessionJournal.open(path, { kind: 'new', sessionId: 'session#1' }, { calls });
    journal.start(testParameters('session#1'), [testDrive('G')]);
    failing = true;
    expect(() => {
      journal.driveState(0, 'Writing');
    }).toThrow(/reports an error \(EIO\)/);
    failing = false;
    expect(() => {
      journal.driveState(0, 'Written');
    }).toThrow(/EIO/);
    journal.close();
  });

  it('a folder that cannot be written, or that is not there, or a folder in its place', () => {
    path = join(folder, 'missing', 'job.jrn');
    expect(() => {
      start('session#1', 'G');
    }).toThrow(/missing.* or its folder does not exist/);
    path = join(folder, 'job.jrn');
    mkdirSync(path);
    expect(() => decisionOf('new', 'session#1')).toThrow(/is not a file/);
    const calls: FileCalls = {
      ...systemCalls,
      open: () => {
        throw Object.assign(new Error('no'), { code: 'EROFS' });
      },
    };
    expect(() => JournalFile.create(join(folder, 'other.jrn'), calls)).toThrow(
      /other\.jrn: the journal is on a read-only file system/,
    );
    if (existsSync('/sys')) {
      path = '/sys/job.jrn';
      expect(() => {
        start('session#1', 'G');
      }).toThrow(/permission is denied \(E(ACCES|PERM)\)|read-only/);
    }
  });

  it.each([
    ['a dataset', 'BasePath,DstBlobPathOrPrefix\nF:\\,a/\n'],
    ['something binary', '\u0000\u0001\u0002'.repeat(5000)],
    ['a JRM', '{"JobId": "x"}'],
  ])('another file in its place is not touched: %s', (_, text) => {
    put(text, path);
    expect(() => decisionOf('new', 'session#1')).toThrow(/is not a journal.*not changed/);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('the journal of the original tool is read, and not written to', () => {
    const text = documentedJournal(
      `   <BitLockerKey>${testKey}</BitLockerKey>
   <ManifestFile>\\DriveManifest.xml</ManifestFile>
   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>
`,
    );
    for (const written of [text, `\ufeff${text.replaceAll('\n', '\r\n')}`]) {
      put(written, path);
      expect(readJournal(path)).toMatchObject({
        origin: 'tool',
        sessions: [],
        foreignDrives: [{ driveId: 'drive-id' }],
        length: Buffer.byteLength(written),
      });
      for (const kind of ['new', 'resume', 'abort', 'extend'] as const)
        expect(decisionOf(kind, 'session#1')).toBe('foreign-journal');
      expect(readFileSync(path, 'utf8')).toBe(written);
    }
  });

  it('damage in the middle of an old one is named with its line, and nothing is written', () => {
    complete('session#1');
    const text = asOldJournal(readFileSync(recovery, 'utf8'));
    rmSync(recovery);
    const cases: readonly (readonly [from: string | RegExp, to: string, message: RegExp])[] = [
      [/\[EndUpdateRecord\]/, '', /line 1: the journal is damaged: a record has no end/],
      ['State: Verified', 'State: Fine', /line \d+: .*State is missing or wrong/],
      [
        'SessionId: session#1\r\nDrive: 0\r\nState',
        'SessionId: session#9\r\nDrive: 0\r\nState',
        /"session#9", which has not started/,
      ],
      ['Drive: 0\r\nState', 'Drive: 3\r\nState', /a drive that has not been named/],
      [
        /(\[BeginUpdateRecord\][^[]*\[[^[]*\[Type:ActivityRecord\]\r\nActivityId: PrepImportDriveCommandContext[^]*?\[EndUpdateRecord\]\r\n)([^]*)/,
        '$1$2$1',
        /"session#1" starts twice/,
      ],
      ['[BeginUpdateRecord]', 'hello\r\n[BeginUpdateRecord]', /is not a journal/],
    ];
    for (const [from, to, message] of cases) {
      const broken = text.replace(from, to);
      expect(broken).not.toBe(text);
      put(broken, path);
      expect(() => readJournal(path)).toThrow(message);
      expect(() => readJournal(path)).toThrow(JournalError);
    }
    put(text, path);
    appendFileSync(path, 'x\r\n[BeginUpdateRecord]');
    expect(() => readJournal(path)).toThrow('there is text between records');
  });

  it('whatever has become of its bytes, it is read, or refused in words, and what it says of a session is whole', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G'), testDrive('H')]);
      const ledger = new CopyLedger();
      for (let file = 0; file < 5; file++) {
        ledger.block(file, bytes(16, file));
        ledger.done(file, bytes(32, file));
      }
      journal.checkpoint(
        1,
        ledger.takeLines(() => false),
        { file: 5, block: 0 },
      );
      journal.driveInfo(0, info);
      journal.finish('NeedsDrives');
    });
    const whole = readFileSync(recovery);
    const parts = whole.toString('latin1').split(/(?<=[\n\]: ])/);
    const change = fc.record({
      at: fc.nat(whole.length),
      cut: fc.nat(60),
      text: fc.oneof(fc.constant(''), fc.constantFrom(...parts), fc.string({ unit: 'binary', maxLength: 4 })),
    });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('new', 'resume', 'abort', 'extend'),
        (changes, kind) => {
          let changed = whole;
          for (const { at, cut, text } of changes)
            changed = Buffer.concat([changed.subarray(0, at), Buffer.from(text), changed.subarray(at + cut)]);
          put(changed);
          try {
            within(kind, 'session#1', (journal) => {
              journal.decide();
              for (const session of journal.state!.sessions) {
                expect(journal.ledgersOf(session).get(session.id)).toHaveLength(session.drives.length);
                for (const { description } of session.drives) expect(typeof description.target).toBe('string');
              }
            });
          } catch (error) {
            expect(error).toBeInstanceOf(JournalError);
            expect((error as Error).message).toContain(recovery);
            expect((error as Error).message).not.toContain(testKey);
          }
          expect(readFileSync(recovery).equals(changed)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('one bit or one line of the recovery log changed: it is refused, or a torn end, and never believed', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      journal.driveState(0, 'Writing');
      const ledger = new CopyLedger();
      for (let file = 0; file < 3; file++) {
        ledger.block(file, bytes(16, file));
        ledger.done(file, bytes(32, file));
        journal.checkpoint(
          0,
          ledger.takeLines(() => false),
          { file: file + 1, block: 0 },
        );
      }
    });
    const whole = readFileSync(recovery);
    const text = whole.toString('latin1');
    const last = text.lastIndexOf('[BeginUpdateRecord]');
    const variants: { readonly at: number; readonly changed: Buffer }[] = [];
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 7);
      variants.push({ at, changed });
    }
    for (let at = 0; at >= 0; at = text.indexOf('\n', at) + 1 || -1) {
      const end = text.indexOf('\n', at) + 1;
      if (end > 0) variants.push({ at, changed: Buffer.concat([whole.subarray(0, at), whole.subarray(end)]) });
    }
    for (const { at, changed } of variants) {
      put(changed);
      try {
        const state = readJournal(path);
        // Only the last record may be taken for one that was not written completely.
        expect(at).toBeGreaterThanOrEqual(last);
        if (state.torn || at < text.lastIndexOf('[EndUpdateRecord]'))
          expect(readLedgers(state, ['session#1']).get('session#1')![0]!.next).toEqual({ file: 2, block: 0 });
      } catch (error) {
        expect(error).toBeInstanceOf(JournalError);
      }
    }
  });

  it('zeros that a file system left at its end are no damage', () => {
    start('session#1', 'G');
    appendFileSync(recovery, Buffer.alloc(4096));
    expect(readJournal(path)).toMatchObject({ torn: true, sessions: [{ state: 'Started' }] });
    within('resume', 'session#1', (journal) => {
      journal.resume(journal.state!.sessions[0]!);
    });
    expect(readJournal(path)).toMatchObject({
      torn: false,
      length: statSync(recovery).size,
      sessions: [{ state: 'Resumed' }],
    });
  });

  it('a checkpoint that cannot be read is named with its line', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      journal.checkpoint(0, '0 .\n1 nonsense', { file: 0, block: 0 });
    });
    expect(() => readLedgers(readJournal(path), ['session#1'])).toThrow(
      /line \d+: the journal is damaged: a checkpoint cannot be read/,
    );
  });

  it('a file of a number far behind all others is damage', () => {
    within('new', 'session#1', (journal) => {
      journal.start(testParameters('session#1'), [testDrive('G')]);
      journal.checkpoint(0, '0 .\n400000000 .\n400000000 !changed');
    });
    expect(() => readLedgers(readJournal(path), ['session#1'])).toThrow(
      /line \d+: the journal is damaged: a file number is out of range/,
    );
  });

  it('a name that a journal cannot hold is refused before anything is written', () => {
    expect(() => {
      within('new', 'session#1', (journal) => {
        journal.start({ ...testParameters('session#1'), logDirectory: '/srv/a\rb' }, []);
      });
    }).toThrow(/job\.jrn: LogDirectory holds a control character/);
    expect(existsSync(path)).toBe(false);
  });

  it('a copy that was cut short by somebody else is a torn one', () => {
    complete('session#1');
    copyFileSync(recovery, join(folder, 'copy.recovery'));
    truncateSync(join(folder, 'copy.recovery'), statSync(recovery).size - 100);
    expect(readJournal(join(folder, 'copy.jrn'))).toMatchObject({ torn: true, sessions: [{ state: 'Started' }] });
  });
});
