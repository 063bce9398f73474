import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockPathOf, type LockHolder } from '#core/journal/journalLock';
import { pathIdentity } from '../model/pathIdentity';
import { lockHolder, SessionLock } from './sessionLock';
import { testFolder } from '../../test/session';

let folder: string;
let journal: string;
beforeEach(() => {
  folder = testFolder();
  journal = join(folder, 'job.jrn');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (holder: Partial<LockHolder>): void => {
  const full = {
    pid: process.pid,
    processStart: '',
    host: hostname(),
    since: '2025-04-20T18:20:00Z',
    sessionId: 'session#1',
    token: 'x',
    ...holder,
  };
  writeFileSync(lockPathOf(journal), JSON.stringify(full));
};

/** A process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

/** An abandoned lock goes to whoever asks for it. */
function takeOver(): void {
  expect(lockHolder(journal)).toBeUndefined();
  const lock = SessionLock.take(journal, 'session#2');
  expect(lockHolder(journal)).toMatchObject({ pid: process.pid, sessionId: 'session#2' });
  lock.release();
  expect(existsSync(lockPathOf(journal))).toBe(false);
}

describe('The lock of a journal', () => {
  it('is held by one process, says by which, and is given free', () => {
    expect(lockHolder(journal)).toBeUndefined();
    const lock = SessionLock.take(journal, 'session#1', '/run/events.sock');
    expect(lockHolder(journal)).toMatchObject({ pid: process.pid, sessionId: 'session#1', events: '/run/events.sock' });
    expect(() => SessionLock.take(journal, 'session#2')).toThrow(
      new RegExp(
        `job\\.jrn is in use: process ${process.pid} has been preparing session "session#1" since .*Wait until it finishes, or stop it\\.`,
      ),
    );
    if (process.platform !== 'win32') expect(statSync(lockPathOf(journal)).mode & 0o777).toBe(0o600);
    lock.release();
    expect(existsSync(lockPathOf(journal))).toBe(false);
    SessionLock.take(journal, 'session#2').release();
  });

  it('is taken over from a process that has ended', () => {
    write({ pid: deadPid() });
    takeOver();
  });

  it('is respected while its process runs', () => {
    SessionLock.take(journal, 'session#1');
    expect(lockHolder(journal)).toMatchObject({ pid: process.pid, sessionId: 'session#1' });
    expect(() => SessionLock.take(journal, 'session#2')).toThrow(/is in use/);
  });

  it.runIf(process.platform === 'linux')('is taken over when its number is another process by now', () => {
    write({ pid: process.ppid, processStart: '1' });
    takeOver();
  });

  it('is respected while another process of that number runs, where nobody knows when that began', () => {
    write({ pid: process.ppid });
    expect(() => SessionLock.take(journal, 'session#2')).toThrow(/is in use/);
  });

  it("is taken over when its number is this process's own by now", () => {
    write({});
    takeOver();
  });

  it('is taken over when the computer was started since', () => {
    write({ pid: process.ppid });
    const old = new Date(Date.UTC(2001, 0));
    utimesSync(lockPathOf(journal), old, old);
    takeOver();
  });

  it('is respected when it comes from another computer', () => {
    write({ host: 'elsewhere', pid: deadPid() });
    expect(() => SessionLock.take(journal, 'session#2')).toThrow(
      /on elsewhere has been preparing.*remove .*job\.jrn\.lock/,
    );
  });

  it('is respected while it is being written, and taken over when it never was', () => {
    writeFileSync(lockPathOf(journal), '');
    expect(() => SessionLock.take(journal, 'session#2')).toThrow(/is being opened by another process/);
    const before = new Date(Date.now() - 60_000);
    utimesSync(lockPathOf(journal), before, before);
    takeOver();
  });

  it('that was torn is taken over, and a file of that name that is none is left as it is', () => {
    const before = new Date(Date.now() - 60_000);
    for (const torn of ['{', '{"pi', '{"pid":12,"host', '\0\0', '{"pid":1\0\0']) {
      writeFileSync(lockPathOf(journal), torn);
      utimesSync(lockPathOf(journal), before, before);
      takeOver();
    }
    for (const text of ['my notes', '{"JobId":1}', '{"p"']) {
      writeFileSync(lockPathOf(journal), text);
      utimesSync(lockPathOf(journal), before, before);
      expect(() => SessionLock.take(journal, 'session#2')).toThrow(
        /job\.jrn\.lock has the name of a lock but is not one, so it is left unchanged/,
      );
      expect(readFileSync(lockPathOf(journal), 'utf8')).toBe(text);
    }
  });

  it('of another process is not removed by one that had it before', () => {
    const lock = SessionLock.take(journal, 'session#1');
    write({ token: 'another' });
    lock.release();
    expect(readFileSync(lockPathOf(journal), 'utf8')).toContain('another');
  });
});

describe('The lock of a medium', () => {
  it('is that of all paths that lead to it, and of no other medium', () => {
    const [image, twin, other] = ['H.vhd', 'twin.vhd', 'other.vhd'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [image, other]) writeFileSync(path, '');
    linkSync(image, twin);
    const lock = SessionLock.takeMedium(image, pathIdentity(image), 'session#1');
    const further = SessionLock.takeMedium(other, pathIdentity(other), 'session#1');
    expect(() => SessionLock.takeMedium(twin, pathIdentity(twin), 'session#2')).toThrow(
      new RegExp(`twin\\.vhd is in use: process ${process.pid} has been preparing session "session#1"`),
    );
    lock.release();
    further.release();
    SessionLock.takeMedium(twin, pathIdentity(twin), 'session#2').release();
  });

  it.skipIf(process.platform === 'win32')('is taken over from a run that was killed', () => {
    const image = join(folder, 'H.vhd');
    writeFileSync(image, '');
    const path = `/tmp/sneakernet-${pathIdentity(image).replace(':', '-')}.lock`;
    writeFileSync(
      path,
      JSON.stringify({
        pid: deadPid(),
        processStart: '',
        host: hostname(),
        since: '2025-04-20T18:20:00Z',
        sessionId: 'session#1',
        token: 'x',
      }),
    );
    SessionLock.takeMedium(image, pathIdentity(image), 'session#2').release();
    expect(existsSync(path)).toBe(false);
  });
});
