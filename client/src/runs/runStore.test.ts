import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunStore } from './runStore';
import type { RunRecord } from './runStore';

let folder: string;
let store: RunStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-runs-'));
  store = new RunStore(join(folder, 'runs'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const record = (id: string, ended?: string): RunRecord => ({
  id,
  kind: 'prepare',
  folder: '/w/job',
  jobName: 'job',
  journal: '/w/job/job.jrn',
  sessionId: 's#1',
  started: '2026-01-01T00:00:00Z',
  pid: 5,
  ...(ended !== undefined && { ended, outcome: 'done' }),
});

async function keep(id: string, ended?: string): Promise<void> {
  await store.create(id);
  await store.save(record(id, ended));
}

describe('RunStore', () => {
  it('gives the runs of earlier windows, the newest first, and what is torn not at all', async () => {
    expect(await store.all()).toEqual([]);
    await keep('1', 'then');
    await keep('2');
    await store.create('3');
    const { messages } = await store.create('4');
    writeFileSync(join(dirname(messages), 'run.json'), '{"id":"4"');
    expect((await store.all()).map(({ id }) => id)).toEqual(['2', '1']);
  });

  it.each(['../victim', '..', '.', '/tmp/victim', 'a/../../victim', '', '\\..\\victim', '-rf'])(
    'removes and writes nothing outside of its folder, whatever a lock says that a run is called: %j',
    async (id) => {
      await keep('1');
      mkdirSync(join(folder, 'victim'));
      writeFileSync(join(folder, 'victim', 'dear.txt'), 'dear');
      await store.remove(id);
      await store.save(record(id));
      await expect(store.create(id)).rejects.toThrow(RangeError);
      expect(await store.ofEvents(join(folder, 'runs', id, 'events.ndjson'))).toBeUndefined();
      expect(readFileSync(join(folder, 'victim', 'dear.txt'), 'utf8')).toBe('dear');
      expect(readdirSync(folder).sort()).toEqual(['runs', 'victim']);
      expect(readdirSync(join(folder, 'runs'))).toEqual(['1']);
    },
  );

  it('knows the run that writes to a file, where it is one of its own', async () => {
    await keep('1');
    expect(await store.ofEvents(store.filesOf('1').events)).toEqual(record('1'));
    expect(await store.ofEvents('/elsewhere/1/events.ndjson')).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('lets nobody else look', async () => {
    await keep('1');
    const own = dirname(store.filesOf('1').events);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(statSync(join(own, 'run.json')).mode & 0o777).toBe(0o600);
  });

  it('forgets runs that ended long ago, and none that has not', async () => {
    await keep('000');
    for (let index = 1; index <= 120; index++) await keep(String(index).padStart(3, '0'), 'then');
    const ids = (await store.all()).map(({ id }) => id);
    expect(ids).toContain('000');
    expect(ids).toContain('120');
    expect(ids).not.toContain('001');
    expect((await store.all()).length).toBe(ids.length);
  });
});
