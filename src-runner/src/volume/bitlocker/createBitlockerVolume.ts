import { SECTOR_LENGTH } from '#core/limits/limits';
import type { DiskPiece } from '../diskPiece';
import { guidBytes } from '../guid';
import type { BitlockerSecrets } from './bitlockerSecrets';
import { BITLOCKER_GUID, GUID_OFFSET } from './bitlockerHeader';
import { codeOfMethod } from './encryptionMethod';
import { FVE_SIGNATURE, METADATA_COPIES, METADATA_LENGTH } from './fveMetadata';
import {
  nonceOf,
  recoveryProtectorEntry,
  relocatedHeaderEntry,
  sealedEntry,
  textEntry,
  writeFveMetadata,
} from './fveMetadataWriter';
import { EntryType } from './metadataEntry';
import { recoveryPasswordBytes } from './recoveryPassword';
import type { SealedValue } from './sealedValue';
import { KeyUse, seal } from './sealedValue';
import type { SectorCipher } from '../../model/sectorCipher';
import type { SectorCipherOptions } from './sectorCipher';
import { sectorCipher } from './sectorCipher';

/** Bytes at the beginning of the volume that are relocated: 16 sectors, NTFS's `$Boot`. */
export const RELOCATED_HEADER_LENGTH = 16 * SECTOR_LENGTH;

/**
 * Where BitLocker's own structures lie on a volume. In bytes from its beginning; multiples of 512. The file system
 * treats all of it as used.
 */
export interface BitlockerLayout {
  readonly volumeLength: number;
  /** Three, each the beginning of an area of 64 KiB. */
  readonly metadataOffsets: readonly number[];
  /** The beginning of 8 KiB. Windows places it right after the first copy of the metadata. */
  readonly relocatedHeaderOffset: number;
  /** Computer, volume and date; readable without a key. */
  readonly description: string;
}

/** A volume being created. Its output depends on nothing but the secrets and the layout, so it can be reproduced. */
export interface NewBitlockerVolume {
  /** For the sectors of the file system, except the first 16. Each thread creates its own. */
  cipher(options?: SectorCipherOptions): SectorCipher;
  /** The three copies of the metadata, unencrypted. */
  metadata(): DiskPiece[];
  /**
   * The first 8 KiB of the volume, encrypted, at the place they are relocated to.
   *
   * @param header `$Boot`
   */
  relocatedHeader(header: Uint8Array): DiskPiece;
  /**
   * The sector at 0, written last: it makes the volume openable. The rest of the first 8 KiB is unused.
   *
   * @param header `$Boot`
   */
  firstSector(header: Uint8Array): DiskPiece;
}

/** Nonce counters in Windows's order, unique under the volume master key; the last one is the next free counter. */
const Counter = { password: 1, stretchedKey: 2, masterKey: 3, volumeKey: 4, checksum: 5, next: 6 } as const;

/** @throws RangeError if the layout contradicts itself */
export function createBitlockerVolume(secrets: BitlockerSecrets, layout: BitlockerLayout): NewBitlockerVolume {
  checkLayout(layout);
  const cipher = (options?: SectorCipherOptions) => {
    const key = Buffer.from(secrets.volumeKey, 'hex');
    try {
      return sectorCipher(secrets.method, key, options);
    } finally {
      key.fill(0);
    }
  };
  return {
    cipher,
    metadata: () => {
      const bytes = metadataOf(secrets, layout);
      return layout.metadataOffsets.map((offset) => ({ offset, bytes }));
    },
    relocatedHeader: (header) => {
      const bytes = Uint8Array.from(header.subarray(0, RELOCATED_HEADER_LENGTH));
      const sectors = cipher();
      sectors.encrypt(bytes, layout.relocatedHeaderOffset / SECTOR_LENGTH);
      sectors.wipe();
      return { offset: layout.relocatedHeaderOffset, bytes };
    },
    firstSector: (header) => ({ offset: 0, bytes: bitlockerBootSector(header, layout.metadataOffsets) }),
  };
}

