import { sentence } from '../../language/sentence';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { drivePath, readDriveAccess } from '../driveVolume';
import type { DriveAccess } from '../driveVolume';
import { UsageError } from '../../model/usageError';

/** What `sneakernet extract` was asked to do. */
export interface ExtractOptions extends DriveAccess {
  /** In NTFS's form; the root is empty. */
  readonly paths: readonly string[];
  /** A folder of this machine. */
  readonly to: string;
  /** Existing files are replaced. */
  readonly force: boolean;
}

/** @throws UsageError */
export function parseExtractOptions(args: readonly string[]): ExtractOptions {
  const { values, operands } = readArguments(commandTable.extract, args);
  const [target, ...paths] = operands;
  if (target === undefined || paths.length === 0)
    throw new UsageError(
      sentence`extract copies files from one drive: specify the drive and the paths on it, or "/" for everything.`,
    );
  if (values.to === undefined) throw new UsageError(sentence`specify the folder to write to: --to <folder>.`);
  return { ...readDriveAccess(target, values), paths: paths.map(drivePath), to: values.to, force: values.force };
}
