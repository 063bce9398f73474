import type { OpenedDrive } from '../drives/openDrive';
import { readJrmFile } from '../report/readJrmFile';
import { breather } from '../verify/breather';
import { isVolumeOf, unlockWithJrm } from '../verify/unlockWithJrm';
import type { LockedVolume, UnlockedVolume } from '../volume/bitlocker/lockedVolume';
import { DriveFormatError } from '../volume/byteSource';
import { NtfsVolume } from '../volume/ntfs/read/ntfsVolume';
import { UsageError } from './exitCode';
import { readableContents, withDrive } from './openedDrive';
import { terminalQuestioner } from './question';
import { readRecoveryKey } from './recoveryKeyInput';
import type { Terminal } from './terminal';

/** A drive, and where its key is. */
export interface DriveAccess {
  readonly target: string;
  readonly keyFile: string | undefined;
  readonly jrm: string | undefined;
}

/** The options of `DriveAccess`, for `parseArgs`. */
export const driveAccessDefinitions = { 'key-file': { type: 'string' }, jrm: { type: 'string' } } as const;

/** @throws UsageError */
export function readDriveAccess(target: string, values: { readonly 'key-file'?: string | undefined; readonly jrm?: string | undefined }): DriveAccess {
  if (values['key-file'] !== undefined && values.jrm !== undefined) throw new UsageError('--key-file and --jrm exclude each other: both name the key.');
  return { target, keyFile: values['key-file'], jrm: values.jrm };
}

/**
 * Opens a drive with an NTFS volume, encrypted or not, does something with it, and closes it again.
 *
 * @returns the exit code of `work`, or that of what went wrong, which has been said
 * @throws UsageError
 */
export function withDriveVolume(access: DriveAccess, terminal: Terminal, work: (volume: NtfsVolume) => Promise<number>): Promise<number> {
  return withDrive(access.target, terminal, (drive) => withVolumeOf(drive, access, terminal, work));
}

async function withVolumeOf(drive: OpenedDrive, access: DriveAccess, terminal: Terminal, work: (volume: NtfsVolume) => Promise<number>): Promise<number> {
  const contents = readableContents(drive);
  if (typeof contents === 'string') throw new DriveFormatError(contents);
  if (contents.kind === 'bitlocker') {
    const { volume, wipe } = await unlock(contents.locked, access, terminal);
    try {
      return await work(NtfsVolume.open(volume));
    } finally {
      wipe();
    }
  }
  if (contents.name === 'NTFS') return work(NtfsVolume.open(drive.volume));
  throw new DriveFormatError(`${drive.target} holds ${contents.name}. Only NTFS can be looked into, in a BitLocker volume or without one.`);
}

async function unlock(locked: LockedVolume, { target, keyFile, jrm }: DriveAccess, terminal: Terminal): Promise<UnlockedVolume> {
  const { signal } = terminal;
  if (jrm !== undefined) {
    const { header } = await readJrmFile(jrm, () => undefined, breather(signal));
    // A drive that names another volume is none that this could be.
    const candidates = header.Drives.filter((drive) => drive.VolumeId === undefined || isVolumeOf(locked, drive));
    if (candidates.length === 0) throw new DriveFormatError(`${jrm} has no drive with the volume of ${target} (${locked.metadata.volumeGuid}). Name the JRM of its job.`);
    const volume = await unlockWithJrm(locked, candidates, signal);
    if (typeof volume === 'string') throw new DriveFormatError(`${target}: ${volume}`);
    return volume.unlocked;
  }
  const key = await readRecoveryKey({ keyFile, environment: process.env, questioner: terminalQuestioner(signal), question: `Recovery key of ${target}: ` });
  if (key === undefined) throw new UsageError(`${target} is locked. Name its key: --key-file <file>, or the JRM of its job: --jrm <file>.`);
  terminal.progress('Trying the key …');
  return locked.unlock(key, signal);
}

/** A path on a drive as NTFS has it: `\dir\name`. Slashes will do; the root is empty. */
export function drivePath(text: string): string {
  return text
    .split(/[\\/]/)
    .filter((name) => name !== '')
    .map((name) => `\\${name}`)
    .join('');
}
