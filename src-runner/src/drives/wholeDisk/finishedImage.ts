import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import type { ByteSource } from '../../volume/byteSource';
import { DriveFormatError, readBytes, slice } from '../../volume/byteSource';
import { readPartitionTable } from '../../volume/gpt/partitionTable';
import type { Partition, PartitionTable } from '../../volume/gpt/partitionTable';
import type { TargetState } from '../drive';
import { fileSystemOf } from '../fileSystem';
import { unwrapImage } from '../openDrive';
import { markerIn, standingOf } from '../standing';
import { openTargetSource } from '../targetSource';
import { targetState } from './claim';

/** An image that can be written to a disk, open for reading. */
export interface FinishedImage {
  readonly path: string;
  /** What a disk is given: without the footer of a VHD. */
  readonly disk: ByteSource;
  /** Undefined where there is a volume alone. */
  readonly table: PartitionTable | undefined;
  /** Where volumes begin and how long they are. */
  readonly volumes: readonly Pick<Partition, 'offset' | 'length'>[];
  /** What it was like when it was opened. */
  readonly state: TargetState;
  readonly close: () => void;
}

/**
 * Opens the image of a disk, or of a volume, that is finished.
 *
 * @throws DriveOpenError where it cannot be opened
 * @throws DriveFormatError where it is none, is damaged, or its preparation is not finished
 * @throws DriveReadError, TargetError where it cannot be read
 */
export function openFinishedImage(path: string): FinishedImage {
  const source = openTargetSource(path);
  try {
    if (source.kind === 'device')
      throw new DriveFormatError(sentence`${path} is a disk. Specify the image file to write.`);
    const state = targetState(path);
    const { disk } = unwrapImage(path, source);
    const marker = markerIn(disk);
    if (marker)
      throw new DriveFormatError(
        sentence`${path} is not finished: session "${marker.sessionId}" did not complete it. Continue with "sneakernet prep … --resume", then write it.`,
      );
    if (disk.length === 0 || disk.length % SECTOR_LENGTH !== 0) throw notAnImage(path);
    return { path, disk, ...layersOf(path, disk), state, close: source.close };
  } catch (error) {
    source.close();
    throw error;
  }
}

function layersOf(path: string, disk: ByteSource): Pick<FinishedImage, 'table' | 'volumes'> {
  if (fileSystemOf(disk) !== undefined) return { table: undefined, volumes: [{ offset: 0, length: disk.length }] };
  let table: PartitionTable | undefined;
  try {
    table = readPartitionTable(disk);
  } catch (error) {
    if (!(error instanceof DriveFormatError)) throw error;
    throw new DriveFormatError(`${path}: ${error.message}`, { cause: error });
  }
  if (table === undefined) throw notAnImage(path);
  const volumes = table.partitions.filter(({ offset, length }) => holdsVolume(slice(disk, offset, length)));
  if (volumes.length === 0) throw notAnImage(path);
  return { table, volumes: table.partitions };
}

/** Of what no file system is known by, it is the first sector that tells something from nothing. */
function holdsVolume(volume: ByteSource): boolean {
  return fileSystemOf(volume) !== undefined || readBytes(volume, 0, SECTOR_LENGTH).some((byte) => byte !== 0);
}

function notAnImage(path: string): DriveFormatError {
  return new DriveFormatError(
    sentence`${path} is not an image of a disk or of a volume: it holds ${standingOf(path).text}. Specify one, such as drives/G.vhd.`,
  );
}
