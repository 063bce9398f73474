import { createHash } from 'node:crypto';
import { extname, join } from 'node:path';
import { driveInfoXml, type DriveInfo } from '#core/driveInfo/driveInfo';
import type { JrmChecksum, JrmHeader, Sha256 } from '#core/jrm/jrm';
import { jrmJson, jrmXml } from '#core/jrm/jrmText';
import { writePrivateFile, type Pause } from './privateFile';

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
 * Writes `<DriveId>.xml`.
 *
 * @throws ReportError
 */
export async function writeDriveInfo(directory: string, info: DriveInfo, pause: Pause): Promise<OutputFile> {
  const path = join(directory, driveInfoName(info.driveId));
  return { path, length: await writePrivateFile(path, [`${driveInfoXml(info)}\n`], pause) };
}

/** The name of the file that holds a drive's info; characters that no file name can have become `_`. */
export function driveInfoName(driveId: string): string {
  // eslint-disable-next-line no-control-regex -- what is replaced are control characters.
  return `${driveId.replace(/[\u0000-\u001f"*/:<>?\\|]/g, '_')}.xml`;
}
