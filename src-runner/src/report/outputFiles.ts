import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { driveInfoXml, type DriveInfo } from '#core/driveInfo/driveInfo';
import type { JrmChecksum, JrmHeader, Sha256 } from '#core/jrm/jrm';
import { jrmJson, jrmXml } from '#core/jrm/jrmText';
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { ReportError, writePrivateFile, type Pause } from './privateFile';

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

/** SHA-256 for the core, which computes none itself. */
export const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), digest: () => hash.digest('hex') };
};

/**
 * Writes the JRM: in XML where the path ends in `.xml`, otherwise in JSON.
 *
 * @throws ReportError
 */
export async function writeJrm(path: string, header: JrmHeader, checksums: Iterable<JrmChecksum>, pause: Pause): Promise<OutputFile> {
  const text = extname(path).toLowerCase() === '.xml' ? jrmXml : jrmJson;
  return { path, length: await writePrivateFile(path, text(header, checksums, sha256), pause) };
}

/**
 * Writes `<DriveId>.xml`. One that is there with another key is another session's, and may be all that is left of that key.
 *
 * @throws ReportError
 */
export async function writeDriveInfo(directory: string, info: DriveInfo, pause: Pause): Promise<OutputFile> {
  const path = driveInfoPath(directory, info.driveId);
  if (existsSync(path) && !holdsKey(path, info.bitLockerKey)) {
    throw new ReportError(sentence`${path} is there already, and holds the key of another session's drive: it is left as it is. Move it to another folder, and go on with --resume.`);
  }
  return { path, length: await writePrivateFile(path, [`${driveInfoXml(info)}\n`], pause) };
}

/** Where a drive's info lies, in the folder of its journal. */
export function driveInfoPath(directory: string, driveId: string): string {
  return join(directory, driveInfoName(driveId));
}

/** Bytes. A drive's info has some hundred; what is longer is something else. */
const LONGEST_INFO = 1024 * 1024;

function holdsKey(path: string, key: string): boolean {
  try {
    return readSmallFile(path, LONGEST_INFO).includes(key);
  } catch {
    return false;
  }
}

/** The name of the file that holds a drive's info; characters that no file name can have become `_`. */
export function driveInfoName(driveId: string): string {
  // eslint-disable-next-line no-control-regex -- what is replaced are control characters.
  return `${driveId.replace(/[\u0000-\u001f"*/:<>?\\|]/g, '_')}.xml`;
}
