import type { Mismatch } from '../pipeline/readBack';

/** What is wrong with a file on a drive, in words. */
export function mismatchText({ what, offset, length, message }: Mismatch): string {
  switch (what) {
    case 'contents':
      return 'It is not what was copied: its SHA-256 differs.';
    case 'range':
      return `It is not what was copied: the MD5 of the ${length} bytes at ${offset} differs.`;
    case 'slack':
      return 'Behind its end there is something that was not written.';
    case 'unreadable':
      return `It cannot be read at byte ${offset}${message === undefined ? '' : ` (${message})`}.`;
  }
}
