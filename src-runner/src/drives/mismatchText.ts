import { sentence } from '../language/sentence';
import type { Mismatch } from '../pipeline/readBack';

/** What is wrong with a file on a drive, in words. */
export function mismatchText({ what, offset, length, message }: Omit<Mismatch, 'file'>): string {
  switch (what) {
    case 'contents':
      return sentence`It does not match what was copied: its SHA-256 differs.`;
    case 'range':
      return sentence`It does not match what was copied: the MD5 of the ${length} bytes at ${offset} differs.`;
    case 'slack':
      return sentence`There is unexpected data after its end.`;
    case 'unreadable':
      return message === undefined
        ? sentence`It cannot be read at byte ${offset}.`
        : sentence`It cannot be read at byte ${offset} (${message}).`;
  }
}
