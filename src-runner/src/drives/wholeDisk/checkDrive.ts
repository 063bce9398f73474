import { createHash, hash } from 'node:crypto';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import { diskPieces, omission } from './completeDrive';
import type { ClosedDrive, DiskToPrepare } from './completeDrive';
import type { CopyLedger } from '../../journal/copyLedger';
import type { PlannedContents } from '../../plan/plannedContents';
import type { DiskLayout } from '../../volume/diskLayout';
import type { UnstretchedSecrets } from '../../volume/bitlocker/bitlockerSecrets';
import type { DriveReading } from '../drive';
import type { NtfsLayout } from '../../volume/ntfs/layout';
import { sentence } from '../../language/sentence';
import type { OpenMedium } from '../../pipeline/openMedium';
import type { FileToCheck } from '../../pipeline/readBack';
import { readBack } from '../../pipeline/readBack';
import { BitlockerError } from '../../volume/bitlocker/bitlockerError';
import { LockedVolume } from '../../volume/bitlocker/lockedVolume';
import { DriveFormatError, DriveReadError, readBytes } from '../../volume/byteSource';
import type { ByteSource } from '../../volume/byteSource';
import type { DiskPiece } from '../../volume/diskPiece';
import { comparedMetadata } from '../../volume/ntfs/check/comparedMetadata';
import { clustersOf, fileDataOffset } from '../../volume/ntfs/layout';
import { NtfsVolume, streamChunks } from '../../volume/ntfs/read/ntfsVolume';
import { rangeColumns } from '../../model/copyResult';
import { checkBitlockerRegions } from './bitlockerRegions';
import { breather } from '../../model/breather';
import { descriptorSource, withPiece } from './driveSource';
import { mismatchText } from '../mismatchText';
import { residentFiles } from './residentFiles';

/** How many problems are reported. If a drive has more, it is not worth reading on. */
const MOST_PROBLEMS = 20;

/** A drive that has just been written, and what it was made from. */
export interface WrittenDrive {
  readonly medium: OpenMedium;
  readonly closed: ClosedDrive;
  readonly disk: DiskLayout;
  /** What lies around the volume, to compare with the medium. */
  readonly pieces: DiskToPrepare;
  readonly layout: NtfsLayout;
  readonly contents: PlannedContents;
  readonly recoveryPassword: string;
  readonly secrets: UnstretchedSecrets;
}

/**
 * Reads back a drive that was just written, through all layers and with its recovery key, and compares everything with
 * what it was made from. The sector that opens the volume is not there yet; it is read as if it were.
 *
 * @returns the problems, in words: at most 20
 */
export async function checkDrive(drive: WrittenDrive, reading: DriveReading): Promise<string[]> {
  const { medium, closed, disk, layout, contents, recoveryPassword, secrets } = drive;
  const { ledger, pool, onProgress, signal } = reading;
  const problems: string[] = [];
  try {
    const { partitionOffset } = disk;
    problems.push(...outerProblems(drive));
    const raw = withPiece(
      descriptorSource(medium.descriptor, medium.path, partitionOffset, layout.volumeBytes),
      closed.firstSector,
    );
    const locked = LockedVolume.read(raw) ?? noVolume();
    const unlocked = await locked.unlock(recoveryPassword, signal);
    try {
      for (const { message } of checkBitlockerRegions(raw, locked, unlocked)) problems.push(message);
      problems.push(...(await structureProblems(drive, ledger, unlocked.volume, signal)));
    } finally {
      unlocked.wipe();
    }
    const key = Buffer.from(secrets.volumeKey, 'hex');
    try {
      await readBack({
        pool,
        setup: {
          targetPath: medium.path,
          descriptor: medium.descriptor,
          partitionOffset,
          method: secrets.method,
          key,
        },
        files: filesToCheck(drive, ledger),
        onMismatch: (mismatch) => {
          if (problems.length < MOST_PROBLEMS)
            problems.push(`${contents.drivePathOf(mismatch.file)}: ${mismatchText(mismatch)}`);
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
  return problems.slice(0, MOST_PROBLEMS);
}

function noVolume(): never {
  throw new DriveFormatError(sentence`There is no BitLocker volume.`);
}

/** Checks the partition table and the footer. */
function outerProblems({ medium, pieces: toPrepare }: WrittenDrive): string[] {
  const pieces = diskPieces(toPrepare);
  const source = descriptorSource(
    medium.descriptor,
    medium.path,
    0,
    Math.max(...pieces.map(({ offset, bytes }) => offset + bytes.length)),
  );
  const isDifferent = ({ offset, bytes }: DiskPiece) =>
    Buffer.compare(readBytes(source, offset, bytes.length), bytes) !== 0;
  return pieces
    .filter(isDifferent)
    .map(({ offset }) => sentence`The data around the volume, at byte ${offset}, does not match what was written.`);
}

async function structureProblems(
  { contents, layout, closed: { manifestHash, sideFileHashes } }: WrittenDrive,
  ledger: CopyLedger,
  volume: ByteSource,
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
    problems.push(sentence`${MANIFEST_PATH} does not match what was written: its MD5 differs.`);
  for (const [file, expected] of sideFileHashes) {
    const content = new Uint8Array(contents.fileSize(file));
    ntfs.openFile(layout.firstFileRecord + file).read(0, content);
    if (!createHash('md5').update(content).digest().equals(expected))
      problems.push(sentence`${contents.drivePathOf(file)}: It does not match what was copied: its MD5 differs.`);
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
      problems.push(
        sentence`${contents.drivePathOf(resident.file)}: It does not match what was copied: its SHA-256 differs.`,
      );
      if (problems.length >= MOST_PROBLEMS) break;
    }
  }
  return problems;
}

/** Files that have clusters of their own. */
function* filesToCheck({ contents, layout }: WrittenDrive, ledger: CopyLedger): Generator<FileToCheck> {
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
