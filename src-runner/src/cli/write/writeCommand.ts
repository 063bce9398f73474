import { accessSync, closeSync, constants, statSync } from 'node:fs';
import { driveAt } from '../../drives/driveAt';
import { linuxBlockDevice } from '../../drives/disk/blockDevice';
import { openTargetSource, DriveOpenError } from '../../drives/targetSource';
import { claimDisk, lockMedium } from '../../drives/wholeDisk/claim';
import { openFinishedImage } from '../../drives/wholeDisk/finishedImage';
import type { FinishedImage } from '../../drives/wholeDisk/finishedImage';
import { ImageWriting } from '../../drives/wholeDisk/imageWriting';
import type { WritingWatch } from '../../drives/wholeDisk/imageWriting';
import type { SessionLock } from '../../journal/sessionLock';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../model/copyResult';
import { deviceNumber } from '../../model/deviceNumber';
import { pathIdentity } from '../../model/pathIdentity';
import { codeOf } from '../../model/systemError';
import { UsageError } from '../../model/usageError';
import { byteCount } from '#core/text/byteCount';
import type { DrivePhase } from '../../report/prepEvents';
import { DriveFormatError, DriveReadError } from '../../volume/byteSource';
import { ExitCode } from '../exitCode';
import { isLossAgreed, lookAtTarget } from '../lossAgreement';
import type { LookedAt } from '../lossAgreement';
import { openConsole } from '../prep/prepConsole';
import { terminalQuestioner } from '../question';
import type { Terminal } from '../terminal';
import { parseWriteOptions } from './writeOptions';
import type { WriteOptions } from './writeOptions';

