import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {
  BrowseAnswers,
  BrowseLine,
  BrowseMethod,
  BrowseRequests,
  BrowsedEntry,
  ExtractProgress,
} from '../../src-runner/src/protocol';
import { filesBelow } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { writeUglyTree } from '../drives/uglyTree';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));

let job: PreparationJob;
let key: string;
const running: Browser[] = [];

/** A process that browses a drive, and its client. */
class Browser {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: BrowseLine[] = [];
  readonly progress: ExtractProgress[] = [];
  readonly ended: Promise<number | null>;
  stderr = '';
  private next = 1;
  private readonly waiting = new Map<number, (line: BrowseLine) => void>();

  constructor() {
    this.child = spawn(process.execPath, [runner, 'browse'], { cwd: job.folder });
    this.child.stderr.on('data', (data: Buffer) => (this.stderr += data.toString()));
    createInterface({ input: this.child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as BrowseLine;
      this.lines.push(line);
      if ('progress' in line) this.progress.push(line.progress);
      else if (line.id !== undefined) this.waiting.get(line.id)?.(line);
    });
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    running.push(this);
  }

  write(text: string): void {
    this.child.stdin.write(`${text}\n`);
  }

  /** Sends a request; returns its number and its answer. */
  send<M extends BrowseMethod>(
    method: M,
    params: BrowseRequests[M],
  ): { readonly id: number; readonly line: Promise<BrowseLine> } {
    const id = this.next++;
    const line = new Promise<BrowseLine>((resolve) => this.waiting.set(id, resolve));
    this.write(JSON.stringify({ id, method, params }));
    return { id, line };
  }

  async ask<M extends BrowseMethod>(method: M, params: BrowseRequests[M]): Promise<BrowseAnswers[M]> {
    const line = await this.send(method, params).line;
    if (!('result' in line)) throw new Error(JSON.stringify(line));
    return line.result as BrowseAnswers[M];
  }

  async error(method: BrowseMethod, params: BrowseRequests[BrowseMethod]): Promise<{ kind: string; message: string }> {
    const line = await this.send(method, params).line;
    if (!('error' in line)) throw new Error(JSON.stringify(line));
    return line.error;
  }

  async end(): Promise<number | null> {
    this.child.stdin.end();
    return this.ended;
  }
}

async function opened(): Promise<Browser> {
  const browser = new Browser();
  await browser.ask('open', { target: job.image(), jrm: job.jrmPath });
  return browser;
}

beforeAll(async () => {
  job = new PreparationJob();
  writeUglyTree(job);
  truncateSync(job.write('large.bin', 'x'), 300_000_000);
  job.row().drive();
  expect((await job.prep(['--no-verify'])).code).toBe(0);
  key = job.jrm().Drives[0]!.BitLockerKey;
}, 60_000);

afterEach(() => {
  for (const { child } of running.splice(0)) child.kill();
});
afterAll(() => {
  job.remove();
});

