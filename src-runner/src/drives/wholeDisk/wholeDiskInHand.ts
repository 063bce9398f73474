import type { SessionLock } from '../../journal/sessionLock';
import { breather } from '../../model/breather';
import { copyDrive } from '../../pipeline/copyDrive';
import type { CopyDriveOptions, CopyOutcome } from '../../pipeline/copyDrive';
import type { OpenMedium } from '../../pipeline/openMedium';
import { contentsData } from '../../plan/jobPlan';
import { createBitlockerVolume } from '../../volume/bitlocker/createBitlockerVolume';
import type { DiskLayout } from '../../volume/diskLayout';
import { layoutNtfs } from '../../volume/ntfs/layout';
import type { NtfsLayout, NtfsOptions } from '../../volume/ntfs/layout';
import type { DriveCompletion, DriveInHand, DrivePreparation, DriveReading } from '../drive';
import { driveDescription } from '../driveDescription';
import { checkDrive } from './checkDrive';
import { beginDrive, completeDrive, openForGood } from './completeDrive';
import type { ClosedDrive, DiskToPrepare } from './completeDrive';
import { openNtfsImage } from './ntfsImage';
import type { NtfsImageData } from './ntfsImage';

/** A disk or image that a session has claimed, from the mark in its first sector to a volume that opens. */
export class WholeDiskInHand implements DriveInHand {
  private readonly layout: NtfsLayout;
  private readonly image: NtfsImageData;
  private closed: ClosedDrive | undefined;

  constructor(
    private readonly preparation: DrivePreparation,
    private readonly medium: OpenMedium,
    private readonly disk: DiskLayout,
    private readonly isImage: boolean,
    readonly isKept: boolean,
    private readonly locks: readonly SessionLock[],
  ) {
    const { job, plan, contents, identity } = preparation;
    const options: NtfsOptions = {
      volumeBytes: plan.volumeBytes,
      label: identity.label,
      serial: BigInt(`0x${identity.volumeSerial}`),
      created: job.created,
      partitionOffset: disk.partitionOffset,
      lastFileIsLate: true,
    };
    this.layout = plan.layout ? { ...plan.layout, options } : layoutNtfs(contents, options);
    this.image = { contents: contentsData(job, plan.columns), layout: this.layout };
  }

  /** Writes the mark that says which session the drive belongs to. @throws TargetError */
  async mark(): Promise<void> {
    const { job, jobId, description, identity } = this.preparation;
    await beginDrive(this.medium, this.diskToPrepare, {
      sessionId: job.sessionId,
      driveId: description.driveId,
      volumeId: identity.bitlocker.volumeGuid,
      jobId,
    });
  }

  async copy(options: Omit<CopyDriveOptions, 'image' | 'setup'>): Promise<CopyOutcome> {
    const { medium, disk, image } = this;
    const { keys, identity } = this.preparation;
    // The stretched key is not needed until everything has been copied.
    keys.begin(identity.bitlocker);
    const key = Buffer.from(identity.bitlocker.volumeKey, 'hex');
    try {
      return await copyDrive({
        ...options,
        image: openNtfsImage(image),
        setup: {
          targetPath: medium.path,
          descriptor: medium.descriptor,
          partitionOffset: disk.partitionOffset,
          method: identity.bitlocker.method,
          key,
          image,
        },
      });
    } finally {
      key.fill(0);
    }
  }

  sync(): Promise<void> {
    return this.medium.sync();
  }

  async complete({ ledger, clientCreator, credential, wipeFreeSpace, signal }: DriveCompletion): Promise<Uint8Array> {
    const { medium, layout } = this;
    const { job, jobId, contents, description, identity, keys } = this.preparation;
    const { driveId } = description;
    const bitlocker = createBitlockerVolume(await keys.stretched(identity.bitlocker), {
      volumeLength: layout.volumeBytes,
      metadataOffsets: layout.metadataOffsets,
      relocatedHeaderOffset: layout.relocatedHeaderOffset,
      description: driveDescription({ jobId, driveId }, identity.label, identity.created),
    });
    const manifest = {
      driveId,
      sessionId: job.sessionId,
      clientCreator,
      ...(credential === undefined ? {} : { credential }),
    };
    this.closed = await completeDrive(
      { target: medium, toPrepare: this.diskToPrepare, contents, layout, bitlocker, ledger, manifest, wipeFreeSpace },
      breather(signal),
    );
    return this.closed.manifestHash;
  }

  async check(reading: DriveReading): Promise<readonly string[]> {
    const { medium, layout, disk, diskToPrepare } = this;
    const { contents, description, identity } = this.preparation;
    return checkDrive(
      {
        medium,
        closed: this.completed(),
        disk,
        pieces: diskToPrepare,
        layout,
        contents,
        recoveryPassword: description.bitLockerKey,
        secrets: identity.bitlocker,
      },
      reading,
    );
  }

  async finish(): Promise<void> {
    await openForGood(this.medium, this.disk, this.completed());
  }

  close(): void {
    this.medium.close();
    for (const lock of this.locks) lock.release();
  }

  private completed(): ClosedDrive {
    if (this.closed === undefined) throw new Error('A drive is read back and opened once it is complete.');
    return this.closed;
  }

  /** What is written around the volume. */
  private get diskToPrepare(): DiskToPrepare {
    const { disk, isImage } = this;
    const { identity } = this.preparation;
    return {
      disk,
      identity: identity.disk,
      ...(isImage ? { image: { id: identity.imageId, created: new Date(identity.created) } } : {}),
    };
  }
}
