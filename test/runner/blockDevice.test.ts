import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canAttach, LoopDevice } from '../drives/loopDevice';
import { PreparationJob } from '../drives/preparationJob';
import { startRunner } from '../drives/runnerProcess';
import type { EndedRun } from '../drives/runnerProcess';
import { runOnTerminal } from '../drives/terminalRun';
import { expectDone, untouched } from '../drives/expectations';
import { noise } from '../drives/uglyTree';

const MEGABYTE = 1024 * 1024;

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
});

afterEach(() => {
  job.remove();
});

/** Whether the key in the JRM unlocks its drive, and what is on it. */
async function infoOf(target: string): Promise<unknown> {
  const key = join(job.folder, 'key.txt');
  writeFileSync(key, job.jrm().Drives[0]!.BitLockerKey);
  const { stdout } = await job.run(['info', target, '--key-file', key, '--json']);
  return JSON.parse(stdout);
}

describe.runIf(canAttach())('a disk as the target of prep', () => {
  let device: LoopDevice;

  beforeEach(() => {
    device = new LoopDevice(join(job.folder, 'disk.raw'), 64 * MEGABYTE);
    // Data that a careless preparation would destroy.
    writeFileSync(device.path, noise(MEGABYTE, 7), { flush: true });
  });

  afterEach(() => {
    device.detach();
  });

  const target = () => ['--drive', `H=${device.path}`];

  /** An ext4 file system on the disk itself, or on its only partition. */
  function fileSystemOn(path: string): string {
    execFileSync('mkfs.ext4', ['-q', '-F', path]);
    return path;
  }

  async function mounted(path: string, use: () => Promise<void>): Promise<void> {
    const place = join(job.folder, 'mount point');
    mkdirSync(place);
    execFileSync('mount', [path, place]);
    try {
      await use();
    } finally {
      execFileSync('umount', [place]);
    }
  }

  it('is prepared as a whole, with no footer behind it', async () => {
    job.write('a.bin', noise(3 * MEGABYTE));
    job.row().drive();
    expectDone(await job.prep([...target(), '--yes']));
    expect(await infoOf(device.path)).toMatchObject({
      kind: 'device',
      length: 64 * MEGABYTE,
      container: null,
      partitionTable: 'GPT',
      bitlocker: { unlocked: true, state: 'encrypted' },
      fileSystem: { name: 'NTFS' },
      problems: [],
    });
    expectDone(await job.run(['verify', '--jrm', job.jrmPath, ...target()]));
    // Its partition is the bare volume.
    expect(await infoOf(device.addPartition())).toMatchObject({
      kind: 'device',
      partitionTable: null,
      bitlocker: { unlocked: true },
      problems: [],
    });
  });

  it('goes on where it was stopped', async () => {
    for (let index = 0; index < 10; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    const stopped = job.start([...target(), '--yes', '--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    expect((await stopped.ended).code).toBe(130);
    // The key is known, but opens nothing before the drive is complete.
    expect((await job.run(['info', device.path, '--json'])).stdout).toContain('"incomplete"');
    expectDone(await job.resume());
    expect(await infoOf(device.path)).toMatchObject({ bitlocker: { unlocked: true }, problems: [] });
  });

  it('is known as a disk while it is not attached, whatever its path is called', async () => {
    const link = join(job.folder, 'usb');
    symlinkSync(device.path, link);
    for (let index = 0; index < 10; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    const stopped = job.start(['--drive', `H=${link}`, '--yes', '--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    expect((await stopped.ended).code).toBe(130);
    rmSync(link);
    const { stdout } = await job.run(['sessions', '--journal', job.journal, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ sessions: [{ drives: [{ target: link, kind: 'device' }] }] });
    const refused = await job.resume();
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`there is no disk ${link}`) as unknown,
    });
    expect(existsSync(link)).toBe(false);
    symlinkSync(device.path, link);
    expectDone(await job.resume());
  });

  it('is touched by nobody who was not asked', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const refused = await untouched(device.file, () => job.prep(target()));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(device.path);
    expect(refused.stderr).toContain('--yes');
    expect(existsSync(job.journal)).toBe(false);
  });

  it.each([
    ['is prepared where its full path is typed', (path: string) => path, 0],
    ['is left as it is where anything else is typed', () => 'yes', 130],
  ])('%s', async (_name, answer, expectedCode) => {
    job.write('a.txt', 'a');
    job.row().drive('H', 'Format,PromptOnFormat,Encrypt,');
    const run = () =>
      runOnTerminal(
        ['prep', ...job.csvs(), '--journal', job.journal, '--session', 'session#1', ...target()],
        job.folder,
        /To continue, type the full path of the disk: /,
        answer(device.path),
      );
    if (expectedCode === 0) {
      const { code, screen } = await run();
      expectDone({ code, stderr: screen });
      expect(await infoOf(device.path)).toMatchObject({ bitlocker: { unlocked: true } });
    } else {
      const { code, screen } = await untouched(device.file, run);
      expect({ code, screen }).toEqual({
        code: expectedCode,
        screen: expect.stringContaining('nothing was written') as unknown,
      });
      expect(existsSync(job.jrmPath)).toBe(false);
    }
  });

  it('is refused while it is mounted', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    await mounted(fileSystemOn(device.path), async () => {
      const refused = await untouched(device.file, () => job.prep([...target(), '--yes']));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`${device.path} is mounted at ${join(job.folder, 'mount point')}`);
    });
  });

  it('is refused while a partition of it is mounted', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    await mounted(fileSystemOn(device.addPartition()), async () => {
      const refused = await untouched(device.file, () => job.prep([...target(), '--yes']));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`${device.partition} is mounted at ${join(job.folder, 'mount point')}`);
    });
  });

  it('is refused while another program has it for itself', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const claimed = openSync(device.path, constants.O_RDWR | constants.O_EXCL);
    try {
      const refused = await untouched(device.file, () => job.prep([...target(), '--yes']));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`${device.path} is in use by another program`);
    } finally {
      closeSync(claimed);
    }
  });

  it('must not be a partition', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const partition = device.addPartition();
    const refused = await untouched(device.file, () => job.prep(['--drive', `H=${partition}`, '--yes']));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${partition} is a partition. Specify the whole disk`);
  });

  it('must not be smaller than what is to be on it, or than it is said to be', async () => {
    job.write('a.bin', noise(70 * MEGABYTE));
    job.row().drive();
    const claimed = await untouched(device.file, () => job.prep(['--drive', `H=${device.path},size=65MiB`, '--yes']));
    expect(claimed.code).toBe(2);
    expect(claimed.stderr).toContain(`${device.path} has only ${64 * MEGABYTE} bytes`);
    const small = await untouched(device.file, () => job.prep([...target(), '--yes']));
    expect(small.code).toBe(1);
    expect(small.stderr).toContain('job/capacity');
  });

  it('is free again when its session was aborted', async () => {
    for (let index = 0; index < 10; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    expectDone(await job.prep(['--no-verify']));
    const stopped = job.start(
      [...target(), '--yes', '--events', 'ndjson'],
      {
        onOutput: (text) => {
          if (text.includes('"progress"')) stopped.child.kill('SIGINT');
        },
      },
      'session#2',
    );
    expect((await stopped.ended).code).toBe(130);
    const aborted = await untouched(device.file, () =>
      job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--abort']),
    );
    expectDone(aborted);
    expect(aborted.stderr).toContain(`${device.path} holds an incomplete preparation`);
    expectDone(await job.prep([...target(), '--yes', '--no-verify'], {}, 'session#3'));
    expect((await job.run(['info', device.path, '--json'])).stdout).toContain('"bitlocker"');
  });

  it('of a session that gets more drives is not erased without a question either', async () => {
    for (let index = 0; index < 24; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    const short = await untouched(device.file, () => job.prep([...target(), '--yes']));
    expect(short.code).toBe(1);
    expect(short.stderr).toContain('--additional-driveset');
    const more = join(job.folder, 'more.csv');
    writeFileSync(
      more,
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nI,Format,SilentMode,Encrypt,\n',
    );
    const extend = ['prep', '--journal', job.journal, '--session', 'session#1', '--additional-driveset', more];
    const sameLetter = join(job.folder, 'again.csv');
    writeFileSync(sameLetter, readFileSync(join(job.folder, 'driveset.csv')));
    const again = await untouched(device.file, () => job.run([...extend.slice(0, -1), sameLetter, '--yes']));
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('job/drive-letter-duplicate');
    const twice = await untouched(device.file, () => job.run([...extend, '--drive', `I=${device.path}`, '--yes']));
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain(`drives H and I have the same target ${device.path}`);
    const refused = await untouched(device.file, () => job.run(extend));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`drive H, ${device.path} holds data of unknown type`);
    expectDone(await job.run([...extend, '--yes']));
    expect(job.jrm().Drives).toHaveLength(2);
    expect(await infoOf(device.path)).toMatchObject({ bitlocker: { unlocked: true } });
  });

  it('is found again by --resume where it is attached under another name', async () => {
    for (let index = 0; index < 10; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    const stopped = job.start([...target(), '--yes', '--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    expect((await stopped.ended).code).toBe(130);
    const other = new LoopDevice(join(job.folder, 'other.raw'), 64 * MEGABYTE);
    try {
      const wrong = await untouched(other.file, () => job.resume(['--drive', `H=${other.path}`]));
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain(other.path);
    } finally {
      other.detach();
    }
    device.detach();
    const blocker = new LoopDevice(other.file, 64 * MEGABYTE);
    device = new LoopDevice(device.file, 64 * MEGABYTE);
    try {
      expectDone(await job.resume(target()));
      expect(await infoOf(device.path)).toMatchObject({ bitlocker: { unlocked: true }, problems: [] });
    } finally {
      blocker.detach();
    }
  });

  it.each(['before it goes', 'in its place'])(
    'that is lost gives way to another disk that --erase names, attached %s',
    async (when) => {
      for (let index = 0; index < 10; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
      job.row().drive();
      const stopped = job.start([...target(), '--yes', '--events', 'ndjson'], {
        onOutput: (text) => {
          if (text.includes('"progress"')) stopped.child.kill('SIGINT');
        },
      });
      expect((await stopped.ended).code).toBe(130);
      const lost = device;
      if (when === 'before it goes') {
        device = new LoopDevice(join(job.folder, 'other.raw'), 64 * MEGABYTE);
        lost.detach();
      } else {
        // Usually the new device has the very name of the lost one.
        lost.detach();
        device = new LoopDevice(join(job.folder, 'other.raw'), 64 * MEGABYTE);
      }
      writeFileSync(device.path, noise(MEGABYTE, 8), { flush: true });
      const refused = await untouched(device.file, () => job.resume([...target(), '--yes']));
      expect(refused.code).not.toBe(0);
      expectDone(await untouched(lost.file, () => job.resume([...target(), '--erase', device.path])));
      expect(await infoOf(device.path)).toMatchObject({ bitlocker: { unlocked: true }, problems: [] });
      expectDone(await job.run(['verify', '--jrm', job.jrmPath, ...target()]));
    },
  );
});

describe('One medium', { timeout: 120_000 }, () => {
  const second = () => [
    'prep',
    ...job.csvs(),
    '--journal',
    join(job.folder, 'second.jrn'),
    '--session',
    'session#1',
    '--logdir',
    join(job.folder, 'second logs'),
  ];
  /** Two paths to one medium, and how to remove them. */
  interface TwoNames {
    readonly names: readonly [string, string];
    readonly remove?: () => void;
  }

  const twins: readonly (readonly [what: string, canBe: boolean, make: () => TwoNames])[] = [
    [
      'two loop devices of one file',
      canAttach(),
      () => {
        const [one, other] = [
          new LoopDevice(join(job.folder, 'x.raw'), 256 * MEGABYTE),
          new LoopDevice(join(job.folder, 'x.raw'), 256 * MEGABYTE),
        ];
        return {
          names: [one.path, other.path],
          remove: () => {
            one.detach();
            other.detach();
          },
        };
      },
    ],
    [
      'a loop device and its file',
      canAttach(),
      () => {
        const device = new LoopDevice(join(job.folder, 'x.raw'), 256 * MEGABYTE);
        return {
          names: [device.path, device.file],
          remove: () => {
            device.detach();
          },
        };
      },
    ],
    [
      'a file and a loop device of it',
      canAttach(),
      () => {
        const device = new LoopDevice(join(job.folder, 'x.raw'), 256 * MEGABYTE);
        return {
          names: [device.file, device.path],
          remove: () => {
            device.detach();
          },
        };
      },
    ],
    [
      'two hard links',
      process.platform !== 'win32',
      () => {
        const names = [join(job.folder, 'x.vhd'), join(job.folder, 'y.vhd')] as const;
        writeFileSync(names[0], '');
        linkSync(...names);
        return { names };
      },
    ],
    [
      'a file and a bind mount of it',
      canAttach(),
      () => {
        const names = [join(job.folder, 'x.vhd'), join(job.folder, 'y.vhd')] as const;
        for (const name of names) writeFileSync(name, '');
        execFileSync('mount', ['--bind', ...names]);
        return { names, remove: () => execFileSync('umount', [names[1]]) };
      },
    ],
  ];

  it.each(twins.filter(([, canBe]) => canBe))(
    'is written by one run at a time, whatever it is called: %s',
    async (_what, _canBe, make) => {
      for (let index = 0; index < 40; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
      job.row().drive();
      const {
        names: [one, other],
        remove,
      } = make();
      try {
        let refused: Promise<EndedRun> | undefined;
        const first = job.start(['--events', 'ndjson', '--drive', `H=${one},id=A1`, '--yes'], {
          onOutput: (text) => {
            if (refused !== undefined || !text.includes('"progress"')) return;
            first.child.kill('SIGSTOP');
            refused = job
              .run([...second(), '--drive', `H=${other},id=A2`, '--erase', other])
              .finally(() => first.child.kill('SIGCONT'));
          },
        });
        expectDone(await first.ended);
        expect(await refused!).toMatchObject({
          code: 1,
          stderr: expect.stringContaining(
            `${other} is in use: process ${first.child.pid!} has been preparing session "session#1"`,
          ) as string,
        });
        expectDone(await job.run(['verify', '--jrm', job.jrmPath, '--drive', `H=${one}`]));
      } finally {
        remove?.();
      }
    },
  );

  it.runIf(canAttach())('is not removed by --abort of a copied journal while its session goes on', async () => {
    for (let index = 0; index < 40; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    // The first session of a journal cannot be aborted.
    expectDone(await job.prep(['--no-verify', '--drive', `H=${join(job.folder, 'first.vhd')}`]));
    const stopped = job.start(
      ['--events', 'ndjson', '--drive', `H=${job.image()}`],
      {
        onOutput: (text) => {
          if (text.includes('"progress"')) stopped.child.kill('SIGINT');
        },
      },
      'session#2',
    );
    expect((await stopped.ended).code).toBe(130);
    const before = statSync(job.image()).ino;
    for (const name of ['jrn', 'recovery'])
      copyFileSync(join(job.folder, `job.${name}`), join(job.folder, `copy.${name}`));
    let aborted: Promise<EndedRun> | undefined;
    const resumed = startRunner(
      ['prep', '--journal', job.journal, '--session', 'session#2', '--resume', '--events', 'ndjson'],
      {
        cwd: job.folder,
        onOutput: (text) => {
          if (aborted !== undefined || !text.includes('"progress"')) return;
          resumed.child.kill('SIGSTOP');
          aborted = job
            .run(['prep', '--journal', join(job.folder, 'copy.jrn'), '--session', 'session#2', '--abort'])
            .finally(() => resumed.child.kill('SIGCONT'));
        },
      },
    );
    expectDone(await resumed.ended);
    expect(await aborted!).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use: process') as string });
    expect(statSync(job.image()).ino).toBe(before);
    expectDone(
      await job.run(['verify', '--jrm', join(job.folder, 'job-session#2.jrm'), '--drive', `H=${job.image()}`]),
    );
  });
});

describe('an image that is there already', () => {
  it('is not made anew where it holds a drive that the journal has finished, not even with --yes', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    expectDone(await job.prep());
    const again = await untouched(job.image(), () =>
      job.prep(['--yes', '--drive', `H=${job.image()}`], {}, 'session#2'),
    );
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('session "session#1" has finished');
  });

  it('of another job at the default place is left alone: a free name is taken, and plan and prep say so', async () => {
    for (let index = 0; index < 20; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    const stopped = job.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    expect((await stopped.ended).code).toBe(130);
    const said =
      /drives\/H\.vhd holds an image of job "job", unfinished \(session "session#1", drive SN[0-9A-F]+\) and is left unchanged; the image is created at .*H-2\.vhd/;
    const other = ['prep', ...job.csvs(), '--journal', join(job.folder, 'second.jrn'), '--session', 'session#1'];
    expect((await untouched(job.image(), () => job.plan())).stderr).toMatch(said);
    const done = await untouched(job.image(), () => job.run(other));
    expectDone(done);
    expect(done.stderr).toMatch(said);
    expectDone(await job.resume());
    expect((await job.plan()).stderr).toContain('holds an image of job "job", finished');
    for (const [jrm, image] of [
      ['job.jrm', 'H'],
      ['second.jrm', 'H-2'],
    ] as const)
      expectDone(await job.run(['verify', '--jrm', join(job.folder, jrm), '--drive', `H=${job.image(image)}`]));
  });

  it('of another job is asked about whatever the driveset says, and made anew with --yes', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    expectDone(await job.prep());
    const other = [
      'prep',
      ...job.csvs(),
      '--journal',
      join(job.folder, 'second.jrn'),
      '--session',
      'session#1',
      '--drive',
      `H=${job.image()}`,
    ];
    const refused = await untouched(job.image(), () => job.run(other));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('holds an image of job "job", finished');
    expectDone(await job.run([...other, '--yes']));
    const lost = await job.verify();
    expect(lost.code).toBe(1);
  });

  it('is asked for where the driveset says PromptOnFormat', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    expectDone(await job.prep());
    const asking = new PreparationJob();
    try {
      asking.write('b.txt', 'b');
      asking.row().drive('H', 'Format,PromptOnFormat,Encrypt,');
      const args = ['--drive', `H=${job.image()}`];
      const silent = await untouched(job.image(), () => asking.prep(args));
      expect(silent.code).toBe(2);
      expect(silent.stderr).toContain('--yes');
      if (process.platform === 'linux') {
        const question = /created again: it holds an image of job "job", finished .*Continue\? \[y\/N\] /;
        const command = ['prep', ...asking.csvs(), '--journal', asking.journal, '--session', 'session#1', ...args];
        expect((await untouched(job.image(), () => runOnTerminal(command, asking.folder, question, ''))).code).toBe(
          130,
        );
        // The end of input means no, and nothing is left behind.
        expect(
          (await untouched(job.image(), () => runOnTerminal(command, asking.folder, question, '\u0004'))).code,
        ).toBe(130);
        expect(readdirSync(asking.folder).filter((name) => /lock|events/.test(name))).toEqual([]);
        const { code, screen } = await runOnTerminal(command, asking.folder, question, 'y');
        expectDone({ code, stderr: screen });
      } else expectDone(await asking.prep([...args, '--yes']));
    } finally {
      asking.remove();
    }
  });

  it.each([
    ['a text file', Buffer.from('some notes\n')],
    ['a text file', Buffer.from('x'.repeat(3000))],
    ['a file that is not a disk image', noise(2 * MEGABYTE)],
  ])('is overwritten only with --erase where this program did not make it: %s', async (what, content) => {
    job.write('a.txt', 'a');
    job.row().drive();
    mkdirSync(join(job.folder, 'drives'));
    writeFileSync(job.image(), content);
    for (const args of [[], ['--yes']]) {
      const refused = await untouched(job.image(), () => job.prep(['--drive', `H=${job.image()}`, ...args]));
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(what);
    }
    expectDone(await job.prep(['--drive', `H=${job.image()}`, '--erase', job.image()]));
  });

  it.skipIf(process.platform === 'win32')('under two names is not the target of two drives', async () => {
    job.write('a.txt', 'a');
    job.row().drive('H').drive('I');
    mkdirSync(join(job.folder, 'drives'));
    symlinkSync(join(job.folder, 'drives'), join(job.folder, 'link'));
    const same = await job.prep(['--drive', 'H=drives/x.vhd', '--drive', 'I=./link/../link/x.vhd']);
    expect(same.code).toBe(2);
    expect(same.stderr).toContain('drives H and I have the same target');
    writeFileSync(job.image('y'), '');
    symlinkSync(job.image('y'), job.image('z'));
    expect((await job.prep(['--drive', `H=${job.image('y')}`, '--drive', `I=${job.image('z')}`])).stderr).toContain(
      'drives H and I have the same target',
    );
    expect((await job.prep(['--drive', 'H=a.vhd,id=ab', '--drive', 'I=b.vhd,id=AB'])).stderr).toContain(
      'have the same id "AB"',
    );
    expect(readdirSync(job.folder)).not.toContain('job.recovery');
  });

  it.skipIf(process.platform === 'win32')('that another run is writing is refused even with --yes', async () => {
    for (let index = 0; index < 40; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive();
    const other = [
      'prep',
      ...job.csvs(),
      '--journal',
      join(job.folder, 'second.jrn'),
      '--session',
      'session#1',
      '--drive',
      `H=${job.image()}`,
      '--yes',
    ];
    let second: Promise<EndedRun> | undefined;
    const first = job.start(['--events', 'ndjson', '--drive', `H=${job.image()}`], {
      onOutput: (text) => {
        if (second !== undefined || !text.includes('"progress"')) return;
        first.child.kill('SIGSTOP');
        second = job.run(other).finally(() => first.child.kill('SIGCONT'));
      },
    });
    expectDone(await first.ended);
    const refused = await second!;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('H.vhd is in use: process');
    expectDone(await job.verify());
  });
});
