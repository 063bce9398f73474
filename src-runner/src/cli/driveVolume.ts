import { openDrive } from '../drives/openDrive';
import type { OpenedDrive } from '../drives/openDrive';
import { sentence } from '../language/sentence';
import { readJrmFile } from '../report/readJrmFile';
import { breather } from '../model/breather';
import { isVolumeOf, unlockWithJrm } from '../verify/unlockWithJrm';
import type { LockedVolume, UnlockedVolume } from '../volume/bitlocker/lockedVolume';
import { DriveFormatError } from '../volume/byteSource';
import type { ByteSource } from '../volume/byteSource';
import { NtfsVolume } from '../volume/ntfs/read/ntfsVolume';
import type { OptionValues } from './command';
import type { driveKeyOptions } from './commandTable';
import { UsageError } from '../model/usageError';
import { readableContents, withDrive } from './openedDrive';
import { terminalQuestioner } from './question';
import { checkedRecoveryKey, readRecoveryKey } from './recoveryKeyInput';
import type { Terminal } from './terminal';

/** A drive, and where to find its key. */
export interface DriveAccess {
  readonly target: string;
  readonly keyFile: string | undefined;
  readonly jrm: string | undefined;
  /** The key itself, if the caller has it from elsewhere. A secret. */
  readonly key?: string;
}

/** The volume is encrypted, and no key was given. */
export class LockedDriveError extends UsageError {}

/** @throws UsageError */
export function readDriveAccess(target: string, values: OptionValues<typeof driveKeyOptions>): DriveAccess {
  if (values['key-file'] !== undefined && values.jrm !== undefined)
    throw new UsageError(sentence`--key-file and --jrm cannot be used together: both specify the key.`);
  return { target, keyFile: values['key-file'], jrm: values.jrm };
}

/**
 * Opens a drive with an NTFS volume, encrypted or not, runs `work`, and closes the drive again.
 *
 * @returns the exit code of `work` or, after reporting it, of the error
 * @throws UsageError
 */
export function withDriveVolume(
  access: DriveAccess,
  terminal: Terminal,
  work: (volume: NtfsVolume) => Promise<number>,
): Promise<number> {
  return withDrive(access.target, terminal, async (drive) => {
    const { volume, wipe } = await volumeOf(drive, access, terminal);
    try {
      return await work(NtfsVolume.open(volume));
    } finally {
      wipe();
    }
  });
}

/** The open NTFS volume of a drive. */
export interface OpenVolume {
  readonly volume: NtfsVolume;
  /** Closes the drive and wipes its keys. */
  readonly close: () => void;
}

/**
 * Opens a drive with an NTFS volume, encrypted or not.
 *
 * @throws DriveOpenError, DriveReadError, DriveFormatError: the message says what is wrong with the drive or the key
 * @throws JrmFileError, UsageError; LockedDriveError if no key was given
 */
export async function openDriveVolume(access: DriveAccess, terminal: Terminal): Promise<OpenVolume> {
  const drive = openDrive(access.target);
  try {
    const { volume, wipe } = await volumeOf(drive, access, terminal);
    return {
      volume: NtfsVolume.open(volume),
      close: () => {
        wipe();
        drive.close();
      },
    };
  } catch (error) {
    drive.close();
    throw error;
  }
}

async function volumeOf(
  drive: OpenedDrive,
  access: DriveAccess,
  terminal: Terminal,
): Promise<{ readonly volume: ByteSource; readonly wipe: () => void }> {
  const contents = readableContents(drive);
  if (typeof contents === 'string') throw new DriveFormatError(contents);
  if (contents.kind === 'bitlocker') return unlock(contents.locked, access, terminal);
  if (contents.name === 'NTFS') return { volume: drive.volume, wipe: () => undefined };
  throw new DriveFormatError(
    sentence`${drive.target} contains ${contents.name}. Only NTFS can be read, with or without BitLocker.`,
  );
}

async function unlock(
  locked: LockedVolume,
  { target, keyFile, jrm, key }: DriveAccess,
  terminal: Terminal,
): Promise<UnlockedVolume> {
  const { signal, environment } = terminal;
  if (key !== undefined) return locked.unlock(checkedRecoveryKey(key, sentence`the key`), signal);
  if (jrm !== undefined) {
    const { header } = await readJrmFile(jrm, () => undefined, breather(signal));
    // A drive of the JRM that names another volume cannot be this one.
    const candidates = header.Drives.filter((drive) => drive.VolumeId === undefined || isVolumeOf(locked, drive));
    if (candidates.length === 0)
      throw new DriveFormatError(
        sentence`${jrm} has no drive with the volume of ${target} (${locked.metadata.volumeGuid}). Specify the JRM of the drive's job.`,
      );
    const volume = await unlockWithJrm(locked, candidates, signal);
    if (typeof volume === 'string') throw new DriveFormatError(`${target}: ${volume}`);
    return volume.unlocked;
  }
  const found = await readRecoveryKey({
    keyFile,
    environment,
    questioner: terminalQuestioner(signal),
    question: `Recovery key of ${target}: `,
  });
  if (found === undefined)
    throw new LockedDriveError(
      sentence`${target} is locked. Specify its key with --key-file <file>, or the JRM of its job with --jrm <file>.`,
    );
  terminal.progress('Trying the key …');
  return locked.unlock(found, signal);
}

/** A path on a drive in NTFS's form, `\dir\name`. Accepts slashes; the root is empty. */
export function drivePath(text: string): string {
  return text
    .split(/[\\/]/)
    .filter((name) => name !== '')
    .map((name) => `\\${name}`)
    .join('');
}
