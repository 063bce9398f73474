import type { FileSystemFacts } from '../../drives/fileSystemFacts';
import type { OpenedDrive } from '../../drives/openDrive';
import type { EncryptionState } from '../../volume/bitlocker/fveMetadata';
import type { KeyProtector, ProtectorKind } from '../../volume/bitlocker/keyProtector';
import type { LockedVolume, MetadataCopy } from '../../volume/bitlocker/lockedVolume';
import { dateOfFileTime } from '../../volume/fileTime';

/** The JSON of `info` for a drive. Lengths and offsets are in bytes, dates in ISO 8601, and unknown values are null. */
export interface DriveReport {
  readonly target: string;
  readonly kind: 'file' | 'device';
  readonly length: number;
  readonly container: 'fixed VHD' | null;
  /** Null for a bare volume. */
  readonly partitionTable: 'GPT' | 'MBR' | null;
  readonly partition: { readonly offset: number; readonly length: number; readonly guid: string | null } | null;
  readonly volume: {
    readonly contents: 'bitlocker' | 'file system' | 'incomplete' | 'empty' | 'unreadable' | 'unknown';
    readonly length: number;
    /** The session that left the drive incomplete. */
    readonly sessionId: string | null;
  };
  readonly bitlocker: BitlockerReport | null;
  /** Present for an unlocked BitLocker volume, or an unencrypted one. */
  readonly fileSystem: FileSystemReport | null;
  readonly decryptedSha256: string | null;
  /** What is unusual, or not accepted by the import service. */
  readonly remarks: readonly string[];
  /** The reasons for exit code 1. */
  readonly problems: readonly string[];
}

export interface BitlockerReport {
  readonly cipher: string;
  readonly state: EncryptionState;
  /** The key lies unprotected beside the data. */
  readonly suspended: boolean;
  readonly toGo: boolean;
  readonly sectorLength: number;
  readonly encryptedLength: number;
  readonly volumeGuid: string;
  readonly created: string | null;
  readonly description: string;
  readonly protectors: readonly {
    readonly kind: ProtectorKind;
    readonly guid: string;
    readonly name: string;
    readonly modified: string | null;
  }[];
  readonly metadataCopies: readonly { readonly offset: number; readonly fault: string | null }[];
  readonly unlocked: boolean;
  /** The protector that the key opened. */
  readonly unlockedBy: string | null;
}

export interface FileSystemReport {
  readonly name: string | null;
  readonly label: string | null;
  readonly serial: string | null;
  readonly length: number;
  readonly freeBytes: number | null;
}

/** What was found out about a drive in addition to its layers. */
export interface DriveFindings {
  readonly unlockedBy?: KeyProtector;
  /** The copies of the metadata, as checked with the key. */
  readonly copies?: readonly MetadataCopy[];
  readonly fileSystem?: FileSystemFacts & { readonly length: number };
  readonly decryptedSha256?: string;
  readonly remarks: readonly string[];
  readonly problems: readonly string[];
}

export function driveReport(drive: OpenedDrive, findings: DriveFindings): DriveReport {
  const { target, kind, length, container, table, partition, volume, contents } = drive;
  const { fileSystem } = findings;
  return {
    target,
    kind,
    length,
    container: container ?? null,
    partitionTable: table?.kind ?? null,
    partition: partition ? { offset: partition.offset, length: partition.length, guid: partition.guid ?? null } : null,
    volume: {
      contents: contents.kind,
      length: volume.length,
      sessionId: contents.kind === 'incomplete' ? contents.marker.sessionId : null,
    },
    bitlocker: contents.kind === 'bitlocker' ? bitlockerReport(contents.locked, findings) : null,
    fileSystem: fileSystem
      ? {
          name: fileSystem.name ?? null,
          label: fileSystem.label ?? null,
          serial: fileSystem.serial ?? null,
          length: fileSystem.length,
          freeBytes: fileSystem.freeBytes ?? null,
        }
      : null,
    decryptedSha256: findings.decryptedSha256 ?? null,
    remarks: findings.remarks,
    problems: findings.problems,
  };
}

function bitlockerReport(
  { header, metadata, copies, isSuspended }: LockedVolume,
  findings: DriveFindings,
): BitlockerReport {
  return {
    cipher: metadata.method ?? `unknown (0x${metadata.methodCode.toString(16)})`,
    state: metadata.state,
    suspended: isSuspended,
    toGo: header.toGo,
    sectorLength: header.sectorLength,
    encryptedLength: metadata.encryptedLength,
    volumeGuid: metadata.volumeGuid,
    created: isoDate(metadata.created),
    description: metadata.description,
    protectors: metadata.protectors.map(({ kind, guid, name, modified }) => ({
      kind,
      guid,
      name,
      modified: isoDate(modified),
    })),
    metadataCopies: (findings.copies ?? copies).map(({ offset, fault }) => ({ offset, fault: fault ?? null })),
    unlocked: findings.unlockedBy !== undefined,
    unlockedBy: findings.unlockedBy?.guid ?? null,
  };
}

function isoDate(fileTime: bigint): string | null {
  return dateOfFileTime(fileTime)?.toISOString() ?? null;
}
