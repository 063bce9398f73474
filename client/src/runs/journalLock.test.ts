import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockPathOf, stopPathOf } from '#core/journal/journalLock';
import type { LockHolder } from '#core/journal/journalLock';
import { readJournalLock, requestStop } from './journalLock';
import { isRunning, processStartOf } from './processStart';

let folder: string;
let journal: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-lock-'));
  journal = join(folder, 'job.jrn');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const holder = (fields: Partial<LockHolder>): LockHolder => ({
  pid: process.pid,
  processStart: '',
  host: hostname(),
  since: '2026-01-01T00:00:00Z',
  sessionId: 's#1',
  token: 'abc',
  ...fields,
});
const write = (fields: Partial<LockHolder>): void => {
  writeFileSync(lockPathOf(journal), JSON.stringify(holder(fields)));
};
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('the lock of a journal', () => {
  it('is free where there is none', async () => {
    expect(await readJournalLock(journal)).toEqual({ kind: 'free' });
  });

  it('is held while its process runs, and stale when that has ended', async () => {
    write({ processStart: (await processStartOf(process.pid)) ?? '' });
    expect(await readJournalLock(journal)).toMatchObject({ kind: 'held', holder: { pid: process.pid } });
    write({ pid: deadPid() });
    expect(await readJournalLock(journal)).toEqual({ kind: 'stale' });
  });

  it.runIf(process.platform === 'linux')('is stale when its number is another process by now', async () => {
    write({ processStart: '1' });
    expect(await readJournalLock(journal)).toEqual({ kind: 'stale' });
    expect(await isRunning({ pid: process.pid, processStart: '1' })).toBe(false);
  });

  it('is held by a process of another computer, of which nothing is known', async () => {
    write({ pid: deadPid(), host: 'elsewhere' });
    expect(await readJournalLock(journal)).toMatchObject({ kind: 'held' });
  });

  it('is held while it is being written, for some seconds', async () => {
    writeFileSync(lockPathOf(journal), '{"pid":');
    expect(await readJournalLock(journal)).toEqual({ kind: 'held', holder: undefined });
    const old = new Date(Date.now() - 60_000);
    utimesSync(lockPathOf(journal), old, old);
    expect(await readJournalLock(journal)).toEqual({ kind: 'stale' });
  });

  it('is what a request to stop names', async () => {
    await requestStop(journal, holder({}));
    expect(readFileSync(stopPathOf(journal), 'utf8')).toBe('abc');
    if (process.platform !== 'win32') expect(statSync(stopPathOf(journal)).mode & 0o777).toBe(0o600);
  });
});
