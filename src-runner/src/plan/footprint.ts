import { namedBlobLength } from '#core/driveManifest/driveManifestText';
import { pageRangeLimit } from '../model/copyResult';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import { SourceReader } from '../scan/sourceCatalogue';
import { clustersOf, isResident } from '../volume/ntfs/layout';
import { INDEX_BLOCK_BYTES, indexEntryLength, RECORD_BYTES } from '../volume/ntfs/ntfsFormat';

const AMPERSAND = 0x26;
/** How much longer `&amp;` is than `&`. XML escapes no other character that NTFS accepts in a name. */
const ESCAPE_LENGTH = 4;
/** Index blocks are not completely filled. */
const INDEX_FILL = 1.25;

/** How much room files and directories of a catalogue take on a drive, before it is known on which one. */
export class Footprint {
  private readonly reader: SourceReader;
  /** Bytes of the blob path of each target directory, as XML, including the slash at its end. */
  private readonly pathBytes: Uint32Array;
  private readonly hasAmpersands: boolean;

  /** @param sessionBytes length of the session id */
  constructor(
    private readonly catalogue: SourceCatalogue,
    private readonly sessionBytes: number,
    private readonly clusterBytes: number,
  ) {
    this.reader = new SourceReader(catalogue);
    this.hasAmpersands = catalogue.names.includes(AMPERSAND);
    const { targets } = catalogue;
    this.pathBytes = new Uint32Array(targets.count);
    for (let node = 1; node < targets.count; node++) {
      this.pathBytes[node] =
        this.pathBytes[targets.parent[node]!]! +
        this.nameBytes(targets.nameStart[node]!, targets.nameLength[node]!) +
        1;
    }
  }

  /** Bytes that a file takes in the manifest. */
  manifestBytes(file: number): number {
    const { files, directories } = this.catalogue;
    const directory = files.directory[file]!;
    const row = this.reader.rowOf(file);
    const isGlued = row.kind === 'directory' && directories.parent[directory] === directory;
    const name = isGlued
      ? escapedBytes(this.reader.targetNameOf(file))
      : this.nameBytes(files.nameStart[file]!, files.nameLength[file]!);
    // The path on the drive begins with `\session\`.
    const paths = 2 * (this.pathBytes[directories.target[directory]!]! + name) + this.sessionBytes + 2;
    const isPageBlob = row.itemType !== 'BlockBlob' && this.reader.itemTypeOf(file) === 'PageBlob';
    return namedBlobLength(
      { isPageBlob, length: files.size[file]!, disposition: row.disposition },
      paths,
      pageRangeLimit,
    );
  }

  /** About how many bytes a file takes, including its share of indexes and manifest. */
  ofFile(file: number): number {
    const { files } = this.catalogue;
    const size = files.size[file]!;
    const nameLength = files.nameLength[file]!;
    const data = isResident(nameLength, size) ? 0 : clustersOf(size, this.clusterBytes) * this.clusterBytes;
    return data + RECORD_BYTES + Math.ceil(INDEX_FILL * indexEntryLength(nameLength)) + this.manifestBytes(file);
  }

  /** About how many bytes a directory takes on each drive that has a part of it. */
  ofDirectory(node: number): number {
    return (
      RECORD_BYTES +
      INDEX_BLOCK_BYTES +
      Math.ceil(INDEX_FILL * indexEntryLength(this.catalogue.targets.nameLength[node]!))
    );
  }

  private nameBytes(start: number, length: number): number {
    if (!this.hasAmpersands) return length;
    const { names } = this.catalogue;
    let bytes = length;
    for (let at = start; at < start + length; at++) if (names[at] === AMPERSAND) bytes += ESCAPE_LENGTH;
    return bytes;
  }
}

function escapedBytes(name: string): number {
  return Buffer.byteLength(name) + ESCAPE_LENGTH * (name.split('&').length - 1);
}
