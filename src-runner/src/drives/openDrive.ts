import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import type { ByteSource } from '../volume/byteSource';
import { DriveFormatError, readBytes, slice } from '../volume/byteSource';
import { BitlockerError } from '../volume/bitlocker/bitlockerError';
import { LockedVolume } from '../volume/bitlocker/lockedVolume';
import type { Partition, PartitionTable } from '../volume/gpt/partitionTable';
import { readPartitionTable } from '../volume/gpt/partitionTable';
import type { VhdKind } from '../volume/vhd/vhdFooter';
import { parseVhdFooter, VHD_COOKIE, VHD_FOOTER_LENGTH } from '../volume/vhd/vhdFooter';
import { fileSystemOf } from './fileSystem';
import { readIncompleteMarker } from './incompleteMarker';
import type { IncompleteMarker } from './incompleteMarker';
import { openTargetSource } from './targetSource';

/** What the volume of a drive is. */
export type VolumeContents =
  | { readonly kind: 'bitlocker'; readonly locked: LockedVolume }
  /** A BitLocker volume that cannot be read; the error says why. */
  | { readonly kind: 'unreadable'; readonly error: DriveFormatError }
  /** Something else, by its usual name, such as unencrypted `NTFS`. */
  | { readonly kind: 'file system'; readonly name: string }
  /** A preparation that began but did not finish. */
  | { readonly kind: 'incomplete'; readonly marker: IncompleteMarker }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown' };

/** A drive or an image, opened for reading, and its layers from the outside to the volume. */
export interface OpenedDrive {
  /** As the user named it. */
  readonly target: string;
  readonly kind: 'file' | 'device';
  /** Bytes of the file or device. */
  readonly length: number;
  /** The descriptor of the file or device, for other threads; `close` closes it. */
  readonly descriptor: number;
  /** The bytes of the disk: the contents of the image, the whole device, or a bare volume. */
  readonly disk: ByteSource;
  readonly container: 'fixed VHD' | undefined;
  /** Undefined if the target is a bare volume. */
  readonly table: PartitionTable | undefined;
  readonly partition: Partition | undefined;
  /** The contents of the partition, as stored on the medium. */
  readonly volume: ByteSource;
  readonly contents: VolumeContents;
  /** What is unusual but no obstacle, in words. */
  readonly remarks: readonly string[];
  readonly close: () => void;
}

/**
 * Opens a whole disk, a disk image, or a bare volume for reading.
 *
 * @throws DriveOpenError if the target cannot be opened
 * @throws DriveReadError if the medium fails
 * @throws DriveFormatError if a layer is damaged or of an unsupported kind
 */
