import { DiskListError } from '../../drives/disk/attachedDisk';
import type { AttachedDisk } from '../../drives/disk/attachedDisk';
import { attachedDisks } from '../../drives/disk/attachedDisks';
import { driveAt } from '../../drives/driveAt';
import type { Standing } from '../../drives/standing';
import { sentence } from '../../language/sentence';
import { breather } from '../../model/breather';
import { TargetError } from '../../model/copyResult';
import { errorText, isDenied, systemCodeOf } from '../../model/systemError';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';
import { diskReport, disksText } from './diskReport';
import type { DiskReport } from './diskReport';

/** `sneakernet disks`: what can be a target on this machine. */
export async function disks(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArguments(commandTable.disks, args);
  try {
    const pause = breather(terminal.signal);
    const reports: DiskReport[] = [];
    for (const disk of await attachedDisks(terminal.signal)) {
      reports.push(diskReport(disk, standingOn(disk)));
      await pause();
    }
    if (values.json) await terminal.write(`${JSON.stringify(reports, null, 2)}\n`);
    else if (reports.length > 0) await terminal.write(disksText(reports));
    else terminal.say(sentence`This system reports no disks. Attach the drive, then run this command again.`);
    return ExitCode.Done;
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled.`);
      return ExitCode.Cancelled;
    }
    if (!(error instanceof DiskListError)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  }
}

/** What is on a disk, or why that cannot be told. */
function standingOn({ path }: AttachedDisk): Standing | string {
  try {
    return driveAt(path, 'device').standing();
  } catch (error) {
    if (isDenied(error))
      return sentence`Only administrators can see what is on ${path}: run this command as an administrator.`;
    if (!(error instanceof TargetError)) systemCodeOf(error);
    return errorText(error);
  }
}
