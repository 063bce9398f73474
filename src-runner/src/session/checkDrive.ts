import { createHash, hash } from 'node:crypto';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import { diskPieces, omission } from '../drives/completeDrive';
import type { ClosedDrive } from '../drives/completeDrive';
import { sentence } from '../language/sentence';
import type { OpenMedium } from '../pipeline/openMedium';
import type { FileToCheck } from '../pipeline/readBack';
import { readBack } from '../pipeline/readBack';
import type { CheckDrive, DriveRun } from './driveRun';
import { BitlockerError } from '../volume/bitlocker/bitlockerError';
import { LockedVolume } from '../volume/bitlocker/lockedVolume';
import { DriveFormatError, DriveReadError, readBytes } from '../volume/byteSource';
import type { ByteSource } from '../volume/byteSource';
import type { DiskPiece } from '../volume/diskPiece';
import { comparedMetadata } from '../volume/ntfs/check/comparedMetadata';
import { clustersOf, fileDataOffset } from '../volume/ntfs/layout';
import { NtfsVolume, streamChunks } from '../volume/ntfs/read/ntfsVolume';
import { rangeColumns } from '../model/copyResult';
import { checkBitlockerRegions } from '../verify/bitlockerRegions';
import { breather } from '../model/breather';
import { descriptorSource, withPiece } from '../verify/driveSource';
import { mismatchText } from '../verify/mismatchText';
import { residentFiles } from '../verify/residentFiles';

/** Problems that are named; of a drive with more it is not worth reading on. */
const MOST_PROBLEMS = 20;

/**
 * Reads a drive back that has just been written, through all layers and with its recovery key, and compares everything with what it
 * was made from. The sector that opens the volume is not there yet: it is read as if it were.
 */
export const checkDrive: CheckDrive = async ({ run, closed, target, pool, onProgress, signal }) => {
  const problems: string[] = [];
  try {
    const { partitionOffset } = run.disk;
    problems.push(...outerProblems(run, target));
    const raw = withPiece(
      descriptorSource(target.descriptor, target.path, partitionOffset, run.layout.volumeBytes),
      closed.firstSector,
    );
    const locked = LockedVolume.read(raw) ?? noVolume();
    const unlocked = await locked.unlock(run.description.bitLockerKey, signal);
    try {
      for (const { message } of checkBitlockerRegions(raw, locked, unlocked)) problems.push(message);
      problems.push(...(await structureProblems(run, unlocked.volume, closed, signal)));
    } finally {
      unlocked.wipe();
    }
    const key = Buffer.from(run.identity.bitlocker.volumeKey, 'hex');
    try {
      await readBack({
        pool,
        setup: {
          targetPath: target.path,
          descriptor: target.descriptor,
          partitionOffset,
          method: run.identity.bitlocker.method,
          key,
        },
        files: filesToCheck(run),
        onMismatch: (mismatch) => {
          if (problems.length < MOST_PROBLEMS)
            problems.push(`${run.contents.drivePathOf(mismatch.file)}: ${mismatchText(mismatch)}`);
        },
        onProgress: ({ bytes, files }) => {
          onProgress(bytes, files);
        },
        signal,
      });
    } finally {
      key.fill(0);
    }
  } catch (error) {
    if (!(error instanceof DriveFormatError || error instanceof DriveReadError || error instanceof BitlockerError))
      throw error;
    problems.push(error.message);
  }
  signal.throwIfAborted();
  return { problems: problems.slice(0, MOST_PROBLEMS) };
};

function noVolume(): never {
  throw new DriveFormatError(sentence`There is no BitLocker volume.`);
}

/** Partition table and footer. */
function outerProblems(run: DriveRun, { descriptor, path }: OpenMedium): string[] {
  const pieces = diskPieces(run.diskToPrepare);
  const source = descriptorSource(
    descriptor,
    path,
    0,
    Math.max(...pieces.map(({ offset, bytes }) => offset + bytes.length)),
  );
  const isDifferent = ({ offset, bytes }: DiskPiece) =>
    Buffer.compare(readBytes(source, offset, bytes.length), bytes) !== 0;
  return pieces
    .filter(isDifferent)
    .map(({ offset }) => sentence`What lies around the volume, at byte ${offset}, is not what was written.`);
}

async function structureProblems(
  { contents, layout, ledger }: DriveRun,
  volume: ByteSource,
  { manifestHash, sideFileHashes }: ClosedDrive,
  signal: AbortSignal,
): Promise<string[]> {
  const problems: string[] = [];
  const ntfs = NtfsVolume.open(volume);
  const manifest = ntfs.find(MANIFEST_PATH);
  if (manifest === undefined) return [sentence`${MANIFEST_PATH} is missing.`];
  const stream = ntfs.openFile(manifest.record);
  const md5 = createHash('md5');
  for (const chunk of streamChunks(stream)) md5.update(chunk);
  if (!md5.digest().equals(manifestHash))
    problems.push(sentence`${MANIFEST_PATH} is not what was written: its MD5 differs.`);
  for (const [file, expected] of sideFileHashes) {
    const content = new Uint8Array(contents.fileSize(file));
    ntfs.openFile(layout.firstFileRecord + file).read(0, content);
    if (!createHash('md5').update(content).digest().equals(expected))
      problems.push(sentence`${contents.drivePathOf(file)}: It is not what was copied: its MD5 differs.`);
  }
  const pause = breather(signal);
  for (const problem of comparedMetadata(volume, contents, layout, {
    ...omission(contents, ledger),
    lastFileSize: stream.length,
  })) {
    if (problem) problems.push(problem.message);
    if (problems.length >= MOST_PROBLEMS) return problems;
    await pause();
  }
  const isInRecord = (file: number) => contents.fileSize(file) > 0 && ledger.stateOf(file) === 'done';
  for (const resident of residentFiles(ntfs.mft, layout, contents.copiedFileCount, isInRecord)) {
    if (!resident) await pause();
    else if (!hash('sha256', resident.content, 'buffer').equals(ledger.sha256Of(resident.file))) {
      problems.push(sentence`${contents.drivePathOf(resident.file)}: It is not what was copied: its SHA-256 differs.`);
      if (problems.length >= MOST_PROBLEMS) break;
    }
  }
  return problems;
}

/** Files with clusters of their own. */
function* filesToCheck({ contents, layout, ledger }: DriveRun): Generator<FileToCheck> {
  for (let file = 0; file < contents.copiedFileCount; file++) {
    const offset = fileDataOffset(layout, file);
    const size = contents.fileSize(file);
    if (offset === undefined || size === 0 || ledger.stateOf(file) !== 'done') continue;
    const extents = [offset, clustersOf(size, layout.clusterBytes) * layout.clusterBytes];
    yield {
      file,
      size,
      extents,
      sha256: ledger.sha256Of(file),
      ranges: rangeColumns([...ledger.rangesOf(file, size, contents.isPageBlob(file))]),
    };
  }
}
