import { driveManifestLength } from '#core/driveManifest/driveManifestText';
import { pageRangeLimit } from '../pipeline/copyResult';
import type { ManifestSideFile } from '#core/driveManifest/driveManifest';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import type { Footprint } from './footprint';
import type { DriveColumns, JobPlan } from './jobPlan';
import { PlannedContents } from './plannedContents';

/** Room in the manifest for what is settled when the drive is written: its id, the credential, the program's name. Bytes. */
const MANIFEST_HEAD_ROOM = 4096;
const noHash = new Uint8Array(16);

/** Lists which files lie on a drive, and the directories that these need. */
export function driveColumns(plan: Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'>, fileDrive: Uint8Array, drive: number, footprint: Footprint): DriveColumns {
  const { catalogue } = plan;
  const { files, directories, targets } = catalogue;
  let count = 0;
  for (let file = 0; file < files.count; file++) if (fileDrive[file] === drive) count++;
  const listed = shared(count);
  const isNeeded = new Uint8Array(targets.count);
  // The directory of the session is on every drive.
  isNeeded[0] = 1;
  let manifestBytes = 0;
  for (let file = 0, at = 0; at < count; file++) {
    if (fileDrive[file] !== drive) continue;
    listed[at++] = file;
    manifestBytes += footprint.manifestBytes(file);
    for (let node = directories.target[files.directory[file]!]!; isNeeded[node] === 0; node = targets.parent[node]!) isNeeded[node] = 1;
  }
  const numberOf = new Uint32Array(targets.count);
  const needed = shared(isNeeded.reduce((sum, bit) => sum + bit, 0));
  const parent = shared(needed.length);
  for (let node = 0, at = 0; node < targets.count; node++) {
    if (isNeeded[node] === 0) continue;
    needed[at] = node;
    // The root of the drive is number 0 and the parent of the session's directory, which is the first of the columns.
    parent[at] = node === 0 ? 0 : numberOf[targets.parent[node]!]!;
    numberOf[node] = ++at;
  }
  const fileDirectory = shared(count);
  for (let at = 0; at < count; at++) fileDirectory[at] = numberOf[directories.target[files.directory[listed[at]!]!]!]!;

  const rows = rowsOf(catalogue, listed);
  const paths = new Set(rows.flatMap((row) => [`metadata:${catalogue.rows[row]!.metadataFile ?? ''}`, `properties:${catalogue.rows[row]!.propertiesFile ?? ''}`]));
  const sideFiles = catalogue.sideFiles.flatMap(({ kind, path }, index) => (paths.has(`${kind}:${path}`) ? [index] : []));
  const columns = { files: listed, fileDirectory, directories: needed, directoryParent: parent, sideFiles, manifestBytes: 0 };
  return { ...columns, manifestBytes: manifestBytes + manifestFrameBytes(plan, columns, rows) };
}

/** Bytes of the manifest beside those of its blobs, at most. */
function manifestFrameBytes(plan: Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'>, columns: DriveColumns, rows: readonly number[]): number {
  const contents = new PlannedContents({ ...plan, columns });
  const onDrive = (file: { readonly drivePath: string } | undefined): ManifestSideFile | undefined => file && { path: file.drivePath, md5: noHash };
  const blobLists = rows.map((row) => {
    const { metadata, properties } = contents.sideFilesOf(plan.catalogue.rows[row]!);
    const sideFiles = { metadata: onDrive(metadata), properties: onDrive(properties) };
    return {
      id: `${plan.sessionId}-${row}`,
      ...(sideFiles.metadata ? { metadata: sideFiles.metadata } : {}),
      ...(sideFiles.properties ? { properties: sideFiles.properties } : {}),
      blobs: [],
    };
  });
  return MANIFEST_HEAD_ROOM + driveManifestLength({ driveId: '', clientCreator: '', blobLists }, pageRangeLimit);
}

/** The records that files come from, in their order. */
function rowsOf({ files, directories }: SourceCatalogue, listed: Uint32Array): number[] {
  const rows: number[] = [];
  for (const file of listed) {
    const row = directories.row[files.directory[file]!]!;
    if (row !== rows.at(-1)) rows.push(row);
  }
  return rows;
}

function shared(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * count));
}
