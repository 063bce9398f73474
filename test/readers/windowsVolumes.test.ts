import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LockedVolume } from '../../src-runner/src/volume/bitlocker/lockedVolume';
import type { ByteSource } from '../../src-runner/src/volume/byteSource';
import { memorySource, readWindowsVolume, windowsVolumes } from './windowsVolumes';

function digest(source: ByteSource, pieceLength: number): string {
  const hash = createHash('sha256');
  for (let at = 0; at < source.length; at += pieceLength) {
    const piece = new Uint8Array(Math.min(pieceLength, source.length - at));
    source.read(at, piece);
    hash.update(piece);
  }
  return hash.digest('hex');
}

describe.skipIf(windowsVolumes.length === 0)('volumes made by Windows', () => {
  it('are all there', () => {
    expect(windowsVolumes).toHaveLength(6);
  });

  describe.each(windowsVolumes)('$name', (facts) => {
    const image = memorySource(readWindowsVolume(facts));
    const locked = LockedVolume.read(image)!;

    it('says what it is without a key', () => {
      expect(locked.metadata).toMatchObject({ state: 'encrypted', volumeGuid: facts.volumeGuid, encryptedLength: image.length });
      expect(locked.copies.map(({ fault }) => fault)).toEqual([undefined, undefined, undefined]);
      expect(locked.recoveryProtectors[0]!.guid).toBe(facts.recoveryProtectorGuid);
    });

    it('is decrypted with its key to the bytes that other readers see', async () => {
      const { volume, copies, protector } = await locked.unlock(facts.recoveryPassword);
      expect(protector.guid).toBe(facts.recoveryProtectorGuid);
      expect(copies.map(({ fault }) => fault)).toEqual([undefined, undefined, undefined]);
      expect(digest(volume, 1 << 20)).toBe(facts.decryptedSha256);
    });
  });
});
