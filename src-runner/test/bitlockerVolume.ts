import { crc32 } from 'node:zlib';
import type { BitlockerLayout } from '../src/volume/bitlocker/createBitlockerVolume';
import { createBitlockerVolume, RELOCATED_HEADER_LENGTH } from '../src/volume/bitlocker/createBitlockerVolume';
import type { EncryptionMethod } from '../src/volume/bitlocker/encryptionMethod';
import { testSecrets } from './bitlockerSecrets';

const KIB = 1024;

export const testLayout: BitlockerLayout = {
  volumeLength: 512 * KIB,
  metadataOffsets: [16 * KIB, 128 * KIB, 400 * KIB],
  relocatedHeaderOffset: 80 * KIB,
  description: 'SNEAKERNET DATA01',
};

/** Plaintext for the test volume: noise, with zeros where BitLocker's own data lies. */
export function testPlaintext(): Uint8Array {
  const plain = Uint8Array.from({ length: testLayout.volumeLength }, (_, at) => (at * 31 + (at >>> 8)) & 255);
  // Bytes per sector. BitLocker's first sector copies this value.
  plain.set([0x00, 0x02], 11);
  for (const offset of testLayout.metadataOffsets) plain.fill(0, offset, offset + 64 * KIB);
  plain.fill(0, testLayout.relocatedHeaderOffset, testLayout.relocatedHeaderOffset + RELOCATED_HEADER_LENGTH);
  return plain;
}

/** A small volume, encrypted with `testSecrets`. */
export function testBitlockerVolume(method: EncryptionMethod = 'aes-xts-128'): Buffer {
  const plain = testPlaintext();
  const volume = createBitlockerVolume(testSecrets(method), testLayout);
  const bytes = Buffer.from(plain);
  volume.cipher().encrypt(bytes, 0);
  for (const piece of [...volume.metadata(), volume.relocatedHeader(plain), volume.firstSector(plain)])
    bytes.set(piece.bytes, piece.offset);
  return bytes;
}

/** Lets `change` edit a copy of the metadata, and corrects its CRC-32. */
export function editMetadata(volume: Buffer, copy: number, change: (block: Buffer) => void): void {
  const start = testLayout.metadataOffsets[copy]!;
  const block = volume.subarray(start, start + 64 * KIB);
  change(block);
  const covered = Math.min(16 * block.readUInt16LE(8), block.length - 8);
  block.writeUInt32LE(crc32(block.subarray(0, covered)), covered + 4);
}
