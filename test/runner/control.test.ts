import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockPathOf, parseLockHolder, stopPathOf } from '#core/journal/journalLock';
import type { LockHolder } from '#core/journal/journalLock';
import eventSchema from '#schemas/prep-events.schema.json';
import sessionsSchema from '#schemas/sessions.schema.json';
import manifest from '../../package.json';
import { PreparationJob } from '../drives/preparationJob';
import type { StartedRun } from '../drives/runnerProcess';
import { noise } from '../drives/uglyTree';

const MEGABYTE = 1024 * 1024;

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
});

afterEach(() => {
  job.remove();
});

/** Writes a source that takes a while to copy. */
function largeJob(): void {
  for (let index = 0; index < 12; index++) job.write(`${index}.bin`, noise(32 * MEGABYTE, index));
  job.row().drive();
}

/** The lock of the journal, once the drive is being written. */
async function holderWhileWriting(): Promise<LockHolder> {
  for (let waited = 0; waited < 30_000; waited += 5) {
    const path = lockPathOf(job.journal);
    const holder =
      existsSync(path) && existsSync(job.image()) ? parseLockHolder(readFileSync(path, 'utf8')) : undefined;
    if (holder) return holder;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('Nothing was written.');
}

/** The output of the sessions command for the journal. */
async function sessions(): Promise<{
  readonly running: { readonly pid: number } | null;
  readonly sessions: readonly {
    readonly state: string;
    readonly abortRefusal: string | null;
    readonly resumeRefusal: string | null;
    readonly drives: readonly object[];
  }[];
}> {
  const { code, stdout } = await job.run(['sessions', '--journal', job.journal, '--json']);
  expect(code).toBe(0);
  const report: unknown = JSON.parse(stdout);
  const validate = new Ajv({ allowUnionTypes: true }).compile(sessionsSchema);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report as Awaited<ReturnType<typeof sessions>>;
}

describe('a run that others follow', () => {
  it('has its events in a file of its owner alone, which the lock names, each as the schema says', async () => {
    largeJob();
    const events = join(job.folder, 'events.ndjson');
    const started: StartedRun = job.start(['--events-file', events]);
    const holder = await holderWhileWriting();
    expect(holder.events).toBe(events);
    expect((await sessions()).running).toMatchObject({ pid: holder.pid });
    const done = await started.ended;
    expect({ code: done.code, stdout: done.stdout }).toEqual({ code: 0, stdout: '' });
    if (process.platform !== 'win32') expect(statSync(events).mode & 0o777).toBe(0o600);
    const lines = readFileSync(events, 'utf8').trimEnd().split('\n');
    const validate = new Ajv({ allowUnionTypes: true }).compile(eventSchema);
    for (const line of lines) expect(validate(JSON.parse(line)), line).toBe(true);
    const names = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(names).toEqual(expect.arrayContaining(['plan', 'started', 'progress', 'drive', 'summary']));
    expect(names.at(-1)).toBe('summary');
    const told = await sessions();
    expect(told).toMatchObject({
      running: null,
      sessions: [{ state: 'Completed', drives: [{ drive: 'H', state: 'Verified', isReadBack: true }] }],
    });
    expect(JSON.stringify(told)).not.toContain(job.keyOf());
  });

  it('has them beside its journal where it was not told another place, while it runs', async () => {
    largeJob();
    const started = job.start();
    const { events, token } = await holderWhileWriting();
    expect(events).toBe(`${job.journal}.events`);
    expect(readFileSync(events!, 'utf8')).toContain('"event":"started"');
    if (process.platform !== 'win32') expect(statSync(events!).mode & 0o777).toBe(0o600);
    writeFileSync(stopPathOf(job.journal), token);
    expect((await started.ended).code).toBe(130);
    expect(existsSync(events!)).toBe(false);
  });

  it('says in the file why it was refused', async () => {
    job.write('a.txt', 'a');
    job.row(join(job.folder, 'nowhere/')).drive();
    const events = join(job.folder, 'events.ndjson');
    expect((await job.prep(['--events-file', events])).code).toBe(1);
    expect(readFileSync(events, 'utf8')).toMatch(/"severity":"error","message":"[^"]*nowhere/);
  });

  it('does not begin where its events cannot be written', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const done = await job.prep(['--events-file', join(job.folder, 'missing', 'events.ndjson')]);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain('missing');
    expect(existsSync(job.journal)).toBe(false);
  });
});

