import type { OpenedDrive } from '../../drives/openDrive';
import { fileSystemFacts } from '../../drives/fileSystemFacts';
import { serviceObstacles } from '../../drives/serviceObstacles';
import { sentence } from '../../language/sentence';
import type { LockedVolume, UnlockedVolume } from '../../volume/bitlocker/lockedVolume';
import type { ByteSource } from '../../volume/byteSource';
import { DriveFormatError } from '../../volume/byteSource';
import { ExitCode } from '../exitCode';
import { readableContents, withDrive } from '../openedDrive';
import type { Questioner } from '../question';
import { terminalQuestioner } from '../question';
import { readRecoveryKey } from '../recoveryKeyInput';
import type { Terminal } from '../terminal';
import type { DriveFindings } from './driveReport';
import { driveReport } from './driveReport';
import { driveReportText } from './driveReportText';
import type { InfoOptions } from './infoOptions';
import { parseInfoOptions } from './infoOptions';
import { volumeDigest } from './volumeDigest';

/** `sneakernet info`. */
export async function info(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseInfoOptions(args);
  return withDrive(options.target, terminal, async (drive) => {
    const report = driveReport(drive, await inspect(drive, options, terminal, terminalQuestioner(terminal.signal)));
    await terminal.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : driveReportText(report));
    for (const problem of report.problems) terminal.say(`sneakernet: ${problem}`);
    return report.problems.length === 0 ? ExitCode.Done : ExitCode.Findings;
  });
}

async function inspect(
  drive: OpenedDrive,
  options: InfoOptions,
  terminal: Terminal,
  questioner: Questioner,
): Promise<DriveFindings> {
  const { target, remarks } = drive;
  const contents = readableContents(drive);
  if (typeof contents === 'string') return { remarks, problems: [contents] };
  const key = await readRecoveryKey({
    keyFile: options.keyFile,
    environment: contents.kind === 'bitlocker' ? terminal.environment : {},
    questioner: contents.kind === 'bitlocker' ? questioner : silent,
    question: `Recovery key of ${target} (Enter to look at it without): `,
  });
  if (contents.kind === 'file system') {
    const found = await inspectVolume(drive.volume, options, terminal);
    const obstacles = serviceObstacles(contents, found.fileSystem?.name);
    return {
      ...found,
      remarks: [...remarks, ...found.remarks, ...obstacles],
      problems: key === undefined ? [] : [sentence`${target} is not encrypted with BitLocker: no key unlocks it.`],
    };
  }
  if (key === undefined) {
    const problems = options.digest ? [sentence`${target} is locked: --digest requires its key.`] : [];
    return { remarks: [...remarks, ...serviceObstacles(contents, undefined)], problems };
  }
  const unlocked = await unlock(contents.locked, key, terminal);
  if (typeof unlocked === 'string')
    return { remarks: [...remarks, ...serviceObstacles(contents, undefined)], problems: [`${target}: ${unlocked}`] };
  try {
    const found = await inspectVolume(unlocked.volume, options, terminal);
    const obstacles = serviceObstacles(contents, found.fileSystem?.name);
    return {
      ...found,
      unlockedBy: unlocked.protector,
      copies: unlocked.copies,
      remarks: [...remarks, ...found.remarks, ...obstacles],
    };
  } finally {
    unlocked.wipe();
  }
}

/** A key that does not unlock the volume is reported; the command continues. */
async function unlock(locked: LockedVolume, key: string, terminal: Terminal): Promise<UnlockedVolume | string> {
  terminal.progress('Trying the key …');
  try {
    return await locked.unlock(key, terminal.signal);
  } catch (error) {
    if (error instanceof DriveFormatError) return error.message;
    throw error;
  }
}

async function inspectVolume(
  volume: ByteSource,
  { digest, target }: InfoOptions,
  terminal: Terminal,
): Promise<DriveFindings> {
  const fileSystem = fileSystemFacts(volume);
  const remarks = fileSystem.fault === undefined ? [] : [fileSystem.fault];
  const findings = { fileSystem: { ...fileSystem, length: volume.length }, remarks, problems: [] };
  if (!digest) return findings;
  const onProgress = (done: number) => {
    terminal.progress(`${target}: ${Math.floor((100 * done) / volume.length)} %`);
  };
  return { ...findings, decryptedSha256: await volumeDigest(volume, onProgress, terminal.signal) };
}

/** Never asks: used for what has no key. */
const silent: Questioner = { canAsk: false, ask: () => Promise.resolve(''), askSecret: () => Promise.resolve('') };
