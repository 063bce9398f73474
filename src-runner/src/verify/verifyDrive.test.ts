import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { incompleteMarker } from '../drives/incompleteMarker';
import { openDrive } from '../drives/openDrive';
import { BLOCK_LENGTH } from '../model/copyResult';
import type * as RecoveryPassword from '../volume/bitlocker/recoveryPassword';
import { knownStretchedKey, otherRecoveryPassword } from '../../test/bitlockerSecrets';
import { memorySource } from '../../test/ntfsVolume';
import { VerifiableDrive } from '../../test/verifiableDrive';
import { movedGpt } from '../volume/gpt/movedGpt';
import { readPartitionTable } from '../volume/gpt/partitionTable';
import type { DriveVerdict } from './verifyDrive';

vi.mock('../volume/bitlocker/recoveryPassword', async (original) => ({
  ...(await original<typeof RecoveryPassword>()),
  stretchRecoveryPassword: (password: string) => Promise.resolve(knownStretchedKey(password)),
}));

const PARTITION_OFFSET = 1024 * 1024;
let drive: VerifiableDrive;

beforeEach(() => {
  drive = new VerifiableDrive();
});

afterEach(() => {
  drive.remove();
});

const texts = ({ problems }: DriveVerdict): string[] =>
  problems.listed.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`));

/** The verdict on a drive that was made with other options. */
async function verdictOf(options: ConstructorParameters<typeof VerifiableDrive>[0]): Promise<DriveVerdict> {
  const other = new VerifiableDrive(options);
  try {
    return await other.verify();
  } finally {
    other.remove();
  }
}

describe('A drive as it was prepared', () => {
  it('has no problems, and every blob is counted', async () => {
    const verdict = await drive.verify();
    expect(texts(verdict)).toEqual([]);
    expect(verdict).toMatchObject({ drive: drive.jrm, files: 7, isManifestRead: true });
    expect(texts(await drive.verify({ isQuick: true }))).toEqual([]);
  });

  it('is the same as a bare volume, and at the beginning of a larger disk', async () => {
    const volume = drive.bytes(PARTITION_OFFSET, drive.length - 512 - 2 * PARTITION_OFFSET);
    const image = `${drive.image}.bare`;
    writeFileSync(image, volume);
    expect(texts(await drive.verify({ image }))).toEqual([]);
    writeFileSync(image, Buffer.concat([drive.bytes(0, drive.length - 512), Buffer.alloc(3 * PARTITION_OFFSET + 512)]));
    expect(texts(await drive.verify({ image }))).toEqual([]);
    writeFileSync(image, Buffer.concat([drive.bytes(0, drive.length), Buffer.alloc(3 * PARTITION_OFFSET)]));
    expect(texts(await drive.verify({ image }))).toEqual([]);
  });

  it('is the same on a larger disk to whose end its partition table was moved, and each byte of that counts', async () => {
    const small = drive.bytes(0, drive.length - 512);
    const [partition] = readPartitionTable(memorySource(small))!.partitions;
    const large = Buffer.concat([small, Buffer.alloc(3 * PARTITION_OFFSET)]);
    const { pieces, formerBackup } = movedGpt(memorySource(small), partition!, large.length)!;
    large.fill(0, formerBackup.offset, formerBackup.offset + formerBackup.length);
    for (const { offset, bytes } of pieces) large.set(bytes, offset);
    const image = `${drive.image}.large`;
    const textsOfFlipped = async (at: number) => {
      large[at]! ^= 1;
      writeFileSync(image, large);
      large[at]! ^= 1;
      return texts(await drive.verify({ image, isQuick: true }));
    };
    writeFileSync(image, large);
    expect(texts(await drive.verify({ image }))).toEqual([]);
    expect(await textsOfFlipped(440)).toEqual([expect.stringContaining('sector 0 of the disk differs')]);
    expect(await textsOfFlipped(large.length - 512 + 60)).toContainEqual(
      expect.stringContaining(`sector ${large.length / 512 - 1} of the disk differs`),
    );
  });

  it('is recognised without letters in the JRM, by its volume or its key', async () => {
    const { VolumeId, ...withoutVolume } = drive.jrm;
    expect(VolumeId).toBeDefined();
    const other = { ...withoutVolume, DriveId: 'other', BitLockerKey: otherRecoveryPassword };
    for (const own of [drive.jrm, withoutVolume]) {
      const verdict = await drive.verify({ jrm: [other, own] });
      expect(texts(verdict)).toEqual([]);
      expect(verdict.drive).toBe(own);
    }
  });
});

describe('A drive that is not what the JRM says', () => {
  const changed = async (change: Partial<typeof drive.jrm>) =>
    texts(await drive.verify({ jrm: [{ ...drive.jrm, ...change }] }));

  it('has another key', async () => {
    expect(await changed({ BitLockerKey: otherRecoveryPassword })).toEqual([
      expect.stringContaining("The JRM's key for drive DriveA1 does not unlock it"),
    ]);
    expect(await changed({ BitLockerKey: '123456' })).toEqual([expect.stringContaining('is not a recovery key')]);
  });

  it('has another id, label, volume, cipher or manifest', async () => {
    expect(await changed({ VolumeLabel: 'OTHER' })).toEqual(['Its label is "Sneakernet", but the JRM says "OTHER".']);
    expect(await changed({ VolumeId: '00000000-0000-0000-0000-000000000001' })).toEqual([
      expect.stringMatching(/^Its volume GUID is /),
    ]);
    expect(await changed({ EncryptionMethod: 'aes-xts-256' })).toEqual([
      'Its encryption method is aes-xts-128, but the JRM says aes-xts-256.',
    ]);
    expect(await changed({ ManifestHash: '0'.repeat(32) })).toEqual([
      expect.stringMatching(/^\\DriveManifest\.xml: It does not match what was written/),
    ]);
    expect(await changed({ ManifestFile: '\\other.xml' })).toEqual(['\\other.xml: The manifest is missing.']);
    expect((await changed({ DriveId: 'B2' }))[0]).toBe(
      '\\DriveManifest.xml: Line 3: It is the manifest of drive "DriveA1", but the JRM says that this is drive "B2".',
    );
  });

  it('is another drive of the JRM', async () => {
    const other = { ...drive.jrm, DriveId: 'B2', DriveLetter: 'H', VolumeId: '00000000-0000-0000-0000-000000000001' };
    const verdict = await drive.verify({ jrm: [drive.jrm, other], candidates: [other] });
    expect(texts(verdict)).toEqual([
      'It is drive G (DriveA1) of the JRM: the drives were swapped, or the target belongs to another letter.',
    ]);
  });

  it('has a blob without checksum, of another size, or with another checksum', async () => {
    const [first, second, ...rest] = drive.checksums;
    expect(texts(await drive.verify({ checksums: [second!, ...rest] }))).toEqual([
      '\\session#1\\container\\0.bin: The JRM has no checksum for it (blob container/0.bin).',
    ]);
    expect(texts(await drive.verify({ checksums: [{ ...first!, Size: 7 }, second!, ...rest] }))).toEqual([
      '\\session#1\\container\\0.bin: It has 0 bytes, but the JRM says 7.',
    ]);
    for (const [index, { SHA256, BlobPath }] of drive.checksums.entries()) {
      const checksums = drive.checksums.map((checksum, at) =>
        at === index ? { ...checksum, SHA256: SHA256.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) } : checksum,
      );
      const path = `\\session#1\\${BlobPath!.replaceAll('/', '\\')}`;
      expect(texts(await drive.verify({ checksums }))).toEqual([
        `${path}: It does not match what was copied: its SHA-256 differs.`,
      ]);
      expect(texts(await drive.verify({ checksums, isQuick: true }))).toEqual([]);
    }
  });
});

