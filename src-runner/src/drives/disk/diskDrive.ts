import { statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { SessionLock } from '../../journal/sessionLock';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../model/copyResult';
import { deviceNumber } from '../../model/deviceNumber';
import { codeOf } from '../../model/systemError';
import type { DiskLayout } from '../../volume/diskLayout';
import type { DriveFacts } from '../drive';
import { WholeDisk } from '../wholeDisk/wholeDisk';
import { linuxBlockDevice } from './blockDevice';
import { diskObstacles } from './diskObstacles';

/** A block device. */
export class DiskDrive extends WholeDisk {
  readonly kind = 'device';

  inspect(): DriveFacts {
    const { path } = this;
    let facts: BigIntStats | undefined;
    try {
      facts = statSync(path, { bigint: true, throwIfNoEntry: false });
    } catch (error) {
      throw new TargetError(
        sentence`${path} cannot be accessed (${codeOf(error)}). Specify a file or a disk that this user can write to.`,
      );
    }
    if (facts === undefined)
      throw new TargetError(sentence`there is no disk ${path}. Attach the drive, or specify another one with --drive.`);
    const device = linuxBlockDevice(deviceNumber(facts.rdev));
    if (device === undefined) return {};
    if (device.isPartition)
      throw new TargetError(sentence`${path} is a partition. Specify the whole disk: it gets its own partition table.`);
    const [obstacle] = diskObstacles(path, device);
    if (obstacle !== undefined) throw new TargetError(obstacle);
    return { length: device.length, ...(device.serial === undefined ? {} : { serial: device.serial }) };
  }

  /** A disk stays, marked as an incomplete preparation, and can be prepared again. */
  discard(): 'kept' {
    return 'kept';
  }

  /** Other computers cannot see a disk, so its path needs no lock. */
  protected locks(): SessionLock[] {
    return [];
  }

  protected checkRoom({ length }: DriveFacts, disk: DiskLayout): void {
    if (length !== undefined && length < disk.diskLength)
      throw new TargetError(
        sentence`${this.path} has ${length} bytes, but the plan was made for ${disk.diskLength}. Attach the drive that the session started with.`,
      );
  }
}
