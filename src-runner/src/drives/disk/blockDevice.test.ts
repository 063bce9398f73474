import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceNumber } from '../../model/deviceNumber';
import { linuxBlockDevice, linuxDisks } from './blockDevice';
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
      path: '/dev/sdb',
      length: 2000398934016,
      logicalSectorBytes: 512,
      readOnly: false,
      isRemovable: false,
      isPartition: false,
      serial: 'WX12',
      volumes: [],
      systemParts: [],
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

  it('tells what is mounted from it: by another name than its number, and by way of encryption', () => {
    write(
      'proc/self/mountinfo',
      '36 35 0:41 /home /home rw - btrfs /dev/sdb1 rw\n37 35 253:0 / / rw - ext4 /dev/mapper/root rw\n',
    );
    write('sys/dev/block/8:16/sdb1/holders/dm-0/dev', '253:0\n');
    expect(linuxBlockDevice('8:16', roots)).toMatchObject({
      volumes: [
        { mountPoint: '/home', fileSystem: 'btrfs' },
        { mountPoint: '/', fileSystem: 'ext4' },
      ],
      systemParts: ['/'],
      uses: ['/dev/sdb1 is mounted at /home', '/dev/sdb1 is part of dm-0'],
    });
  });

  it.skipIf(process.platform === 'win32').each([
    ['pci0000:00/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdc', 'usb', true],
    ['pci0000:00/ata2/host1/target1:0:0/1:0:0:0/block/sdc', 'sata', false],
    ['pci0000:00/nvme/nvme0/nvme0n1', 'nvme', false],
    ['pci0000:00/virtio1/block/vdc', 'virtio', false],
    ['pci0000:00/host0/port-0:1/end_device-0:1/target0:0:1/0:0:1:0/block/sdc', 'sas', false],
    ['platform/mmc_host/mmc0/mmc0:0001/block/mmcblk0', 'sd', true],
  ])('is known by its place to be attached so: %s', (place, bus, isRemovable) => {
    write(`sys/devices/${place}/size`, '2048\n');
    write(`sys/devices/${place}/device/type`, 'SD\n');
    write('udev/b8:32', 'E:ID_ATA_SATA=1\n');
    symlinkSync(join(folder, 'sys/devices', place), join(folder, 'sys/dev/block/8:32'));
    expect(linuxBlockDevice('8:32', roots)).toMatchObject({ bus, isRemovable });
  });

  it.skipIf(process.platform === 'win32')('is called as udev calls it, or as the kernel does', () => {
    const place = 'sys/devices/usb2/block/sdc';
    write(`${place}/size`, '2048\n');
    write(`${place}/device/vendor`, 'WD      \n');
    write(`${place}/device/model`, 'Elements 25A1   \n');
    symlinkSync(join(folder, place), join(folder, 'sys/dev/block/8:32'));
    expect(linuxBlockDevice('8:32', roots)?.model).toBe('WD Elements 25A1');
    write('udev/b8:32', 'E:ID_VENDOR_ENC=WD\\x20\\x20\nE:ID_MODEL_ENC=Elements\\x2025A1\\x20long\\x20\n');
    expect(linuxBlockDevice('8:32', roots)?.model).toBe('WD Elements 25A1 long');
  });

  it('is not known where the system has no facts about it', () => {
    expect(linuxBlockDevice('9:9', roots)).toBeUndefined();
  });

  it('has a number that glibc packs', () => {
    expect(deviceNumber(0x0810)).toBe('8:16');
    expect(deviceNumber(0x11110370)).toBe('259:70000');
  });
});

describe('the disks of a system', () => {
  /** A device of one megabyte, or of none. */
  function device(number: string, name: string, sectors = 2048): void {
    write(`sys/dev/block/${number}/size`, `${sectors}\n`);
    write(`sys/dev/block/${number}/uevent`, `DEVNAME=${name}\n`);
  }

  it('are whole ones with a medium, and no memory, optical drive or device that is made of others', () => {
    for (const [number, name] of [
      ['1:0', 'ram0'],
      ['8:160', 'sdk'],
      ['9:0', 'md0'],
      ['11:0', 'sr0'],
      ['252:0', 'zram0'],
      ['253:0', 'dm-0'],
      ['179:8', 'mmcblk0boot0'],
    ] as const)
      device(number, name);
    device('8:17', 'sdb1');
    write('sys/dev/block/8:17/partition', '1\n');
    device('8:176', 'sdl', 0);
    for (const number of ['7:0', '7:1', '7:10']) {
      device(number, `loop${number.slice(2)}`);
      write(`sys/dev/block/${number}/loop/sizelimit`, '0\n');
    }
    write('sys/dev/block/7:1/loop/backing_file', '/srv/image.raw\n');
    write('sys/dev/block/7:10/loop/backing_file', '/srv/other.raw\n');
    expect(linuxDisks(roots).map(({ path }) => path)).toEqual(['/dev/loop1', '/dev/loop10', '/dev/sdb', '/dev/sdk']);
    expect(linuxDisks(roots)[0]).toMatchObject({ bus: 'loop', model: '/srv/image.raw' });
  });

  it('are none where there is no sysfs', () => {
    expect(linuxDisks({ ...roots, sys: join(folder, 'nowhere') })).toEqual([]);
  });
});