describe('sneakernet browse', () => {
  it('opens a drive by its JRM, its key or a file with it, and says how large it is', async () => {
    writeFileSync(join(job.folder, 'key.txt'), key);
    for (const access of [{ jrm: job.jrmPath }, { key }, { keyFile: 'key.txt' }]) {
      const browser = new Browser();
      const { length, freeBytes } = await browser.ask('open', { target: job.image(), ...access });
      expect(length).toBeGreaterThan(freeBytes);
      expect(await browser.end()).toBe(0);
      expect(browser.stderr).toBe('');
    }
  });

  it('lists all that is on the drive, in pages of any length', async () => {
    const browser = await opened();
    const list = async (path: string, count: number): Promise<BrowsedEntry[]> => {
      const all: BrowsedEntry[] = [];
      for (let hasMore = true; hasMore;) {
        const page = await browser.ask('list', { path, start: all.length, count });
        expect(page.entries.length).toBeLessThanOrEqual(count);
        all.push(...page.entries);
        ({ hasMore } = page);
      }
      return all;
    };
    const found = new Map<string, number>();
    const walk = async (path: string, prefix: string, count: number): Promise<void> => {
      for (const { name, type, size } of await list(path, count)) {
        if (type === 'directory') await walk(`${path}\\${name}`, `${prefix}${name}/`, count);
        else found.set(prefix + name, size);
      }
    };
    await walk('\\session#1\\container', '', 3);
    expect(found).toEqual(new Map([...filesBelow(job.source)].map(([path, { size }]) => [path, size])));
    const whole = await list('\\session#1\\container', 1000);
    for (const count of [1, 2, whole.length]) expect(await list('session#1/container', count)).toEqual(whole);
    expect((await list('', 100)).map(({ name }) => name)).toContain('DriveManifest.xml');
    expect(await browser.ask('list', { path: 'session#1/container', start: 9999 })).toEqual({
      entries: [],
      hasMore: false,
    });
  });

  it('reads any part of a file', async () => {
    const browser = await opened();
    const [path, { size }] = [...filesBelow(job.source)].find(
      ([, facts]) => facts.size > 1000 && facts.size < 500_000,
    )!;
    const content = readFileSync(join(job.source, path));
    const drivePath = `\\session#1\\container\\${path.replaceAll('/', '\\')}`;
    for (const [offset, length] of [
      [0, size],
      [1, 10],
      [size - 3, 100],
      [size, 5],
      [size + 7, 5],
      [0, 0],
    ] as const) {
      const { data } = await browser.ask('read', { path: drivePath, offset, length });
      expect(Buffer.from(data, 'base64')).toEqual(content.subarray(offset, offset + length));
    }
    expect(
      Buffer.from(
        (await browser.ask('read', { path: 'session#1/container/large.bin', offset: 0, length: 99_000_000 })).data,
        'base64',
      ),
    ).toHaveLength(512 * 1024);
  });

  it('says in words what does not open, and opens with the right key afterwards', async () => {
    const browser = new Browser();
    const wrong = '471207-278498-422125-177177-561902-537405-468006-693451';
    expect(await browser.error('list', { path: '' })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('No drive') as string,
    });
    expect(await browser.error('open', { target: job.image() })).toMatchObject({ kind: 'locked' });
    expect(await browser.error('open', { target: job.image(), key: wrong })).toMatchObject({ kind: 'wrong-key' });
    expect(await browser.error('open', { target: job.image(), key: '123' })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('48 digits') as string,
    });
    expect(await browser.error('open', { target: 'nothing.vhd', key })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('does not exist') as string,
    });
    const foreign = {
      ...job.jrm(),
      Drives: job.jrm().Drives.map((drive) => ({ ...drive, VolumeId: '4967d63b-2e29-4ad8-8399-f6a339e3d001' })),
    };
    writeFileSync(join(job.folder, 'foreign.jrm'), JSON.stringify(foreign));
    expect(await browser.error('open', { target: job.image(), jrm: 'foreign.jrm' })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('has no drive with the volume') as string,
    });
    await browser.ask('open', { target: job.image(), key });
    expect(await browser.error('stat', { path: '\\nothing' })).toMatchObject({ kind: 'not-found' });
    expect(await browser.error('list', { path: 'DriveManifest.xml' })).toMatchObject({ kind: 'not-found' });
    expect(await browser.error('read', { path: '', offset: 0, length: 1 })).toMatchObject({ kind: 'not-found' });
    expect(await browser.error('stat', { path: '$MFT' })).toMatchObject({ kind: 'not-found' });
    await browser.end();
    const said = JSON.stringify(browser.lines) + browser.stderr;
    expect(said).not.toContain(key.slice(7, 20));
    expect(said).not.toContain(wrong.slice(7, 20));
  });

  it('copies to a folder, asks before it replaces, and never replaces what it may not', async () => {
    const browser = await opened();
    const to = join(job.folder, 'out');
    const request = { paths: ['session#1/container/times', '\\DriveManifest.xml'], to };
    const first = await browser.ask('extract', { ...request, existing: 'ask' });
    expect(first).toMatchObject({ failureCount: 0, existing: [] });
    expect(readdirSync(to).sort()).toEqual(['DriveManifest.xml', 'times']);
    const manifest = readFileSync(join(to, 'DriveManifest.xml'));
    writeFileSync(join(to, 'DriveManifest.xml'), 'mine');
    const again = await browser.ask('extract', { ...request, existing: 'ask' });
    expect(again.files).toBe(0);
    expect(again.existing).toContain(join(to, 'DriveManifest.xml'));
    const kept = await browser.ask('extract', { ...request, existing: 'keep' });
    expect(kept).toMatchObject({ files: 0, failureCount: 0 });
    expect(readFileSync(join(to, 'DriveManifest.xml'), 'utf8')).toBe('mine');
    const replaced = await browser.ask('extract', { ...request, existing: 'replace' });
    expect(replaced).toMatchObject({ files: first.files, failureCount: 0 });
    expect(readFileSync(join(to, 'DriveManifest.xml'))).toEqual(manifest);
    expect(await browser.ask('extract', { paths: ['nothing'], to, existing: 'ask' })).toMatchObject({
      failureCount: 1,
      failures: [{ path: '\\nothing' }],
    });
    mkdirSync(join(job.folder, 'taken'));
    writeFileSync(join(job.folder, 'taken', 'file'), '');
    expect(
      await browser.error('extract', { paths: [''], to: join(job.folder, 'taken', 'file'), existing: 'ask' }),
    ).toMatchObject({ kind: 'failed' });
  });

  it('answers others while it copies, tells how far it is, and stops when it is told to', async () => {
    const browser = await opened();
    const to = join(job.folder, 'stopped');
    const { id, line } = browser.send('extract', { paths: ['session#1/container/large.bin'], to, existing: 'ask' });
    while (browser.progress.length === 0)
      expect((await browser.ask('list', { path: 'session#1' })).entries).toHaveLength(1);
    browser.write(JSON.stringify({ method: 'cancel', params: { request: id } }));
    const answer = await line;
    // A fast disk may have finished first.
    if ('error' in answer) {
      expect(answer.error.kind).toBe('cancelled');
      expect(existsSync(join(to, 'large.bin'))).toBe(false);
    } else expect(readFileSync(join(to, 'large.bin'))).toHaveLength(300_000_000);
    expect(await browser.end()).toBe(0);
  });

  it('gives up what it does when nobody asks any more', async () => {
    const browser = await opened();
    browser.send('extract', { paths: [''], to: join(job.folder, 'left'), existing: 'ask' });
    expect(await browser.end()).toBe(0);
    expect(existsSync(join(job.folder, 'left/session#1/container/large.bin'))).toBe(false);
  });

  it('answers whatever it is asked', async () => {
    const browser = await opened();
    const value = fc.oneof(
      fc.constantFrom(null, true, -1, 1.5, 1e300, '', '\\', '..\\..', 'session#1', [], {}, ['x'], '\u0000'),
      fc.string(),
    );
    const junk = fc.record(
      {
        id: fc.oneof(fc.constant(1000), value),
        method: fc.oneof(fc.constantFrom('list', 'stat', 'read', 'cancel', 'open', 'constructor', '__proto__'), value),
        params: fc.oneof(
          fc.dictionary(fc.constantFrom('path', 'start', 'count', 'offset', 'length', 'target', 'request', 'x'), value),
          value,
        ),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      junk.map((request) => JSON.stringify(request)),
      fc.string().map((text) => text.replaceAll(/[\r\n]/g, '')),
      fc.constantFrom('{', 'null', '[]', '0', '"x"'),
    );
    await fc.assert(
      fc.asyncProperty(line, async (text) => {
        browser.write(text);
        expect((await browser.ask('list', { path: 'session#1' })).entries).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
    browser.write('x'.repeat(2_000_000));
    expect(await browser.ask('stat', { path: 'session#1' })).toMatchObject({ type: 'directory' });
    expect(await browser.end()).toBe(0);
    expect(browser.stderr).toBe('');
  });

  it('takes nothing on its command line', async () => {
    expect(await job.run(['browse', 'G.vhd'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('takes no arguments') as string,
    });
  });
});
