import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';
import { noise } from '../drives/uglyTree';

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
});

afterEach(() => {
  job.remove();
});

const isRoot = process.getuid?.() === 0;
const MEGABYTE = 1024 * 1024;

/** Enough for a preparation of some tenths of a second: large files, small ones, and a page blob. */
function writeSources(): void {
  for (let index = 0; index < 6; index++) job.write(`large/${index}.bin`, noise(9 * MEGABYTE + index, index));
  for (let index = 0; index < 3000; index++)
    job.write(`small/${index % 30}/${index}.txt`, `${index} `.repeat(index % 900));
}

/**
 * Kills a run after some time.
 *
 * @returns false if it had ended by itself before
 */
async function killed(delay: number, start = job.start(['--events', 'ndjson'])): Promise<boolean> {
  const timer = setTimeout(() => start.child.kill('SIGKILL'), delay);
  const { signal } = await start.ended;
  clearTimeout(timer);
  return signal === 'SIGKILL' && !existsSync(job.jrmPath);
}

describe('A source', () => {
  // The file system generates it while it is read, and reports a size of 0.
  it.skipIf(process.platform !== 'linux')(
    'that is longer than its file system says stops its file and no other, and is left out on request',
    async () => {
      job.write('a.txt', 'a');
      job.row().row('/proc/version', 'container/version.txt').drive();
      const { code, stderr } = await job.prep();
      expect(code).toBe(1);
      expect(stderr).toContain(
        '/proc/version continues past the 0 bytes that its file system reports. Copy its contents to a file on an ordinary file system and use that file, or leave this one out.',
      );
      expect(existsSync(job.jrmPath)).toBe(false);
      const resumed = await job.resume(['--leave-out-changed']);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(job.jrm().Checksums.map(({ BlobPath }) => BlobPath)).toEqual(['container/a.txt']);
      expect((await job.verify()).code).toBe(0);
    },
  );

  it('that grows between the scan and the copy stops its file', async () => {
    const grown = job.write('z.log', 'line\n');
    for (let index = 0; index < 6; index++) job.write(`${index}.bin`, noise(9 * MEGABYTE, index));
    job.row().drive();
    const run = job.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"event":"plan"')) appendFileSync(grown, 'another\n');
      },
    });
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`${grown} changed after it was planned: it had 5 bytes and now has 13.`);
    expect(existsSync(job.jrmPath)).toBe(false);
  });
});

describe('A preparation that is killed', () => {
  /** Removes the results of an earlier round. */
  const clear = (): void => {
    rmSync(join(job.folder, 'drives'), { recursive: true, force: true });
    for (const name of ['job.jrn', 'job.recovery', 'job.jrm', 'job.jrn.plan', 'job.plan'])
      rmSync(join(job.folder, name), { force: true });
  };

  /** The number of rounds; more on request. */
  const rounds = Number(process.env['SNEAKERNET_KILLS'] ?? 25);

  it(
    'is resumed to a drive that verifies, wherever it was when it was killed',
    async () => {
      writeSources();
      job.row().drive();
      // The duration of a whole run on this machine under its current load.
      let span = 2500;
      let resumed = 0;
      for (let round = 0; round < rounds; round++) {
        for (;;) {
          clear();
          if (await killed(150 + Math.random() * span)) break;
          span *= 0.8;
          if (span < 1) throw new Error('A preparation is done before it can be killed: give it more to do.');
        }
        // Every third time, kills it again while it resumes.
        if (round % 3 === 2 && existsSync(job.journal)) await killed(150 + Math.random() * span, job.startResume());
        const interrupted = existsSync(job.journal) && !existsSync(job.jrmPath);
        if (interrupted) resumed++;
        const again = existsSync(job.journal) ? await job.resume() : await job.prep();
        // If the second kill came too late, the session is complete and has nothing to resume.
        expect({ code: again.code, stderr: again.code === 0 || !interrupted ? '' : again.stderr }).toMatchObject({
          stderr: '',
        });
        const verified = await job.verify();
        expect({ round, code: verified.code, stderr: verified.code === 0 ? '' : verified.stderr }).toEqual({
          round,
          code: 0,
          stderr: '',
        });
      }
      expect(resumed).toBeGreaterThanOrEqual(Math.ceil(rounds / 5));
    },
    rounds * 36_000,
  );

  it('stops within a second at Ctrl+C and at SIGTERM, says how to go on, and goes on', async () => {
    writeSources();
    for (let index = 0; index < 60; index++) job.write(`more/${index}.bin`, noise(4 * MEGABYTE, 100 + index));
    job.row().drive();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      for (const file of [job.journal, job.recovery]) rmSync(file, { force: true });
      rmSync(join(job.folder, 'drives'), { recursive: true, force: true });
      const started = job.start(['--events', 'ndjson'], {
        onOutput: (text) => {
          if (text.includes('"progress"')) started.child.kill(signal);
        },
      });
      const ended = await started.ended;
      expect(ended.code, ended.stderr).toBe(130);
      expect(ended.stderr).toContain('--resume');
      expect(existsSync(job.jrmPath)).toBe(false);
      expect((await job.resume()).code).toBe(0);
      expect((await job.verify()).code).toBe(0);
      rmSync(job.jrmPath);
    }
  });
});

