import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DriveFormatError, DriveReadError, readBytes } from '../byteSource';
import type { ByteSource } from '../byteSource';
import { memorySource } from '../../../test/ntfsVolume';
import type { BitlockerObstacle } from './bitlockerError';
import { BitlockerError } from './bitlockerError';
import { BitlockerVolume } from './bitlockerVolume';
import { METADATA_LENGTH, parseFveMetadata } from './fveMetadata';
import { LockedVolume } from './lockedVolume';
import { sectorCipher } from './sectorCipher';
import type * as RecoveryPassword from './recoveryPassword';
import { knownStretchedKey, otherRecoveryPassword, testSecrets } from '../../../test/bitlockerSecrets';
import { editMetadata, testBitlockerVolume, testLayout, testPlaintext } from '../../../test/bitlockerVolume';

// Stretching takes a second. It is tested in recoveryPassword.test.ts, and with volumes that Windows made.
vi.mock('./recoveryPassword', async (original) => ({
  ...(await original<typeof RecoveryPassword>()),
  stretchRecoveryPassword: (password: string) => Promise.resolve(knownStretchedKey(password)),
}));

const { recoveryPassword } = testSecrets();
const original = testBitlockerVolume();
const firstCopy = testLayout.metadataOffsets[0]!;
/**
 * Where the protector's kind is in the metadata: after headers, the description's entry and most of the protector's
 * header.
 */
const protectionAt = 112 + 8 + 2 * (testLayout.description.length + 1) + 8 + 26;

function read(bytes: Uint8Array): LockedVolume {
  return LockedVolume.read(memorySource(bytes))!;
}

function editAll(change: (block: Buffer) => void): Buffer {
  const bytes = Buffer.from(original);
  for (const copy of [0, 1, 2]) editMetadata(bytes, copy, change);
  return bytes;
}

async function obstacleOf(attempt: () => unknown): Promise<BitlockerObstacle> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof BitlockerError) return error.obstacle;
    throw error;
  }
  throw new Error('There was no obstacle.');
}

describe('a BitLocker volume', () => {
  it('tells what it is without a key', () => {
    const { metadata, header, isSuspended, copies } = read(original);
    expect(metadata).toMatchObject({
      state: 'encrypted',
      method: 'aes-xts-128',
      volumeGuid: testSecrets().volumeGuid,
      description: testLayout.description,
      encryptedLength: original.length,
    });
    expect(metadata.protectors).toMatchObject([{ kind: 'recovery password', guid: testSecrets().protectorGuid }]);
    expect(header).toMatchObject({ sectorLength: 512, toGo: false });
    expect(isSuspended).toBe(false);
    expect(copies).toEqual(testLayout.metadataOffsets.map((offset) => ({ offset, fault: undefined })));
  });

  it('is read from any place to any other as the file system that it was', async () => {
    const { volume } = await read(original).unlock(recoveryPassword);
    const plain = testPlaintext();
    expect(Buffer.compare(readBytes(volume, 0, volume.length), plain)).toBe(0);
    const place = fc.oneof(
      fc.nat(plain.length),
      fc
        .constantFrom(0, 8192, firstCopy, testLayout.relocatedHeaderOffset)
        .chain((at) => fc.integer({ min: Math.max(0, at - 20), max: at + 20 })),
    );
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        expect(Buffer.compare(readBytes(volume, start, end - start), plain.subarray(start, end))).toBe(0);
      }),
    );
    expect(() => readBytes(volume, plain.length - 1, 2)).toThrow(DriveReadError);
  });

  it('is not opened by another key', async () => {
    expect(await obstacleOf(() => read(original).unlock(otherRecoveryPassword))).toBe('wrong-key');
  });

  it("is no volume of ours where the first sector is not BitLocker's", () => {
    expect(LockedVolume.read(memorySource(new Uint8Array(4096)))).toBeUndefined();
    expect(LockedVolume.read(memorySource(new Uint8Array(100)))).toBeUndefined();
  });
});

