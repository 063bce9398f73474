import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canAttach, LoopDevice } from '../drives/loopDevice';
import { sha256OfFile } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { startRunner } from '../drives/runnerProcess';
import { expectDone } from '../drives/expectations';
import { noise } from '../drives/uglyTree';
import { runReader } from '../readers/readers';

const MEGABYTE = 1024 * 1024;

/** A state in which a session can stop, and the length of its recovery log then. */
interface Stop {
  readonly state: string;
  readonly length: number;
}

/** A medium that does not belong to the session, at the place of its drive. */
interface Foreign {
  readonly what: string;
  /**
   * Puts the medium there.
   *
   * @returns the file whose bytes must not change, and how to clean up afterwards
   */
  readonly put: (target: string) => { readonly bytes: string; readonly remove?: () => void };
  readonly said: RegExp;
}

let job: PreparationJob;
let stops: Stop[];
let log: Buffer;
let journal: Buffer;
/** A finished and an unfinished image of another job. */
let finished: string;
let unfinished: string;

const planOf = (session: string) => join(job.folder, `job.${session}.plan`);

beforeAll(async () => {
  job = new PreparationJob();
  for (let index = 0; index < 20; index++) job.write(`${index}.bin`, noise(2 * MEGABYTE, index));
  job.row().drive();
  await prepareOther();
  // The first session of a journal cannot be aborted, so the second one is tested.
  expectDone(await job.prep(['--drive', `H=${join(job.folder, 'first.vhd')}`]));
  const before = readFileSync(job.recovery).length;
  const run = job.start(
    ['--events', 'ndjson', '--drive', `H=${job.image()}`],
    {
      onOutput: (text) => {
        if (text.includes('"event":"plan"')) copyFileSync(planOf('session#2'), `${planOf('session#2')}.kept`);
      },
    },
    'session#2',
  );
  expectDone(await run.ended);
  copyFileSync(job.image(), `${job.image()}.kept`);
  log = readFileSync(job.recovery);
  journal = readFileSync(job.journal);
  stops = statesAfter(before);
  expect(stops.map(({ state }) => state)).toEqual(['Started', 'Writing', 'copied', 'Written', 'Verified']);
}, 180_000);

afterAll(() => {
  job.remove();
});

async function prepareOther(): Promise<void> {
  const other = new PreparationJob();
  other.write('b.txt', 'b'.repeat(5 * MEGABYTE));
  other.row().drive();
  expectDone(await other.prep());
  finished = join(job.folder, 'finished.vhd');
  copyFileSync(other.image(), finished);
  const stopped = other.start(
    ['--events', 'ndjson', '--drive', `H=${other.image('X')}`],
    {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    },
    'session#2',
  );
  await stopped.ended;
  unfinished = join(job.folder, 'unfinished.vhd');
  copyFileSync(other.image('X'), unfinished);
  other.remove();
}

/** Where the recovery log would end if the session had stopped in each of its states. */
function statesAfter(before: number): Stop[] {
  const text = log.toString('latin1');
  const ends = new Map<string, number>();
  for (let at = before; ;) {
    const end = text.indexOf('[EndUpdateRecord]\r\n', at) + '[EndUpdateRecord]\r\n'.length;
    if (end < at) break;
    const record = text.slice(at, end);
    const state =
      /ActivityId: Copy(?:Session|DriveState)\r\n[^]*?State: (\w+)/.exec(record)?.[1] ??
      (record.includes('ActivityId: CopyProgress') ? 'copied' : undefined);
    if (state !== undefined && state !== 'Completed' && (!ends.has(state) || state === 'copied')) ends.set(state, end);
    at = end;
  }
  return [...ends].map(([state, length]) => ({ state, length })).sort((one, other) => one.length - other.length);
}

/** Resets the session to a state, without its drive. */
function stopAt({ length }: Stop): void {
  writeFileSync(job.recovery, log.subarray(0, length));
  writeFileSync(job.journal, journal);
  copyFileSync(`${planOf('session#2')}.kept`, planOf('session#2'));
  rmSync(job.image(), { force: true });
  mkdirSync(dirname(job.image()), { recursive: true });
}

const copy = (from: () => string) => (target: string) => {
  copyFileSync(from(), target);
  return { bytes: target };
};