describe('A source', () => {
  const resumeWith = async (changed: string, reason: RegExp) => {
    const failed = await job.resume();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(changed);
    expect(failed.stderr).toMatch(reason);
  };

  it('that changed, shrank, grew or vanished between a stop and the resume is named, and stops that file alone', async () => {
    writeSources();
    // Late in the order of the drive, so that it has not been copied yet, and with a time in whole seconds that can be
    // restored.
    for (let index = 0; index < 60; index++) job.write(`more/${index}.bin`, noise(4 * MEGABYTE, 100 + index));
    const written = new Date('2026-01-02T03:04:05Z');
    const victim = job.write('small/9/2999.txt', 'whole', written);
    job.row().drive();
    const stopped = job.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    expect((await stopped.ended).code).toBe(130);
    const { size } = statSync(victim);
    appendFileSync(victim, 'more');
    await resumeWith(victim, /changed/);
    truncateSync(victim, size);
    utimesSync(victim, written, written);
    renameSync(victim, `${victim}.away`);
    await resumeWith(victim, /disappeared|no longer there/);
    renameSync(`${victim}.away`, victim);
    const healed = await job.resume();
    expect({ code: healed.code, stderr: healed.code === 0 ? '' : healed.stderr }).toEqual({ code: 0, stderr: '' });
    expect((await job.verify()).code).toBe(0);
  });

  it('that changed can be left out', async () => {
    writeSources();
    for (let index = 0; index < 60; index++) job.write(`more/${index}.bin`, noise(4 * MEGABYTE, 100 + index));
    const victim = job.write('small/9/2999.txt', 'whole');
    job.row().drive();
    const stopped = job.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    await stopped.ended;
    appendFileSync(victim, 'more');
    const done = await job.resume(['--leave-out-changed']);
    expect({ code: done.code, stderr: done.code === 0 ? '' : done.stderr }).toEqual({ code: 0, stderr: '' });
    expect((await job.verify()).code).toBe(0);
    expect(job.jrm().Checksums.some(({ FilePath }) => FilePath.endsWith('small/9/2999.txt'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('that cannot be read is found before a drive is touched', async () => {
    chmodSync(job.write('secret.txt', 'x'), 0);
    job.row().drive();
    // Root can read everything.
    chmodSync(job.folder, 0o777);
    const { code, stderr } = await job.prep(
      [],
      isRoot ? { under: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] } : {},
    );
    expect(code).toBe(1);
    expect(stderr).toContain('secret.txt');
    expect(existsSync(job.image())).toBe(false);
  });
});

describe('A target', () => {
  it.runIf(isRoot && process.platform === 'linux')(
    'that is full ends in a message and a session that can be resumed',
    async () => {
      writeSources();
      job.row().drive();
      const small = join(job.folder, 'small-disk');
      mkdirSync(small);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', small]);
      try {
        const target = ['--drive', `H=${join(small, 'H.vhd')}`];
        // The space is taken only when the session has begun; before, it would have been refused for lack of space.
        const started = job.start([...target, '--events', 'ndjson'], {
          onOutput: (text) => {
            if (!text.includes('"event":"plan"')) return;
            started.child.kill('SIGSTOP');
            execFileSync('mount', ['-o', 'remount,size=30m', small]);
            started.child.kill('SIGCONT');
          },
        });
        const full = await started.ended;
        expect(full.code).toBe(1);
        expect(full.stderr).toMatch(/ENOSPC|full/);
        expect(full.stderr).toContain('--resume');
        execFileSync('mount', ['-o', 'remount,size=200m', small]);
        const done = await job.resume();
        expect({ code: done.code, stderr: done.code === 0 ? '' : done.stderr }).toEqual({ code: 0, stderr: '' });
        expect((await job.run(['verify', '--jrm', job.jrmPath, ...target])).code).toBe(0);
      } finally {
        execFileSync('umount', [small]);
      }
    },
  );

  it('that vanished while the session was stopped is named', async () => {
    writeSources();
    job.row().drive();
    const stopped = job.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    await stopped.ended;
    renameSync(job.image(), `${job.image()}.away`);
    const gone = await job.resume();
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain(job.image());
    renameSync(`${job.image()}.away`, job.image());
    expect((await job.resume()).code).toBe(0);
  });

  it('that nobody may write is refused before anything is done', async () => {
    job.write('a.txt', 'x');
    job.row().drive();
    writeFileSync(join(job.folder, 'file'), '');
    const { code, stderr } = await job.prep(['--drive', `H=${join(job.folder, 'file', 'H.vhd')}`]);
    expect(code).toBe(1);
    expect(stderr).toContain(join('file', 'H.vhd'));
  });
});

describe('A journal', () => {
  it('that is cut within its last record is resumed', async () => {
    writeSources();
    job.row().drive();
    const stopped = job.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGKILL');
      },
    });
    await stopped.ended;
    const whole = readFileSync(job.recovery);
    const last = whole.lastIndexOf('[BeginUpdateRecord]');
    const image = readFileSync(job.image());
    const planFile = join(job.folder, 'job.session#1.plan');
    const plan = readFileSync(planFile);
    for (const cut of [last + 1, last + 30, Math.floor((last + whole.length) / 2), whole.length - 3]) {
      writeFileSync(job.recovery, whole.subarray(0, cut), { mode: 0o600 });
      writeFileSync(job.image(), image);
      writeFileSync(planFile, plan);
      rmSync(job.jrmPath, { force: true });
      const done = await job.resume();
      expect({ cut, code: done.code, stderr: done.code === 0 ? '' : done.stderr }).toEqual({
        cut,
        code: 0,
        stderr: '',
      });
      expect((await job.verify()).code).toBe(0);
    }
  });

  it('is worked on by one runner at a time', async () => {
    writeSources();
    job.row().drive();
    const first = job.start(['--events', 'ndjson']);
    await new Promise<void>((resolve) =>
      first.child.stdout!.once('data', () => {
        resolve();
      }),
    );
    const second = await job.resume();
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain(job.journal);
    expect((await first.ended).code).toBe(0);
  });
});

describe('A drive with a flipped bit', () => {
  it('does not verify', async () => {
    writeSources();
    job.row().drive();
    expect((await job.prep()).code).toBe(0);
    const { size } = statSync(job.image());
    const image = openSync(job.image(), 'r+');
    try {
      for (let round = 0; round < 5; round++) {
        const place = Math.floor(Math.random() * 40 * MEGABYTE) + 2 * MEGABYTE;
        expect(place).toBeLessThan(size);
        const before = readFileSync(job.image()).subarray(place, place + 1);
        writeSync(image, Uint8Array.of(before[0]! ^ (1 << round)), 0, 1, place);
        const { code } = await job.verify();
        writeSync(image, before, 0, 1, place);
        expect({ place, code }).toEqual({ place, code: 1 });
      }
    } finally {
      closeSync(image);
    }
    expect((await job.verify()).code).toBe(0);
  });
});
