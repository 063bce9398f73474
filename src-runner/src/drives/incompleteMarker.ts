import { SECTOR_LENGTH } from '../volume/bitlocker/bitlockerHeader';

const SIGNATURE = 'SNEAKERNET INCOMPLETE';

/** What the first sector of a partition holds while its drive is being prepared. */
export interface IncompleteMarker {
  readonly sessionId: string;
  readonly driveId: string;
}

/**
 * The sector that stands where BitLocker's first one will. No system takes the partition for a volume, and a session that goes on
 * knows its drive again.
 */
export function incompleteMarker({ sessionId, driveId }: IncompleteMarker): Uint8Array {
  const sector = Buffer.alloc(SECTOR_LENGTH);
  sector.write(`${SIGNATURE}\n${JSON.stringify({ sessionId, driveId: driveId.slice(0, 128) })}\n`, 'utf8');
  return sector;
}

/** What a partition's first sector says of a preparation that is not complete; undefined where it says nothing of that kind. */
export function readIncompleteMarker(sector: Uint8Array): IncompleteMarker | undefined {
  const text = Buffer.from(sector.buffer, sector.byteOffset, sector.length).toString('utf8');
  const [signature, json = ''] = text.split('\n');
  if (signature !== SIGNATURE) return undefined;
  try {
    const { sessionId, driveId } = JSON.parse(json) as Record<string, unknown>;
    return typeof sessionId === 'string' && typeof driveId === 'string' ? { sessionId, driveId } : undefined;
  } catch {
    return undefined;
  }
}
