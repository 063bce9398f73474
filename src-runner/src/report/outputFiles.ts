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
 * Writes the JRM: in XML if the path ends in `.xml`, otherwise in JSON.
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
 * Makes sure that a session's JRM only replaces its own: another JRM may be all that is left of a job's keys.
 *
 * @returns whether there is a JRM of this session, or an empty file
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

/** What distinguishes a drive from every other. */
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
    sentence`${path} already exists and is not the JRM of this session, so it is left unchanged. Move it elsewhere, then continue with --resume.`,
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
 * Writes `<DriveId>.xml`. An existing file with another key belongs to another session, and may be all that is left of
 * that key.
 *
 * @throws ReportError
 */
export async function writeDriveInfo(directory: string, info: DriveInfo, pause: Pause): Promise<OutputFile> {
  const path = driveInfoPath(directory, info.driveId);
  const replaces = checkOwnDriveInfo(directory, info);
  return putOut(path, [`${driveInfoXml(info)}\n`], replaces, pause, foreignInfo);
}

/**
 * @returns whether the drive's info exists already, or an empty file
 * @throws ReportError if it is another drive's
 */
export function checkOwnDriveInfo(directory: string, drive: Pick<DriveInfo, 'driveId' | 'bitLockerKey'>): boolean {
  const path = driveInfoPath(directory, drive.driveId);
  const standing = standingAt(path);
  if (standing === 'something' && !isInfoOf(path, drive)) throw foreignInfo(path);
  return standing !== 'nothing';
}

function foreignInfo(path: string): ReportError {
  return new ReportError(
    sentence`${path} already exists and is not the drive info of this session's drive, so it is left unchanged. Move it to another folder, then continue with --resume.`,
  );
}

/** The path of a drive's info in the folder of its journal. */
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

/** The name of the file for a drive's info; characters that file names cannot have become `_`. */
export function driveInfoName(driveId: string): string {
  // eslint-disable-next-line no-control-regex -- what is replaced are control characters.
  return `${driveId.replace(/[\u0000-\u001f"*/:<>?\\|]/g, '_')}.xml`;
}