describe('the copies of the metadata', () => {
  it('are checked, and the next one is used where one is damaged', async () => {
    const bytes = Buffer.from(original);
    bytes[firstCopy + 300]! ^= 1;
    const locked = read(bytes);
    expect(locked.copies.map(({ fault }) => fault)).toEqual(['Its CRC-32 does not match.', undefined, undefined]);
    const { volume } = await locked.unlock(recoveryPassword);
    expect(Buffer.compare(readBytes(volume, 0, 512), testPlaintext().subarray(0, 512))).toBe(0);
  });

  it('are not trusted where somebody changed them and made the CRC-32 right again', async () => {
    const bytes = Buffer.from(original);
    editMetadata(bytes, 0, (block) => {
      block[130]! ^= 1;
    });
    const { copies } = await read(bytes).unlock(recoveryPassword);
    expect(copies.map(({ fault }) => fault)).toEqual(['Its sealed SHA-256 does not match.', undefined, undefined]);
    expect(
      await obstacleOf(() =>
        read(
          editAll((block) => {
            block[130]! ^= 1;
          }),
        ).unlock(recoveryPassword),
      ),
    ).toBe('damaged');
  });

  it('are told from each other where all are damaged', () => {
    const bytes = Buffer.from(original);
    bytes.fill(0, firstCopy);
    expect(() => read(bytes)).toThrow(
      /No copy of its BitLocker metadata is intact \(at byte 16384: It does not begin with -FVE-FS-\. at byte 131072/,
    );
  });

  it('may lie where the medium fails', () => {
    const source: ByteSource = {
      length: original.length,
      read: (offset, into) => {
        if (offset === firstCopy) throw new DriveReadError('The medium fails.', offset);
        into.set(original.subarray(offset, offset + into.length));
      },
    };
    expect(LockedVolume.read(source)!.copies[0]!.fault).toBe('The medium fails.');
  });
});

describe('a volume that cannot be unlocked', () => {
  const unlocking = (bytes: Uint8Array) => () => read(bytes).unlock(recoveryPassword);
  const withState = (state: number) => editAll((block) => block.writeUInt16LE(state, 12));

  it.each<[string, BitlockerObstacle, () => unknown]>([
    ['is being encrypted', 'converting', unlocking(withState(2))],
    ['is partly encrypted, and paused', 'converting', unlocking(withState(5))],
    ['has BitLocker turned off', 'off', unlocking(withState(1))],
    ['has an unknown method', 'method', unlocking(editAll((block) => block.writeUInt16LE(0x8123, 100)))],
    ['was cut off', 'cut-off', unlocking(original.subarray(0, original.length - 512))],
    [
      'has a password instead of a recovery password',
      'no-recovery-protector',
      unlocking(editAll((block) => block.writeUInt16LE(0x2000, protectionAt))),
    ],
    ['is of Windows Vista, by its metadata', 'vista', () => read(editAll((block) => block.writeUInt16LE(1, 10)))],
    ['has metadata of a later version', 'version', () => read(editAll((block) => block.writeUInt16LE(3, 10)))],
    [
      'is of Windows Vista, by its first sector',
      'vista',
      () =>
        read(
          withFirstSector((sector) => {
            sector[1] = 0x52;
            sector.fill(0, 160, 176);
          }),
        ),
    ],
    [
      'has only its used space encrypted so far',
      'converting',
      () =>
        read(
          withFirstSector((sector) => {
            sector.set(Buffer.from('3b4da892 80dd 0e4d 9e4e b1e3284eaed8'.replaceAll(' ', ''), 'hex'), 160);
          }),
        ),
    ],
    [
      'is of an unknown kind',
      'version',
      () =>
        read(
          withFirstSector((sector) => {
            sector[160]! ^= 1;
          }),
        ),
    ],
  ])('because it %s says so', async (_, obstacle, attempt) => {
    expect(await obstacleOf(attempt)).toBe(obstacle);
  });

  it('because protection is suspended says so, and has no recovery password then', () => {
    const suspended = read(editAll((block) => block.writeUInt16LE(0, protectionAt)));
    expect(suspended.isSuspended).toBe(true);
    expect(suspended.recoveryProtectors).toEqual([]);
  });

  function withFirstSector(change: (sector: Buffer) => void): Buffer {
    const bytes = Buffer.from(original);
    change(bytes.subarray(0, 512));
    return bytes;
  }
});

describe('metadata made of any bytes', () => {
  const edits = fc.array(fc.tuple(fc.nat(900), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 255))), {
    minLength: 1,
    maxLength: 12,
  });

  it('are read or refused, and nothing else happens', () => {
    fc.assert(
      fc.property(edits, (changes) => {
        const volume = Buffer.from(original.subarray(0, firstCopy + METADATA_LENGTH));
        editMetadata(volume, 0, (block) => {
          for (const [at, value] of changes) block[at] = value;
        });
        try {
          parseFveMetadata(volume.subarray(firstCopy, firstCopy + METADATA_LENGTH));
        } catch (error) {
          expect(error).toBeInstanceOf(DriveFormatError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('that are noise are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: METADATA_LENGTH, maxLength: METADATA_LENGTH }), (block) => {
        expect(() => parseFveMetadata(block)).toThrow(DriveFormatError);
      }),
      { numRuns: 20 },
    );
  });

  it('name places whose reading ends, wherever they are', () => {
    const length = 64 * 512;
    const place = fc.oneof(
      fc.nat(length * 2),
      fc.nat(70).map((sector) => 512 * sector),
      fc.maxSafeNat(),
    );
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 3, maxLength: 3 }),
        place,
        place,
        fc.nat(length),
        fc.nat(2000),
        (metadataOffsets, offset, relocated, start, count) => {
          try {
            const cipher = sectorCipher('aes-xts-128', Buffer.from(testSecrets().volumeKey, 'hex'));
            const volume = new BitlockerVolume(memorySource(new Uint8Array(length)), cipher, 512, {
              encryptedLength: length,
              metadataOffsets,
              relocatedHeader: { offset, length: relocated },
            });
            volume.read(start, new Uint8Array(count));
          } catch (error) {
            expect(error instanceof DriveFormatError || error instanceof DriveReadError ? '' : error).toBe('');
          }
        },
      ),
    );
  });

  it('and any first sector are told apart from no BitLocker volume', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(511), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          LockedVolume.read(memorySource(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(DriveFormatError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
