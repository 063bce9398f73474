import { byteCount } from '#core/text/byteCount';
import { openDrive } from '../../drives/openDrive';
import type { OpenedDrive } from '../../drives/openDrive';
import { DriveOpenError } from '../../drives/targetSource';
import { sentence } from '../../language/sentence';
import { WorkerPool } from '../../pipeline/workerPool';
import type { Progress } from '../../report/prepEvents';
import { poolThreads } from '../../threads/poolThreads';
import { countText } from '../../report/quantities';
import { JrmFileError } from '../../report/readJrmFile';
import { breather } from '../../model/breather';
import { ProblemList } from '../../verify/problemList';
import { nameMissingBlobs, readJob } from '../../verify/readJob';
import type { Job } from '../../verify/readJob';
import { verifyDrive } from '../../verify/verifyDrive';
import type { DriveVerdict } from '../../verify/verifyDrive';
import { DriveFormatError, DriveReadError } from '../../volume/byteSource';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import { openConsole } from '../prep/prepConsole';
import type { PrepConsole } from '../prep/prepConsole';
import { runnerThreads } from '../runnerThreads';
import type { Terminal } from '../terminal';
import { jrmDrives } from './jrmDrives';
import type { NamedDrive } from './jrmDrives';
import { parseVerifyOptions } from './verifyOptions';
import type { VerifyOptions } from './verifyOptions';

/** A drive and its result. */
interface VerifiedDrive extends NamedDrive {
  readonly verdict: DriveVerdict;
}

