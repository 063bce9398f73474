import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriveFormatError, DriveReadError, readBytes } from '../volume/byteSource';
import { ENTRY_LENGTH } from '../volume/gpt/gptFormat';
import { vhdFooter } from '../volume/vhd/vhdFooter';
import { fileSystemFacts } from './fileSystemFacts';
import { incompleteMarker } from './incompleteMarker';
import type { OpenedDrive } from './openDrive';
import { openDrive } from './openDrive';
import { devicePath, DriveOpenError } from './targetSource';
import { diskAround, testDrive, testIdentity } from '../../test/driveInMemory';

const MIB = 1024 * 1024;
const drive = testDrive();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-drive-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Opens a file with these bytes and closes it again. */
function opened<T>(bytes: Uint8Array, look: (drive: OpenedDrive) => T): T {
  const path = join(folder, 'target.img');
  writeFileSync(path, bytes);
  const found = openDrive(path);
  try {
    return look(found);
  } finally {
    found.close();
  }
}

const layersOf = ({ container, table, partition, volume, contents, remarks }: OpenedDrive) => ({
  container,
  table: table?.kind,
  offset: partition?.offset,
  length: volume.length,
  contents: contents.kind,
  remarks,
});

function footerOfKind(kind: number): Buffer {
  const footer = Buffer.from(vhdFooter(MIB, testIdentity.diskGuid, new Date()));
  const checksum = footer.readUInt32BE(64);
  footer.writeUInt32BE(kind, 60);
  footer.writeUInt32BE(checksum - (kind - 2), 64);
  return footer;
}

describe('a target', () => {
  it('may be a fixed VHD, the image of a disk, or a bare volume', () => {
    const inDisk = { table: 'GPT', offset: MIB, contents: 'bitlocker', remarks: [] };
    expect(opened(drive.vhd, layersOf)).toMatchObject({ ...inDisk, container: 'fixed VHD' });
    expect(opened(drive.disk, layersOf)).toMatchObject({ ...inDisk, container: undefined });
    expect(opened(drive.volume, layersOf)).toMatchObject({
      container: undefined,
      table: undefined,
      offset: undefined,
      length: drive.volume.length,
      contents: 'bitlocker',
    });
  });

  it('shows the bytes of its volume', () => {
    opened(drive.vhd, ({ volume }) => {
      expect(Buffer.compare(readBytes(volume, 4096, 100_000), drive.volume.subarray(4096, 104_096))).toBe(0);
      expect(() => readBytes(volume, volume.length - 1, 2)).toThrow(DriveReadError);
    });
  });

  it('with a damaged partition table is opened by the backup, which is said', () => {
    const bytes = Buffer.from(drive.disk);
    bytes[1100]! ^= 1;
    expect(opened(bytes, layersOf)).toMatchObject({
      contents: 'bitlocker',
      remarks: [expect.stringContaining('the backup at the end was used')],
    });
  });

  it('with an old partition table is opened too', () => {
    const bytes = Buffer.from(drive.disk);
    bytes.fill(0, 440, 1024);
    bytes[450] = 7;
    bytes.writeUInt32LE(2048, 454);
    bytes.writeUInt32LE(drive.volume.length / 512, 458);
    bytes.set([0x55, 0xaa], 510);
    expect(opened(bytes, layersOf)).toMatchObject({
      table: 'MBR',
      offset: MIB,
      length: drive.volume.length,
      contents: 'bitlocker',
    });
  });

  it('that is not encrypted is told by its file system', () => {
    opened(diskAround(drive.plain), ({ contents, volume }) => {
      expect(contents).toEqual({ kind: 'file system', name: 'NTFS' });
      expect(fileSystemFacts(volume)).toMatchObject({ name: 'NTFS', label: 'Sneakernet', serial: '123456789ABCDEF0' });
    });
  });

  it.each([
    ['exFAT', 3, 'EXFAT   '],
    ['ReFS', 3, 'ReFS\0\0\0\0'],
    ['FAT32', 82, 'FAT32   '],
    ['ext2, ext3 or ext4', 1080, '\x53\xef'],
    ['Btrfs', 0x1_0040, '_BHRfS_M'],
    ['APFS', 32, 'NXSB'],
    ['LUKS', 0, 'LUKS\xba\xbe'],
  ])('with %s is told by its name, bare and in a partition', (name, offset, signature) => {
    const volume = Buffer.alloc(MIB);
    volume.write(signature, offset, 'latin1');
    expect(opened(volume, ({ contents }) => contents)).toEqual({ kind: 'file system', name });
    expect(opened(diskAround(volume), ({ contents }) => contents)).toEqual({ kind: 'file system', name });
  });

  it('that was not finished is told by its session', () => {
    const marker = { sessionId: 'session#1', driveId: 'A1' };
    expect(opened(diskAround(incompleteMarker(marker)), ({ contents }) => contents)).toEqual({
      kind: 'incomplete',
      marker,
    });
  });

  it('that holds nothing, or nothing known, is told apart', () => {
    expect(opened(diskAround(new Uint8Array(MIB)), ({ contents }) => contents.kind)).toBe('empty');
    expect(opened(diskAround(new Uint8Array(MIB).fill(1)), ({ contents }) => contents.kind)).toBe('unknown');
    expect(opened(new Uint8Array(0), ({ contents }) => contents.kind)).toBe('empty');
  });

  it('whose BitLocker metadata are damaged says so', () => {
    const bytes = Buffer.from(drive.volume);
    for (let copy = 0; copy < 3; copy += 1) bytes[Number(drive.volume.readBigUInt64LE(176 + 8 * copy)) + 200]! ^= 1;
    expect(opened(bytes, ({ contents }) => (contents.kind === 'unreadable' ? contents.error.message : ''))).toContain(
      'No copy of its BitLocker metadata is intact',
    );
  });

  it('with two data partitions is taken for the first, which is said', () => {
    const bytes = Buffer.from(drive.disk);
    const entry = 446 + 16;
    bytes.fill(0, 440, 1024);
    for (const [at, first] of [
      [446, 2048],
      [entry, 4096],
    ] as const) {
      bytes[at + 4] = 7;
      bytes.writeUInt32LE(first, at + 8);
      bytes.writeUInt32LE(2048, at + 12);
    }
    bytes.set([0x55, 0xaa], 510);
    expect(opened(bytes, layersOf)).toMatchObject({
      offset: MIB,
      remarks: [expect.stringContaining('2 data partitions')],
    });
  });
});

