import { createHash } from 'node:crypto';
import { CHECKSUM_FIELD, splitRecordEnd } from '#core/journal/recoveryLog';

/** The "previous checksum" of a recovery log's first record. */
export const CHAIN_START = '';

/**
 * The checksum of a record, which also covers the previous checksum.
 *
 * @param covered the record's bytes up to its checksum
 */
export function checksumOf(previous: string, covered: string | Uint8Array): string {
  return createHash('sha256').update(`${previous}\n`).update(covered).digest('base64');
}

/** A record with its checksum. */
export function withChecksum(previous: string, record: string): { readonly text: string; readonly checksum: string } {
  const [covered, end] = splitRecordEnd(record);
  const checksum = checksumOf(previous, covered);
  return { text: `${covered}${CHECKSUM_FIELD}: ${checksum}\r\n${end}`, checksum };
}