export function openDrive(target: string): OpenedDrive {
  const source = openTargetSource(target);
  try {
    const { disk, container } = unwrapImage(target, source);
    return {
      target,
      kind: source.kind,
      length: source.length,
      descriptor: source.descriptor,
      disk,
      container,
      ...openDisk(target, disk),
      close: source.close,
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** Image formats that do not store the bytes of a disk as they are. */
const otherImages: readonly { readonly signature: string; readonly name: string }[] = [
  { signature: 'vhdxfile', name: 'VHDX' },
  { signature: 'QFI\xfb', name: 'qcow2' },
  { signature: 'KDMV', name: 'VMDK' },
];

/** The disk in an image, or all of a device. @throws DriveFormatError */
export function unwrapImage(
  target: string,
  source: ByteSource & { readonly kind: 'file' | 'device' },
): { disk: ByteSource; container: OpenedDrive['container'] } {
  if (source.kind === 'device' || source.length < VHD_FOOTER_LENGTH) return { disk: source, container: undefined };
  const head = Buffer.from(readBytes(source, 0, VHD_FOOTER_LENGTH));
  const other = otherImages.find(({ signature }) => head.toString('latin1', 0, signature.length) === signature);
  if (other)
    throw new DriveFormatError(
      sentence`${target} is a ${other.name} image. Convert it to a fixed VHD: ${conversion(target)}.`,
    );
  const start = Math.max(0, source.length - VHD_FOOTER_LENGTH);
  const footer = inTarget(target, () => parseVhdFooter(readBytes(source, start, VHD_FOOTER_LENGTH)));
  if (footer === undefined) {
    // A dynamic VHD also has the footer at its beginning. The one at the end is missing if the file was cut off.
    if (head.toString('latin1', 0, VHD_COOKIE.length) === VHD_COOKIE) throw vhdRefusal('dynamic', target);
    return { disk: source, container: undefined };
  }
  if (footer.kind !== 'fixed') throw vhdRefusal(footer.kind, target);
  if (footer.diskLength !== start) {
    throw new DriveFormatError(
      sentence`${target} is a damaged VHD: its footer describes a disk of ${footer.diskLength} bytes, but there are ${start} before it. Copy the whole image again.`,
    );
  }
  return { disk: slice(source, 0, start), container: 'fixed VHD' };
}

function vhdRefusal(kind: VhdKind, target: string): DriveFormatError {
  return new DriveFormatError(
    kind === 'unknown'
      ? sentence`${target} is a VHD of unknown type. Convert it to a fixed one: ${conversion(target)}.`
      : sentence`${target} is a ${kind} VHD. Convert it to a fixed one: ${conversion(target)}.`,
  );
}

function conversion(target: string): string {
  return sentence`qemu-img convert -O vpc -o subformat=fixed,force_size=on "${target}" fixed.vhd, or Convert-VHD -VHDType Fixed on Windows`;
}

type DiskLayers = Pick<OpenedDrive, 'table' | 'partition' | 'volume' | 'contents' | 'remarks'>;

function openDisk(target: string, disk: ByteSource): DiskLayers {
  const bare = disk.length < SECTOR_LENGTH || fileSystemOf(disk) !== undefined;
  const table = bare ? undefined : inTarget(target, () => readPartitionTable(disk));
  if (table === undefined)
    return { table, partition: undefined, volume: disk, contents: contentsOf(disk), remarks: [] };
  const data = table.partitions.filter(({ isData }) => isData);
  const partition = data[0];
  if (partition === undefined) {
    const found =
      table.partitions.length === 0
        ? sentence`no partitions`
        : sentence`no data partition among its partitions (${table.partitions.length} in total)`;
    throw new DriveFormatError(sentence`${target} has a partition table (${table.kind}), but ${found}.`);
  }
  const volume = slice(disk, partition.offset, partition.length);
  const contents = contentsOf(volume);
  // The end of an image is written when it is completed, and the second copy of its table with it.
  const remarks = contents.kind === 'incomplete' ? [] : [...table.faults];
  if (data.length > 1)
    remarks.push(
      sentence`It has ${data.length} data partitions; only the first is considered here, because the import service processes no other.`,
    );
  return { table, partition, volume, contents, remarks };
}

function contentsOf(volume: ByteSource): VolumeContents {
  if (volume.length < SECTOR_LENGTH) return { kind: 'empty' };
  try {
    const locked = LockedVolume.read(volume);
    if (locked !== undefined) return { kind: 'bitlocker', locked };
  } catch (error) {
    if (error instanceof DriveFormatError) return { kind: 'unreadable', error };
    throw error;
  }
  const sector = readBytes(volume, 0, SECTOR_LENGTH);
  const marker = readIncompleteMarker(sector);
  if (marker !== undefined) return { kind: 'incomplete', marker };
  const name = fileSystemOf(volume);
  if (name !== undefined) return { kind: 'file system', name };
  return { kind: sector.every((byte) => byte === 0) ? 'empty' : 'unknown' };
}

/** Adds the name of the target to errors of lower layers, which do not know it. */
function inTarget<T>(target: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DriveFormatError) || error instanceof BitlockerError) throw error;
    throw new DriveFormatError(`${target}: ${error.message}`, { cause: error });
  }
}
