import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceNumber } from '../../model/deviceNumber';
import { linuxBlockDevice } from './blockDevice';
import type { SystemRoots } from './blockDevice';

let folder: string;
let roots: SystemRoots;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-device-'));
  roots = { sys: join(folder, 'sys'), proc: join(folder, 'proc'), udev: join(folder, 'udev') };
  write('sys/dev/block/8:16/size', '3907029168\n');
  write('sys/dev/block/8:16/ro', '0\n');
  write('sys/dev/block/8:16/uevent', 'MAJOR=8\nMINOR=16\nDEVNAME=sdb\n');
  write('sys/dev/block/8:16/queue/logical_block_size', '512\n');
  write('sys/dev/block/8:16/sdb1/partition', '1\n');
  write('sys/dev/block/8:16/sdb1/dev', '8:17\n');
  write('sys/dev/block/8:16/sdb1/uevent', 'DEVNAME=sdb1\n');
  write('udev/b8:16', 'S:disk/by-id/x\nE:ID_SERIAL=Maker_Model_WX12\nE:ID_SERIAL_SHORT=WX12\n');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a block device', () => {
  it('is known by its size, sector size and serial number', () => {
    expect(linuxBlockDevice('8:16', roots)).toEqual({
      length: 2000398934016,
      logicalSectorBytes: 512,
      readOnly: false,
      isPartition: false,
      serial: 'WX12',
      uses: [],
    });
  });

  it('is in use where it or a partition is mounted, is swap, or belongs to a volume manager', () => {
    write(
      'proc/self/mountinfo',
      '36 35 8:17 / /media/my\\040drive rw - ext4 /dev/sdb1 rw\n37 35 8:1 / / rw - ext4 /dev/sda1 rw\n',
    );
    write('proc/swaps', 'Filename Type Size\n/dev/sdb1 partition 100\n');
    write('sys/dev/block/8:16/holders/dm-0/x', '');
    expect(linuxBlockDevice('8:16', roots)?.uses).toEqual([
      '/dev/sdb is part of dm-0',
      '/dev/sdb1 is mounted at /media/my drive',
      '/dev/sdb1 is swap space',
    ]);
  });

  it('is not known where the system has no facts about it', () => {
    expect(linuxBlockDevice('9:9', roots)).toBeUndefined();
  });

  it('has a number that glibc packs', () => {
    expect(deviceNumber(0x0810)).toBe('8:16');
    expect(deviceNumber(0x11110370)).toBe('259:70000');
  });
});