/** `sneakernet write`: an image to a disk, read back. */
export async function write(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseWriteOptions(args);
  let image: FinishedImage | undefined;
  try {
    image = openFinishedImage(options.image);
    const looks = lookAtDisk(options, image);
    if (!(await isAgreed(options, looks, terminal))) {
      terminal.say(sentence`Nothing was written.`);
      return ExitCode.Cancelled;
    }
    return await writeAgreed(options, image, looks, terminal);
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled. Nothing was written.`);
      return ExitCode.Cancelled;
    }
    if (error instanceof DriveOpenError) throw new UsageError(error.message, { cause: error });
    if (!isExpected(error)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  } finally {
    image?.close();
  }
}

/** What the user can do something about. */
function isExpected(error: unknown): error is Error {
  return [TargetError, DriveFormatError, DriveReadError].some((kind) => error instanceof kind);
}

/** @throws UsageError, TargetError where it cannot be written, or has no room for the image */
function lookAtDisk({ image: path, disk }: WriteOptions, { disk: { length } }: FinishedImage): DiskToWrite {
  checkIsDisk(path, disk);
  const looks = lookAtTarget(disk);
  const diskLength = looks.length ?? measuredLength(disk);
  if (diskLength < length)
    throw new TargetError(
      sentence`${disk} has ${diskLength} bytes, but the disk in ${path} has ${length}. Use a disk that is at least as large.`,
    );
  return { ...looks, length: diskLength };
}

/** A disk that has been looked at, with its length in bytes. */
interface DiskToWrite extends LookedAt {
  readonly length: number;
}

function checkIsDisk(image: string, disk: string): void {
  if (driveAt(disk).kind !== 'device')
    throw new UsageError(
      sentence`${disk} is not a disk. Specify a whole disk, such as /dev/sdb; "sneakernet disks" lists them.`,
    );
  // Windows tells nothing of a disk but to those who open it.
  if (process.platform === 'win32') return;
  const facts = statSync(disk, { bigint: true, throwIfNoEntry: false });
  if (facts === undefined)
    throw new UsageError(
      sentence`there is no disk ${disk}. Attach it, or specify another one; "sneakernet disks" lists them.`,
    );
  const { dev } = statSync(image, { bigint: true });
  const mounted = linuxBlockDevice(deviceNumber(facts.rdev))?.volumes ?? [];
  if (mounted.some(({ mountPoint }) => statSync(mountPoint, { bigint: true, throwIfNoEntry: false })?.dev === dev))
    throw new UsageError(
      sentence`${image} is on ${disk} itself and would be overwritten while it is read. Copy it to another disk, or specify another disk.`,
    );
  driveAt(disk).inspect();
  try {
    accessSync(disk, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new TargetError(
      sentence`You do not have permission to write to ${disk} (${codeOf(error)}). Run this command as an administrator, or obtain the permission to write to it.`,
      { cause: error },
    );
  }
}

/** Where the system does not tell. */
function measuredLength(disk: string): number {
  const source = openTargetSource(disk);
  try {
    return source.length;
  } finally {
    source.close();
  }
}

async function isAgreed({ disk, yes, erase }: WriteOptions, looks: LookedAt, { signal }: Terminal): Promise<boolean> {
  if (erase !== undefined && pathIdentity(erase) === pathIdentity(disk)) return true;
  return isLossAgreed(disk, disk, looks, yes, terminalQuestioner(signal));
}

async function writeAgreed(
  { image: path, disk }: WriteOptions,
  image: FinishedImage,
  { state, length }: DiskToWrite,
  terminal: Terminal,
): Promise<number> {
  const locks: SessionLock[] = [];
  let descriptor: number | undefined;
  try {
    descriptor = claimDisk(disk, state, (identity) => locks.push(lockMedium(disk, identity, '')));
    const writing = new ImageWriting(image, disk, descriptor, length);
    const problem = await runWriting(writing, disk, terminal);
    if (problem !== undefined) {
      terminal.say(terminal.signal.aborted ? problem : `sneakernet: ${problem}`);
      terminal.say(
        sentence`${disk} is not complete: its former contents are lost, and it contains no volume that can be opened. Write an image to it again.`,
      );
      return terminal.signal.aborted ? ExitCode.Cancelled : ExitCode.Findings;
    }
    await terminal.write(
      doneText(path, disk, image, writing)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return ExitCode.Done;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
    for (const lock of locks) lock.release();
  }
}

/** @returns what went wrong, in words */
async function runWriting(writing: ImageWriting, disk: string, terminal: Terminal): Promise<string | undefined> {
  const console = openConsole(terminal, { events: false, eventsFile: undefined });
  const watch = (phase: DrivePhase): WritingWatch => ({
    onProgress: (bytes) => {
      console.progress(disk, phase, { bytes, totalBytes: writing.length, files: 0, totalFiles: 0 });
    },
    signal: terminal.signal,
  });
  try {
    await writing.write(watch('copying'));
    const differing = await writing.readBack(watch('verifying'));
    if (differing.length > 0) return writing.differenceText(differing);
    await writing.open();
    return undefined;
  } catch (error) {
    if (terminal.signal.aborted) return sentence`Cancelled.`;
    if (!isExpected(error)) throw error;
    return error.message;
  } finally {
    console.close();
  }
}

function doneText(
  path: string,
  disk: string,
  { table, disk: { length } }: FinishedImage,
  writing: ImageWriting,
): string[] {
  const { isTableMoved, isReadFromMedium, lengthLeft } = writing;
  const lines = [
    sentence`${path} was written to ${disk} (${byteCount(length)}) and read back: ${disk} contains what was written.`,
  ];
  if (!isReadFromMedium)
    lines.push(
      sentence`It was read through this system's cache, which may not have read from the disk. To be sure, detach and attach the disk, then verify it.`,
    );
  if (isTableMoved)
    lines.push(
      sentence`The backup partition table (GPT) was moved to the end of ${disk}, which is larger than the image.`,
    );
  else if (table?.kind === 'GPT' && lengthLeft > 0)
    lines.push(
      sentence`The backup partition table (GPT) was left where the image has it, which is not the end of ${disk}, because another program made the image. A partition editor can move it.`,
    );
  if (lengthLeft > 0) lines.push(sentence`The rest of the disk was left unchanged: ${byteCount(lengthLeft)}.`);
  return lines;
}