function checkLayout({ volumeLength, metadataOffsets, relocatedHeaderOffset }: BitlockerLayout): void {
  const regions = [
    { start: 0, end: RELOCATED_HEADER_LENGTH },
    ...metadataOffsets.map((offset) => ({ start: offset, end: offset + METADATA_LENGTH })),
    { start: relocatedHeaderOffset, end: relocatedHeaderOffset + RELOCATED_HEADER_LENGTH },
  ].sort((one, other) => one.start - other.start);
  const fits = regions.every(
    ({ start, end }, at) => start % SECTOR_LENGTH === 0 && end <= (regions[at + 1]?.start ?? volumeLength),
  );
  if (metadataOffsets.length !== METADATA_COPIES || volumeLength % SECTOR_LENGTH !== 0 || !fits) {
    throw new RangeError('The places of the BitLocker metadata overlap, or lie outside of the volume.');
  }
}

function metadataOf(secrets: BitlockerSecrets, layout: BitlockerLayout): Uint8Array {
  const time = BigInt(secrets.created);
  const masterKey = Buffer.from(secrets.masterKey, 'hex');
  const stretchedKey = Buffer.from(secrets.stretchedKey, 'hex');
  const volumeKey = Buffer.from(secrets.volumeKey, 'hex');
  const password = recoveryPasswordBytes(secrets.recoveryPassword);
  const sealedBy = (sealingKey: Uint8Array, use: number, key: Uint8Array, counter: number): SealedValue =>
    seal({ use, key }, sealingKey, nonceOf(time, counter));
  try {
    const methodField = codeOfMethod(secrets.method);
    const relocatedHeader = { offset: layout.relocatedHeaderOffset, length: RELOCATED_HEADER_LENGTH };
    const protector = recoveryProtectorEntry({
      guid: secrets.protectorGuid,
      modified: time,
      salt: Buffer.from(secrets.salt, 'hex'),
      sealedPassword: sealedBy(masterKey, KeyUse.password, password, Counter.password),
      sealedStretchedKey: sealedBy(masterKey, KeyUse.stretchedKey, stretchedKey, Counter.stretchedKey),
      sealedMasterKey: sealedBy(stretchedKey, KeyUse.volumeMasterKey, masterKey, Counter.masterKey),
    });
    return writeFveMetadata({
      volumeLength: layout.volumeLength,
      sectorLength: SECTOR_LENGTH,
      metadataOffsets: layout.metadataOffsets,
      relocatedHeader,
      volumeGuid: secrets.volumeGuid,
      nextNonceCounter: Counter.next,
      methodField,
      created: time,
      entries: [
        textEntry(EntryType.description, layout.description),
        protector,
        sealedEntry(EntryType.volumeKey, sealedBy(masterKey, methodField, volumeKey, Counter.volumeKey)),
        relocatedHeaderEntry(relocatedHeader),
      ],
      sealChecksum: (sum) => sealedBy(masterKey, KeyUse.checksum, sum, Counter.checksum),
    });
  } finally {
    for (const key of [masterKey, stretchedKey, volumeKey, password]) key.fill(0);
  }
}

/**
 * Executed by a computer that boots from the drive: continues with the next drive (int 18h), or halts for good (hlt).
 */
const bootCode = [0xcd, 0x18, 0xf4, 0xeb, 0xfd];

/**
 * The first sector as Windows writes it, except for the boot code.
 *
 * @param ntfsBootSector its geometry (bytes per sector to hidden sectors) is copied
 */
export function bitlockerBootSector(ntfsBootSector: Uint8Array, metadataOffsets: readonly number[]): Uint8Array {
  const sector = Buffer.alloc(SECTOR_LENGTH);
  sector.set([0xeb, 0x58, 0x90], 0);
  sector.write(FVE_SIGNATURE, 3, 'latin1');
  sector.set(ntfsBootSector.subarray(11, 32), 11);
  // From here on it looks like FAT32, so that a system without BitLocker at worst offers to format it.
  sector.writeUInt16LE(0x1fe0, 36);
  sector.writeUInt16LE(1, 48);
  sector.writeUInt16LE(6, 50);
  sector[64] = 0x80;
  sector[66] = 0x29;
  sector.write('NO NAME    FAT32   ', 71, 'latin1');
  sector.set(bootCode, 90);
  sector.set(guidBytes(BITLOCKER_GUID), GUID_OFFSET);
  metadataOffsets.forEach((offset, copy) => sector.writeBigUInt64LE(BigInt(offset), GUID_OFFSET + 16 + 8 * copy));
  sector.set([0x55, 0xaa], 510);
  return sector;
}
