import { SourceReader } from '../scan/sourceCatalogue';
import type { SideFile, SourceRow } from '../scan/sourceCatalogue';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import type { DriveContents } from '../pipeline/driveContents';
import type { DriveContentsData } from './jobPlan';

/** The copy of a metadata or properties file on a drive. There is one, however many records name the file. */
export interface DriveSideFile {
  readonly kind: SideFile['kind'];
  /** Its number among the drive's files. */
  readonly file: number;
  /** The path on this machine. */
  readonly sourcePath: string;
  /** `\session\row-1.metadata.xml`. */
  readonly drivePath: string;
}

/** The name of the manifest. The data centre looks for it in the root. */
const MANIFEST_NAME = 'DriveManifest.xml';
/** The numbers of the root and of the session's directory. */
const ROOT = 0;
const SESSION = 1;

/** The contents of a drive, over the columns of its plan. */
export class PlannedContents implements DriveContents {
  readonly directoryCount: number;
  readonly fileCount: number;
  readonly copiedFileCount: number;
  /** The number of the last file. */
  readonly manifestFile: number;
  readonly sideFiles: readonly DriveSideFile[];
  private readonly reader: SourceReader;
  private readonly sessionTimes: FileTimes;
  private readonly listed: readonly SideFile[];
  /** A cache of the last request: files of a directory are requested one after the other, each for several paths. */
  private lastDirectory = -1;
  private lastBlobDirectory = '';
  private lastDriveDirectory = '';
  private lastFile = -1;
  private lastName = '';

  constructor(private readonly data: DriveContentsData) {
    const { catalogue, columns, sessionId, created } = data;
    this.reader = new SourceReader(catalogue);
    this.directoryCount = columns.directories.length + 1;
    this.copiedFileCount = columns.files.length;
    this.listed = columns.sideFiles.map((index) => catalogue.sideFiles[index]!);
    this.sideFiles = this.listed.map((sideFile, index) => ({
      kind: sideFile.kind,
      file: this.copiedFileCount + index,
      sourcePath: sideFile.path,
      drivePath: `\\${sessionId}\\${sideFileName(sideFile)}`,
    }));
    this.manifestFile = this.copiedFileCount + this.listed.length;
    this.fileCount = this.manifestFile + 1;
    this.sessionTimes = { created, modified: created, accessed: created };
  }

  parentOf(directory: number): number {
    return directory === ROOT ? ROOT : this.data.columns.directoryParent[directory - 1]!;
  }

  directoryName(directory: number): string {
    if (directory === ROOT) return '';
    if (directory === SESSION) return this.data.sessionId;
    return this.reader.name(this.data.catalogue.targets, this.targetOf(directory));
  }

  directoryTimes(directory: number): FileTimes {
    if (directory <= SESSION) return this.sessionTimes;
    const times = this.reader.times(this.data.catalogue.targets, this.targetOf(directory));
    // A directory that only appears in a destination has no times.
    return times.created === 0n && times.modified === 0n ? this.sessionTimes : times;
  }

  directoryOf(file: number): number {
    if (file < this.copiedFileCount) return this.data.columns.fileDirectory[file]!;
    return file === this.manifestFile ? ROOT : SESSION;
  }

  fileName(file: number): string {
    if (file === this.lastFile) return this.lastName;
    if (file < this.copiedFileCount) {
      this.lastFile = file;
      return (this.lastName = this.reader.targetNameOf(this.sourceOf(file)));
    }
    const sideFile = this.listed[file - this.copiedFileCount];
    return sideFile ? sideFileName(sideFile) : MANIFEST_NAME;
  }

  fileSize(file: number): number {
    if (file < this.copiedFileCount) return this.data.catalogue.files.size[this.sourceOf(file)]!;
    return this.listed[file - this.copiedFileCount]?.size ?? this.data.columns.manifestBytes;
  }

  fileTimes(file: number): FileTimes {
    if (file < this.copiedFileCount) return this.reader.times(this.data.catalogue.files, this.sourceOf(file));
    return this.listed[file - this.copiedFileCount]?.times ?? this.sessionTimes;
  }

  sourcePathOf(file: number): string {
    if (file < this.copiedFileCount) return this.reader.pathOf(this.sourceOf(file));
    const sideFile = this.listed[file - this.copiedFileCount];
    if (!sideFile) throw new RangeError('The drive manifest has no source.');
    return sideFile.path;
  }

  /** The source of a copied file, as the dataset writes it. */
  writtenPathOf(file: number): string {
    return this.reader.writtenPathOf(this.sourceOf(file));
  }

  blobPathOf(file: number): string | undefined {
    if (file >= this.copiedFileCount) return undefined;
    this.enterDirectoryOf(file);
    return this.lastBlobDirectory + this.fileName(file);
  }

  drivePathOf(file: number): string {
    if (file < this.copiedFileCount) {
      this.enterDirectoryOf(file);
      return this.lastDriveDirectory + this.fileName(file).replaceAll('/', '\\');
    }
    const directory = this.directoryOf(file) === ROOT ? '' : `\\${this.data.sessionId}`;
    return `${directory}\\${this.fileName(file)}`;
  }

  isPageBlob(file: number): boolean {
    return file < this.copiedFileCount && this.reader.itemTypeOf(this.sourceOf(file)) === 'PageBlob';
  }

  /** Index of the record that a copied file comes from. Files of one record are adjacent. */
  rowIndexOf(file: number): number {
    const { directories, files } = this.data.catalogue;
    return directories.row[files.directory[this.sourceOf(file)]!]!;
  }

  refusesLinkAt(file: number): boolean {
    return this.rowOf(file).refusesLinks === true;
  }

  rowOf(file: number): SourceRow {
    return this.reader.rowOf(this.sourceOf(file));
  }

  /** The copies on this drive of the side files that a record names. */
  sideFilesOf({ metadataFile, propertiesFile }: SourceRow) {
    const copyOf = (kind: DriveSideFile['kind'], path: string | undefined) =>
      this.sideFiles.find((sideFile) => sideFile.kind === kind && sideFile.sourcePath === path);
    return { metadata: copyOf('metadata', metadataFile), properties: copyOf('properties', propertiesFile) };
  }

  private sourceOf(file: number): number {
    return this.data.columns.files[file]!;
  }

  private targetOf(directory: number): number {
    return this.data.columns.directories[directory - 1]!;
  }

  /** Sets the directories of the cache, `container/dir/` and `\session\container\dir\`, to those of a copied file. */
  private enterDirectoryOf(file: number): void {
    const { directories, files } = this.data.catalogue;
    const target = directories.target[files.directory[this.sourceOf(file)]!]!;
    if (target === this.lastDirectory) return;
    this.lastDirectory = target;
    this.lastBlobDirectory = this.reader.blobDirectoryOf(target);
    this.lastDriveDirectory = `\\${this.data.sessionId}\\${this.lastBlobDirectory.replaceAll('/', '\\')}`;
  }
}

function sideFileName({ row, kind }: SideFile): string {
  return `row-${row + 1}.${kind}.xml`;
}
