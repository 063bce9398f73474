import type { JrmHeader } from '#core/jrm/jrm';
import type { ReadJrm } from '#core/jrm/jrmReader';
import { sentence } from '../language/sentence';
import { readJrmFile } from '../report/readJrmFile';
import { ChecksumIndex } from './checksumIndex';
import type { ProblemList } from './problemList';

/** A JRM in the form that `verify` needs. */
export interface Job {
  readonly path: string;
  readonly header: JrmHeader;
  readonly seal: ReadJrm['seal'];
  readonly checksums: ChecksumIndex;
}

/**
 * Reads a JRM with the checksums of all its drives. Invalid checksums become problems.
 *
 * @throws JrmFileError if it cannot be read
 */
export async function readJob(path: string, problems: ProblemList, pause: () => Promise<void>): Promise<Job> {
  const checksums = new ChecksumIndex();
  const { header, seal } = await readJrmFile(
    path,
    (checksum) => {
      const fault = checksums.add(checksum);
      if (fault !== undefined)
        problems.add({
          message: sentence`The checksum of ${checksum.FilePath} in the JRM cannot be compared: ${fault}.`,
        });
    },
    pause,
  );
  const known = new Set(header.Drives.map(({ DriveId }) => DriveId));
  for (const driveId of checksums.driveIds()) {
    if (driveId === '' || known.has(driveId)) continue;
    problems.add({
      message: sentence`${path} has checksums of drive ${driveId} but no record of that drive, so it is not possible to tell whether they are right. Use the original file.`,
    });
  }
  if (seal === 'broken')
    problems.add({
      message: sentence`${path} was changed after the preparation wrote it: its seal is broken. Use the original file.`,
    });
  return { path, header, seal, checksums };
}

/**
 * Names the blobs that the JRM has for some drives and that were not seen on them. Reads the JRM once more: their names
 * are not kept in memory, as there should be none.
 *
 * @param problemsOf the problems of a drive; undefined for one that was not checked
 * @throws JrmFileError
 */
export async function nameMissingBlobs(
  { path, checksums }: Job,
  problemsOf: (driveId: string) => ProblemList | undefined,
  pause: () => Promise<void>,
): Promise<void> {
  await readJrmFile(
    path,
    ({ DriveId = '', BlobPath }) => {
      const problems = problemsOf(DriveId);
      const number = problems && BlobPath !== undefined ? checksums.find(DriveId, BlobPath) : undefined;
      if (number !== undefined && !checksums.wasSeen(number))
        problems!.add({
          path: BlobPath!,
          message: sentence`It is in the JRM, but the drive's manifest does not list it.`,
        });
    },
    pause,
  );
}
