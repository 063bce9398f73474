import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';
import { runRunner } from '../drives/runnerProcess';
import type { EndedRun } from '../drives/runnerProcess';
import { noise } from '../drives/uglyTree';

let job: PreparationJob;
/** Sources and other files outside the job's folder, which is moved. */
let sources: string;
let outside: string;
beforeEach(() => {
  job = new PreparationJob();
  sources = mkdtempSync(join(tmpdir(), 'sneakernet-sources-'));
  outside = mkdtempSync(join(tmpdir(), 'sneakernet-outside-'));
});
afterEach(() => {
  job.remove();
  for (const folder of [sources, outside, moved()]) rmSync(folder, { recursive: true, force: true });
});

const moved = (): string => `${job.folder}-moved`;
const at = (name: string): string => join(job.folder, name);
const PRECIOUS = '{"precious":1}\n';

function largeSources(): void {
  for (let index = 0; index < 40; index++) writeFileSync(join(sources, `${index}.bin`), noise(1024 * 1024, index));
  job.row(`${sources}/`).drive();
}

/** A session that was killed while it wrote its drive. */
async function killed(args: readonly string[] = []): Promise<void> {
  largeSources();
  const started = job.start(args);
  while (!existsSync(job.image()) || !readFileSync(job.recovery, 'utf8').includes('State: Writing'))
    await new Promise((resolve) => setTimeout(resolve, 2));
  started.child.kill('SIGKILL');
  await started.ended;
}

function resumeIn(folder: string, args: readonly string[] = []): Promise<EndedRun> {
  return runRunner(['prep', '--journal', 'job.jrn', '--session', 'session#1', '--resume', ...args], { cwd: folder });
}

async function expectComplete(run: Promise<EndedRun>): Promise<void> {
  const { code, stderr } = await run;
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

function jrmOf(path: string): { readonly SessionId: string; readonly Drives: readonly { readonly DriveId: string }[] } {
  return JSON.parse(readFileSync(path, 'utf8')) as ReturnType<typeof jrmOf>;
}

/** Every file below a folder with its content. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name)).toString('base64'),
    ]),
  );
}

describe('A job that is resumed in another folder', () => {
  it('writes its JRM and its log there, and nothing where another job is by now', async () => {
    await killed(['--logdir', at('protocols'), '--jrm', at('out.jrm')]);
    renameSync(job.folder, moved());
    mkdirSync(at('drives'), { recursive: true });
    mkdirSync(at('protocols'));
    for (const name of ['out.jrm', 'drives/I.vhd', 'protocols/other.log', 'job.jrn.events'])
      writeFileSync(at(name), PRECIOUS);
    const before = contentsOf(job.folder);
    await expectComplete(resumeIn(moved()));
    expect(contentsOf(job.folder)).toEqual(before);
    expect(jrmOf(join(moved(), 'out.jrm')).SessionId).toBe('session#1');
    expect(readdirSync(join(moved(), 'protocols'))).toEqual(['session#1.log']);
    const verified = await runRunner(['verify', '--jrm', join(moved(), 'out.jrm')], { cwd: moved() });
    expect(verified.code).toBe(0);
  });

  it('leaves the one alone that it was copied from', async () => {
    await killed();
    cpSync(job.folder, moved(), { recursive: true });
    const before = contentsOf(job.folder);
    await expectComplete(resumeIn(moved()));
    expect(contentsOf(job.folder)).toEqual(before);
    expect(existsSync(join(moved(), 'job.jrm'))).toBe(true);
    await expectComplete(resumeIn(job.folder));
  });
});

describe('A JRM that came to its place while a session was interrupted', () => {
  it.each([
    ['another file', () => PRECIOUS],
    [
      'a JRM of another session',
      () =>
        JSON.stringify({
          JobId: 'j',
          CustomerName: 'c',
          CreationDate: '2025-04-20T18:20:00Z',
          SessionId: 'session#1',
          Drives: [
            { DriveId: 'X', BitLockerKey: '060456-014509-132033-080300-252615-584177-672089-411631', VolumeLabel: 'D' },
          ],
          DataMapping: [],
          Checksums: [],
        }),
    ],
  ])(
    'is left as it is before anything is copied, and the session goes on when it is moved away: %s',
    async (_, content) => {
      const jrm = join(outside, 'job.jrm');
      await killed(['--jrm', jrm]);
      writeFileSync(jrm, content());
      const refused = await resumeIn(job.folder);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        `${jrm} already exists and is not the JRM of this session, so it is left unchanged. Move it elsewhere, then continue with --resume.`,
      );
      expect(readFileSync(jrm, 'utf8')).toBe(content());
      rmSync(jrm);
      await expectComplete(resumeIn(job.folder));
      expect(jrmOf(jrm).SessionId).toBe('session#1');
    },
  );
});

describe('Two jobs at once', () => {
  /** Runs both at once on different images, from one folder. */
  function both(first: readonly string[], second: readonly string[]): Promise<[EndedRun, EndedRun]> {
    const other = [
      'prep',
      ...job.csvs(),
      '--journal',
      at('other.jrn'),
      '--session',
      'session#1',
      '--drive',
      `H=${at('other.vhd')}`,
    ];
    return Promise.all([job.prep(first), job.run([...other, ...second])]);
  }

  it('with one place for the JRM: one of them has it, the other says so and goes on when it is free', async () => {
    largeSources();
    const jrm = at('J.jrm');
    const runs = await both(['--jrm', jrm], ['--jrm', jrm]);
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 1]);
    const loser = runs.findIndex(({ code }) => code === 1);
    expect(runs[loser]!.stderr).toContain(`${jrm} already exists and is not the JRM of this session`);
    const [winner] = jrmOf(jrm).Drives;
    expect(runs[1 - loser]!.stdout + runs[1 - loser]!.stderr).toContain(winner!.DriveId);
    expect(readdirSync(job.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    renameSync(jrm, at('kept.jrm'));
    await expectComplete(
      job.run(['prep', '--journal', loser === 0 ? job.journal : at('other.jrn'), '--session', 'session#1', '--resume']),
    );
    expect(jrmOf(jrm).Drives[0]!.DriveId).not.toBe(winner!.DriveId);
  });

  it('have a log each', async () => {
    largeSources();
    const runs = await both([], []);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(at('logs')).sort()).toEqual(['session#1-2.log', 'session#1.log']);
    const journals = readdirSync(at('logs')).map((name) => [
      ...new Set(readFileSync(join(at('logs'), name), 'utf8').match(/(?:job|other)\.jrn/g)),
    ]);
    expect(journals.map((named) => named.length)).toEqual([1, 1]);
    const { stdout } = await job.run(['sessions', '--journal', at('other.jrn'), '--json']);
    const { log } = (JSON.parse(stdout) as { sessions: [{ log: string }] }).sessions[0];
    expect(readFileSync(log, 'utf8')).toContain('other.jrn');
  });

  it('with one file for their events: the second begins nothing', async () => {
    largeSources();
    const events = at('events.ndjson');
    const runs = await both(['--events-file', events], ['--events-file', events]);
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 2]);
    expect(runs.find(({ code }) => code === 2)!.stderr).toContain(
      `${events} is in use: another process writes its events there.`,
    );
    expect(readFileSync(events, 'utf8').match(/"event":"started"/g)).toHaveLength(1);
    expect(existsSync(`${events}.lock`)).toBe(false);
    expect(existsSync(runs[0].code === 2 ? job.recovery : at('other.recovery'))).toBe(false);
  });
});
