import { extname, join } from 'node:path';
import { driveInfoXml, readDriveInfo, type DriveInfo } from '#core/driveInfo/driveInfo';
import type { JrmChecksum, JrmHeader } from '#core/jrm/jrm';
import { jrmJson, jrmXml } from '#core/jrm/jrmText';
import { LONGEST_DRIVE_INFO } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { ReportError, standingAt, TakenPlaceError, writePrivateFile, type Pause } from './privateFile';
import { JrmFileError, readJrmFile } from './readJrmFile';
import { sha256 } from './sha256';

/*
 * What a session puts out beside its drives. `writeJrm` and `writeDriveInfo` write the files that hold keys, `RunLog` keeps a log and
 * `PrepEvents` writes events without them, and `summaryText` says at the end what there is and what to do with it.
 */

/** A file that was written. */
export interface OutputFile {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
}

/**
 * Writes the JRM: in XML where the path ends in `.xml`, otherwise in JSON.
 *
 * @throws ReportError
 */
export async function writeJrm(
  path: string,
  header: JrmHeader,
  checksums: Iterable<JrmChecksum>,
  pause: Pause,
): Promise<OutputFile> {
  const text = extname(path).toLowerCase() === '.xml' ? jrmXml : jrmJson;
  const replaces = await checkOwnJrm(path, header.SessionId, header.Drives, pause);
  return putOut(path, text(header, checksums, sha256), replaces, pause, foreignJrm);
}

/**
 * Makes sure that a session's JRM takes the place of none but its own: another may be all that is left of a job's keys.
 *
 * @returns whether there is one of this session, or an empty file
 * @throws ReportError
 */
export async function checkOwnJrm(
  path: string,
  sessionId: string | undefined,
  drives: readonly DriveKey[],
  pause: Pause,
): Promise<boolean> {
  const standing = standingAt(path);
  if (standing === 'something' && !(await isOwnJrm(path, sessionId, drives, pause))) throw foreignJrm(path);
  return standing !== 'nothing';
}

/** What tells a drive from every other. */
export interface DriveKey {
  readonly DriveId: string;
  readonly BitLockerKey: string;
}

async function isOwnJrm(
  path: string,
  sessionId: string | undefined,
  drives: readonly DriveKey[],
  pause: Pause,
): Promise<boolean> {
  try {
    const { header } = await readJrmFile(path, () => undefined, pause);
    const isOwn = ({ DriveId, BitLockerKey }: DriveKey): boolean =>
      drives.some((own) => own.DriveId === DriveId && own.BitLockerKey === BitLockerKey);
    return header.SessionId === sessionId && header.Drives.length > 0 && header.Drives.every(isOwn);
  } catch (error) {
    if (error instanceof JrmFileError) return false;
    throw error;
  }
}

function foreignJrm(path: string): ReportError {
  return new ReportError(
    sentence`${path} is there already, and is not the JRM of this session: it is left as it is. Move it to another place, and go on with --resume.`,
  );
}

async function putOut(
  path: string,
  text: Iterable<string>,
  replaces: boolean,
  pause: Pause,
  refusal: (path: string) => ReportError,
): Promise<OutputFile> {
  try {
    return { path, length: await writePrivateFile(path, text, replaces, pause) };
  } catch (error) {
    throw error instanceof TakenPlaceError ? refusal(path) : error;
  }
}

/**
 * Writes `<DriveId>.xml`. One that is there with another key is another session's, and may be all that is left of that key.
 *
 * @throws ReportError
 */
export async function writeDriveInfo(directory: string, info: DriveInfo, pause: Pause): Promise<OutputFile> {
  const path = driveInfoPath(directory, info.driveId);
  const replaces = checkOwnDriveInfo(directory, info);
  return putOut(path, [`${driveInfoXml(info)}\n`], replaces, pause, foreignInfo);
}

/** @returns whether the drive's info is there already, or an empty file @throws ReportError where it is another drive's */
export function checkOwnDriveInfo(directory: string, drive: Pick<DriveInfo, 'driveId' | 'bitLockerKey'>): boolean {
  const path = driveInfoPath(directory, drive.driveId);
  const standing = standingAt(path);
  if (standing === 'something' && !isInfoOf(path, drive)) throw foreignInfo(path);
  return standing !== 'nothing';
}

function foreignInfo(path: string): ReportError {
  return new ReportError(
    sentence`${path} is there already, and is not the info of this session's drive: it is left as it is. Move it to another folder, and go on with --resume.`,
  );
}

/** Where a drive's info lies, in the folder of its journal. */
export function driveInfoPath(directory: string, driveId: string): string {
  return join(directory, driveInfoName(driveId));
}

/** A longer file may hold the key as well, such as a JRM in XML. */
function isInfoOf(path: string, { driveId, bitLockerKey }: Pick<DriveInfo, 'driveId' | 'bitLockerKey'>): boolean {
  try {
    const { info } = readDriveInfo(readSmallFile(path, LONGEST_DRIVE_INFO).toString('utf8'));
    return info.driveId === driveId && info.bitLockerKey === bitLockerKey;
  } catch {
    return false;
  }
}

/** The name of the file that holds a drive's info; characters that no file name can have become `_`. */
export function driveInfoName(driveId: string): string {
  // eslint-disable-next-line no-control-regex -- what is replaced are control characters.
  return `${driveId.replace(/[\u0000-\u001f"*/:<>?\\|]/g, '_')}.xml`;
}