const media: readonly Foreign[] = [
  {
    what: 'a text',
    said: /a text file/,
    put: (target) => {
      writeFileSync(target, 'my only notes\n');
      return { bytes: target };
    },
  },
  {
    what: 'a link to a text',
    said: /a text file/,
    put: (target) => {
      const bytes = join(job.folder, 'notes.txt');
      writeFileSync(bytes, 'my only notes\n');
      symlinkSync(bytes, target);
      return { bytes };
    },
  },
  {
    what: 'a database',
    said: /not a disk image/,
    put: (target) => {
      writeFileSync(target, noise(3 * MEGABYTE));
      return { bytes: target };
    },
  },
  { what: 'a finished image of another job', said: /of job "job", finished/, put: copy(() => finished) },
  {
    what: 'a link to a finished image of another job',
    said: /of job "job", finished/,
    put: (target) => {
      symlinkSync(finished, target);
      return { bytes: finished };
    },
  },
  {
    what: 'an unfinished image of another job',
    said: /of job "job-session#2", unfinished \(session "session#2", drive /,
    put: copy(() => unfinished),
  },
  {
    what: 'the finished image of an earlier session',
    said: /of job "job", finished|session "session#1" has finished/,
    put: copy(() => join(job.folder, 'first.vhd')),
  },
];

describe('A session whose drive is not what stands at its place', { timeout: 300_000 }, () => {
  for (const { what, put, said } of media) {
    it(`goes on in none of its states, and leaves it alone: ${what}`, async () => {
      for (const stop of stops) {
        stopAt(stop);
        const { bytes } = put(job.image());
        const before = sha256OfFile(bytes);
        const resumed = await job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--resume']);
        expect(resumed.code, `${stop.state}: ${resumed.stderr}`).toBeGreaterThan(0);
        expect(resumed.stderr).toMatch(said);
        expect(sha256OfFile(bytes), stop.state).toBe(before);
      }
    });

    it(`replaces it in none of its states because of a yes to everything: ${what}`, async () => {
      for (const stop of stops) {
        stopAt(stop);
        const { bytes } = put(job.image());
        const before = sha256OfFile(bytes);
        for (const args of [[], ['--drive', `H=${job.image()}`]]) {
          const resumed = await job.run([
            'prep',
            '--journal',
            job.journal,
            '--session',
            'session#2',
            '--resume',
            '--yes',
            ...args,
          ]);
          expect(resumed.code, `${stop.state}: ${resumed.stderr}`).toBeGreaterThan(0);
          expect(resumed.stderr).toMatch(said);
          expect(resumed.stderr).not.toContain('--yes');
          expect(sha256OfFile(bytes), stop.state).toBe(before);
        }
      }
    });

    it(`removes in none of its states what is not its own when it is aborted: ${what}`, async () => {
      for (const stop of stops) {
        stopAt(stop);
        const { bytes } = put(job.image());
        const before = sha256OfFile(bytes);
        const aborted = await job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--abort']);
        expectDone(aborted);
        if (stop.state !== 'Started') expect(aborted.stderr).toMatch(said);
        expect(sha256OfFile(bytes), stop.state).toBe(before);
      }
    });
  }

  it('goes on in each of its states with its own drive, and says of one that is gone that it is', async () => {
    for (const stop of stops) {
      stopAt(stop);
      const resume = () => job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--resume']);
      if (stop.state !== 'Started' && stop.state !== 'Writing') {
        const gone = await resume();
        expect(gone.code, stop.state).toBe(1);
        expect(gone.stderr).toContain(job.image());
        expect(existsSync(job.image())).toBe(false);
        copyFileSync(`${job.image()}.kept`, job.image());
        expectDone(await resume());
      } else expectDone(await resume());
      expectDone(
        await job.run(['verify', '--jrm', join(job.folder, 'job-session#2.jrm'), '--drive', `H=${job.image()}`]),
      );
    }
  });

  it.runIf(canAttach())("does not write to a disk that has its drive's name by now", async () => {
    const device = new LoopDevice(join(job.folder, 'other.raw'), 128 * MEGABYTE);
    try {
      expect(runReader('mkfs.ext4', ['-q', '-F', device.path]).code).toBe(0);
      expect(
        runReader('debugfs', ['-w', '-R', `write ${join(job.folder, 'dataset.csv')} dear.csv`, device.path]).code,
      ).toBe(0);
      for (const stop of stops) {
        stopAt(stop);
        const before = sha256OfFile(device.file);
        const resumed = await job.run([
          'prep',
          '--journal',
          job.journal,
          '--session',
          'session#2',
          '--resume',
          '--drive',
          `H=${device.path}`,
        ]);
        expect(resumed.code, `${stop.state}: ${resumed.stderr}`).toBeGreaterThan(0);
        expect(resumed.stderr).toMatch(/a volume \(ext2, ext3 or ext4\)/);
        expect(sha256OfFile(device.file), stop.state).toBe(before);
      }
    } finally {
      device.detach();
    }
  });
});

describe('A session whose drive is elsewhere by now', () => {
  it('remembers the place that --resume was told', async () => {
    stopAt(stops.find(({ state }) => state === 'copied')!);
    const moved = join(job.folder, 'moved.vhd');
    copyFileSync(`${job.image()}.kept`, moved);
    expectDone(
      await job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--resume', '--drive', `H=${moved}`]),
    );
    const { stdout } = await job.run(['sessions', '--journal', job.journal, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      sessions: [{}, { sessionId: 'session#2', drives: [{ target: moved }] }],
    });
  });
});

describe('A session whose medium is lost', { timeout: 300_000 }, () => {
  const replacement = () => join(job.folder, 'new', 'H.vhd');
  const resume = (...args: readonly string[]) =>
    job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--resume', ...args]);
  const drive = () => ['--drive', `H=${replacement()}`];
  const jrmPath = () => join(job.folder, 'job-session#2.jrm');
  const infos = () => readdirSync(job.folder).filter((name) => /^SN.*\.xml$/.test(name));
  /** The drive infos that existed before the session. */
  let known: readonly string[];
  /** The JRM of the lost drive. */
  let ofLost: Buffer;

  /** Resets the session to a state, without its drive and its outputs. */
  function loseAt(stop: Stop): void {
    stopAt(stop);
    rmSync(dirname(replacement()), { recursive: true, force: true });
    for (const name of infos()) if (!known.includes(name)) rmSync(join(job.folder, name));
    rmSync(jrmPath(), { force: true });
  }

  beforeAll(() => {
    const ofSession = JSON.parse(readFileSync(jrmPath(), 'utf8')) as {
      readonly Drives: readonly { readonly DriveId: string }[];
    };
    ofLost = readFileSync(jrmPath());
    known = infos().filter((name) => !ofSession.Drives.some(({ DriveId }) => name === `${DriveId}.xml`));
  });

  it('is given another one in each of its states: it is written from its beginning, with keys and an id of its own', async () => {
    const keys = new Set<string>();
    for (const stop of stops) {
      loseAt(stop);
      writeFileSync(jrmPath(), ofLost);
      expectDone(await resume(...drive()));
      const { Drives } = JSON.parse(readFileSync(jrmPath(), 'utf8')) as {
        readonly Drives: readonly { readonly DriveId: string; readonly BitLockerKey: string }[];
      };
      expect(Drives, stop.state).toHaveLength(1);
      keys.add(Drives[0]!.BitLockerKey);
      expect(infos().filter((name) => !known.includes(name))).toEqual([`${Drives[0]!.DriveId}.xml`]);
      expectDone(await job.run(['verify', '--jrm', jrmPath(), '--drive', `H=${replacement()}`]));
      // When the lost medium comes back, no key in the JRM opens it.
      if (stop.state !== 'Started')
        expect((await job.run(['verify', '--jrm', jrmPath(), '--drive', `H=${job.image()}.kept`])).code).toBe(1);
    }
    expect(keys.size).toBe(stops.length);
  });

  it('may be stopped and go on with the other one, wherever the first one is by then', async () => {
    const stop = stops.find(({ state }) => state === 'Written')!;
    loseAt(stop);
    const run = startRunner(
      ['prep', '--journal', job.journal, '--session', 'session#2', '--resume', ...drive(), '--events', 'ndjson'],
      {
        cwd: job.folder,
        onOutput: (text) => {
          if (text.includes('"progress"')) run.child.kill('SIGKILL');
        },
      },
    );
    await run.ended;
    copyFileSync(`${job.image()}.kept`, job.image());
    const before = sha256OfFile(job.image());
    expectDone(await resume());
    expectDone(await job.run(['verify', '--jrm', jrmPath(), '--drive', `H=${replacement()}`]));
    expect(sha256OfFile(job.image())).toBe(before);
    const { stdout } = await job.run(['sessions', '--journal', job.journal, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ sessions: [{}, { drives: [{ target: replacement() }] }] });
  });

  it('is not given another one while the first is there', async () => {
    for (const stop of stops.filter(({ state }) => state === 'copied' || state === 'Written')) {
      loseAt(stop);
      copyFileSync(`${job.image()}.kept`, job.image());
      const before = sha256OfFile(job.image());
      const refused = await resume(...drive());
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(replacement());
      expect(existsSync(replacement())).toBe(false);
      expect(sha256OfFile(job.image())).toBe(before);
    }
  });

  it('is not given one that holds something, unless somebody agrees to just that', async () => {
    const stop = stops.find(({ state }) => state === 'Written')!;
    for (const { what, put } of media) {
      loseAt(stop);
      mkdirSync(dirname(replacement()), { recursive: true });
      rmSync(join(job.folder, 'notes.txt'), { force: true });
      const { bytes } = put(replacement());
      const before = sha256OfFile(bytes);
      for (const args of [[], ['--yes']]) {
        const refused = await resume(...drive(), ...args);
        expect(refused.code, `${what}: ${refused.stderr}`).toBeGreaterThan(0);
        expect(sha256OfFile(bytes), what).toBe(before);
      }
    }
    loseAt(stop);
    mkdirSync(dirname(replacement()), { recursive: true });
    writeFileSync(replacement(), 'my only notes\n');
    expectDone(await resume(...drive(), '--erase', replacement()));
    expectDone(await job.run(['verify', '--jrm', jrmPath(), '--drive', `H=${replacement()}`]));
  });
});
