import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LockedVolume } from '../../src-runner/src/volume/bitlocker/lockedVolume';
import type { EncryptionMethod } from '../../src-runner/src/volume/bitlocker/encryptionMethod';
import { readBytes } from '../../src-runner/src/volume/byteSource';
import { memorySource } from '../../src-runner/test/ntfsVolume';
import { MountedDrive, PARTITION_OFFSET, sha256OfFile } from '../drives/mountedDrive';
import { content, makeEncryptedImage } from './encryptedImage';
import type { EncryptedImage } from './encryptedImage';
import { hasFuse, hasReaders, runReader } from './readers';

const canMake = hasReaders('mkntfs', 'ntfscp');
const canMount = canMake && hasFuse();
const hasCryptsetup = hasReaders('cryptsetup');
const hasBde = hasReaders('bdeinfo', 'bdemount');
const hasDislocker = hasReaders('dislocker-fuse', 'ntfs-3g');

/** The key with a digit changed in a way that no checksum detects: another well-formed key. */
function otherKey(key: string): string {
  const group = Number(key.slice(0, 6));
  const other = group >= 11 * 10_000 ? group - 11 * 10_000 : group + 11 * 10_000;
  return `${String(other).padStart(6, '0')}${key.slice(6)}`;
}

interface Names {
  readonly cryptsetup: string;
  /** Undefined if the packaged libbde (20190102) cannot open such a volume, not even one made by Windows. */
  readonly bde?: string;
}

const names: readonly (readonly [EncryptionMethod, Names])[] = [
  ['aes-xts-128', { cryptsetup: 'xts-plain64', bde: 'AES-XTS 128-bit' }],
  ['aes-xts-256', { cryptsetup: 'xts-plain64' }],
  ['aes-cbc-128', { cryptsetup: 'cbc-eboiv', bde: 'AES-CBC 128-bit' }],
  ['aes-cbc-256', { cryptsetup: 'cbc-eboiv', bde: 'AES-CBC 256-bit' }],
  ['aes-cbc-128-elephant', { cryptsetup: 'cbc-elephant', bde: 'AES-CBC 128-bit with Diffuser' }],
  ['aes-cbc-256-elephant', { cryptsetup: 'cbc-elephant', bde: 'AES-CBC 256-bit with Diffuser' }],
];

describe.runIf(canMake).each(names)('a volume that we encrypt by %s', (method, says) => {
  let folder: string;
  let made: EncryptedImage;
  let key: string;
  let wrong: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sneakernet-bitlocker-'));
    made = await makeEncryptedImage(folder, method);
    key = made.secrets.recoveryPassword;
    wrong = otherKey(key);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is decrypted by us to what it was', async () => {
    const { volume, copies } = await LockedVolume.read(memorySource(readFileSync(made.volume)))!.unlock(key);
    expect(copies.map(({ fault }) => fault)).toEqual([undefined, undefined, undefined]);
    expect(Buffer.compare(readBytes(volume, 0, volume.length), made.plain)).toBe(0);
  });

  it.runIf(hasCryptsetup)('is described and unlocked by cryptsetup, with no other key', () => {
    const dump = runReader('cryptsetup', ['bitlkDump', made.volume]);
    expect(dump.code).toBe(0);
    expect(dump.stdout).toMatch(new RegExp(`Cipher mode:\\s+${says.cryptsetup}`));
    expect(dump.stdout).toContain(made.secrets.volumeGuid);
    expect(dump.stdout).toContain('VMK protected with recovery passphrase');
    const open = (passphrase: string) =>
      runReader('cryptsetup', ['open', '--test-passphrase', '--type', 'bitlk', made.volume], passphrase);
    expect(open(key)).toMatchObject({ code: 0 });
    expect(open(wrong).code).not.toBe(0);
  });

  it.runIf(hasBde && says.bde !== undefined)('is described and unlocked by libbde, with no other key', () => {
    const info = runReader('bdeinfo', ['-r', key, made.volume]);
    expect(info).toMatchObject({ code: 0 });
    expect(info.stdout).toMatch(new RegExp(`Encryption method\\s+: ${says.bde!}\\s`));
    expect(info.stdout).toContain(made.secrets.volumeGuid);
    const refused = runReader('bdeinfo', ['-r', wrong, made.volume]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Unable to unlock volume') as string });
  });

  it.runIf(canMount && hasBde && says.bde !== undefined)('is decrypted by libbde to the same bytes', () => {
    const mountPoint = join(folder, 'bde');
    mkdirSync(mountPoint);
    expect(runReader('bdemount', ['-r', key, made.volume, mountPoint])).toMatchObject({ code: 0 });
    try {
      expect(sha256OfFile(join(mountPoint, 'bde1'))).toBe(createHash('sha256').update(made.plain).digest('hex'));
    } finally {
      runReader('umount', [mountPoint]);
    }
  });

  it.runIf(canMount && hasDislocker)('is mounted by dislocker and ntfs-3g as the partition of an image', () => {
    const drive = new MountedDrive(made.image, key);
    try {
      expect(Buffer.compare(readFileSync(join(drive.root, 'content.bin')), content)).toBe(0);
      expect(sha256OfFile(drive.volume)).toBe(createHash('sha256').update(made.plain).digest('hex'));
    } finally {
      drive.unmount();
    }
    expect(() => new MountedDrive(made.image, wrong)).toThrow('dislocker ended with');
  });
});

describe.runIf(canMake && hasReaders('sgdisk', 'parted', 'qemu-img'))('a disk image', () => {
  let folder: string;
  let image: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sneakernet-disk-'));
    ({ image } = await makeEncryptedImage(folder, 'aes-xts-128'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is a fixed VHD of the right size for QEMU', () => {
    const info = runReader('qemu-img', ['info', '-f', 'vpc', '--output', 'json', image]);
    expect(JSON.parse(info.stdout)).toMatchObject({ format: 'vpc', 'virtual-size': 50 * 1024 * 1024 });
  });

  it('has a partition table in which sgdisk and parted find nothing wrong, as a disk', () => {
    const disk = join(folder, 'disk.raw');
    expect(runReader('qemu-img', ['convert', '-f', 'vpc', '-O', 'raw', image, disk])).toMatchObject({ code: 0 });
    const verified = runReader('sgdisk', ['-v', disk]);
    expect(verified.stdout).toContain('No problems found');
    expect(verified.stdout + verified.stderr).not.toMatch(/warning|caution|error/i);
    const printed = runReader('parted', ['-s', '-m', disk, 'unit', 'B', 'print']);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toContain(
      `1:${PARTITION_OFFSET}B:${49 * 1024 * 1024 - 1}B:${48 * 1024 * 1024}B::Basic data partition:msftdata;`,
    );
  });
});
