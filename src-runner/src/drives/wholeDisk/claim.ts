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
import { dirname } from 'node:path';
import { JournalError } from '../../journal/journalError';
import { SessionLock } from '../../journal/sessionLock';
import { sentence } from '../../language/sentence';
import { makeFolders } from '../../model/makeFolders';
import { TargetError } from '../../model/copyResult';
import { identityOf } from '../../model/pathIdentity';
import { codeOf } from '../../model/systemError';
import { recogniseDrive } from './recogniseDrive';
import type { DriveMarks } from '../driveIdentity';
import { NOTHING_THERE } from '../drive';
import type { Drive, TargetState } from '../drive';
import { lookFailure, standingOf } from '../standing';
import { sourceOf } from '../targetSource';

/** How much of a disk its state covers, because a disk has no time of last change. */
const COMPARED_LENGTH = 2 * 1024 * 1024;

/** @throws TargetError */
export function targetState(path: string): TargetState {
  try {
    const facts = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (facts === undefined) return NOTHING_THERE;
    if (facts.isFile()) return stateOfFile(facts);
    const descriptor = openSync(path, 'r');
    try {
      return stateOfDisk(descriptor, facts);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new TargetError(
      sentence`${path} cannot be read (${codeOf(error)}). Grant this user permission to read it, or specify another location with --drive.`,
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

/** Keeps other runs from the medium of an identity. @throws TargetError where one has it */
export function lockMedium(path: string, identity: string, sessionId: string): SessionLock {
  try {
    return SessionLock.takeMedium(path, identity, sessionId);
  } catch (error) {
    throw error instanceof JournalError ? new TargetError(error.message, { cause: error }) : error;
  }
}

/** The conditions under which a target may be written to. */
export interface TargetClaim {
  /** What the session's drive is recognized by. */
  readonly marks: DriveMarks;
  /** Bytes of the image file. */
  readonly fileBytes: number;
  /** Whether to write from the beginning even if this is the session's own drive. */
  readonly isAnew: boolean;
  /** What somebody agreed to overwrite; undefined if only the session's own drive may be written to. */
  readonly agreed: TargetState | undefined;
  /** Keeps other runs from the medium with an identity. @throws TargetError if one has it */
  readonly hold: (identity: string) => void;
  /** The message about a medium that is not the session's own. */
  readonly foreign: (standing: string) => string;
}

/** A target that is open for reading and writing. */
export interface ClaimedTarget {
  readonly descriptor: number;
  /** Whether the session continues with what is on the target. */
  readonly isKept: boolean;
}

/**
 * Opens a target for writing. It must be the session's own drive, recognized by what is on it, or still be in the state
 * that somebody agreed to overwrite. A disk is opened exclusively if the system supports that. The same descriptor is
 * used for checking and writing, so that exactly what was checked is written to.
 *
 * @throws TargetError for every other target, which is left alone
 */
export function claimTarget(
  { path, kind }: Pick<Drive, 'path' | 'kind'>,
  { marks, fileBytes, isAnew, agreed, hold, foreign }: TargetClaim,
): ClaimedTarget {
  const descriptor = openClaimed(path, kind, agreed === NOTHING_THERE);
  try {
    hold(identityOf(fstatSync(descriptor, { bigint: true })));
    // Looked at only after the lock is held: another run may have written to it until just before.
    const facts = fstatSync(descriptor, { bigint: true });
    const isNew = facts.isFile() && facts.size === 0n && agreed === NOTHING_THERE;
    if (!isNew && recogniseDrive(sourceOf(path, descriptor), marks)) {
      if (!isAnew) return { descriptor, isKept: true };
    } else if (!isNew) {
      if (agreed === undefined) throw new TargetError(foreign(standingOf(path).text));
      checkUnchanged(path, descriptor, facts, agreed);
    }
    if (kind === 'image') {
      ftruncateSync(descriptor, 0);
      ftruncateSync(descriptor, fileBytes);
      fsyncSync(descriptor);
    }
    return { descriptor, isKept: false };
  } catch (error) {
    closeSync(descriptor);
    throw claimFailure(path, error);
  }
}

/**
 * Opens a disk that somebody agreed to overwrite, as it was then, whatever is on it. It is claimed for us alone where the system can.
 *
 * @returns its descriptor, for reading and writing
 * @throws TargetError
 */
export function claimDisk(path: string, agreed: TargetState, hold: TargetClaim['hold']): number {
  const descriptor = openClaimed(path, 'device', false);
  try {
    const facts = fstatSync(descriptor, { bigint: true });
    hold(identityOf(facts));
    checkUnchanged(path, descriptor, facts, agreed);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw claimFailure(path, error);
  }
}

/** @throws TargetError where it is not any more what somebody agreed to overwrite */
function checkUnchanged(path: string, descriptor: number, facts: BigIntStats, agreed: TargetState): void {
  const state = facts.isFile() ? stateOfFile(facts) : stateOfDisk(descriptor, facts);
  if (state !== agreed)
    throw new TargetError(
      sentence`${path} has changed since it was checked: it now holds ${standingOf(path).text}. Nothing was written to it; start again.`,
    );
}

function claimFailure(path: string, error: unknown): TargetError {
  if (error instanceof TargetError) return error;
  return lookFailure(error) ?? new TargetError(whyNotWritable(path, codeOf(error), true));
}

function openClaimed(path: string, kind: TargetKind, isNew: boolean): number {
  try {
    if (kind === 'device') return openSync(path, constants.O_RDWR | constants.O_EXCL);
    if (!isNew) return openSync(path, constants.O_RDWR);
    makeFolders(dirname(path));
    return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o644);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST')
      throw new TargetError(
        sentence`${path} did not exist when it was checked, but now it holds ${standingOf(path).text}. Nothing was written to it; start again.`,
      );
    throw new TargetError(whyNotWritable(path, code, existsSync(path)));
  }
}

function whyNotWritable(path: string, code: string, exists: boolean): string {
  switch (code) {
    case 'ENOENT':
      return sentence`${path} is no longer there. Attach the drive or restore the image, then run the same command with --resume.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return exists
        ? sentence`${path} cannot be written (${code}). Grant this user permission to write it, or specify another location with --drive.`
        : sentence`${path} cannot be created (${code}). Grant this user permission to write it, or specify another location with --drive.`;
    case 'EBUSY':
      return sentence`${path} is in use by another program (EBUSY). Unmount and release it first; nothing was written.`;
    case 'ENOSPC':
    case 'EFBIG':
      return sentence`${path} does not fit on its file system (${code}). Free some space, or specify another location with --drive.`;
    default:
      return sentence`${path} cannot be opened for writing (${code}).`;
  }
}
