import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { serviceObstacles } from '../../src-runner/src/drives/serviceObstacles';
import { bitlockerBootSector } from '../../src-runner/src/volume/bitlocker/createBitlockerVolume';
import { METADATA_LENGTH } from '../../src-runner/src/volume/bitlocker/fveMetadata';
import {
  recoveryProtectorEntry,
  relocatedHeaderEntry,
  sealedEntry,
  textEntry,
  writeFveMetadata,
} from '../../src-runner/src/volume/bitlocker/fveMetadataWriter';
import { readProtector, readSealed, readText } from '../../src-runner/src/volume/bitlocker/keyProtector';
import { LockedVolume } from '../../src-runner/src/volume/bitlocker/lockedVolume';
import type { UnlockedVolume } from '../../src-runner/src/volume/bitlocker/lockedVolume';
import type { MetadataEntry } from '../../src-runner/src/volume/bitlocker/metadataEntry';
import { EntryType, readEntries, writeEntry } from '../../src-runner/src/volume/bitlocker/metadataEntry';
import { recoveryPasswordBytes, stretchRecoveryPassword } from '../../src-runner/src/volume/bitlocker/recoveryPassword';
import type { KeyContainer } from '../../src-runner/src/volume/bitlocker/sealedValue';
import { KeyUse, seal, unseal } from '../../src-runner/src/volume/bitlocker/sealedValue';
import { readBytes } from '../../src-runner/src/volume/byteSource';
import type { ByteSource } from '../../src-runner/src/volume/byteSource';
import { memorySource } from '../../src-runner/test/ntfsVolume';
import type { WindowsVolume } from './windowsVolumes';
import { readWindowsVolume, windowsVolumes } from './windowsVolumes';

function digest(source: ByteSource, pieceLength: number): string {
  const hash = createHash('sha256');
  for (let at = 0; at < source.length; at += pieceLength) {
    const piece = new Uint8Array(Math.min(pieceLength, source.length - at));
    source.read(at, piece);
    hash.update(piece);
  }
  return hash.digest('hex');
}

/** Rebuilds a copy of the metadata from its content and the recovery password. */
async function rewrite(block: Buffer, locked: LockedVolume, { recoveryPassword }: WindowsVolume): Promise<Uint8Array> {
  const datasetEnd = 64 + block.readUInt32LE(64);
  const coveredLength = 16 * block.readUInt16LE(8);
  const protector = locked.recoveryProtectors[0]!;
  const stretched = await stretchRecoveryPassword(recoveryPassword, protector.salt!);
  const masterKey = open(protector.sealedMasterKey!, stretched, KeyUse.volumeMasterKey).key;
  return writeFveMetadata({
    volumeLength: Number(block.readBigUInt64LE(16)),
    sectorLength: locked.header.sectorLength,
    metadataOffsets: locked.header.metadataOffsets,
    relocatedHeader: locked.metadata.relocatedHeader,
    volumeGuid: locked.metadata.volumeGuid,
    nextNonceCounter: block.readUInt32LE(96),
    methodField: block.readUInt32LE(100),
    created: locked.metadata.created,
    entries: readEntries(block.subarray(112, datasetEnd)).map(rewriteEntry),
    sealChecksum: (sum) =>
      seal({ use: KeyUse.checksum, key: sum }, masterKey, readSealed(block.subarray(coveredLength + 16)).nonce),
  });

  function rewriteEntry(entry: MetadataEntry): Uint8Array {
    const { type, data } = entry;
    if (type === EntryType.description) return textEntry(type, readText(data));
    if (type === EntryType.volumeKey) return resealed(type, data, masterKey, block.readUInt16LE(100));
    if (type === EntryType.volumeMasterKey && readProtector(data).guid === protector.guid)
      return rewriteProtector(data);
    if (type === EntryType.relocatedHeader) {
      // Only the beginning is compared: what newer versions append is not known.
      const known = relocatedHeaderEntry(locked.metadata.relocatedHeader).subarray(8);
      return writeEntry({ ...entry, data: Buffer.concat([known, data.subarray(known.length)]) });
    }
    return writeEntry(entry);
  }

  function rewriteProtector(data: Uint8Array): Uint8Array {
    const [stretch, , ...further] = readEntries(data.subarray(28));
    const [password, stretchedKey] = readEntries(stretch!.data.subarray(20));
    return recoveryProtectorEntry({
      guid: protector.guid,
      modified: protector.modified,
      salt: protector.salt!,
      sealedPassword: seal(
        { use: KeyUse.password, key: recoveryPasswordBytes(recoveryPassword) },
        masterKey,
        readSealed(password!.data).nonce,
      ),
      sealedStretchedKey: seal(
        { use: KeyUse.stretchedKey, key: stretched },
        masterKey,
        readSealed(stretchedKey!.data).nonce,
      ),
      sealedMasterKey: seal(
        { use: KeyUse.volumeMasterKey, key: masterKey },
        stretched,
        protector.sealedMasterKey!.nonce,
      ),
      further: further.map(writeEntry),
    });
  }
}

