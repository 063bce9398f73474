import { NO_DATA, type DriveImage } from './driveImage';
import { BATCH_LENGTH } from './tasks';

/** Where the parts of a batch lie in its slot. Addresses and lengths are in bytes. */
export interface BatchPlaces {
  /** Of each file, and how much room it has there: whole clusters if the file has any. */
  readonly addresses: Uint32Array;
  readonly rooms: Uint32Array;
  /**
   * The data at the beginning of the slot, laid out as on the volume, where they begin at `start`. Undefined if all
   * files lie in their records.
   */
  readonly data: { readonly start: number; readonly length: number } | undefined;
  readonly records: { readonly address: number; readonly length: number };
}

/**
 * Places the files from `first` to before `end`: their data first, then their records, then the files that lie in
 * records.
 */
export function batchPlaces(image: DriveImage, first: number, end: number, slot: number): BatchPlaces {
  const addresses = new Uint32Array(end - first);
  const rooms = new Uint32Array(end - first);
  const records = { address: slot + BATCH_LENGTH, length: (end - first) * image.recordBytes };
  let resident = records.address + records.length;
  let dataStart = NO_DATA;
  let dataEnd = 0;
  for (let file = first; file < end; file++) {
    const size = image.contents.fileSize(file);
    const offset = image.dataOffset(file);
    if (offset === NO_DATA) {
      addresses[file - first] = resident;
      rooms[file - first] = size;
      resident += size;
      continue;
    }
    if (dataStart === NO_DATA) dataStart = offset;
    const room = Math.ceil(size / image.clusterBytes) * image.clusterBytes;
    addresses[file - first] = slot + offset - dataStart;
    rooms[file - first] = room;
    dataEnd = offset + room;
  }
  return {
    addresses,
    rooms,
    data: dataStart === NO_DATA ? undefined : { start: dataStart, length: dataEnd - dataStart },
    records,
  };
}
