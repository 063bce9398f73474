import { createHash, timingSafeEqual } from 'node:crypto';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import type { ByteSource } from '../byteSource';
import { DriveFormatError, DriveReadError, readBytes } from '../byteSource';
import { BitlockerError } from './bitlockerError';
import type { BitlockerHeader } from './bitlockerHeader';
import { convertingError, parseBitlockerHeader } from './bitlockerHeader';
import { BitlockerVolume } from './bitlockerVolume';
import { keyLengthOf } from './encryptionMethod';
import type { FveMetadata } from './fveMetadata';
import { METADATA_LENGTH, parseFveMetadata } from './fveMetadata';
import type { KeyProtector } from './keyProtector';
import { stretchRecoveryPassword } from './recoveryPassword';
import { KeyUse, unseal } from './sealedValue';
import { sectorCipher } from './sectorCipher';
import type { EncryptionMethod } from './encryptionMethod';

/** One of the three copies of the metadata. */
export interface MetadataCopy {
  /** Bytes from the beginning of the volume. */
  readonly offset: number;
  /** What is wrong with it, in words; undefined if it is intact. */
  readonly fault: string | undefined;
}

/** A BitLocker volume that is open. */
export interface UnlockedVolume {
  readonly volume: BitlockerVolume;
  /** The protector that the password opened. */
  readonly protector: KeyProtector;
  /** With `method`, what other threads need to decrypt sectors themselves. */
  readonly method: EncryptionMethod;
  readonly key: Uint8Array;
  /** Including what only the key reveals: whether the metadata were changed after they had been sealed. */
  readonly copies: readonly MetadataCopy[];
  /** Overwrites the key. The volume cannot be read after that. */
  readonly wipe: () => void;
}

/** A BitLocker volume without its key. */
export class LockedVolume {
  private constructor(
    private readonly source: ByteSource,
    readonly header: BitlockerHeader,
    /** From the first intact copy. */
    readonly metadata: FveMetadata,
    readonly copies: readonly MetadataCopy[],
    private readonly candidates: readonly (FveMetadata | undefined)[],
  ) {}

  /**
   * Reads the metadata of the volume in `source`; undefined if it is not a BitLocker volume.
   *
   * @throws BitlockerError if it cannot be read: an unsupported kind, or damaged
   * @throws DriveReadError if the medium fails at the first sector
   */
  static read(source: ByteSource): LockedVolume | undefined {
    if (source.length < SECTOR_LENGTH) return undefined;
    const header = parseBitlockerHeader(readBytes(source, 0, SECTOR_LENGTH));
    if (header === undefined) return undefined;
    const attempts = header.metadataOffsets.map((offset) => ({
      offset,
      ...readCopy(source, offset, header.sectorLength),
    }));
    const metadata = attempts.find((attempt) => attempt.metadata !== undefined)?.metadata;
    if (metadata === undefined) {
      const unsupported = attempts.find(({ error }) => error instanceof BitlockerError);
      if (unsupported?.error) throw unsupported.error;
      const faults = attempts
        .map(({ offset, error }) => sentence`at byte ${offset}: ${error?.message ?? ''}`)
        .join(' ');
      throw new BitlockerError(
        'damaged',
        sentence`No copy of its BitLocker metadata is intact (${faults.slice(0, -1)}).`,
      );
    }
    const copies = attempts.map(({ offset, error }) => ({ offset, fault: error?.message }));
    return new LockedVolume(
      source,
      header,
      metadata,
      copies,
      attempts.map((attempt) => attempt.metadata),
    );
  }

  /** Whether the key lies unprotected beside the data. Windows calls this suspended. */
  get isSuspended(): boolean {
    return this.metadata.protectors.some(({ kind }) => kind === 'clear key');
  }

  /** The protectors that a recovery password opens. */
  get recoveryProtectors(): readonly KeyProtector[] {
    return this.metadata.protectors.filter(({ kind }) => kind === 'recovery password');
  }

  /**
   * Opens the volume. Takes a second for each recovery protector that the password does not belong to.
   *
   * @param password a well-formed recovery password
   * @throws BitlockerError if it does not open the volume, or the volume is not fully encrypted
   * @throws the signal's reason if it is aborted
   */
  async unlock(password: string, signal?: AbortSignal): Promise<UnlockedVolume> {
    this.checkReadable();
    const { protector, masterKey } = await this.findMasterKey(password, signal);
    try {
      const copies = this.copies.map((copy, at) => this.checkSeal(copy, this.candidates[at], masterKey));
      const metadata = this.candidates.find((_, at) => copies[at]!.fault === undefined);
      if (metadata === undefined)
        throw new BitlockerError(
          'damaged',
          sentence`The key is right, but the BitLocker metadata was changed after it was sealed. Do not trust this volume.`,
        );
      return { ...this.openVolume(metadata, masterKey), protector, copies };
    } finally {
      masterKey.fill(0);
    }
  }

