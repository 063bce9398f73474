import { isCompleteDriveInfo, readDriveInfo } from '#core/driveInfo/driveInfo';
import type { DriveInfo } from '#core/driveInfo/driveInfo';
import { readJournalDrives } from '#core/journal/journalDrives';
import { JrmFormatError } from '#core/jrm/jrm';
import type { JrmDrive } from '#core/jrm/jrm';
import { maskSecrets } from '#core/text/maskSecrets';
import type { CancellationToken } from 'vscode-languageserver';
import { LONGEST_DRIVE_INFO, LONGEST_JOURNAL } from '#core/limits/limits';
import type { Workspace } from '../documents/workspace';
import type { Localize } from '#core/text/localize';
import { fileNameOf } from '../language/uris';
import type { PortalFiles, PortalFilesParams } from '../protocol/jobReview';
import type { Runtime } from '../runtime/runtime';
import { readJrm } from './readJrm';

/**
 * Compares the journal and the drive infos on disk with the JRMs: each drive must have the same key and manifest in all
 * of them. Drives of a JRM that cannot be read are not compared.
 */
export async function comparePortalFiles(
  { jrms, journal, driveInfos }: PortalFilesParams,
  workspace: Workspace,
  runtime: Runtime,
  token: CancellationToken,
  localize: Localize,
): Promise<PortalFiles> {
  const drives = new Map<string, JrmDrive>();
  let areAllRead = true;
  for (const uri of jrms) {
    const read = await readIfSound(uri, workspace, runtime, token);
    areAllRead &&= read !== undefined;
    for (const drive of read ?? []) drives.set(drive.DriveId, drive);
  }
  const compared = { drives, areAllRead, localize };
  return {
    journal: await journalProblems(journal, compared, runtime),
    driveInfos: await driveInfoProblems(driveInfos, compared, runtime),
  };
}

/** Drives by id, as the JRMs describe them. */
interface Compared {
  readonly drives: ReadonlyMap<string, JrmDrive>;
  /** False where there may be drives that are not known. */
  readonly areAllRead: boolean;
  readonly localize: Localize;
}

async function readIfSound(
  uri: string,
  workspace: Workspace,
  runtime: Runtime,
  token: CancellationToken,
): Promise<readonly JrmDrive[] | undefined> {
  try {
    return (await readJrm(uri, workspace, runtime, () => token.isCancellationRequested))?.header.Drives;
  } catch (error) {
    if (!(error instanceof JrmFormatError)) throw error;
    return undefined;
  }
}

async function journalProblems(uri: string, compared: Compared, runtime: Runtime): Promise<string[]> {
  const { localize } = compared;
  const name = fileNameOf(uri);
  const text = await textOf(uri, LONGEST_JOURNAL, runtime);
  if (text === undefined) return [localize('{0} cannot be read.', name)];
  const { drives, isDamaged } = readJournalDrives(text);
  return [
    ...(isDamaged
      ? [localize('{0} is damaged. Open it to see where. Resume the session or restore a backup to repair it.', name)]
      : []),
    ...differences(name, drives, compared),
  ];
}

async function driveInfoProblems(uris: readonly string[], compared: Compared, runtime: Runtime): Promise<string[]> {
  const { localize } = compared;
  const problems: string[] = [];
  const infos = new Map<string, DriveInfo>();
  for (const uri of uris) {
    const name = fileNameOf(uri);
    const text = await textOf(uri, LONGEST_DRIVE_INFO, runtime);
    const read = text === undefined ? undefined : readDriveInfo(text);
    if (!read || read.problems.length > 0 || !isCompleteDriveInfo(read.info)) {
      problems.push(localize('{0} is not a valid drive info.', name));
      continue;
    }
    infos.set(read.info.driveId, read.info);
    problems.push(
      ...differences(name, new Map([[read.info.driveId, read.info]]), {
        ...compared,
        drives: new Map([...compared.drives].filter(([driveId]) => driveId === read.info.driveId)),
      }),
    );
  }
  for (const driveId of compared.drives.keys())
    if (!infos.has(driveId)) problems.push(localize('There is no drive info for drive {0}.', maskSecrets(driveId)));
  return problems;
}

function differences(
  name: string,
  infos: ReadonlyMap<string, DriveInfo>,
  { drives, areAllRead, localize }: Compared,
): string[] {
  const problems: string[] = [];
  for (const [driveId, { BitLockerKey, ManifestHash }] of drives) {
    const info = infos.get(driveId);
    const id = maskSecrets(driveId);
    if (!info) problems.push(localize('{0} does not name drive {1}.', name, id));
    else if (info.bitLockerKey !== BitLockerKey)
      problems.push(localize('{0} has a different key for drive {1} than the JRM.', name, id));
    else if (ManifestHash !== undefined && info.manifestHash.toUpperCase() !== ManifestHash.toUpperCase())
      problems.push(localize('{0} has a different manifest for drive {1} than the JRM.', name, id));
  }
  if (areAllRead)
    for (const driveId of infos.keys())
      if (!drives.has(driveId))
        problems.push(localize('{0} names drive {1}, which is not in any JRM of the job.', name, maskSecrets(driveId)));
  return problems;
}

function textOf(uri: string, longest: number, runtime: Runtime): Promise<string | undefined> {
  const path = runtime.toPath(uri);
  return path === undefined ? Promise.resolve(undefined) : runtime.readText(path, longest);
}
