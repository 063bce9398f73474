import { openDrive } from '../drives/openDrive';
import type { OpenedDrive, VolumeContents } from '../drives/openDrive';
import { DriveOpenError } from '../drives/targetSource';
import { sentence } from '../language/sentence';
import { JrmFileError } from '../report/readJrmFile';
import { DriveFormatError, DriveReadError } from '../volume/byteSource';
import { ExitCode } from './exitCode';
import { UsageError } from '../model/usageError';
import type { Terminal } from './terminal';

/**
 * Opens a drive, runs `work`, and closes the drive again.
 *
 * @returns the exit code of `work` or, after reporting it, of the error
 * @throws UsageError
 */
export async function withDrive(
  target: string,
  terminal: Terminal,
  work: (drive: OpenedDrive) => Promise<number>,
): Promise<number> {
  try {
    const drive = openDrive(target);
    try {
      return await work(drive);
    } finally {
      drive.close();
    }
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled.`);
      return ExitCode.Cancelled;
    }
    if (error instanceof DriveOpenError || error instanceof JrmFileError)
      throw new UsageError(error.message, { cause: error });
    if (!(error instanceof DriveFormatError || error instanceof DriveReadError)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  }
}

/** The contents of a drive that can be browsed. */
export type ReadableContents = Extract<VolumeContents, { kind: 'bitlocker' | 'file system' }>;

/** What a drive holds, or why it cannot be browsed, in words. */
export function readableContents({ contents, target }: OpenedDrive): ReadableContents | string {
  switch (contents.kind) {
    case 'bitlocker':
    case 'file system':
      return contents;
    case 'incomplete':
      return sentence`${target} is not a finished drive: session ${contents.marker.sessionId} did not complete it. Continue with "sneakernet prep … --resume".`;
    case 'unreadable':
      return `${target}: ${contents.error.message}`;
    case 'empty':
    case 'unknown':
      return sentence`${target} contains no readable volume.`;
  }
}