  private checkReadable(): void {
    const { state, method, methodCode, encryptedLength } = this.metadata;
    if (state === 'off')
      throw new BitlockerError('off', sentence`BitLocker is turned off on it: its data is not encrypted.`);
    if (state !== 'encrypted') throw convertingError();
    if (method === undefined)
      throw new BitlockerError(
        'method',
        sentence`It is encrypted with an unknown method (0x${methodCode.toString(16)}).`,
      );
    if (encryptedLength > this.source.length) {
      throw new BitlockerError(
        'cut-off',
        sentence`The volume has ${encryptedLength} bytes, but the target ends after ${this.source.length}: copy the whole image again.`,
      );
    }
    if (this.recoveryProtectors.length === 0) {
      const kinds = [...new Set(this.metadata.protectors.map(({ kind }) => kind))].join(', ');
      throw new BitlockerError(
        'no-recovery-protector',
        sentence`It has no recovery password (its protectors: ${kinds === '' ? sentence`none` : kinds}). Add one on Windows: manage-bde -protectors -add <drive>: -RecoveryPassword.`,
      );
    }
  }

  private async findMasterKey(
    password: string,
    signal: AbortSignal | undefined,
  ): Promise<{ protector: KeyProtector; masterKey: Uint8Array }> {
    for (const protector of this.recoveryProtectors) {
      const { salt, sealedMasterKey } = protector;
      if (salt === undefined || sealedMasterKey === undefined) continue;
      const stretched = await stretchRecoveryPassword(password, salt, signal);
      const container = unseal(sealedMasterKey, stretched);
      stretched.fill(0);
      if (container !== undefined) return { protector, masterKey: container.key };
    }
    const ids = this.recoveryProtectors.map(({ guid }) => guid.toUpperCase()).join(', ');
    throw new BitlockerError(
      'wrong-key',
      sentence`The recovery key does not belong to this volume. The volume needs the key with the identifier ${ids}.`,
    );
  }

  private checkSeal(copy: MetadataCopy, metadata: FveMetadata | undefined, masterKey: Uint8Array): MetadataCopy {
    if (metadata === undefined) return copy;
    const sealed = metadata.sealedChecksum && unseal(metadata.sealedChecksum, masterKey);
    const sum = createHash('sha256').update(metadata.covered).digest();
    const isSealed =
      sealed?.use === KeyUse.checksum && sealed.key.length === sum.length && timingSafeEqual(sealed.key, sum);
    return isSealed ? copy : { ...copy, fault: sentence`Its sealed SHA-256 does not match.` };
  }

  private openVolume(
    metadata: FveMetadata,
    masterKey: Uint8Array,
  ): Pick<UnlockedVolume, 'volume' | 'method' | 'key' | 'wipe'> {
    const container = metadata.sealedVolumeKey && unseal(metadata.sealedVolumeKey, masterKey);
    const { method } = metadata;
    if (container === undefined || method === undefined || container.key.length !== keyLengthOf(method)) {
      container?.key.fill(0);
      throw new BitlockerError(
        'damaged',
        sentence`The key is right, but the sector key that it should unlock is damaged.`,
      );
    }
    const { key } = container;
    const cipher = sectorCipher(method, key, { sectorLength: this.header.sectorLength });
    const volume = new BitlockerVolume(this.source, cipher, this.header.sectorLength, metadata);
    const wipe = () => {
      volume.wipe();
      key.fill(0);
    };
    return { volume, method, key, wipe };
  }
}

function readCopy(source: ByteSource, offset: number, sectorLength: number): { metadata?: FveMetadata; error?: Error } {
  if (!Number.isSafeInteger(offset) || offset < SECTOR_LENGTH || offset + METADATA_LENGTH > source.length) {
    return { error: new DriveFormatError(sentence`It would be outside the volume.`) };
  }
  try {
    return { metadata: parseFveMetadata(readBytes(source, offset, METADATA_LENGTH), sectorLength) };
  } catch (error) {
    if (error instanceof DriveFormatError || error instanceof DriveReadError) return { error };
    throw error;
  }
}
