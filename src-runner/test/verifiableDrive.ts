import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toUpperHex } from '#core/bytes/hex';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import type { ManifestBlob, ManifestDrive } from '#core/driveManifest/driveManifest';
import { driveManifestText } from '#core/driveManifest/driveManifestText';
import type { JrmChecksum, JrmDrive } from '#core/jrm/jrm';
import { testIdentity } from './driveInMemory';
import { openDrive } from '../src/drives/openDrive';
import { BLOCK_LENGTH } from '../src/model/copyResult';
import { turnTakingThreads } from './copiedFiles';
import { WorkerPool } from '../src/pipeline/workerPool';
import { createBitlockerVolume, RELOCATED_HEADER_LENGTH } from '../src/volume/bitlocker/createBitlockerVolume';
import { METADATA_LENGTH } from '../src/volume/bitlocker/fveMetadata';
import { testSecrets } from './bitlockerSecrets';
import { diskBytesFor, layoutDisk } from '../src/volume/diskLayout';
import { gptPieces } from '../src/volume/gpt/writeGpt';
import { systemExtents } from '../src/volume/ntfs/check/volumePlaces';
import { clustersOf, fileDataOffset, fileRecordOffset, layoutNtfs } from '../src/volume/ntfs/layout';
import type { NtfsLayout } from '../src/volume/ntfs/layout';
import { RECORD_BYTES } from '../src/volume/ntfs/ntfsFormat';
import { contentOf, testOptions, testTree, writeTestVolume } from './ntfsVolume';
import type { TestFile } from './ntfsVolume';
import { VHD_FOOTER_LENGTH, vhdFooter } from '../src/volume/vhd/vhdFooter';
import { ChecksumIndex } from '../src/verify/checksumIndex';
import { verifyDrive } from '../src/verify/verifyDrive';
import type { DriveVerdict } from '../src/verify/verifyDrive';

const DRIVE_ID = 'DriveA1';
const CONTAINER = 'session#1/container';

/** A named part of the image. */
export interface Region {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

const md5Of = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

/** What a test changes before the drive is created. */
export interface VerifiableDriveOptions {
  /** Sizes in bytes of the files that become blobs. */
  readonly sizes?: readonly number[];
  /** Which of these files are page blobs, by index, with offset and length of each page range. */
  readonly pageRanges?: ReadonlyMap<number, readonly (readonly [offset: number, length: number])[]>;
  readonly editManifest?: (text: string) => string;
  /** Files that are on the drive, but not in the manifest. */
  readonly unlisted?: readonly TestFile[];
}

/** How a test's verification differs from the usual one. */
export interface VerifyTestOptions {
  readonly jrm?: readonly JrmDrive[];
  readonly candidates?: readonly JrmDrive[];
  readonly checksums?: readonly JrmChecksum[];
  readonly image?: string;
  readonly isQuick?: boolean;
  readonly signal?: AbortSignal;
}

/** A small drive in an image, as `prep` writes it, with the contents of its JRM. Its key is that of `testSecrets`. */
export class VerifiableDrive {
  readonly jrm: JrmDrive;
  readonly checksums: JrmChecksum[] = [];
  readonly image: string;
  readonly length: number;
  readonly regions: readonly Region[];
  private readonly folder = mkdtempSync(join(tmpdir(), 'verify-'));
  private readonly descriptor: number;
  private readonly pool = new WorkerPool(turnTakingThreads(), 1, 1);

  constructor({
    sizes = [0, 1, 300, 4096, 5000, 100_000, BLOCK_LENGTH + 5],
    pageRanges = new Map(),
    editManifest = (text) => text,
    unlisted = [],
  }: VerifiableDriveOptions = {}) {
    const blobs = sizes.map((size, index): TestFile => ({
      path: `${CONTAINER}/${index % 2 === 0 ? '' : 'dir/'}${index}.bin`,
      size,
    }));
    const sideFile: TestFile = { path: 'session#1/row-1.metadata.xml', size: 40 };
    const manifest = Buffer.from(
      editManifest([...driveManifestText(manifestOf(blobs, sideFile, pageRanges))].join('')),
    );
    const manifestFile: TestFile = {
      path: 'DriveManifest.xml',
      size: manifest.length,
      content: (offset, length) => manifest.subarray(offset, offset + length),
    };
    const files = [...blobs, sideFile, ...unlisted, manifestFile];
    for (const file of blobs) {
      const sha256 = createHash('sha256')
        .update(contentOf(file, 0, file.size))
        .digest('hex');
      this.checksums.push({
        FilePath: `F:\\${file.path}`,
        SHA256: sha256,
        Size: file.size,
        DriveId: DRIVE_ID,
        BlobPath: blobPathOf(file),
      });
    }
    const tree = testTree(files);
    const layout = layoutNtfs(tree, testOptions);
    const plain = Buffer.alloc(layout.volumeBytes);
    writeTestVolume(
      (offset, bytes) => {
        plain.set(bytes, offset);
      },
      tree,
      files,
      layout,
    );
    const disk = layoutDisk(diskBytesFor(layout.volumeBytes));
    if (disk.partitionLength !== layout.volumeBytes) throw new Error('The volume does not fill its partition.');
    const created = createBitlockerVolume(testSecrets(), {
      volumeLength: plain.length,
      metadataOffsets: layout.metadataOffsets,
      relocatedHeaderOffset: layout.relocatedHeaderOffset,
      description: 'TEST',
    });
    const raw = Buffer.from(plain);
    created.cipher().encrypt(raw, 0);
    raw.fill(0, 0, RELOCATED_HEADER_LENGTH);
    for (const { offset, bytes } of [...created.metadata(), created.relocatedHeader(plain), created.firstSector(plain)])
      raw.set(bytes, offset);
    this.length = disk.diskLength + VHD_FOOTER_LENGTH;
    this.image = join(this.folder, 'G.vhd');
    this.descriptor = openSync(this.image, 'w+');
    ftruncateSync(this.descriptor, this.length);
    this.write(raw, disk.partitionOffset);
    for (const { offset, bytes } of gptPieces(disk, testIdentity)) this.write(bytes, offset);
    this.write(vhdFooter(disk.diskLength, testIdentity.diskGuid, new Date('2025-04-20T18:20:00Z')), disk.diskLength);
    const { recoveryPassword, volumeGuid, method } = testSecrets();
    this.jrm = {
      DriveId: DRIVE_ID,
      BitLockerKey: recoveryPassword,
      VolumeLabel: testOptions.label,
      DriveLetter: 'G',
      VolumeId: volumeGuid,
      ManifestFile: MANIFEST_PATH,
      ManifestHash: toUpperHex(md5Of(manifest)),
      EncryptionMethod: method,
    };
    const volumeRegions = usedRegions(layout, files);
    this.regions = [
      ...gptPieces(disk, testIdentity).map(({ offset, bytes }) => ({
        name: 'partition table',
        offset,
        length: bytes.length,
      })),
      { name: 'footer', offset: disk.diskLength, length: VHD_FOOTER_LENGTH },
      ...volumeRegions.map((region) => ({ ...region, offset: disk.partitionOffset + region.offset })),
    ];
  }

