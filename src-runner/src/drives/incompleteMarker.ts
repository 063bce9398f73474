import { SECTOR_LENGTH } from '#core/limits/limits';

const SIGNATURE = 'SNEAKERNET INCOMPLETE';

/** What the first sector of a partition holds while its drive is being prepared. */
export interface IncompleteMarker {
  readonly sessionId: string;
  readonly driveId: string;
  /** The GUID that the volume has or will have. Marks of earlier versions have neither this nor the job. */
  readonly volumeId?: string;
  readonly jobId?: string;
}

/** A sector has room for this many characters of an id. */
const LONGEST_ID = 128;
const LONGEST_JOB = 24;

/**
 * The sector at the place of BitLocker's first one. It keeps systems from treating the partition as a volume, and lets
 * a resumed session recognize its drive.
 */
export function incompleteMarker({ sessionId, driveId, volumeId, jobId }: IncompleteMarker): Uint8Array {
  const sector = Buffer.alloc(SECTOR_LENGTH);
  sector.write(
    `${SIGNATURE}\n${JSON.stringify({ sessionId, driveId: driveId.slice(0, LONGEST_ID), volumeId, jobId: jobId?.slice(0, LONGEST_JOB) })}\n`,
    'utf8',
  );
  return sector;
}

/** What the first sector of a partition says about an incomplete preparation; undefined if it holds no mark. */
export function readIncompleteMarker(sector: Uint8Array): IncompleteMarker | undefined {
  const text = Buffer.from(sector.buffer, sector.byteOffset, sector.length).toString('utf8');
  const [signature, json = ''] = text.split('\n');
  if (signature !== SIGNATURE) return undefined;
  try {
    const { sessionId, driveId, volumeId, jobId } = JSON.parse(json) as Record<string, unknown>;
    if (typeof sessionId !== 'string' || typeof driveId !== 'string') return undefined;
    return {
      sessionId,
      driveId,
      ...(typeof volumeId === 'string' && { volumeId }),
      ...(typeof jobId === 'string' && { jobId }),
    };
  } catch {
    return undefined;
  }
}
