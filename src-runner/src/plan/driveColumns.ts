import { driveManifestLength } from '#core/driveManifest/driveManifestText';
import { pageRangeLimit } from '../model/copyResult';
import type { ManifestSideFile } from '#core/driveManifest/driveManifest';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import type { Footprint } from './footprint';
import type { DriveColumns, JobPlan } from './jobPlan';
import { PlannedContents } from './plannedContents';

/** Room in bytes for what the manifest says that is not known until the drive is written: id, credential, program. */
const MANIFEST_HEAD_ROOM = 4096;
const noHash = new Uint8Array(16);

/** Lists which files are on a drive, and the directories that they need. */
export function driveColumns(
  catalogue: SourceCatalogue,
  fileDrive: Uint8Array,
  drive: number,
): Omit<DriveColumns, 'manifestBytes'> {
  const { files, directories, targets } = catalogue;
  let count = 0;
  for (let file = 0; file < files.count; file++) if (fileDrive[file] === drive) count++;
  const listed = shared(count);
  const isNeeded = new Uint8Array(targets.count);
  // Every drive has the directory of the session.
  isNeeded[0] = 1;
  let directoryCount = 1;
  for (let file = 0, at = 0; at < count; file++) {
    if (fileDrive[file] !== drive) continue;
    listed[at++] = file;
    for (let node = directories.target[files.directory[file]!]!; isNeeded[node] === 0; node = targets.parent[node]!) {
      isNeeded[node] = 1;
      directoryCount++;
    }
  }
  const numberOf = new Uint32Array(targets.count);
  const needed = shared(directoryCount);
  const parent = shared(directoryCount);
  for (let node = 0, at = 0; at < directoryCount; node++) {
    if (isNeeded[node] === 0) continue;
    needed[at] = node;
    // Number 0 is the root of the drive, the parent of the session's directory, which is the first in the columns.
    parent[at] = node === 0 ? 0 : numberOf[targets.parent[node]!]!;
    numberOf[node] = ++at;
  }
  const fileDirectory = shared(count);
  for (let at = 0; at < count; at++) fileDirectory[at] = numberOf[directories.target[files.directory[listed[at]!]!]!]!;
  return {
    files: listed,
    fileDirectory,
    directories: needed,
    directoryParent: parent,
    sideFiles: sideFilesOf(catalogue, listed),
  };
}

/** The maximum length of a drive's manifest, in bytes. */
export function manifestBytesOf(
  plan: Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'>,
  listed: Omit<DriveColumns, 'manifestBytes'>,
  footprint: Footprint,
): number {
  const contents = new PlannedContents({ ...plan, columns: { ...listed, manifestBytes: 0 } });
  const onDrive = (file: { readonly drivePath: string } | undefined): ManifestSideFile | undefined =>
    file && { path: file.drivePath, md5: noHash };
  const blobLists = rowsOf(plan.catalogue, listed.files).map((row) => {
    const sideFiles = contents.sideFilesOf(plan.catalogue.rows[row]!);
    const metadata = onDrive(sideFiles.metadata);
    const properties = onDrive(sideFiles.properties);
    return {
      id: `${plan.sessionId}-${row}`,
      ...(metadata ? { metadata } : {}),
      ...(properties ? { properties } : {}),
      blobs: [],
    };
  });
  let bytes = MANIFEST_HEAD_ROOM + driveManifestLength({ driveId: '', clientCreator: '', blobLists }, pageRangeLimit);
  for (const file of listed.files) bytes += footprint.manifestBytes(file);
  return bytes;
}

/** The side files that the records of these files name, as indexes into the catalogue. */
function sideFilesOf(catalogue: SourceCatalogue, listed: Uint32Array): number[] {
  if (catalogue.sideFiles.length === 0) return [];
  const named = new Set<string>();
  for (const row of rowsOf(catalogue, listed)) {
    const { metadataFile, propertiesFile } = catalogue.rows[row]!;
    if (metadataFile !== undefined) named.add(`metadata:${metadataFile}`);
    if (propertiesFile !== undefined) named.add(`properties:${propertiesFile}`);
  }
  return catalogue.sideFiles.flatMap(({ kind, path }, index) => (named.has(`${kind}:${path}`) ? [index] : []));
}

/** The records that the files come from, in order. */
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