describe('a request to stop', () => {
  it('stops the process that it names, and leaves a session that can be resumed', async () => {
    largeJob();
    const started = job.start();
    const { token } = await holderWhileWriting();
    writeFileSync(stopPathOf(job.journal), token);
    expect(await started.ended).toMatchObject({ code: 130, signal: null });
    expect(readdirSync(job.folder).filter((name) => /stop|lock/.test(name))).toEqual([]);
    expect(await sessions()).toMatchObject({
      sessions: [
        { state: 'Interrupted', resumeRefusal: null, abortRefusal: expect.stringContaining('first session') as string },
      ],
    });
    expect((await job.resume()).code).toBe(0);
    expect(await sessions()).toMatchObject({
      sessions: [{ state: 'Completed', drives: [{ state: 'Verified', isReadBack: true }] }],
    });
    expect((await job.verify()).code).toBe(0);
  });

  it('leaves a drive that is not called read back where the session goes on without reading', async () => {
    largeJob();
    const started = job.start();
    const { token } = await holderWhileWriting();
    writeFileSync(stopPathOf(job.journal), token);
    expect((await started.ended).code).toBe(130);
    const { code, stderr } = await job.resume(['--no-verify']);
    expect(code).toBe(0);
    expect(stderr).toContain('not verified');
    expect(await sessions()).toMatchObject({
      sessions: [{ state: 'Completed', drives: [{ state: 'Verified', isReadBack: false }] }],
    });
  });

  it('is none where it names another process', async () => {
    largeJob();
    writeFileSync(stopPathOf(job.journal), 'the token of a process that ended long ago');
    expect((await job.prep()).code).toBe(0);
  });
});

describe('an options file', () => {
  /** The options of a preparation, with a secret. */
  function request(storageKey: string): string {
    const [, dataset, , driveset] = job.csvs();
    return JSON.stringify({
      options: { dataset: [dataset], driveset: [driveset], journal: job.journal, session: 'session#1' },
      secrets: { 'storage-key': storageKey },
    });
  }

  it('comes through standard input, and no list of processes shows what it holds', async () => {
    largeJob();
    const storageKey = `${'c3RvcmFnZQ'.repeat(8)}abcdef==`;
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../dist/runner.js', import.meta.url)), 'prep', '--options-file', '-'],
      { cwd: job.folder, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    let shown = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (shown += data.toString()));
    child.stdin.end(request(storageKey));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const looked = setInterval(() => {
      try {
        shown +=
          readFileSync(`/proc/${child.pid!}/cmdline`, 'latin1') + readFileSync(`/proc/${child.pid!}/environ`, 'latin1');
      } catch {
        // The process has ended, or this is not Linux.
      }
    }, 20);
    const code = await ended;
    clearInterval(looked);
    expect(code, shown).toBe(0);
    expect(readFileSync(job.recovery, 'utf8')).toContain('"credential":"storage-key"');
    expect(shown.includes(storageKey)).toBe(false);
    expect(readFileSync(join(job.folder, 'logs', 'session#1.log'), 'utf8').includes(storageKey)).toBe(false);
  });

  it('is refused where it has a secret of an unknown name, or an empty one, without telling it', async () => {
    const path = join(job.folder, 'options.json');
    const storageKey = `${'c3RvcmFnZQ'.repeat(8)}abcdef==`;
    for (const [secrets, name] of [
      [{ storagekey: storageKey }, '"storagekey"'],
      [{ 'storage-key': '' }, '"storage-key" in the options file is empty'],
    ] as const) {
      writeFileSync(
        path,
        JSON.stringify({ options: { dataset: 'dataset.csv', journal: 'job.jrn', session: 'session#1' }, secrets }),
        { mode: 0o600 },
      );
      const refused = await job.run(['prep', '--options-file', path]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(name);
      expect(refused.stderr.includes(storageKey)).toBe(false);
    }
  });

  it('with a secret is refused where others may read it', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const path = join(job.folder, 'options.json');
    writeFileSync(path, request('secret'), { mode: 0o644 });
    const done = await job.run(['prep', '--options-file', path]);
    if (process.platform !== 'win32')
      expect({ code: done.code, names: done.stderr.includes('chmod 600') }).toEqual({ code: 2, names: true });
  });
});

