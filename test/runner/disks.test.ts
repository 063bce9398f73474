import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskReport } from '../../src-runner/src/protocol';
import { canAttach, LoopDevice } from '../drives/loopDevice';
import { runRunner } from '../drives/runnerProcess';

const MEGABYTE = 1024 * 1024;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-disks-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.runIf(canAttach())('the disks of this machine', () => {
  let device: LoopDevice;

  beforeEach(() => {
    device = new LoopDevice(join(folder, 'disk.raw'), 64 * MEGABYTE);
  });

  afterEach(() => {
    device.detach();
  });

  async function listed(): Promise<DiskReport> {
    const { code, stdout, stderr } = await runRunner(['disks', '--json'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return (JSON.parse(stdout) as DiskReport[]).find(({ path }) => path === device.path)!;
  }

  it('are told with what is on them', async () => {
    expect(await listed()).toEqual({
      path: device.path,
      model: device.file,
      serial: null,
      length: 64 * MEGABYTE,
      bus: 'loop',
      removable: false,
      sectorLength: 512,
      readOnly: false,
      standing: 'nothing but zeros',
      standingProblem: null,
      holdsData: false,
      volumes: [],
      obstacles: [],
    });
    const { stdout } = await runRunner(['disks'], { cwd: folder });
    expect(stdout).toMatch(
      new RegExp(`^${device.path} +67\\.1 MB +loop .*disk.raw\n   holds nothing but zeros\n`, 'm'),
    );
  });

  it('are told with what is mounted from them, and why that keeps them from being a target', async () => {
    execFileSync('mkfs.ext4', ['-q', '-F', device.path]);
    const place = join(folder, 'mount point');
    mkdirSync(place);
    execFileSync('mount', [device.path, place]);
    try {
      expect(await listed()).toMatchObject({
        standing: 'a volume (ext2, ext3 or ext4), without files',
        volumes: [{ mountPoint: place, fileSystem: 'ext4', freeBytes: expect.any(Number) as number }],
        obstacles: [
          `${device.path} is in use: ${device.path} is mounted at ${place}. Unmount and release it first; nothing was written.`,
        ],
      });
    } finally {
      execFileSync('umount', [place]);
    }
  });

  it('show to those who are no administrators, without what is on them', async () => {
    const under = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const { code, stdout } = await runRunner(['disks', '--json'], { cwd: '/', under });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as DiskReport[]).find(({ path }) => path === device.path)).toMatchObject({
      standing: null,
      standingProblem: expect.stringContaining('Only administrators') as string,
      holdsData: null,
    });
  });
});
