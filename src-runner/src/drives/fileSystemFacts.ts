import type { ByteSource } from '../volume/byteSource';
import { DriveFormatError } from '../volume/byteSource';
import { NtfsVolume } from '../volume/ntfs/read/ntfsVolume';
import { fileSystemOf } from './fileSystem';

/** What can quickly be told about a file system. */
export interface FileSystemFacts {
  /** The usual name; undefined if the signature is unknown. */
  readonly name: string | undefined;
  /** The serial number of an NTFS volume: 16 hexadecimal digits. */
  readonly serial?: string;
  readonly label?: string;
  /** Bytes. */
  readonly freeBytes?: number;
  /** Why the rest could not be read, in words. */
  readonly fault?: string;
}

/**
 * Looks at the file system of a volume. Only NTFS is examined, because the import service accepts no other.
 *
 * @throws DriveReadError
 */
export function fileSystemFacts(volume: ByteSource): FileSystemFacts {
  const name = fileSystemOf(volume);
  if (name !== 'NTFS') return { name };
  try {
    const ntfs = NtfsVolume.open(volume);
    const serial = ntfs.geometry.serial.toString(16).padStart(16, '0').toUpperCase();
    try {
      return { name, serial, label: ntfs.label, freeBytes: ntfs.freeBytes() };
    } catch (error) {
      return { name, serial, fault: faultOf(error) };
    }
  } catch (error) {
    return { name, fault: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  if (error instanceof DriveFormatError) return error.message;
  throw error;
}
