import { createHash } from 'node:crypto';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import type { JrmDrive } from '#core/jrm/jrm';
import { SECTOR_LENGTH } from '#core/limits/limits';
import type { OpenedDrive, VolumeContents } from '../drives/openDrive';
import { sentence } from '../language/sentence';
import { TargetError } from '../model/copyResult';
import type { WorkerPool } from '../pipeline/workerPool';
import type { Progress } from '../report/prepEvents';
import type { LockedVolume, UnlockedVolume } from '../volume/bitlocker/lockedVolume';
import { DriveFormatError, DriveReadError } from '../volume/byteSource';
import type { ByteSource } from '../volume/byteSource';
import { checkNtfsInSteps } from '../volume/ntfs/check/checkNtfs';
import type { ReadTree } from '../volume/ntfs/check/readTree';
import { NtfsVolume, streamChunks } from '../volume/ntfs/read/ntfsVolume';
import { checkBitlockerRegions } from '../drives/wholeDisk/bitlockerRegions';
import { breather } from '../model/breather';
import { checkContents } from './checkContents';
import type { ChecksumIndex } from './checksumIndex';
import { checkDiskLayers } from './diskLayers';
import { ListedFiles } from './listedFiles';
import { ProblemList } from './problemList';
import { isVolumeOf, unlockWithJrm } from './unlockWithJrm';

/** A drive, and which drives of the JRM it may be. */
export interface DriveToVerify {
  readonly opened: OpenedDrive;
  /** Drives of the JRM, one of which it should be: several if the JRM gives no letters. Never empty. */
  readonly candidates: readonly JrmDrive[];
  /** All drives of the JRM, to say which one it is if it is not a candidate. */
  readonly known: readonly JrmDrive[];
}

export interface VerifyOptions {
  readonly checksums: ChecksumIndex;
  /** Undefined: the files' contents are not read. */
  readonly pool: WorkerPool | undefined;
  readonly signal: AbortSignal;
  /** Progress of the contents, with totals. */
  readonly onProgress: (progress: Progress) => void;
}

/** The result for a drive. */
export interface DriveVerdict {
  /** Undefined if it could not be determined which drive of the JRM it is. */
  readonly drive: JrmDrive | undefined;
  /** The blobs and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly problems: ProblemList;
  /** Whether the manifest was read to its end, so that what the JRM has beyond it is certainly missing. */
  readonly isManifestRead: boolean;
}

/**
 * Reads a drive back through all its layers and compares everything with the JRM, the manifest, and what must be there.
 * Problems are collected, not thrown.
 *
 * @throws the signal's reason if it is aborted
 */
export async function verifyDrive(drive: DriveToVerify, options: VerifyOptions): Promise<DriveVerdict> {
  const verification = new DriveVerification(drive, options);
  try {
    await verification.run();
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof DriveFormatError || error instanceof DriveReadError || error instanceof TargetError))
      throw error;
    verification.problems.add({ message: error.message });
  }
  const { drive: found, problems, listed, isManifestRead } = verification;
  return { drive: found, problems, files: listed?.files ?? 0, bytes: listed?.bytes ?? 0, isManifestRead };
}

class DriveVerification {
  readonly problems = new ProblemList();
  drive: JrmDrive | undefined;
  listed: ListedFiles | undefined;
  isManifestRead = false;
  private readonly pause: () => Promise<void>;

  constructor(
    private readonly toVerify: DriveToVerify,
    private readonly options: VerifyOptions,
  ) {
    this.pause = breather(options.signal);
  }

  async run(): Promise<void> {
    const { opened } = this.toVerify;
    const locked = lockedVolumeOf(opened.contents);
    // The end of an image is written when it is completed.
    if (opened.contents.kind !== 'incomplete') this.addAll(checkDiskLayers(opened));
    if (typeof locked === 'string') {
      this.problems.add({ message: locked });
      return;
    }
    const unlocked = await this.unlock(locked);
    if (unlocked === undefined) return;
    try {
      this.addAll(checkBitlockerRegions(opened.volume, locked, unlocked));
      this.compareFacts(locked, unlocked);
      await this.checkVolume(unlocked);
    } finally {
      unlocked.wipe();
    }
  }

  private addAll(problems: Iterable<Parameters<ProblemList['add']>[0]>): void {
    for (const problem of problems) this.problems.add(problem);
  }

  /** Finds out by the key that opens it which drive of the JRM it is. */
  private async unlock(locked: LockedVolume): Promise<UnlockedVolume | undefined> {
    const { candidates, known } = this.toVerify;
    const other = known.find((drive) => isVolumeOf(locked, drive) && !candidates.includes(drive));
    if (other !== undefined && !candidates.some((drive) => isVolumeOf(locked, drive))) {
      const name = other.DriveLetter === undefined ? other.DriveId : `${other.DriveLetter} (${other.DriveId})`;
      this.problems.add({
        message: sentence`It is drive ${name} of the JRM: the drives were swapped, or the target belongs to another letter.`,
      });
      return undefined;
    }
    const volume = await unlockWithJrm(locked, candidates, this.options.signal);
    if (typeof volume === 'string') {
      this.problems.add({ message: volume });
      return undefined;
    }
    this.drive = volume.drive;
    return volume.unlocked;
  }