function open(sealed: Parameters<typeof unseal>[0], key: Uint8Array, use: number): KeyContainer {
  const container = unseal(sealed, key)!;
  expect(container.use).toBe(use);
  return container;
}

function resealed(type: number, data: Uint8Array, masterKey: Uint8Array, use: number): Uint8Array {
  const sealed = readSealed(data);
  return sealedEntry(type, seal(open(sealed, masterKey, use), masterKey, sealed.nonce));
}

describe.skipIf(windowsVolumes.length === 0)('volumes made by Windows', () => {
  it('are all there', () => {
    expect(windowsVolumes).toHaveLength(6);
  });

  describe.each(windowsVolumes)('$name', (facts) => {
    const image = memorySource(readWindowsVolume(facts));
    const locked = LockedVolume.read(image)!;
    let unlocked: UnlockedVolume;

    beforeAll(async () => {
      unlocked = await locked.unlock(facts.recoveryPassword);
    });

    it('says what it is without a key', () => {
      expect(locked.metadata).toMatchObject({
        state: 'encrypted',
        volumeGuid: facts.volumeGuid,
        encryptedLength: image.length,
      });
      expect(locked.copies.map(({ fault }) => fault)).toEqual([undefined, undefined, undefined]);
      expect(locked.recoveryProtectors[0]!.guid).toBe(facts.recoveryProtectorGuid);
    });

    it('is decrypted with its key to the bytes that other readers see', () => {
      const { volume, copies, protector } = unlocked;
      expect(protector.guid).toBe(facts.recoveryProtectorGuid);
      expect(copies.map(({ fault }) => fault)).toEqual([undefined, undefined, undefined]);
      expect(digest(volume, 1 << 20)).toBe(facts.decryptedSha256);
    });

    it('is told to be what the import service takes, or why it does not', () => {
      const obstacles = serviceObstacles({ kind: 'bitlocker', locked }, locked.header.toGo ? 'FAT16' : 'NTFS');
      const expected = facts.name.endsWith('-4k')
        ? ['4096-byte sectors']
        : facts.name.includes('togo')
          ? ['BitLocker To Go']
          : [];
      expect(obstacles).toEqual(expected.map((reason) => expect.stringContaining(reason) as string));
    });

    it.runIf(facts.recoveryPassword2 !== undefined)('is opened by its second recovery password as well', async () => {
      const { protector } = await locked.unlock(facts.recoveryPassword2!);
      expect(protector).toMatchObject({ guid: facts.recoveryProtector2Guid, name: 'DiskPassword' });
    });

    it('has metadata that we write the same way, byte for byte', async () => {
      const block = Buffer.from(readBytes(image, locked.header.metadataOffsets[0]!, METADATA_LENGTH));
      const rewritten = await rewrite(block, locked, facts);
      expect(Buffer.compare(rewritten, block)).toBe(0);
    });

    it.skipIf(locked.header.toGo)('has a first sector that we write the same way, but for the boot code', () => {
      const windows = readBytes(image, 0, 512);
      const ours = bitlockerBootSector(readBytes(unlocked.volume, 0, 512), locked.header.metadataOffsets);
      const known = (sector: Uint8Array) =>
        [sector.subarray(0, 90), sector.subarray(160, 200), sector.subarray(510)].map((part) =>
          Buffer.from(part).toString('hex'),
        );
      expect(known(ours)).toEqual(known(windows));
    });
  });
});
