import { MAX_RANGE_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import { SourceReader } from '../scan/sourceCatalogue';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import { diskBytesFor, layoutDisk } from '../volume/diskLayout';
import { driveColumns, manifestBytesOf } from './driveColumns';
import { Footprint } from './footprint';
import { ELSEWHERE, MOST_DRIVES, NO_DRIVE } from './jobPlan';
import type { DriveColumns, DrivePlan, DriveTarget, JobPlan, LeftOver } from './jobPlan';
import { Packer } from './packing';
import type { Load, Spread } from './packing';
import { PlannedContents } from './plannedContents';
import { emptyVolume, fitVolume } from './volumeFit';

export interface PlanOptions {
  readonly sessionId: string;
  /** A FILETIME for everything that gets no time from a source. */
  readonly created: bigint;
  /** In the order of the driveset. */
  readonly drives: readonly DriveTarget[];
  /** By default `balance` if there is an image that can have any size, otherwise `fill`. */
  readonly spread?: Spread;
  /** The size in bytes of the further drives that a remainder would need; by default that of the largest drive. */
  readonly furtherCapacity?: number;
  /** `JobPlan.fileDrive` of an earlier plan of the same catalogue: only the files that it left over are planned. */
  readonly earlier?: Uint8Array;
}

/** Bytes of each drive that packing leaves free, because it works with estimates. */
const SPARE_BYTES = 64 * 1024;
const MOST_FURTHER_DRIVES = 250;

/**
 * Determines which file goes to which drive, and how full each becomes, to the cluster. The same input gives the same
 * plan.
 *
 * @throws RangeError for more than `MOST_DRIVES` drives
 */
export function planJob(catalogue: SourceCatalogue, options: PlanOptions): JobPlan {
  return new Planner(catalogue, options).plan();
}

class Planner {
  private readonly footprint: Footprint;
  private readonly load: Load;
  private readonly rooms: number[];
  /** The room on a further drive, and its size. */
  private readonly further: { readonly room: number; readonly bytes: number };

  constructor(
    private readonly catalogue: SourceCatalogue,
    private readonly options: PlanOptions,
  ) {
    const { drives, sessionId, furtherCapacity } = options;
    if (drives.length > MOST_DRIVES)
      throw new RangeError(sentence`${drives.length} drives are too many: a session can have at most ${MOST_DRIVES}.`);
    const volumes = drives.map(({ capacity }) =>
      capacity === undefined ? { room: Infinity, clusterBytes: 0 } : emptyVolume(partitionOf(capacity)),
    );
    this.rooms = volumes.map(({ room }) => Math.max(0, room - SPARE_BYTES));
    const largest = Math.max(0, ...drives.map(({ capacity = 0 }) => capacity));
    const bytes = furtherCapacity ?? largest;
    this.further = { bytes, room: emptyVolume(partitionOf(bytes)).room - SPARE_BYTES };
    const clusterBytes = Math.max(emptyVolume(0).clusterBytes, ...volumes.map((volume) => volume.clusterBytes));
    this.footprint = new Footprint(catalogue, Buffer.byteLength(sessionId), clusterBytes);
    this.load = this.weigh();
  }

  plan(): JobPlan {
    const { catalogue, rooms, load } = this;
    const { sessionId, created, drives, earlier } = this.options;
    const spread = this.options.spread ?? (drives.some(({ capacity }) => capacity === undefined) ? 'balance' : 'fill');
    const taken = new Uint8Array(catalogue.files.count);
    for (let file = 0; file < taken.length; file++)
      taken[file] = earlier === undefined || earlier[file] === NO_DRIVE ? NO_DRIVE : ELSEWHERE;
    const tooLarge = this.takeTooLarge(taken);
    const packer = new Packer(load, taken);
    for (;;) {
      const { fileDrive } = packer.pack(rooms, spread);
      const fitted = drives.map((drive, index) => this.fit(drive, this.columnsOf(fileDrive, index)));
      const planned = fitted.filter((drive) => typeof drive !== 'number');
      if (planned.length === drives.length) {
        for (const file of tooLarge) fileDrive[file] = NO_DRIVE;
        return {
          sessionId,
          created,
          catalogue,
          fileDrive,
          drives: planned,
          leftOver: this.leftOver(fileDrive, tooLarge),
        };
      }
      // The packing has put too much on a drive. Reduce that drive's room by the excess and pack everything again.
      fitted.forEach((missing, index) => {
        if (typeof missing === 'number') rooms[index] = Math.max(0, rooms[index]! - missing - SPARE_BYTES);
      });
    }
  }

  private weigh(): Load {
    const { catalogue, footprint } = this;
    const fileWeight = new Float64Array(catalogue.files.count);
    for (let file = 0; file < fileWeight.length; file++) fileWeight[file] = footprint.ofFile(file);
    const directoryWeight = new Float64Array(catalogue.targets.count);
    for (let node = 0; node < directoryWeight.length; node++) directoryWeight[node] = footprint.ofDirectory(node);
    return { catalogue, fileWeight, directoryWeight };
  }

  /** Takes out the files that do not fit on any drive, even an empty one. */
  private takeTooLarge(taken: Uint8Array): number[] {
    const { targets, directories, files } = this.catalogue;
    const { fileWeight, directoryWeight } = this.load;
    const largest = Math.max(...this.rooms, this.further.room);
    const tooLarge: number[] = [];
    for (let file = 0; file < taken.length; file++) {
      if (taken[file] !== NO_DRIVE || 2 * fileWeight[file]! <= largest) continue;
      let weight = fileWeight[file]!;
      for (let node = directories.target[files.directory[file]!]!; node !== 0; node = targets.parent[node]!)
        weight += directoryWeight[node]!;
      if (weight <= largest) continue;
      tooLarge.push(file);
      taken[file] = ELSEWHERE;
    }
    return tooLarge;
  }

  private columnsOf(fileDrive: Uint8Array, drive: number): DriveColumns {
    const { catalogue, footprint } = this;
    const { sessionId, created } = this.options;
    const listed = driveColumns(catalogue, fileDrive, drive);
    return { ...listed, manifestBytes: manifestBytesOf({ sessionId, created, catalogue }, listed, footprint) };
  }

  /** The plan of a drive, or how many bytes are missing on it. */
  private fit(drive: DriveTarget, columns: DriveColumns): DrivePlan | number {
    const { sessionId, created } = this.options;
    const contents = new PlannedContents({ sessionId, created, catalogue: this.catalogue, columns });
    const fit = fitVolume(contents, drive.capacity === undefined ? undefined : partitionOf(drive.capacity));
    if (typeof fit === 'number')
      return columns.files.length === 0
        ? { ...drive, columns, ...this.measure(columns), usedBytes: 0, volumeBytes: 0, diskBytes: drive.capacity! }
        : fit;
    return {
      ...drive,
      columns,
      ...this.measure(columns),
      ...fit,
      diskBytes: drive.capacity ?? diskBytesFor(fit.volumeBytes),
    };
  }

  private measure({ files }: DriveColumns): Pick<DrivePlan, 'dataBytes' | 'rangeCount' | 'pageRangeCount'> {
    const reader = new SourceReader(this.catalogue);
    const { size } = this.catalogue.files;
    let dataBytes = 0;
    let rangeCount = 0;
    let pageRangeCount = 0;
    for (const file of files) {
      const bytes = size[file]!;
      dataBytes += bytes;
      const ranges = Math.ceil(bytes / MAX_RANGE_LENGTH);
      rangeCount += ranges;
      if (reader.itemTypeOf(file) === 'PageBlob') pageRangeCount += ranges;
    }
    return { dataBytes, rangeCount, pageRangeCount };
  }

  private leftOver(fileDrive: Uint8Array, tooLarge: readonly number[]): LeftOver | undefined {
    const { size } = this.catalogue.files;
    let files = 0;
    let bytes = 0;
    for (let file = 0; file < fileDrive.length; file++) {
      if (fileDrive[file] !== NO_DRIVE) continue;
      files++;
      bytes += size[file]!;
    }
    if (files === 0) return undefined;
    return { files, bytes, tooLarge, drives: this.furtherDrives(fileDrive, tooLarge), driveBytes: this.further.bytes };
  }

  /** How many further drives the rest needs, without the files that fit on none. */
  private furtherDrives(fileDrive: Uint8Array, tooLarge: readonly number[]): number {
    const rest = Uint8Array.from(fileDrive, (drive) => (drive === NO_DRIVE ? NO_DRIVE : ELSEWHERE));
    for (const file of tooLarge) rest[file] = ELSEWHERE;
    return new Packer(this.load, rest).drivesNeeded(this.further.room, MOST_FURTHER_DRIVES);
  }
}

function partitionOf(diskBytes: number): number {
  try {
    return layoutDisk(diskBytes).partitionLength;
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}
