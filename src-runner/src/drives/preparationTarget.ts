import { createHash } from 'node:crypto';
import type { TargetKind } from '#core/journal/sessionRecords';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import { defaultTarget } from '../model/defaultTarget';
import { makeFolders } from '../model/makeFolders';
import { TargetError } from '../model/copyResult';
import { deviceNumber } from '../model/deviceNumber';
import { identityOf } from '../model/pathIdentity';
import { codeOf } from '../model/systemError';
import { linuxBlockDevice } from './blockDevice';
import { recogniseDrive } from './ownDrive';
import type { DriveMarks } from './ownDrive';
import { lookFailure, standingOf } from './standing';
import { sourceOf } from './targetSource';

/** What stands where a drive is to be prepared. */
export interface PreparationTarget {
  /** As the user named it. */
  readonly path: string;
  readonly kind: TargetKind;
  /** Bytes of the disk that is there; undefined of an image that is yet to be made. */
  readonly length?: number;
  readonly serial?: string;
}

/**
 * Where a drive is written that no `--drive` speaks of: an image of its letter, and where there is something already, one with a number.
 *
 * @returns with what stands at the place that it would have been, where it is another
 */
export function freeTarget(letter: string): {
  readonly target: string;
  readonly instead?: { readonly target: string; readonly standing: string };
} {
  const first = defaultTarget(letter);
  const standing = standingAt(first);
  if (standing === undefined) return { target: first };
  for (let number = 2; ; number++) {
    const target = join('drives', `${letter}-${number}.vhd`);
    if (standingAt(target) === undefined) return { target, instead: { target: first, standing } };
  }
}

/** In words; undefined where an image can be made without anybody's loss. */
function standingAt(path: string): string | undefined {
  try {
    const { holdsData, text } = standingOf(path);
    return holdsData ? text : undefined;
  } catch (error) {
    const failure = lookFailure(error);
    if (failure) return failure.message;
    throw error;
  }
}

/**
 * Looks at a target without touching it.
 *
 * @param expected what it is where nothing is there: a disk may be detached. A path is asked for that only before anything else is known
 * @throws TargetError for one that cannot or must not be overwritten: in use, read-only, a partition, neither file nor disk
 */
