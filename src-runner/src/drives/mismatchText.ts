import { sentence } from '../language/sentence';
import type { Mismatch } from '../pipeline/readBack';

/** What is wrong with a file on a drive, in words. */
export function mismatchText({ what, offset, length, message }: Omit<Mismatch, 'file'>): string {
  switch (what) {
    case 'contents':
      return sentence`It is not what was copied: its SHA-256 differs.`;
    case 'range':
      return sentence`It is not what was copied: the MD5 of the ${length} bytes at ${offset} differs.`;
    case 'slack':
      return sentence`Behind its end there is something that was not written.`;
    case 'unreadable':
      return message === undefined
        ? sentence`It cannot be read at byte ${offset}.`
        : sentence`It cannot be read at byte ${offset} (${message}).`;
  }
}
