import { largeDirectoryRoot, smallDirectoryRoot, type DirectoryEntry } from './directoryIndex';
import { fileNameValue } from './fileRecords';
import { entryName } from './entryOrder';
import type { FileNameValue } from './fileName';
import { IndexTree } from './indexTree';
import { bitmapBytes, directoryRecord, isLargeBitmap, type Extent, type NtfsLayout } from './layout';
import {
  alignUp,
  attributeType,
  fileFlag,
  INDEX_BLOCK_BYTES,
  indexEntryLength,
  nameSpace,
  recordFlag,
  systemRecord,
} from './ntfsFormat';
import { RecordWriter } from './recordWriter';
import { securityId } from './securityDescriptors';
import { systemNodeValue } from './systemNodeValue';
import { rootNames, rootNodes } from './systemNames';
import type { VolumeTree } from './volumeTree';

/** What is known once all files are copied. */
export interface VolumeOutcome {
  /** Whether a file was left out: it has no name, and its record and clusters are free. */
  readonly isOmitted?: (file: number) => boolean;
  /** The final size of the last file, if the layout has `lastFileIsLate`. */
  readonly lastFileSize?: number;
}

/** The tree with its outcome, and what is needed to write its directories. */
export class Directories {
  /** Blocks in use of each directory's index. */
  private readonly usedBlocks: Uint32Array;

  constructor(
    readonly tree: VolumeTree,
    readonly layout: NtfsLayout,
    private readonly outcome: VolumeOutcome,
  ) {
    this.usedBlocks = outcome.isOmitted ? this.recount() : layout.indexBlocks;
  }

  isOmitted(file: number): boolean {
    return this.outcome.isOmitted?.(file) ?? false;
  }

  /** The final size of a file. */
  fileSize(file: number): number {
    const { layout, tree } = this;
    const isLate = layout.options.lastFileIsLate && file === layout.fileCount - 1;
    return (isLate ? this.outcome.lastFileSize : undefined) ?? tree.fileSize(file);
  }

  *entries(directory: number): Generator<DirectoryEntry> {
    const { layout } = this;
    for (let at = layout.start[directory]!; at < layout.start[directory + 1]!; at++) {
      const entry = this.entry(layout.entries[at]!);
      if (entry) yield entry;
    }
  }

  /** Clusters of the index and, after them, of its bitmap if that does not lie in the record. */
  indexExtents(directory: number): { readonly index: Extent; readonly bitmap: Extent } {
    const { indexBlocks, indexCluster, clusterBytes } = this.layout;
    const blocks = indexBlocks[directory]!;
    const index = { first: indexCluster[directory]!, count: Math.ceil((blocks * INDEX_BLOCK_BYTES) / clusterBytes) };
    const count = isLargeBitmap(blocks) ? Math.ceil(bitmapBytes(blocks) / clusterBytes) : 0;
    return { index, bitmap: { first: index.first + index.count, count } };
  }

  /** The bitmap of used blocks of an index: always the first ones. */
  indexBitmap(directory: number): Uint8Array {
    const bytes = new Uint8Array(bitmapBytes(this.layout.indexBlocks[directory]!));
    const used = this.usedBlocks[directory]!;
    bytes.fill(0xff, 0, used >> 3);
    if (used % 8 > 0) bytes[used >> 3] = (1 << (used % 8)) - 1;
    return bytes;
  }

  /** The record of a directory of the tree. */
  record(directory: number): Uint8Array {
    const { tree } = this;
    const value: FileNameValue = directory === 0 ? this.rootValue() : this.directoryValue(directory);
    const writer = new RecordWriter(directoryRecord(this.layout, directory), recordFlag.directory)
      .standardInformation({
        times: tree.directoryTimes(directory),
        flags: directory === 0 ? fileFlag.hidden | fileFlag.system : 0,
        securityId: securityId.directory,
      })
      .fileName(value);
    return this.addIndex(writer, directory).finish();
  }

  private addIndex(writer: RecordWriter, directory: number): RecordWriter {
    const { indexBlocks, clusterBytes } = this.layout;
    const blocks = indexBlocks[directory]!;
    const used = this.usedBlocks[directory]!;
    const root =
      used > 0 ? largeDirectoryRoot(used - 1, clusterBytes) : smallDirectoryRoot(this.entries(directory), clusterBytes);
    writer.resident(attributeType.indexRoot, '$I30', root);
    if (blocks === 0) return writer;
    const { index, bitmap } = this.indexExtents(directory);
    const size = blocks * INDEX_BLOCK_BYTES;
    writer.nonResident(attributeType.indexAllocation, '$I30', {
      extent: index,
      allocated: alignUp(size, clusterBytes),
      size,
    });
    if (bitmap.count === 0) return writer.resident(attributeType.bitmap, '$I30', this.indexBitmap(directory));
    const bitmapSize = bitmapBytes(blocks);
    return writer.nonResident(attributeType.bitmap, '$I30', {
      extent: bitmap,
      allocated: alignUp(bitmapSize, clusterBytes),
      size: bitmapSize,
    });
  }

  private entry(entry: number): DirectoryEntry | undefined {
    const { tree, layout } = this;
    if (entry < layout.fileCount) {
      if (this.isOmitted(entry)) return undefined;
      return {
        record: layout.firstFileRecord + entry,
        value: fileNameValue(tree, layout, entry, this.fileSize(entry)),
      };
    }
    const directory = entry - layout.fileCount;
    if (directory < layout.directoryCount)
      return { record: directoryRecord(layout, directory), value: this.directoryValue(directory) };
    const node = rootNodes[directory - layout.directoryCount]!;
    return {
      record: node.record,
      value: node.record === systemRecord.root ? this.rootValue() : systemNodeValue(layout, node),
    };
  }

  private directoryValue(directory: number): FileNameValue {
    const { tree, layout } = this;
    return {
      parent: directoryRecord(layout, tree.parentOf(directory)),
      times: tree.directoryTimes(directory),
      allocated: 0,
      size: 0,
      flags: fileFlag.directory,
      nameSpace: nameSpace.alone,
      name: tree.directoryName(directory),
    };
  }

  private rootValue(): FileNameValue {
    const node = rootNodes.find(({ record }) => record === systemRecord.root)!;
    return { ...systemNodeValue(this.layout, node), times: this.tree.directoryTimes(0) };
  }

  /** The blocks of the indexes without the omitted files. */
  private recount(): Uint32Array {
    const { layout, tree } = this;
    return layout.indexBlocks.map((blocks, directory) => {
      if (blocks === 0) return 0;
      const index = new IndexTree(1);
      let isEmpty = true;
      for (let at = layout.start[directory]!; at < layout.start[directory + 1]!; at++) {
        const entry = layout.entries[at]!;
        if (entry < layout.fileCount && this.isOmitted(entry)) continue;
        index.add(indexEntryLength(entryName(tree, rootNames, entry).length));
        isEmpty = false;
      }
      if (!isEmpty) index.finish();
      return index.blocks;
    });
  }
}