describe('--erase', () => {
  it('agrees to the loss of the targets that it names, and of no others', async () => {
    job.write('a.txt', 'a');
    job.row().drive('H', 'Format,PromptOnFormat,Encrypt,');
    expect((await job.prep()).code).toBe(0);
    const again = (args: readonly string[]) =>
      job.run([
        'prep',
        ...job.csvs(),
        '--journal',
        join(job.folder, 'other.jrn'),
        '--session',
        'again#1',
        '--drive',
        `H=${job.image()}`,
        ...args,
      ]);
    const refused = await again(['--erase', job.image('I')]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`--erase ${job.image()}`);
    expect((await again(['--erase', job.image()])).code).toBe(0);
  });
});

describe('a session that needs drives', () => {
  it('tells where those that it has will be written, and goes on when it is given more', async () => {
    for (let index = 0; index < 3; index++) job.write(`${index}.bin`, noise(16 * MEGABYTE, index));
    job.row().drive();
    const first = ['--drive', `H=${job.image()},size=40MB`];
    expect((await job.prep(first)).code).toBe(1);
    const [waiting] = (await sessions()).sessions;
    expect(waiting).toMatchObject({
      state: 'NeedsDrives',
      extendRefusal: null,
      resumeRefusal: expect.any(String) as string,
      drives: [{ drive: 'H', target: job.image(), capacity: 40e6, state: null }],
    });
    const more = join(job.folder, 'more.csv');
    writeFileSync(
      more,
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nI,Format,SilentMode,Encrypt,\n',
    );
    const extended = await job.run([
      'prep',
      '--journal',
      job.journal,
      '--session',
      'session#1',
      '--additional-driveset',
      more,
    ]);
    expect(extended.code, extended.stderr).toBe(0);
    expect(await sessions()).toMatchObject({ sessions: [{ state: 'Completed' }] });
  });
});

describe('the problem matcher of the task', () => {
  const [matcher] = manifest.contributes.problemMatchers;
  const { regexp, ...groups } = matcher!.pattern;
  const matched = (text: string) =>
    text.split('\n').flatMap((line) => {
      const match = new RegExp(regexp).exec(line);
      return match ? [Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, match[group]]))] : [];
    });

  it('finds what a refused preparation, a plan and a check say', async () => {
    job.write('a.txt', 'a');
    job.row(join(job.folder, 'nowhere/')).drive();
    const [, dataset = ''] = job.csvs();
    const place = {
      file: dataset,
      line: '2',
      column: '1',
      message: expect.stringMatching(/Nothing exists at this path/) as string,
    };
    const warning = { ...place, severity: 'warning', code: 'dataset/base-path-not-found' };
    const error = { ...place, severity: 'error', code: 'source/not-found' };
    for (const [args, output, expected] of [
      [['prep', ...job.csvs(), '--journal', job.journal, '--session', 'session#1'], 'stderr', [warning, error]],
      [['plan', ...job.csvs()], 'stderr', [warning, error]],
      [['validate', dataset], 'stdout', [warning]],
    ] as const) {
      const done = await job.run(args);
      expect(matched(done[output]), done[output]).toEqual(expected);
    }
  });
});