export function inspectTarget(path: string, expected = kindBySpelling(path)): PreparationTarget {
  let facts: BigIntStats | undefined;
  try {
    facts = statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw new TargetError(
      sentence`${path} cannot be reached (${codeOf(error)}). Name a file or a disk that this user may write.`,
    );
  }
  if (facts === undefined) {
    if (expected === 'device')
      throw new TargetError(sentence`there is no disk ${path}. Attach the drive, or name another one with --drive.`);
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
  if (device.isPartition)
    throw new TargetError(
      sentence`${path} is a partition. Name the whole disk: it is given a partition table of its own.`,
    );
  if (device.uses.length > 0)
    throw new TargetError(
      sentence`${path} is in use: ${device.uses.join('; ')}. Unmount and release it first; nothing was written.`,
    );
  if (device.readOnly)
    throw new TargetError(sentence`${path} is read-only. Take off its write protection, or name another drive.`);
  if (device.logicalSectorBytes !== SECTOR_LENGTH) {
    throw new TargetError(
      sentence`${path} has sectors of ${device.logicalSectorBytes} bytes. The import service takes drives with 512-byte logical sectors only.`,
    );
  }
  return {
    path,
    kind: 'device',
    length: device.length,
    ...(device.serial === undefined ? {} : { serial: device.serial }),
  };
}

/** What a target was when somebody agreed that it may be overwritten: whatever it has become since was not meant. */
export type TargetState = string & { readonly targetState: unique symbol };

const NOTHING = 'nothing' as TargetState;
/** Of a disk, which has no time of its last change. */
const COMPARED_LENGTH = 2 * 1024 * 1024;

/** @throws TargetError */
export function targetState(path: string): TargetState {
  try {
    const facts = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (facts === undefined) return NOTHING;
    if (facts.isFile()) return stateOfFile(facts);
    const descriptor = openSync(path, 'r');
    try {
      return stateOfDisk(descriptor, facts);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new TargetError(
      sentence`${path} cannot be read (${codeOf(error)}). Give this user the right to read it, or name another place with --drive.`,
    );
  }
}

function stateOfFile({ dev, ino, size, mtimeNs }: BigIntStats): TargetState {
  return `${dev}:${ino} ${size} ${mtimeNs}` as TargetState;
}

function stateOfDisk(descriptor: number, { rdev }: BigIntStats): TargetState {
  const bytes = new Uint8Array(COMPARED_LENGTH);
  const length = readSync(descriptor, bytes, 0, bytes.length, 0);
  return `${rdev} ${createHash('sha256').update(bytes.subarray(0, length)).digest('hex')}` as TargetState;
}

/** How a target may be written to. */
export interface TargetClaim {
  /** What the drive of the session is known by. */
  readonly marks: DriveMarks;
  /** Bytes of the image file. */
  readonly fileBytes: number;
  /** Whether it is written from its beginning, even where the drive is the session's own. */
  readonly isAnew: boolean;
  /** What somebody agreed to overwrite; undefined where only the session's own drive will do. */
  readonly agreed: TargetState | undefined;
  /** Keeps other runs from the medium of an identity. @throws TargetError where one has it */
  readonly hold: (identity: string) => void;
  /** What is said of a medium that is not the session's own. */
  readonly foreign: (standing: string) => string;
}

/** A target that is open for reading and writing. */
export interface ClaimedTarget {
  readonly descriptor: number;
  /** True where the session goes on with what is on it. */
  readonly isKept: boolean;
}

/**
 * Opens a target for writing: the session's own drive, known by what is on it, or what somebody agreed to overwrite, as it was then.
 * A disk is claimed for us alone where the system can. What is opened is what was looked at: both are done by one descriptor.
 *
 * @throws TargetError for everything else, which is left alone
 */
export function claimTarget(
  { path, kind }: PreparationTarget,
  { marks, fileBytes, isAnew, agreed, hold, foreign }: TargetClaim,
): ClaimedTarget {
  const descriptor = openClaimed(path, kind, agreed === NOTHING);
  try {
    hold(identityOf(fstatSync(descriptor, { bigint: true })));
    // Looked at only now: another run may have had it until a moment ago.
    const facts = fstatSync(descriptor, { bigint: true });
    const isNew = facts.isFile() && facts.size === 0n && agreed === NOTHING;
    if (!isNew && recogniseDrive(sourceOf(path, descriptor), marks)) {
      if (!isAnew) return { descriptor, isKept: true };
    } else if (!isNew) {
      const state = facts.isFile() ? stateOfFile(facts) : stateOfDisk(descriptor, facts);
      if (agreed === undefined) throw new TargetError(foreign(standingOf(path).text));
      if (state !== agreed)
        throw new TargetError(
          sentence`${path} has changed since it was looked at: it holds ${standingOf(path).text} now. Nothing was written to it; begin again.`,
        );
    }
    if (kind === 'image') {
      ftruncateSync(descriptor, 0);
      ftruncateSync(descriptor, fileBytes);
      fsyncSync(descriptor);
    }
    return { descriptor, isKept: false };
  } catch (error) {
    closeSync(descriptor);
    if (error instanceof TargetError) throw error;
    throw lookFailure(error) ?? new TargetError(whyNotWritable(path, codeOf(error), true));
  }
}

function openClaimed(path: string, kind: PreparationTarget['kind'], isNew: boolean): number {
  try {
    if (kind === 'device') return openSync(path, constants.O_RDWR | constants.O_EXCL);
    if (!isNew) return openSync(path, constants.O_RDWR);
    makeFolders(dirname(path));
    return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o644);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST')
      throw new TargetError(
        sentence`${path} has come to be since it was looked at: it holds ${standingOf(path).text}. Nothing was written to it; begin again.`,
      );
    throw new TargetError(whyNotWritable(path, code, existsSync(path)));
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

function kindBySpelling(path: string): TargetKind {
  const isDevice = path.startsWith('/dev/') ? !path.startsWith('/dev/shm/') : path.startsWith('\\\\.\\');
  return isDevice ? 'device' : 'image';
}

/** What a target is, for what was recorded before kinds were: by what is there, and by its path where nothing is. */
export function kindAt(path: string): TargetKind {
  try {
    return statSync(path).isFile() ? 'image' : 'device';
  } catch {
    return kindBySpelling(path);
  }
}

/** macOS reaches a disk without its cache by a character device, Windows every disk. */
function isRawDisk(path: string): boolean {
  return /^\/dev\/rdisk\d+$/.test(path) || path.startsWith('\\\\.\\');
}
