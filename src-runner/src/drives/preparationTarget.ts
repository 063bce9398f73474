import { closeSync, constants, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';
import { sentence } from '../language/sentence';
import { TargetError } from '../pipeline/copyResult';
import { deviceNumber, linuxBlockDevice } from './blockDevice';
import { codeOf } from '../systemError';

/** What stands where a drive is to be prepared. */
export interface PreparationTarget {
  /** As the user named it. */
  readonly path: string;
  readonly kind: 'image' | 'device';
  /** Bytes of the disk that is there; undefined of an image that is yet to be made. */
  readonly length?: number;
  readonly serial?: string;
}

/** Preparing needs disks of 512-byte sectors: the service takes no others (formats.md, section 5). */
const SECTOR_BYTES = 512;

/** Where a drive is written that no `--drive` speaks of. */
export function defaultTarget(letter: string): string {
  return join('drives', `${letter}.vhd`);
}

/**
 * Looks at a target without touching it.
 *
 * @throws TargetError for one that cannot or must not be overwritten: in use, read-only, a partition, neither file nor disk
 */
export function inspectTarget(path: string): PreparationTarget {
  let facts: BigIntStats | undefined;
  try {
    facts = statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw new TargetError(sentence`${path} cannot be reached (${codeOf(error)}). Name a file or a disk that this user may write.`);
  }
  if (facts === undefined) {
    if (isDevicePath(path)) throw new TargetError(sentence`there is no disk ${path}. Attach the drive, or name another one with --drive.`);
    return { path, kind: 'image' };
  }
  if (facts.isFile()) return { path, kind: 'image', length: Number(facts.size) };
  if (!facts.isBlockDevice() && !(facts.isCharacterDevice() && isRawDisk(path))) {
    throw new TargetError(sentence`${path} is neither a file nor a disk. Name an image file, or a whole disk.`);
  }
  return inspectDevice(path, facts.rdev);
}

function inspectDevice(path: string, rdev: bigint): PreparationTarget {
  const device = linuxBlockDevice(deviceNumber(rdev));
  if (device === undefined) return { path, kind: 'device' };
  if (device.isPartition) throw new TargetError(sentence`${path} is a partition. Name the whole disk: it is given a partition table of its own.`);
  if (device.uses.length > 0) throw new TargetError(sentence`${path} is in use: ${device.uses.join('; ')}. Unmount and release it first; nothing was written.`);
  if (device.readOnly) throw new TargetError(sentence`${path} is read-only. Take off its write protection, or name another drive.`);
  if (device.logicalSectorBytes !== SECTOR_BYTES) {
    throw new TargetError(sentence`${path} has sectors of ${device.logicalSectorBytes} bytes. The import service takes drives with 512-byte logical sectors only.`);
  }
  return { path, kind: 'device', length: device.length, ...(device.serial === undefined ? {} : { serial: device.serial }) };
}

/**
 * Opens a target for writing: an image is made anew with room for `fileBytes`, unless `keep` says that a session goes on in it.
 * A disk is claimed for us alone where the system can.
 *
 * @returns the file descriptor, for reading and writing
 * @throws TargetError
 */
export function openTargetForWriting({ path, kind }: PreparationTarget, fileBytes: number, keep: boolean): number {
  try {
    if (kind === 'device') return openSync(path, constants.O_RDWR | constants.O_EXCL);
    mkdirSync(dirname(path), { recursive: true });
    if (keep) return openSync(path, constants.O_RDWR);
    const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o644);
    try {
      ftruncateSync(descriptor, fileBytes);
      fsyncSync(descriptor);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    return descriptor;
  } catch (error) {
    throw new TargetError(whyNotWritable(path, codeOf(error), existsSync(path)));
  }
}

function whyNotWritable(path: string, code: string, exists: boolean): string {
  switch (code) {
    case 'ENOENT':
      return sentence`${path} is not there any more. Attach the drive, or bring the image back, and run the same command with --resume.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return exists
        ? sentence`${path} cannot be written (${code}). Give this user the right to write it, or name another place with --drive.`
        : sentence`${path} cannot be created (${code}). Give this user the right to write it, or name another place with --drive.`;
    case 'EBUSY':
      return sentence`${path} is in use by another program (EBUSY). Unmount and release it first; nothing was written.`;
    case 'ENOSPC':
    case 'EFBIG':
      return sentence`${path} does not fit on its file system (${code}). Make room, or name another place with --drive.`;
    default:
      return sentence`${path} cannot be opened for writing (${code}).`;
  }
}

function isDevicePath(path: string): boolean {
  return path.startsWith('/dev/') ? !path.startsWith('/dev/shm/') : path.startsWith('\\\\.\\');
}

/** macOS reaches a disk without its cache by a character device, Windows every disk. */
function isRawDisk(path: string): boolean {
  return /^\/dev\/rdisk\d+$/.test(path) || path.startsWith('\\\\.\\');
}
