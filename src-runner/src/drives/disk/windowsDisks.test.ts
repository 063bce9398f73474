import { describe, expect, it } from 'vitest';
import { DiskListError } from './attachedDisk';
import { diskObstacles } from './diskObstacles';
import { parseWindowsDisks } from './windowsDisks';

/** Answers of the shape that is documented for MSFT_Disk, MSFT_Partition and MSFT_Volume. */
const system = {
  Number: 0,
  FriendlyName: 'Samsung SSD 980 PRO 1TB',
  SerialNumber: '0025_38B1_1234_5678.',
  Size: 1000204886016,
  LogicalSectorSize: 512,
  BusType: 'NVMe',
  IsBoot: true,
  IsSystem: true,
  IsOffline: false,
  IsReadOnly: false,
};
const dock = {
  Number: 1,
  FriendlyName: 'WDC WD40EZRZ-00GXCB0',
  SerialNumber: '     WD-WCC7K1234567',
  Size: 4000787030016,
  LogicalSectorSize: 512,
  BusType: 'USB',
  IsBoot: false,
  IsSystem: false,
  IsOffline: false,
  IsReadOnly: false,
};
const volumeC = '\\\\?\\Volume{11111111-0000-0000-0000-100000000000}\\';
const volumeG = '\\\\?\\Volume{22222222-0000-0000-0000-100000000000}\\';
const partitions = [
  { DiskNumber: 0, PartitionNumber: 1, DriveLetter: '\u0000', AccessPaths: [volumeC.replace('1111', '9999')] },
  { DiskNumber: 0, PartitionNumber: 3, DriveLetter: 'C', AccessPaths: ['C:\\', volumeC] },
  { DiskNumber: 1, PartitionNumber: 2, DriveLetter: 'G', AccessPaths: ['G:\\', 'D:\\mounted\\', volumeG] },
];
const volumes = [
  { DriveLetter: 'C', Path: volumeC, FileSystem: 'NTFS', SizeRemaining: 123456789 },
  { DriveLetter: 'G', Path: volumeG, FileSystem: 'exFAT', SizeRemaining: 4000000000000 },
];
const answer = (part: object) =>
  `${JSON.stringify({ disks: [dock, system], partitions, volumes, pageFiles: 'C:\\pagefile.sys', ...part })}\r\n`;

describe('the disks that PowerShell tells of', () => {
  it('have their facts, and what is mounted from them', () => {
    expect(parseWindowsDisks(answer({}))).toEqual([
      {
        path: '\\\\.\\PhysicalDrive0',
        model: 'Samsung SSD 980 PRO 1TB',
        serial: '0025_38B1_1234_5678.',
        length: 1000204886016,
        logicalSectorBytes: 512,
        bus: 'nvme',
        isRemovable: false,
        readOnly: false,
        volumes: [{ mountPoint: 'C:\\', fileSystem: 'NTFS', freeBytes: 123456789 }],
        systemParts: ['Windows', 'the boot partition', 'C:\\pagefile.sys'],
        uses: [],
      },
      {
        path: '\\\\.\\PhysicalDrive1',
        model: 'WDC WD40EZRZ-00GXCB0',
        serial: 'WD-WCC7K1234567',
        length: 4000787030016,
        logicalSectorBytes: 512,
        bus: 'usb',
        isRemovable: true,
        readOnly: false,
        volumes: [
          { mountPoint: 'G:\\', fileSystem: 'exFAT', freeBytes: 4000000000000 },
          { mountPoint: 'D:\\mounted\\', fileSystem: 'exFAT', freeBytes: 4000000000000 },
        ],
        systemParts: [],
        uses: [],
      },
    ]);
  });

  it('cannot be written where Windows runs from them, nor where they are read-only or have large sectors', () => {
    const [first, second] = parseWindowsDisks(
      answer({ disks: [system, { ...dock, IsReadOnly: true, LogicalSectorSize: 4096 }] }),
    );
    expect(diskObstacles(first!.path, first!)).toEqual([
      'This system runs from \\\\.\\PhysicalDrive0 (Windows, the boot partition, C:\\pagefile.sys). Specify another disk.',
    ]);
    expect(diskObstacles(second!.path, second!)).toEqual([
      expect.stringContaining('is read-only'),
      expect.stringContaining('4096-byte sectors'),
    ]);
  });

  it.each([
    ['one alone', { disks: dock, partitions: partitions[2], volumes: volumes[1], pageFiles: null }],
    [
      'lists as objects',
      {
        disks: { value: [dock], Count: 1 },
        partitions: { value: [partitions[2]], Count: 1 },
        volumes: { value: volumes, Count: 2 },
        pageFiles: { value: [], Count: 0 },
      },
    ],
    ['a number for a bus, and a byte order mark', { disks: [{ ...dock, BusType: 7 }] }],
  ])('are read in every form that PowerShell gives a list: %s', (what, part) => {
    const text = what.includes('byte order') ? `\ufeff${answer(part)}` : answer(part);
    expect(parseWindowsDisks(text)).toMatchObject([
      { path: '\\\\.\\PhysicalDrive1', bus: 'usb', volumes: [{ mountPoint: 'G:\\' }, { mountPoint: 'D:\\mounted\\' }] },
    ]);
  });

  it('need no letter and no volume, and those without a medium are left out', () => {
    const locked = { DriveLetter: 'G', Path: volumeG, FileSystem: '', SizeRemaining: 0 };
    const letterAlone = { DiskNumber: 1, PartitionNumber: 1, DriveLetter: 'G', AccessPaths: null };
    expect(
      parseWindowsDisks(
        answer({ disks: [{ ...dock, Number: 3, Size: 0 }, dock], partitions: letterAlone, volumes: locked }),
      ),
    ).toMatchObject([{ path: '\\\\.\\PhysicalDrive1', volumes: [{ mountPoint: 'G:\\' }] }]);
    expect(parseWindowsDisks(answer({ disks: null, partitions: null, volumes: null }))).toEqual([]);
  });

  it.each(['', 'Get-Disk : The term is not recognized', '[]', 'null', '{"disk":1}'])(
    'are not made of another answer: %s',
    (text) => {
      expect(() => parseWindowsDisks(text)).toThrow(DiskListError);
    },
  );
});