  write(bytes: Uint8Array, offset: number): void {
    writeSync(this.descriptor, bytes, 0, bytes.length, offset);
  }

  /** Flips one bit. Flipping it again restores it. */
  flip(bit: number): void {
    const offset = Math.floor(bit / 8);
    const byte = this.bytes(offset, 1);
    byte[0]! ^= 1 << (bit % 8);
    this.write(byte, offset);
  }

  bytes(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    readSync(this.descriptor, bytes, 0, length, offset);
    return bytes;
  }

  private index(checksums: readonly JrmChecksum[]): ChecksumIndex {
    const index = new ChecksumIndex();
    for (const checksum of checksums) index.add(checksum);
    return index;
  }

  /** Verifies the image, or another one. */
  async verify({
    jrm = [this.jrm],
    candidates = jrm,
    checksums = this.checksums,
    image = this.image,
    isQuick = false,
    signal = new AbortController().signal,
  }: VerifyTestOptions = {}): Promise<DriveVerdict> {
    const opened = openDrive(image);
    try {
      const pool = isQuick ? undefined : this.pool;
      return await verifyDrive(
        { opened, candidates, known: jrm },
        { checksums: this.index(checksums), pool, signal, onProgress: () => undefined },
      );
    } finally {
      opened.close();
    }
  }

  remove(): void {
    closeSync(this.descriptor);
    rmSync(this.folder, { recursive: true });
  }
}

const blobPathOf = ({ path }: TestFile): string => path.slice('session#1/'.length);
const drivePathOf = ({ path }: TestFile): string => `\\${path.replaceAll('/', '\\')}`;

function manifestOf(
  files: readonly TestFile[],
  sideFile: TestFile,
  pageRanges: NonNullable<VerifiableDriveOptions['pageRanges']>,
): ManifestDrive {
  const blobs = files.map((file, index): ManifestBlob => {
    const content = contentOf(file, 0, file.size);
    const pages = pageRanges.get(index);
    const ranges = (pages ?? blocksOf(file)).map(([offset, length]) => ({
      offset,
      length,
      md5: md5Of(content.subarray(offset, offset + length)),
    }));
    return {
      blobPath: blobPathOf(file),
      filePath: drivePathOf(file),
      length: file.size,
      disposition: 'rename',
      isPageBlob: pages !== undefined,
      ranges,
    };
  });
  const metadata = { path: drivePathOf(sideFile), md5: md5Of(contentOf(sideFile, 0, sideFile.size)) };
  return { driveId: DRIVE_ID, clientCreator: 'Test', blobLists: [{ id: 'session#1-0', metadata, blobs }] };
}

const blocksOf = ({ size }: TestFile): (readonly [offset: number, length: number])[] =>
  Array.from({ length: Math.ceil(size / BLOCK_LENGTH) }, (_, block) => [
    block * BLOCK_LENGTH,
    Math.min(BLOCK_LENGTH, size - block * BLOCK_LENGTH),
  ]);

/** All used parts of the volume, with their names. */
function usedRegions(layout: NtfsLayout, files: readonly TestFile[]): Region[] {
  const { clusterBytes, indexBlocks, indexCluster, volumeBytes } = layout;
  const regions: Region[] = systemExtents(layout)
    .filter(({ first }) => first * clusterBytes < volumeBytes - clusterBytes)
    .map(({ owner, first, count }) => ({ name: owner, offset: first * clusterBytes, length: count * clusterBytes }));
  regions.push({ name: 'copy of the first sector', offset: volumeBytes - 512, length: 512 });
  indexBlocks.forEach((blocks, directory) => {
    if (blocks > 0)
      regions.push({ name: 'index', offset: indexCluster[directory]! * clusterBytes, length: blocks * 4096 });
  });
  files.forEach(({ path, size }, file) => {
    const offset = fileDataOffset(layout, file);
    if (offset !== undefined)
      regions.push({ name: `content of ${path}`, offset, length: clustersOf(size, clusterBytes) * clusterBytes });
    regions.push({ name: `record of ${path}`, offset: fileRecordOffset(layout, file), length: RECORD_BYTES });
  });
  layout.metadataOffsets.forEach((offset) =>
    regions.push({ name: "BitLocker's metadata", offset, length: METADATA_LENGTH }),
  );
  return regions;
}
