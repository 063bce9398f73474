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
        sentence`${path} cannot be reached (${codeOf(error)}). Name a file or a disk that this user may write.`,
      );
    }
    if (facts === undefined)
      throw new TargetError(sentence`there is no disk ${path}. Attach the drive, or name another one with --drive.`);
    const device = linuxBlockDevice(deviceNumber(facts.rdev));
    if (device === undefined) return {};
    if (device.isPartition)
      throw new TargetError(
        sentence`${path} is a partition. Name the whole disk: it is given a partition table of its own.`,
      );
    const [obstacle] = diskObstacles(path, device);
    if (obstacle !== undefined) throw new TargetError(obstacle);
    return { length: device.length, ...(device.serial === undefined ? {} : { serial: device.serial }) };
  }

  /** A disk stays, marked as an incomplete preparation, and can be prepared again. */
  discard(): 'kept' {
    return 'kept';
  }

  /** Other computers do not see it. */
  protected locks(): SessionLock[] {
    return [];
  }

  protected checkRoom({ length }: DriveFacts, disk: DiskLayout): void {
    if (length !== undefined && length < disk.diskLength)
      throw new TargetError(
        sentence`${this.path} has ${length} bytes, and the plan was made for ${disk.diskLength}. Attach the drive that the session began with.`,
      );
  }
}
