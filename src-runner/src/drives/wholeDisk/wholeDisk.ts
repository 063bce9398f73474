import * as fs from 'node:fs';
import type { TargetKind } from '#core/journal/sessionRecords';
import type { SessionLock } from '../../journal/sessionLock';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../model/copyResult';
import { OpenMedium } from '../../pipeline/openMedium';
import { layoutDisk } from '../../volume/diskLayout';
import type { DiskLayout } from '../../volume/diskLayout';
import { VHD_FOOTER_LENGTH } from '../../volume/vhd/vhdFooter';
import type { Drive, DriveClaim, DriveFacts, DrivePreparation, TargetState } from '../drive';
import { marksOf } from '../driveIdentity';
import type { DriveMarks } from '../driveIdentity';
import { lookFailure, standingOf } from '../standing';
import type { Standing } from '../standing';
import { openTargetSource } from '../targetSource';
import { claimTarget, lockMedium, targetState } from './claim';
import { recogniseDrive } from './recogniseDrive';
import { WholeDiskInHand } from './wholeDiskInHand';

/** A drive that is written from its first sector to its last: partition table, BitLocker volume and file system. */
export abstract class WholeDisk implements Drive {
  abstract readonly kind: TargetKind;

  constructor(readonly path: string) {}

  abstract inspect(): DriveFacts;
  abstract discard(): 'removed' | 'kept';

  standing(): Standing {
    try {
      return standingOf(this.path);
    } catch (error) {
      throw lookFailure(error) ?? error;
    }
  }

  state(): TargetState {
    return targetState(this.path);
  }

  recognise(marks: DriveMarks): 'own' | (string & {}) {
    try {
      if (!fs.existsSync(this.path)) return sentence`nothing`;
      const source = openTargetSource(this.path);
      try {
        if (recogniseDrive(source, marks)) return 'own';
      } finally {
        source.close();
      }
      return standingOf(this.path).text;
    } catch (error) {
      throw lookFailure(error) ?? error;
    }
  }

  holds(marks: DriveMarks): boolean {
    try {
      return this.recognise(marks) === 'own';
    } catch (error) {
      if (error instanceof TargetError) return false;
      throw error;
    }
  }

  async begin(preparation: DrivePreparation, { isAnew, agreed }: DriveClaim): Promise<WholeDiskInHand> {
    const { job, plan, description } = preparation;
    const { sessionId } = job;
    const { path, kind } = this;
    const disk = layoutDisk(plan.diskBytes);
    const facts = this.inspect();
    const locks: SessionLock[] = [];
    let descriptor: number | undefined;
    try {
      locks.push(...this.locks(sessionId));
      this.checkRoom(facts, disk);
      const claimed = claimTarget(
        { path, kind },
        {
          marks: marksOf(sessionId, description),
          fileBytes: disk.diskLength + VHD_FOOTER_LENGTH,
          isAnew,
          agreed,
          hold: (identity) => locks.push(lockMedium(path, identity, sessionId)),
          foreign: (standing) =>
            sentence`${path} holds ${standing}. It is not the drive that session "${sessionId}" was writing (${description.driveId}), so it was left unchanged. Attach that drive, or specify it with --drive ${description.letter}=….`,
        },
      );
      descriptor = claimed.descriptor;
      const medium = new OpenMedium(fs, path, descriptor);
      const inHand = new WholeDiskInHand(preparation, medium, disk, kind === 'image', claimed.isKept, locks);
      // Repeated for a resumed drive, because the session may have ended before everything was written.
      await inHand.mark();
      return inHand;
    } catch (error) {
      if (descriptor !== undefined) fs.closeSync(descriptor);
      for (const lock of locks) lock.release();
      throw error;
    }
  }

  /**
   * Locks that keep other runs from the path; runs on this computer are also kept from the medium.
   *
   * @throws JournalError, TargetError
   */
  protected abstract locks(sessionId: string): SessionLock[];

  /** Checks that the disk is as large as planned. @throws TargetError */
  protected abstract checkRoom(facts: DriveFacts, disk: DiskLayout): void;
}
