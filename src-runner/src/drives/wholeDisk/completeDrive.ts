import { createHash } from 'node:crypto';
import { driveManifestText } from '#core/driveManifest/driveManifestText';
import { LONGEST_SIDE_FILE, SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import { readSmallFile } from '../../model/regularFile';
import type { OpenMedium } from '../../pipeline/openMedium';
import type { PlannedContents } from '../../plan/plannedContents';
import { encodedPieces } from '../../report/encodedPieces';
import type { CopyLedger } from '../../journal/copyLedger';
import { RELOCATED_HEADER_LENGTH } from '../../volume/bitlocker/createBitlockerVolume';
import type { NewBitlockerVolume } from '../../volume/bitlocker/createBitlockerVolume';
import type { DiskLayout } from '../../volume/diskLayout';
import type { DiskPiece } from '../../volume/diskPiece';
import { gptPieces } from '../../volume/gpt/writeGpt';
import type { GptIdentity } from '../../volume/gpt/writeGpt';
import type { VolumeOutcome } from '../../volume/ntfs/directories';
import { encodeFileRecords } from '../../volume/ntfs/fileRecords';
import { finalMetadata } from '../../volume/ntfs/finalMetadata';
import { fileDataOffset, fileRecordOffset } from '../../volume/ntfs/layout';
import type { NtfsLayout } from '../../volume/ntfs/layout';
import { RECORD_BYTES } from '../../volume/ntfs/ntfsFormat';
import { vhdFooter } from '../../volume/vhd/vhdFooter';
import { SideFileError } from '../drive';
import { incompleteMarker } from '../incompleteMarker';
import type { IncompleteMarker } from '../incompleteMarker';
import { manifestOfDrive } from '../manifestOfDrive';
import type { ManifestFacts } from '../manifestOfDrive';
import { VolumeWriter } from './volumeWriter';

/** A disk that will hold a volume. */
export interface DiskToPrepare {
  readonly disk: DiskLayout;
  readonly identity: GptIdentity;
  /** For an image, which is a fixed VHD: its GUID, and when it was made. */
  readonly image?: { readonly id: string; readonly created: Date };
}

/** Everything that decides a drive's bytes, except for the contents of the files. */
export interface DriveToComplete {
  readonly target: OpenMedium;
  readonly toPrepare: DiskToPrepare;
  readonly contents: PlannedContents;
  readonly layout: NtfsLayout;
  readonly bitlocker: NewBitlockerVolume;
  readonly ledger: CopyLedger;
  readonly manifest: Omit<ManifestFacts, 'sideFileHashes'>;
  /** Overwrites what the volume does not use, so that nothing that was on the disk before can be read. */
  readonly wipeFreeSpace: boolean;
}

/** A drive that is complete except for the one sector that opens it. */
export interface ClosedDrive {
  /** MD5 of the manifest file, 16 bytes. */
  readonly manifestHash: Uint8Array;
  /** MD5 of each side file by its number on the drive. */
  readonly sideFileHashes: ReadonlyMap<number, Uint8Array>;
  /** At the beginning of the partition. */
  readonly firstSector: DiskPiece;
}

const WIPED_AT_ONCE = 1024 * 1024;

/** Writes the partition table, and the mark which says that the volume is incomplete. */
export async function beginDrive(
  target: OpenMedium,
  toPrepare: DiskToPrepare,
  marker: IncompleteMarker,
): Promise<void> {
  const beginning = new Uint8Array(RELOCATED_HEADER_LENGTH);
  beginning.set(incompleteMarker(marker));
  target.write(beginning, toPrepare.disk.partitionOffset);
  for (const { offset, bytes } of diskPieces(toPrepare)) if (!isLate(toPrepare, offset)) target.write(bytes, offset);
  await target.sync();
}

/**
 * Whether a piece is written when the drive is completed: the end of an image, because NTFS fills everything before it with
 * zeros first. On a disk it is written at once, which shows that the disk is as large as it should be.
 */
function isLate({ disk, image }: DiskToPrepare, offset: number): boolean {
  return image !== undefined && offset > disk.partitionOffset;
}

/** What lies around the volume: partition table and footer. */
export function diskPieces({ disk, identity, image }: DiskToPrepare): DiskPiece[] {
  const pieces = gptPieces(disk, identity);
  return image
    ? [...pieces, { offset: disk.diskLength, bytes: vhdFooter(disk.diskLength, image.id, image.created) }]
    : pieces;
}

/**
 * Writes what is known once all files have been copied: side files, manifest, file system, BitLocker's metadata. Can be
 * repeated after an interruption. `pause` is called between short pieces of work. The volume cannot be opened before
 * `openForGood`.
 *
 * @throws TargetError, SideFileError
 */
export async function completeDrive(drive: DriveToComplete, pause: () => Promise<void>): Promise<ClosedDrive> {
  const { target, toPrepare, contents, layout, bitlocker, ledger } = drive;
  const { disk } = toPrepare;
  const volume = new VolumeWriter(target, disk.partitionOffset, bitlocker);
  try {
    const sideFileHashes = writeSideFiles(drive, volume);
    const { hash, length } = await writeManifest(drive, volume, sideFileHashes, pause);
    for (const piece of finalMetadata(contents, layout, { ...omission(contents, ledger), lastFileSize: length })) {
      volume.write(piece);
      await pause();
    }
    if (drive.wipeFreeSpace) await wipeFreeSpace(layout, volume, pause);
    for (const piece of bitlocker.metadata()) volume.writeRaw(piece);
    for (const { offset, bytes } of diskPieces(toPrepare)) if (isLate(toPrepare, offset)) target.write(bytes, offset);
    await target.sync();
    return { manifestHash: hash, sideFileHashes, firstSector: bitlocker.firstSector(volume.bootRegion) };
  } finally {
    volume.wipe();
  }
}

/** Which files are left out, if any. If none is, the directories of the volume need not be gone through again. */
export function omission(contents: PlannedContents, ledger: CopyLedger): Pick<VolumeOutcome, 'isOmitted'> {
  const isOmitted = (file: number) => file < contents.copiedFileCount && ledger.stateOf(file) !== 'done';
  for (let file = 0; file < contents.copiedFileCount; file++) if (isOmitted(file)) return { isOmitted };
  return {};
}

/** Writes the sector that makes it possible to open the volume. */
export async function openForGood(target: OpenMedium, disk: DiskLayout, { firstSector }: ClosedDrive): Promise<void> {
  target.write(firstSector.bytes, disk.partitionOffset + firstSector.offset);
  await target.sync();
}

/** Writes encrypted zeros from the end of the last used cluster to the last sector, which holds a copy of the first. */
async function wipeFreeSpace(
  { usedClusters, clusterBytes, volumeBytes }: NtfsLayout,
  volume: VolumeWriter,
  pause: () => Promise<void>,
): Promise<void> {
  const end = volumeBytes - SECTOR_LENGTH;
  for (let offset = usedClusters * clusterBytes; offset < end; offset += WIPED_AT_ONCE) {
    volume.write({ offset, bytes: new Uint8Array(Math.min(WIPED_AT_ONCE, end - offset)) });
    await pause();
  }
}

/** @returns the MD5 of each side file, by its number on the drive */
function writeSideFiles({ contents, layout }: DriveToComplete, volume: VolumeWriter): Map<number, Uint8Array> {
  const hashes = new Map<number, Uint8Array>();
  for (const { file, sourcePath } of contents.sideFiles) {
    const bytes = readSideFile(sourcePath, contents.fileSize(file));
    hashes.set(file, createHash('md5').update(bytes).digest());
    const offset = fileDataOffset(layout, file);
    if (offset !== undefined) {
      const stream = volume.streamTo(offset, layout.clusterBytes);
      stream.append(bytes);
      stream.end();
    }
    const record = new Uint8Array(RECORD_BYTES);
    encodeFileRecords(contents, layout, file, file + 1, () => bytes, record);
    volume.write({ offset: fileRecordOffset(layout, file), bytes: record });
  }
  return hashes;
}

function readSideFile(path: string, plannedLength: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readSmallFile(path, LONGEST_SIDE_FILE);
  } catch (error) {
    throw new SideFileError(
      sentence`${path}: the side file can no longer be read (${error instanceof Error ? error.message : String(error)}). Restore it, then continue with --resume.`,
    );
  }
  if (bytes.length !== plannedLength) {
    throw new SideFileError(
      sentence`${path}: the side file has changed since the plan was made. Restore it, then continue with --resume.`,
    );
  }
  return bytes;
}

async function writeManifest(
  { contents, layout, ledger, manifest }: DriveToComplete,
  volume: VolumeWriter,
  sideFileHashes: ReadonlyMap<number, Uint8Array>,
  pause: () => Promise<void>,
): Promise<{ hash: Uint8Array; length: number }> {
  const hash = createHash('md5');
  const most = contents.fileSize(contents.manifestFile);
  const stream = volume.streamTo(fileDataOffset(layout, contents.manifestFile)!, layout.clusterBytes);
  let length = 0;
  for (const bytes of encodedPieces(
    driveManifestText(manifestOfDrive(contents, ledger, { ...manifest, sideFileHashes })),
  )) {
    hash.update(bytes);
    length += bytes.length;
    if (length > most) throw new Error(`The manifest has more than the ${most} bytes that were planned for it.`);
    stream.append(bytes);
    await pause();
  }
  stream.end();
  return { hash: hash.digest(), length };
}
