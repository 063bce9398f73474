import type { JrmChecksum } from '../jrm';
import { isSha256 } from './valueRules';

/**
 * The checksum that an item is, where nothing whatever is wrong with it; otherwise `undefined`. `colons`: how many the text has outside
 * of strings, so that a field that stands twice shows.
 */
export function soundChecksum(text: string, colons: number): JrmChecksum | undefined {
  let value: Partial<Record<keyof JrmChecksum, unknown>> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { FilePath, SHA256, Size, DriveId, BlobPath } = value;
  if (typeof FilePath !== 'string' || FilePath === '' || typeof SHA256 !== 'string' || !isSha256(SHA256)) return undefined;
  let fields = 2;
  if (Size !== undefined) {
    if (typeof Size !== 'number' || !Number.isSafeInteger(Size) || Size < 0) return undefined;
    fields++;
  }
  if (DriveId !== undefined) {
    if (typeof DriveId !== 'string') return undefined;
    fields++;
  }
  if (BlobPath !== undefined) {
    if (typeof BlobPath !== 'string') return undefined;
    fields++;
  }
  return fields === colons ? (value as JrmChecksum) : undefined;
}
