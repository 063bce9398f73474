import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canAttach, LoopDevice } from '../drives/loopDevice';
import { PreparationJob } from '../drives/preparationJob';
import { startRunner } from '../drives/runnerProcess';
import { runOnTerminal } from '../drives/terminalRun';
import { expectDone, untouched } from '../drives/expectations';
import { noise } from '../drives/uglyTree';
import { hasReaders, runReader } from '../readers/readers';

const MEGABYTE = 1024 * 1024;
/** Larger than the image, and no multiple of what is written at once. */
const DISK_LENGTH = 64 * MEGABYTE + 1024;

let job: PreparationJob;

beforeAll(async () => {
  job = new PreparationJob();
  for (let index = 0; index < 10; index++) job.write(`${index}.bin`, noise(3 * MEGABYTE, index));
  job.row().drive();
  expectDone(await job.prep());
});

afterAll(() => {
  job.remove();
});

function firstSectorOf(path: string): Buffer {
  const sector = Buffer.alloc(512);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, sector);
    return sector;
  } finally {
    closeSync(descriptor);
  }
}

describe.runIf(canAttach())('an image that is written to a disk', { timeout: 120_000 }, () => {
  let device: LoopDevice;

  beforeEach(() => {
    device = attached(DISK_LENGTH);
  });

  afterEach(() => {
    device.detach();
  });

  /** A disk with what a careless writing would destroy. */
  function attached(length: number, name = 'disk.raw'): LoopDevice {
    const disk = new LoopDevice(join(job.folder, name), length);
    writeFileSync(disk.path, noise(MEGABYTE, 7), { flush: true });
    return disk;
  }

  const write = (...args: readonly string[]) => job.run(['write', job.image(), device.path, ...args]);
  const verify = () => job.run(['verify', '--jrm', job.jrmPath, '--drive', `H=${device.path}`]);

  it('is the drive that was prepared, on a larger disk too, and says so', async () => {
    const done = await untouched(job.image(), () => write('--erase', device.path));
    expectDone(done);
    expect(done.stdout).toContain(`was written to ${device.path} (`);
    expect(done.stdout).toContain(`and read back: ${device.path} contains what was written.`);
    expect(done.stdout).toContain(`was moved to the end of ${device.path}`);
    expect(done.stdout).not.toContain('cache');
    expectDone(await verify());
    if (hasReaders('sgdisk')) expect(runReader('sgdisk', ['-v', device.path]).stdout).toContain('No problems found');
    // Once more, over itself.
    expectDone(await write('--yes'));
    expectDone(await verify());
  });

  it('is left in a disk of its own size as it is', async () => {
    const { length } = readFileSync(job.image());
    device.detach();
    truncateSync(device.file, 0);
    device = attached(length - 512);
    const { code, stdout, stderr } = await write('--yes');
    expectDone({ code, stderr });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(device.path).equals(readFileSync(job.image()).subarray(0, -512))).toBe(true);
    expectDone(await verify());
  });

  it('waits for somebody to type the path of the disk', async () => {
    const refused = await untouched(device.file, () => write());
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `${device.path} holds data of unknown type (67.1 MB). It would be erased, and there is nobody to ask. If you want to erase it, use --erase ${device.path} or --yes.`,
    );
    expect((await untouched(device.file, () => write('--erase', '/dev/null'))).code).toBe(2);
    const question = /Everything on .* holds data of unknown type .* To continue, type the full path of the disk: /;
    const command = ['write', job.image(), device.path];
    for (const answer of ['y', '', '\u0004', `${device.path}1`]) {
      const no = await untouched(device.file, () => runOnTerminal(command, job.folder, question, answer));
      expect({ code: no.code, isSaid: no.screen.includes('Nothing was written.') }).toEqual({
        code: 130,
        isSaid: true,
      });
    }
    const { code, screen } = await runOnTerminal(command, job.folder, question, device.path);
    expectDone({ code, stderr: screen });
    expectDone(await verify());
  });

  it('is refused by a disk that is in use, or by a partition', async () => {
    execFileSync('mkfs.ext4', ['-q', '-F', device.path]);
    const place = join(job.folder, 'mount point');
    mkdirSync(place);
    execFileSync('mount', [device.path, place]);
    try {
      const mounted = await write('--erase', device.path);
      expect(mounted.code).toBe(1);
      expect(mounted.stderr).toContain(`is in use: ${device.path} is mounted at ${place}`);
      copyFileSync(job.image(), join(place, 'H.vhd'));
      const onItself = await job.run(['write', join(place, 'H.vhd'), device.path, '--yes']);
      expect(onItself.code).toBe(2);
      expect(onItself.stderr).toContain(`H.vhd is on ${device.path} itself`);
    } finally {
      execFileSync('umount', [place]);
    }
    const partition = device.addPartition();
    const part = await untouched(device.file, () => job.run(['write', job.image(), partition, '--yes']));
    expect(part.code).toBe(1);
    expect(part.stderr).toContain('is a partition');
  });

  it('is refused by a disk that is too small, and by what is no disk', async () => {
    const small = attached(16 * MEGABYTE, 'small.raw');
    try {
      const refused = await untouched(small.file, () => job.run(['write', job.image(), small.path, '--yes']));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`${small.path} has ${16 * MEGABYTE} bytes, but the disk in`);
    } finally {
      small.detach();
    }
    const file = join(job.folder, 'copy.vhd');
    copyFileSync(job.image(), file);
    const noDisk = await untouched(file, () => job.run(['write', job.image(), file, '--yes']));
    expect(noDisk).toMatchObject({ code: 2, stderr: expect.stringContaining('copy.vhd is not a disk') as string });
    const gone = await job.run(['write', job.image(), '/dev/no-such-disk', '--yes']);
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no disk') as string });
    expect((await job.run(['write', job.image()])).code).toBe(2);
  });

  it('is not written to itself, whatever it is called', async () => {
    const copy = join(job.folder, 'attached.raw');
    writeFileSync(copy, readFileSync(job.image()));
    const own = new LoopDevice(copy, readFileSync(copy).length);
    const link = join(job.folder, 'link.raw');
    symlinkSync(copy, link);
    try {
      for (const image of [copy, link]) {
        const refused = await untouched(copy, () => job.run(['write', image, own.path, '--yes']));
        expect(refused).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('IMAGE are the same file') as string,
        });
      }
    } finally {
      own.detach();
    }
  });

  it('is refused while its preparation is not finished, and so is what is no image', async () => {
    const other = new PreparationJob();
    try {
      for (let index = 0; index < 20; index++) other.write(`${index}.bin`, noise(4 * MEGABYTE, index));
      other.row().drive();
      const stopped = other.start(['--events', 'ndjson'], {
        onOutput: (text) => {
          if (text.includes('"progress"')) stopped.child.kill('SIGINT');
        },
      });
      expect((await stopped.ended).code).toBe(130);
      const refused = await untouched(device.file, () => job.run(['write', other.image(), device.path, '--yes']));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('H.vhd is not finished: session "session#1" did not complete it');
    } finally {
      other.remove();
    }
    const csv = join(job.folder, 'dataset.csv');
    const text = await untouched(device.file, () => job.run(['write', csv, device.path, '--yes']));
    expect(text.code).toBe(1);
    expect(text.stderr).toContain('is not an image of a disk or of a volume: it holds a text file');
  });

  it('keeps others from the disk, and where it is stopped leaves one that holds no volume and can be written again', async () => {
    // Long enough to be caught at it.
    const length = 1024 * MEGABYTE;
    const long = join(job.folder, 'long.raw');
    writeFileSync(long, readFileSync(job.image()).subarray(0, -512));
    truncateSync(long, length);
    device.detach();
    device = attached(length, 'long disk.raw');
    const before = firstSectorOf(device.path);
    const run = startRunner(['write', long, device.path, '--yes'], { cwd: job.folder });
    await expect.poll(() => firstSectorOf(device.path).equals(before), { timeout: 30_000, interval: 10 }).toBe(false);
    run.child.kill('SIGSTOP');
    const twin = new LoopDevice(device.file, length);
    try {
      const second = await job.run(['write', job.image(), device.path, '--yes']);
      expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use') as string });
      const byTwin = await job.run(['write', job.image(), twin.path, '--yes']);
      expect(byTwin.code).toBe(1);
      expect(byTwin.stderr).toContain(`${twin.path} is in use: process ${run.child.pid!} has been writing to it since`);
    } finally {
      twin.detach();
    }
    run.child.kill('SIGCONT');
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('Cancelled.') as string });
    expect(stderr).toContain(`${device.path} is not complete: its former contents are lost`);
    expect((await job.run(['info', device.path])).code).not.toBe(0);
    expectDone(await write('--yes'));
    expectDone(await verify());
  });
});
