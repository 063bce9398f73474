import { basename, dirname, extname } from 'node:path';
import { toHex } from '#core/bytes/hex';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import type { SessionParameters } from '#core/journal/sessionRecords';
import type { JrmChecksum, JrmDrive, JrmHeader, JrmMapping } from '#core/jrm/jrm';
import { mappingOf } from '../plan/dataMapping';
import { writeDriveInfo, writeJrm } from '../report/outputFiles';
import type { OutputFile } from '../report/outputFiles';
import type { Pause } from '../report/privateFile';
import type { SourceRow } from '../scan/sourceCatalogue';
import type { DriveRun } from './driveRun';

/** A drive that is done, with the hash of its manifest. */
export interface FinishedDrive {
  readonly run: DriveRun;
  /** MD5, upper-case hex. */
  readonly manifestHash: string;
}

/** What the JRM says besides drives, mappings and checksums. */
export interface JobFacts {
  readonly jobId: string;
  readonly customerName: string;
  readonly sessionId: string;
  readonly created: Date;
}

/** The id of a session's job: the given one, or the name of its JRM. */
export function jobIdOf({ jrm, options: { jobId } }: SessionParameters): string {
  return typeof jobId === 'string' ? jobId : basename(jrm, extname(jrm));
}

/** The version of the JRM format that is written here. */
const JRM_VERSION = '1.0';

/**
 * Writes the JRM, and the drive infos beside the journal.
 *
 * @throws ReportError
 */
export async function writeOutputs(
  jrmPath: string,
  journalPath: string,
  facts: JobFacts,
  drives: readonly FinishedDrive[],
  pause: Pause,
): Promise<{ readonly jrm: OutputFile; readonly driveInfos: readonly OutputFile[] }> {
  const driveInfos: OutputFile[] = [];
  for (const { run, manifestHash } of drives) {
    const { driveId, bitLockerKey } = run.description;
    driveInfos.push(
      await writeDriveInfo(
        dirname(journalPath),
        { driveId, bitLockerKey, manifestFile: MANIFEST_PATH, manifestHash },
        pause,
      ),
    );
  }
  const jrm = await writeJrm(jrmPath, headerOf(facts, drives), checksumsOf(drives), pause);
  return { jrm, driveInfos };
}

function headerOf({ jobId, customerName, sessionId, created }: JobFacts, drives: readonly FinishedDrive[]): JrmHeader {
  return {
    JobId: jobId,
    CustomerName: customerName,
    CreationDate: created.toISOString(),
    Version: JRM_VERSION,
    SessionId: sessionId,
    Drives: drives.map(driveOf),
    DataMapping: mappingsOf(drives),
  };
}

function driveOf({ run, manifestHash }: FinishedDrive): JrmDrive {
  const { description, identity, plan } = run;
  return {
    DriveId: description.driveId,
    BitLockerKey: description.bitLockerKey,
    VolumeLabel: identity.label,
    DriveLetter: description.letter,
    VolumeId: identity.bitlocker.volumeGuid,
    ManifestFile: MANIFEST_PATH,
    ManifestHash: manifestHash,
    Capacity: plan.diskBytes,
    UsedBytes: plan.usedBytes,
    EncryptionMethod: identity.bitlocker.method,
  };
}

/** One mapping for each record of the dataset that has files on a drive. */
function mappingsOf(drives: readonly FinishedDrive[]): JrmMapping[] {
  const rows = new Map<number, { readonly row: SourceRow; readonly driveIds: string[] }>();
  for (const { run } of drives) {
    let last = -1;
    for (let file = 0; file < run.contents.copiedFileCount; file++) {
      const index = run.contents.rowIndexOf(file);
      if (index === last) continue;
      last = index;
      const known = rows.get(index) ?? { row: run.contents.rowOf(file), driveIds: [] };
      if (!known.driveIds.includes(run.description.driveId)) known.driveIds.push(run.description.driveId);
      rows.set(index, known);
    }
  }
  return [...rows].sort(([one], [other]) => one - other).map(([, { row, driveIds }]) => mappingOf(row, driveIds));
}

/** Every file that is on a drive, drive by drive, in the order of its manifest. */
function* checksumsOf(drives: readonly FinishedDrive[]): Generator<JrmChecksum> {
  for (const { run } of drives) {
    const { contents, ledger, description } = run;
    for (let file = 0; file < contents.copiedFileCount; file++) {
      if (ledger.stateOf(file) !== 'done') continue;
      yield {
        FilePath: contents.writtenPathOf(file),
        SHA256: toHex(ledger.sha256Of(file)),
        Size: contents.fileSize(file),
        DriveId: description.driveId,
        BlobPath: contents.blobPathOf(file)!,
      };
    }
  }
}
