import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../../language/sentence';
import { DriveFormatError, readBytes, type ByteSource } from '../../byteSource';
import { MOST_CLUSTERS } from '../ntfsFormat';

/** The content of the first sector. Lengths are in bytes. */
export interface VolumeGeometry {
  readonly clusterBytes: number;
  readonly clusterCount: number;
  readonly recordBytes: number;
  readonly indexBlockBytes: number;
  readonly mftCluster: number;
  readonly mftMirrorCluster: number;
  readonly serial: bigint;
  readonly partitionOffset: number;
}

function refused(what: string): DriveFormatError {
  return new DriveFormatError(
    sentence`The first sector of the volume ${what}. This is not a readable NTFS volume: check that the right partition and the right key were given.`,
  );
}

/** A number of clusters or, if negative, the exponent of a number of bytes. */
function recordLength(code: number, clusterBytes: number): number {
  return code > 0 ? code * clusterBytes : 2 ** -code;
}

function isPowerOfTwo(value: number, smallest: number, largest: number): boolean {
  return value >= smallest && value <= largest && Number.isInteger(Math.log2(value));
}

/** @throws DriveFormatError if the first sector is not of NTFS, or contradicts itself */
export function readGeometry(source: ByteSource): VolumeGeometry {
  if (source.length < SECTOR_LENGTH) throw refused(sentence`is missing`);
  const bytes = readBytes(source, 0, SECTOR_LENGTH);
  const view = new DataView(bytes.buffer);
  if (Buffer.from(bytes.subarray(3, 11)).toString('latin1') !== 'NTFS    ')
    throw refused(sentence`does not contain the NTFS signature`);
  const sectorBytes = view.getUint16(11, true);
  if (!isPowerOfTwo(sectorBytes, 512, 4096)) throw refused(sentence`specifies sectors of ${sectorBytes} bytes`);
  const code = view.getUint8(13);
  const clusterBytes = sectorBytes * (code > 0x80 ? 2 ** (256 - code) : code);
  if (!isPowerOfTwo(clusterBytes, 512, 2 * 1024 * 1024))
    throw refused(sentence`specifies clusters of ${clusterBytes} bytes`);
  const recordBytes = recordLength(view.getInt8(64), clusterBytes);
  const indexBlockBytes = recordLength(view.getInt8(68), clusterBytes);
  if (!isPowerOfTwo(recordBytes, 1024, 4096)) throw refused(sentence`specifies records of ${recordBytes} bytes`);
  if (!isPowerOfTwo(indexBlockBytes, 512, 65_536))
    throw refused(sentence`specifies index blocks of ${indexBlockBytes} bytes`);
  const clusterCount = Math.floor((Number(view.getBigUint64(40, true)) * sectorBytes) / clusterBytes);
  if (clusterCount > MOST_CLUSTERS) throw refused(sentence`specifies ${clusterCount} clusters`);
  if (clusterCount * clusterBytes > source.length)
    throw refused(sentence`specifies ${clusterCount * clusterBytes} bytes, but there are only ${source.length}`);
  const mftCluster = Number(view.getBigUint64(48, true));
  const mftMirrorCluster = Number(view.getBigUint64(56, true));
  if (mftCluster >= clusterCount || mftMirrorCluster >= clusterCount)
    throw refused(sentence`points to a place outside the volume`);
  return {
    clusterBytes,
    clusterCount,
    recordBytes,
    indexBlockBytes,
    mftCluster,
    mftMirrorCluster,
    serial: view.getBigUint64(72, true),
    partitionOffset: view.getUint32(28, true) * sectorBytes,
  };
}
