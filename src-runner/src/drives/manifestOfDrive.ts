import type {
  ManifestBlob,
  ManifestBlobList,
  ManifestCredential,
  ManifestDrive,
  ManifestSideFile,
} from '#core/driveManifest/driveManifest';
import type { DriveSideFile, PlannedContents } from '../plan/plannedContents';
import type { CopyLedger } from '../journal/copyLedger';

/** What a drive's manifest says besides its files. */
export interface ManifestFacts {
  readonly driveId: string;
  readonly sessionId: string;
  /** The program and its version. */
  readonly clientCreator: string;
  readonly credential?: ManifestCredential;
  /** MD5 of each side file, by its number among the drive's files. */
  readonly sideFileHashes: ReadonlyMap<number, Uint8Array>;
}

/** The manifest of what was copied to a drive: a blob list for each record of the dataset, in the drive's order. */
export function manifestOfDrive(contents: PlannedContents, ledger: CopyLedger, facts: ManifestFacts): ManifestDrive {
  const { driveId, clientCreator, credential } = facts;
  return {
    driveId,
    clientCreator,
    ...(credential === undefined ? {} : { credential }),
    blobLists: blobLists(contents, ledger, facts),
  };
}

function* blobLists(
  contents: PlannedContents,
  ledger: CopyLedger,
  { sessionId, sideFileHashes }: ManifestFacts,
): Generator<ManifestBlobList> {
  const { copiedFileCount } = contents;
  for (let first = 0; first < copiedFileCount;) {
    const row = contents.rowIndexOf(first);
    let end = first;
    let isEmpty = true;
    for (; end < copiedFileCount && contents.rowIndexOf(end) === row; end++)
      if (ledger.stateOf(end) === 'done') isEmpty = false;
    if (!isEmpty) {
      const { metadata, properties } = contents.sideFilesOf(contents.rowOf(first));
      const named = (sideFile: DriveSideFile): ManifestSideFile => ({
        path: sideFile.drivePath,
        md5: sideFileHashes.get(sideFile.file)!,
      });
      yield {
        id: `${sessionId}-${row}`,
        ...(metadata === undefined ? {} : { metadata: named(metadata) }),
        ...(properties === undefined ? {} : { properties: named(properties) }),
        blobs: blobs(contents, ledger, first, end),
      };
    }
    first = end;
  }
}

function* blobs(contents: PlannedContents, ledger: CopyLedger, first: number, end: number): Generator<ManifestBlob> {
  for (let file = first; file < end; file++) {
    if (ledger.stateOf(file) !== 'done') continue;
    const isPageBlob = contents.isPageBlob(file);
    const length = contents.fileSize(file);
    yield {
      blobPath: contents.blobPathOf(file)!,
      filePath: contents.drivePathOf(file),
      length,
      disposition: contents.rowOf(file).disposition,
      isPageBlob,
      ranges: ledger.rangesOf(file, length, isPageBlob),
    };
  }
}