  private compareFacts({ metadata }: LockedVolume, { method }: UnlockedVolume): void {
    const { VolumeId, EncryptionMethod } = this.drive!;
    const differs = (expected: string | undefined, found: string): expected is string =>
      expected !== undefined && expected.toLowerCase() !== found;
    const guid = metadata.volumeGuid;
    if (differs(VolumeId, guid))
      this.problems.add({ message: sentence`Its volume GUID is ${guid}, but the JRM says ${VolumeId}.` });
    if (differs(EncryptionMethod, method))
      this.problems.add({
        message: sentence`Its encryption method is ${method}, but the JRM says ${EncryptionMethod}.`,
      });
  }

  private async checkVolume(unlocked: UnlockedVolume): Promise<void> {
    const { volume, method, key } = unlocked;
    const read = await this.checkFileSystem(volume);
    if (read === undefined) {
      this.problems.add({
        message: sentence`The contents of the files were not compared because the file system does not match what was written.`,
      });
      return;
    }
    const ntfs = NtfsVolume.open(volume);
    const { VolumeLabel, ManifestFile = MANIFEST_PATH, ManifestHash, DriveId } = this.drive!;
    if (ntfs.label !== VolumeLabel)
      this.problems.add({ message: sentence`Its label is "${ntfs.label}", but the JRM says "${VolumeLabel}".` });
    const { checksums, pool, signal, onProgress } = this.options;
    this.listed = new ListedFiles(read, { driveId: DriveId, checksums }, this.problems.add);
    if (!(await this.readManifest(ntfs, ManifestFile, ManifestHash, this.listed)) || !pool) return;
    const { opened } = this.toVerify;
    const totals = { totalBytes: this.listed.bytes, totalFiles: this.listed.files };
    const setup = {
      targetPath: opened.target,
      descriptor: opened.descriptor,
      partitionOffset: opened.partition?.offset ?? 0,
      method,
      key,
    };
    await checkContents({
      ntfs,
      read,
      listed: this.listed,
      pool,
      setup,
      signal,
      report: this.problems.add,
      onProgress: (bytes, files) => {
        onProgress({ bytes, files, ...totals });
      },
    });
  }

  private async checkFileSystem(volume: ByteSource): Promise<ReadTree | undefined> {
    const steps = checkNtfsInSteps(volume);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (step.value) this.problems.add(step.value);
      await this.pause();
    }
  }

  /** @returns false if there is none */
  private async readManifest(
    ntfs: NtfsVolume,
    path: string,
    expectedHash: string | undefined,
    listed: ListedFiles,
  ): Promise<boolean> {
    const entry = ntfs.find(path);
    if (entry === undefined || entry.isDirectory) {
      this.problems.add({ path, message: sentence`The manifest is missing.` });
      return false;
    }
    const hash = createHash('md5');
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const stream = ntfs.openFile(entry.record);
    const text = { isSound: true };
    const push = (chunk: Uint8Array, isLast: boolean) => {
      try {
        if (text.isSound) listed.push(decoder.decode(chunk, { stream: !isLast }));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        text.isSound = false;
        this.problems.add({ path, message: sentence`It is not UTF-8, which a manifest must be.` });
      }
    };
    for (const chunk of streamChunks(stream, MANIFEST_CHUNK)) {
      hash.update(chunk);
      push(chunk, false);
      await this.pause();
    }
    push(new Uint8Array(), true);
    const found = hash.digest('hex').toUpperCase();
    if (expectedHash !== undefined && expectedHash.toUpperCase() !== found)
      this.problems.add({
        path,
        message: sentence`It does not match what was written: its MD5 is ${found}, but the JRM says ${expectedHash}.`,
      });
    if (!text.isSound) return true;
    listed.end();
    if (listed.isBroken) return true;
    listed.reportUnlisted();
    this.isManifestRead = true;
    return true;
  }
}

/** The volume to unlock, or why there is none, in words. */
function lockedVolumeOf(contents: VolumeContents): LockedVolume | string {
  switch (contents.kind) {
    case 'bitlocker': {
      const { sectorLength } = contents.locked.header;
      return sectorLength === SECTOR_LENGTH
        ? contents.locked
        : sentence`It has ${sectorLength}-byte sectors, which no drive prepared for the import service has.`;
    }
    case 'incomplete':
      return sentence`It is not finished: session "${contents.marker.sessionId}" did not complete drive ${contents.marker.driveId}. Continue with "sneakernet prep … --resume".`;
    case 'unreadable':
      return contents.error.message;
    case 'file system':
      return sentence`It is not encrypted with BitLocker: it holds ${contents.name}.`;
    case 'empty':
    case 'unknown':
      return sentence`It has no volume.`;
  }
}

/** Parsing this many bytes takes some milliseconds. */
const MANIFEST_CHUNK = 64 * 1024;