/** `sneakernet verify`. */
export async function verify(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseVerifyOptions(args);
  const verification = new Verification(options, openConsole(terminal, options));
  try {
    return await verification.run();
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled.`);
      return ExitCode.Cancelled;
    }
    if (!(error instanceof JrmFileError || error instanceof DriveOpenError || error instanceof UsageError)) throw error;
    verification.console.tellFailure(error.message);
    throw new UsageError(error.message, { cause: error });
  } finally {
    verification.console.close();
  }
}

class Verification {
  private readonly jobProblems = new ProblemList();
  private readonly pause: () => Promise<void>;

  constructor(
    private readonly options: VerifyOptions,
    readonly console: PrepConsole,
  ) {
    this.pause = breather(console.terminal.signal);
  }

  async run(): Promise<number> {
    const { options, console } = this;
    console.terminal.progress(`Reading ${options.jrm} …`);
    const job = await readJob(options.jrm, this.jobProblems, this.pause);
    for (const { BitLockerKey } of job.header.Drives) console.mask.add(BitLockerKey);
    if (job.seal === 'absent')
      console.say(
        sentence`${options.jrm} has no seal, so it is not possible to tell whether it was changed.`,
        'warning',
      );
    const drives = await this.verifyAll(job, jrmDrives(job.header, options));
    await this.nameMissing(job, drives);
    for (const { message } of this.jobProblems.listed) console.say(message, 'error');
    for (const { verdict } of drives) {
      if (verdict.isManifestRead && verdict.drive?.ManifestHash === undefined) {
        console.say(
          sentence`${options.jrm} has no ManifestHash for drive ${verdict.drive!.DriveId}, so it is not possible to tell whether the manifest on the drive is the one that was written.`,
          'warning',
        );
      }
    }
    for (const drive of drives) await this.report(drive);
    this.nameUnread(job, drives);
    const isSound = this.jobProblems.count === 0 && drives.every(({ verdict }) => verdict.problems.count === 0);
    return isSound ? ExitCode.Done : ExitCode.Findings;
  }

  private async verifyAll(job: Job, drives: readonly NamedDrive[]): Promise<VerifiedDrive[]> {
    // All drives are opened before the first is read, so that a missing one is reported at once.
    const opened: (OpenedDrive | Error)[] = [];
    let pool: WorkerPool | undefined;
    try {
      for (const { target } of drives) opened.push(openOrFault(target));
      pool = this.options.quick ? undefined : new WorkerPool(poolThreads(runnerThreads()), drives.length);
      return await Promise.all(
        drives.map(async (drive, index) => ({
          ...drive,
          verdict: await this.verifyOne(job, drive, opened[index]!, pool),
        })),
      );
    } finally {
      await pool?.end();
      for (const drive of opened) if (!(drive instanceof Error)) drive.close();
    }
  }

  private async verifyOne(
    { header, checksums }: Job,
    { letter, candidates }: NamedDrive,
    opened: OpenedDrive | Error,
    pool: WorkerPool | undefined,
  ): Promise<DriveVerdict> {
    if (opened instanceof Error) {
      const problems = new ProblemList();
      problems.add({ message: opened.message });
      return { drive: undefined, files: 0, bytes: 0, problems, isManifestRead: false };
    }
    const { console } = this;
    const onProgress = (progress: Progress) => {
      console.progress(letter, 'verifying', progress);
    };
    try {
      return await verifyDrive(
        { opened, candidates, known: header.Drives },
        { checksums, pool, signal: console.terminal.signal, onProgress },
      );
    } finally {
      console.endProgress(letter);
    }
  }

  /** Names the drives of the job that were not asked for. */
  private nameUnread({ header: { Drives: known } }: Job, drives: readonly VerifiedDrive[]): void {
    // An unidentified drive is reported as a problem, and may be any of them.
    if (drives.some(({ verdict }) => verdict.drive === undefined)) return;
    const unread = known.filter(({ DriveId }) => !drives.some(({ verdict }) => verdict.drive!.DriveId === DriveId));
    if (unread.length === 0) return;
    const names = unread
      .map(({ DriveId, DriveLetter }) => (DriveLetter === undefined ? DriveId : `${DriveLetter} (${DriveId})`))
      .join(', ');
    this.console.say(
      sentence`Not checked, although they belong to the job: ${names}. Specify them with --drive.`,
      'warning',
    );
  }

  private async nameMissing(job: Job, drives: readonly VerifiedDrive[]): Promise<void> {
    const read = new Map<string, ProblemList>();
    for (const { verdict } of drives)
      if (verdict.drive && verdict.isManifestRead) read.set(verdict.drive.DriveId, verdict.problems);
    if (job.header.Drives.every(({ DriveId }) => read.has(DriveId))) read.set('', this.jobProblems);
    const isMissing = [...read.keys()].some((driveId) => job.checksums.unseenOf(driveId) > 0);
    if (isMissing) await nameMissingBlobs(job, (driveId) => read.get(driveId), this.pause);
  }

  private async report({ letter, target, verdict }: VerifiedDrive): Promise<void> {
    const { drive, files, bytes, problems } = verdict;
    const isSound = problems.count === 0;
    const { console } = this;
    for (const { path, message } of problems.listed)
      console.tell({ event: 'problem', drive: letter, ...(path === undefined ? {} : { path }), message });
    console.tell({
      event: 'verdict',
      drive: letter,
      ...(drive ? { driveId: drive.DriveId } : {}),
      target,
      isSound,
      files,
      bytes,
      problems: problems.count,
    });
    if (this.options.events) return;
    const what = `${countText(files, 'file')}, ${byteCount(bytes)}`;
    const lines = [
      [
        letter,
        isSound ? 'ok' : 'FAILED',
        isSound ? what : countText(problems.count, 'problem'),
        ...(drive ? [drive.DriveId] : []),
        target,
      ].join('  '),
    ];
    for (const { path, message } of problems.listed)
      lines.push(path === undefined ? `   ${message}` : `   ${path}: ${message}`);
    const further = problems.count - problems.listed.length;
    if (further > 0) lines.push(`   … and ${countText(further, 'more problem')}.`);
    // One line each, whatever characters a name contains.
    await console.terminal.write(
      lines.map((line) => `${console.mask.mask(line).replace(/\p{Cc}+/gu, ' ')}\n`).join(''),
    );
  }
}

/**
 * A drive, or what is wrong with its outer layers.
 *
 * @throws DriveOpenError if there is nothing to read
 */
function openOrFault(target: string): OpenedDrive | Error {
  try {
    return openDrive(target);
  } catch (error) {
    if (error instanceof DriveFormatError || error instanceof DriveReadError) return error;
    throw error;
  }
}
