import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { sentence } from '../language/sentence';
import type { ByteSource } from '../volume/byteSource';
import { DriveReadError } from '../volume/byteSource';
import { deviceNumber } from '../model/deviceNumber';
import { linuxBlockDevice } from './disk/blockDevice';
import { measureLength } from './measureLength';
import { codeOf } from '../model/systemError';

/** A target that cannot be opened at all. The message names the target and the remedy. */
export class DriveOpenError extends Error {}

/** The bytes of a file or of a block device, for reading. */
export interface TargetSource extends ByteSource {
  readonly kind: 'file' | 'device';
  /** The process's file descriptor, for other threads; `close` closes it. */
  readonly descriptor: number;
  readonly close: () => void;
}

/** Devices are read in whole sectors, for any common sector size: Windows and the raw devices of macOS insist on it. */
const ALIGNMENT = 4096;
const MOST_A_CALL = 16 * 1024 * 1024;

/**
 * Opens an image file or a block device for reading; on Windows, a drive letter as well.
 *
 * @throws DriveOpenError
 */
export function openTargetSource(target: string, platform: NodeJS.Platform = process.platform): TargetSource {
  const path = devicePath(target, platform);
  let descriptor: number;
  try {
    // Opening a pipe would block until somebody writes to it. Windows has no facts about a disk.
    const facts = platform === 'win32' ? undefined : statSync(path);
    if (facts?.isFIFO() || facts?.isSocket()) throw new DriveOpenError(notADrive(target));
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (error instanceof DriveOpenError) throw error;
    throw new DriveOpenError(whyNotOpened(target, codeOf(error)), { cause: error });
  }
  try {
    return sourceOf(target, descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** `G:` is the device `\\.\G:` on Windows; elsewhere it may be a file's name. */
export function devicePath(target: string, platform: NodeJS.Platform): string {
  return platform === 'win32' && /^[A-Za-z]:\\?$/.test(target) ? `\\\\.\\${target.slice(0, 2)}` : target;
}

/**
 * The bytes of a target that is already open, for reading. Closing the source closes the descriptor.
 *
 * @throws DriveOpenError
 */
export function sourceOf(target: string, descriptor: number): TargetSource {
  const facts = statOf(descriptor);
  if (facts?.isDirectory())
    throw new DriveOpenError(sentence`${target} is a folder. Specify an image file, a disk or a volume.`);
  if (facts !== undefined && !facts.isFile() && !facts.isBlockDevice() && !facts.isCharacterDevice()) {
    throw new DriveOpenError(notADrive(target));
  }
  const close = () => {
    closeSync(descriptor);
  };
  if (facts?.isFile()) {
    const length = Number(facts.size);
    return {
      kind: 'file',
      descriptor,
      length,
      close,
      read: (offset, into) => {
        readAll(target, descriptor, length, offset, into);
      },
    };
  }
  const length = deviceLength(descriptor, facts);
  return {
    kind: 'device',
    descriptor,
    length,
    close,
    read: (offset, into) => {
      const lead = offset % ALIGNMENT;
      const end = Math.min(Math.ceil((offset + into.length) / ALIGNMENT) * ALIGNMENT, length);
      if (lead === 0 && offset + into.length === end) {
        readAll(target, descriptor, length, offset, into);
        return;
      }
      const whole = new Uint8Array(Math.max(end - offset, into.length) + lead);
      readAll(target, descriptor, length, offset - lead, whole);
      into.set(whole.subarray(lead, lead + into.length));
    },
  };
}

function readAll(target: string, descriptor: number, length: number, offset: number, into: Uint8Array): void {
  if (offset < 0 || offset + into.length > length)
    throw new DriveReadError(
      sentence`${target} ends after ${length} bytes, so ${into.length} bytes cannot be read at byte ${offset}.`,
      offset,
    );
  for (let done = 0; done < into.length;) {
    const read = readPiece(target, descriptor, into.subarray(done, done + MOST_A_CALL), offset + done);
    if (read === 0)
      throw new DriveReadError(
        sentence`${target} became shorter while it was being read: there is nothing at byte ${offset + done}.`,
        offset + done,
      );
    done += read;
  }
}

function readPiece(target: string, descriptor: number, into: Uint8Array, position: number): number {
  try {
    return readSync(descriptor, into, 0, into.length, position);
  } catch (error) {
    throw new DriveReadError(
      sentence`${target} cannot be read at byte ${position} (${codeOf(error)}). Check the drive and its cable; if this happens again, use another drive.`,
      position,
      { cause: error },
    );
  }
}

/** Undefined if the system cannot tell anything about a device, as on Windows. */
function statOf(descriptor: number): BigIntStats | undefined {
  try {
    return fstatSync(descriptor, { bigint: true });
  } catch {
    return undefined;
  }
}

function deviceLength(descriptor: number, facts: BigIntStats | undefined): number {
  const known = facts === undefined ? undefined : linuxBlockDevice(deviceNumber(facts.rdev))?.length;
  if (known !== undefined && known > 0) return known;
  const sector = new Uint8Array(ALIGNMENT);
  return measureLength((offset, bytes) => {
    try {
      return readSync(descriptor, sector, 0, bytes, offset) === bytes;
    } catch {
      return false;
    }
  });
}

function notADrive(target: string): string {
  return sentence`${target} is neither a file nor a disk. Specify an image file, a disk or a volume.`;
}

function whyNotOpened(target: string, code: string): string {
  switch (code) {
    case 'ENOENT':
      return sentence`${target} does not exist. Specify an image file, a disk or a volume.`;
    case 'EACCES':
    case 'EPERM':
      return sentence`This user does not have permission to read ${target} (${code}). Reading a disk requires administrator rights: run the command as an administrator, or obtain permission to read it.`;
    case 'EISDIR':
      return sentence`${target} is a folder. Specify an image file, a disk or a volume.`;
    default:
      return sentence`${target} cannot be opened (${code}).`;
  }
}