describe('a target that is refused', () => {
  it.each([
    [
      'a dynamic VHD',
      Buffer.concat([Buffer.alloc(MIB), footerOfKind(3)]),
      'is a dynamic VHD. Convert it to a fixed one',
    ],
    [
      'a differencing VHD',
      Buffer.concat([Buffer.alloc(MIB), footerOfKind(4)]),
      'is a differencing VHD. Convert it to a fixed one',
    ],
    [
      'a dynamic VHD that was cut off',
      Buffer.concat([footerOfKind(3), Buffer.alloc(MIB)]),
      'is a dynamic VHD. Convert it to a fixed one',
    ],
    [
      'a VHDX',
      Buffer.concat([Buffer.from('vhdxfile'), Buffer.alloc(MIB)]),
      'is a VHDX image. Convert it to a fixed VHD',
    ],
    [
      'a qcow2 image',
      Buffer.concat([Buffer.from('QFI\xfb', 'latin1'), Buffer.alloc(MIB)]),
      'is a qcow2 image. Convert it to a fixed VHD',
    ],
    ['a VMDK', Buffer.concat([Buffer.from('KDMV'), Buffer.alloc(MIB)]), 'is a VMDK image. Convert it to a fixed VHD'],
    ['a VHD of which a part is missing', Buffer.from(drive.vhd.subarray(512)), 'is a damaged VHD'],
    ['a VHD with a damaged footer', withByte(drive.vhd, drive.vhd.length - 100), 'its checksum does not match'],
    [
      'a disk image that was cut off',
      Buffer.from(drive.disk.subarray(0, drive.disk.length - 4 * MIB)),
      'the image may be cut off',
    ],
    ['a disk without a data partition', withoutPartition(), 'no data partition among its partitions (1 in total)'],
  ])('because it is %s says what to do, or what is wrong', (_, bytes, message) => {
    expect(() => {
      opened(bytes, () => undefined);
    }).toThrow(DriveFormatError);
    expect(() => {
      opened(bytes, () => undefined);
    }).toThrow(message);
  });

  it('because it is missing, or a folder, names it', () => {
    expect(() => openDrive(join(folder, 'missing.vhd'))).toThrow(DriveOpenError);
    expect(() => openDrive(join(folder, 'missing.vhd'))).toThrow('missing.vhd does not exist');
    expect(() => openDrive(folder)).toThrow('is a folder');
  });

  it('or read ends in words, whatever its bytes are', () => {
    const edit = fc.tuple(
      fc.oneof(
        fc.nat(1300),
        fc.integer({ min: MIB, max: MIB + 600 }),
        fc.integer({ min: MIB + 8192, max: MIB + 9500 }),
        fc.integer({ min: 1, max: 1100 }).map((at) => drive.vhd.length - at),
      ),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        const bytes = Buffer.from(drive.vhd);
        for (const [at, value] of edits) bytes[at] = value;
        try {
          opened(bytes, ({ volume }) => fileSystemFacts(volume));
        } catch (error) {
          expect(error instanceof DriveFormatError || error instanceof DriveReadError ? '' : error).toBe('');
        }
      }),
      { numRuns: 60 },
    );
  });

  function withByte(bytes: Buffer, at: number): Buffer {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    return changed;
  }

  function withoutPartition(): Buffer {
    const bytes = Buffer.from(drive.disk);
    bytes.fill(0, 440, 1024 + ENTRY_LENGTH);
    bytes[450] = 0x83;
    bytes.writeUInt32LE(2048, 454);
    bytes.writeUInt32LE(2048, 458);
    bytes.set([0x55, 0xaa], 510);
    return bytes;
  }
});

describe('a drive letter', () => {
  it('is a device on Windows alone', () => {
    expect(devicePath('G:', 'win32')).toBe('\\\\.\\G:');
    expect(devicePath('g:\\', 'win32')).toBe('\\\\.\\g:');
    expect(devicePath('G:\\drive.vhd', 'win32')).toBe('G:\\drive.vhd');
    expect(devicePath('G:', 'linux')).toBe('G:');
  });
});
