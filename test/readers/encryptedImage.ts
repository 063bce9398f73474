import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newBitlockerSecrets, withStretchedKey } from '../../src-runner/src/volume/bitlocker/bitlockerSecrets';
import type { BitlockerSecrets } from '../../src-runner/src/volume/bitlocker/bitlockerSecrets';
import {
  createBitlockerVolume,
  RELOCATED_HEADER_LENGTH,
} from '../../src-runner/src/volume/bitlocker/createBitlockerVolume';
import type { EncryptionMethod } from '../../src-runner/src/volume/bitlocker/encryptionMethod';
import { diskBytesFor, layoutDisk } from '../../src-runner/src/volume/diskLayout';
import { gptPieces } from '../../src-runner/src/volume/gpt/writeGpt';
import { vhdFooter } from '../../src-runner/src/volume/vhd/vhdFooter';
import { runReader } from './readers';

const MIB = 1024 * 1024;
const VOLUME_LENGTH = 48 * MIB;
/** Places where mkntfs and ntfscp put nothing on a volume of this size. */
const METADATA_OFFSETS = [18 * MIB, 32 * MIB, 40 * MIB];
const RELOCATED_HEADER = METADATA_OFFSETS[0]! + 64 * 1024;

export const label = 'DATA01';
export const content = Buffer.alloc(3 * MIB + 17, 'Sneakernet ');

/** A file system made by mkntfs and encrypted by us, as a bare volume and as a disk image. */
export interface EncryptedImage {
  readonly image: string;
  readonly volume: string;
  readonly secrets: BitlockerSecrets;
  /** The volume before it was encrypted. */
  readonly plain: Uint8Array;
}

/** Creates a volume in `folder` with the file `content.bin`. */
export async function makeEncryptedImage(folder: string, method: EncryptionMethod): Promise<EncryptedImage> {
  const plain = plainVolume(folder);
  const secrets = await withStretchedKey(newBitlockerSecrets(method, new Date('2025-04-20T18:20:00Z')));
  const created = createBitlockerVolume(secrets, {
    volumeLength: VOLUME_LENGTH,
    metadataOffsets: METADATA_OFFSETS,
    relocatedHeaderOffset: RELOCATED_HEADER,
    description: `SNEAKERNET ${label} 2025-04-20`,
  });
  const bytes = Uint8Array.from(plain);
  created.cipher().encrypt(bytes, 0);
  bytes.fill(0, 0, RELOCATED_HEADER_LENGTH);
  for (const piece of [...created.metadata(), created.relocatedHeader(plain), created.firstSector(plain)])
    bytes.set(piece.bytes, piece.offset);
  const volume = join(folder, 'volume.img');
  writeFileSync(volume, bytes);
  const image = join(folder, 'drive.vhd');
  writeFileSync(image, diskImage(bytes));
  return { image, volume, secrets, plain };
}

function plainVolume(folder: string): Uint8Array {
  const path = join(folder, 'plain.img');
  writeFileSync(path, '');
  truncateSync(path, VOLUME_LENGTH);
  const source = join(folder, 'content.bin');
  writeFileSync(source, content);
  must('mkntfs', ['-F', '-Q', '-q', '-s', '512', '-p', '2048', '-L', label, path]);
  must('ntfscp', ['-f', path, source, 'content.bin']);
  const plain = readFileSync(path);
  for (const offset of [...METADATA_OFFSETS, RELOCATED_HEADER]) {
    if (plain.subarray(offset, offset + 64 * 1024).some((byte) => byte !== 0))
      throw new Error('The metadata would overwrite the file system.');
  }
  return plain;
}

function diskImage(volume: Uint8Array): Uint8Array {
  const layout = layoutDisk(diskBytesFor(volume.length));
  const disk = Buffer.alloc(layout.diskLength);
  const identity = {
    diskGuid: '01234567-89ab-4cde-8f01-23456789abcd',
    partitionGuid: 'fedcba98-7654-4321-8fed-cba987654321',
  };
  for (const { offset, bytes } of gptPieces(layout, identity)) disk.set(bytes, offset);
  disk.set(volume, layout.partitionOffset);
  return Buffer.concat([
    disk,
    vhdFooter(layout.diskLength, '76543210-ba98-4edc-8f10-9876543210fe', new Date('2025-04-20T18:20:00Z')),
  ]);
}

function must(program: 'mkntfs' | 'ntfscp', args: readonly string[]): void {
  const { code, stdout, stderr } = runReader(program, args);
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}: ${stdout}${stderr}`);
}