describe('A manifest', () => {
  it('is held to every block and page range of blobs of both kinds, whichever way they follow each other', async () => {
    const sizes = [5000, 16_384, BLOCK_LENGTH + 5, 512, 300, 100_000, 2 * BLOCK_LENGTH];
    const pageRanges = new Map([
      [
        1,
        [
          [512, 1024],
          [8192, 4096],
        ],
      ],
      [3, [[0, 512]]],
      [
        6,
        [
          [0, BLOCK_LENGTH],
          [BLOCK_LENGTH, 512],
          [2 * BLOCK_LENGTH - 512, 512],
        ],
      ],
    ] as const);
    expect(texts(await verdictOf({ sizes, pageRanges }))).toEqual([]);
    const ranges = [
      [0, 0, 5000],
      [1, 512, 1024],
      [1, 8192, 4096],
      [2, 0, BLOCK_LENGTH],
      [2, BLOCK_LENGTH, 5],
      [3, 0, 512],
      [4, 0, 300],
      [5, 0, 100_000],
      [6, 0, BLOCK_LENGTH],
      [6, BLOCK_LENGTH, 512],
      [6, 2 * BLOCK_LENGTH - 512, 512],
    ] as const;
    const problems = ranges.map(
      ([file, offset, length]) =>
        `\\session#1\\container\\${file % 2 === 0 ? '' : 'dir\\'}${file}.bin: It does not match what was copied: the MD5 of the ${length} bytes at ${offset} differs.`,
    );
    const editManifest = (text: string) =>
      text.replace(
        /(<(?:Block|PageRange) [^>]* Hash=")(.)/g,
        (_, before: string, digit: string) => before + (digit === '0' ? '1' : '0'),
      );
    expect(texts(await verdictOf({ sizes, pageRanges, editManifest })).sort()).toEqual(problems.sort());
  });

  it('with one changed hash, of a block or of a side file, is found', async () => {
    let blocks = 0;
    for (let index = 0; index < 7; index++) {
      let at = 0;
      const verdict = await verdictOf({
        editManifest: (text) =>
          text.replace(/Hash="(.)/g, (hash, digit: string) =>
            at++ === index ? `Hash="${digit === '0' ? '1' : '0'}` : hash,
          ),
      });
      expect(texts(verdict)).toEqual([
        expect.stringMatching(
          /It does not match what was copied: (?:its MD5|the MD5 of the \d+ bytes at \d+) differs\.$/,
        ),
      ]);
      blocks += Number(texts(verdict)[0]!.includes('bytes at'));
    }
    expect(blocks).toBe(6);
  });

  it('that lists what is not there, twice, or with another length, is found', async () => {
    expect(texts(await verdictOf({ editManifest: (text) => text.replace('dir\\1.bin', 'dir\\one.bin') }))).toEqual([
      '\\session#1\\container\\dir\\one.bin: The manifest lists it, but it is not on the drive.',
      '\\session#1\\container\\dir\\1.bin: It is on the drive, but the manifest does not list it.',
    ]);
    expect(texts(await verdictOf({ editManifest: (text) => text.replace('dir\\1.bin', 'dir\\3.bin') }))).toContain(
      '\\session#1\\container\\dir\\3.bin: The manifest lists it twice.',
    );
    expect(texts(await verdictOf({ editManifest: (text) => text.replace('<Length>300<', '<Length>301<') }))).toContain(
      '\\session#1\\container\\2.bin: It has 300 bytes, but the manifest says 301.',
    );
  });

  it('that does not list a file of the drive is found', async () => {
    expect(texts(await verdictOf({ unlisted: [{ path: 'session#1/container/stray.bin', size: 9 }] }))).toEqual([
      '\\session#1\\container\\stray.bin: It is on the drive, but the manifest does not list it.',
    ]);
  });

  it(
    'is told apart from one that is valid, whatever its bytes are, and nothing crashes',
    { timeout: 120_000 },
    async () => {
      const edit = fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        remove: fc.nat(60),
        insert: fc.oneof(
          fc.string(),
          fc.constantFrom(
            '<Blob>',
            '</Blob>',
            '<Drive>',
            '"',
            '<!--',
            '&amp;',
            'Offset="-1"',
            '<PageRange Offset="0" Length="512"/>',
          ),
        ),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
          const editManifest = (text: string) =>
            edits.reduce((edited, { at, remove, insert }) => {
              const start = Math.floor(at * edited.length);
              return edited.slice(0, start) + insert + edited.slice(start + remove);
            }, text);
          await verdictOf({ sizes: [0, 5, 5000], editManifest });
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('An image', () => {
  it('whose preparation is not complete says so', async () => {
    drive.write(incompleteMarker({ sessionId: 'session#1', driveId: 'DriveA1' }), PARTITION_OFFSET);
    expect(texts(await drive.verify())).toEqual([
      'It is not finished: session "session#1" did not complete drive DriveA1. Continue with "sneakernet prep … --resume".',
    ]);
  });

  it('without a volume, or with one that is not encrypted, says so', async () => {
    drive.write(new Uint8Array(65_536), PARTITION_OFFSET);
    expect(texts(await drive.verify())).toEqual(['It has no volume.']);
    drive.write(Buffer.from('\xeb\x52\x90NTFS    ', 'latin1'), PARTITION_OFFSET);
    expect(texts(await drive.verify())).toEqual(['It is not encrypted with BitLocker: it holds NTFS.']);
  });

  it('that was cut off says so', async () => {
    const image = `${drive.image}.cut`;
    writeFileSync(image, drive.bytes(0, drive.length / 2));
    expect(() => openDrive(image)).toThrow(/outside the disk/);
    writeFileSync(image, drive.bytes(PARTITION_OFFSET, drive.length / 2));
    expect(texts(await drive.verify({ image }))[0]).toMatch(/copy the whole image again/);
  });

  it('is not looked at any more when the signal says so', async () => {
    await expect(drive.verify({ signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
