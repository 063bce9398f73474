import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PARTITION_OFFSET } from '../volume/diskLayout';
import { incompleteMarker } from './incompleteMarker';
import { standingOf } from './standing';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-standing-'));
  path = join(folder, 'target');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function sparse(length: number): void {
  writeFileSync(path, '');
  truncateSync(path, length);
}

describe('What stands at a target', () => {
  it.each([
    ['nothing', (): void => undefined, false],
    [
      'an empty file',
      () => {
        sparse(0);
      },
      false,
    ],
    [
      'nothing but zeros',
      () => {
        sparse(300 * 1024 * 1024);
      },
      false,
    ],
    [
      'nothing but zeros',
      () => {
        writeFileSync(path, Buffer.alloc(100));
      },
      false,
    ],
    [
      'a text file (',
      () => {
        writeFileSync(path, 'a note of 30 bytes, for later.');
      },
      true,
    ],
    [
      'a text file (',
      () => {
        writeFileSync(path, 'größer\n'.repeat(2000));
      },
      true,
    ],
    [
      'a file that is not a disk image (',
      () => {
        writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 7)]));
      },
      true,
    ],
    [
      'an image of job "shipment", unfinished (session "s#1", drive D1)',
      () => {
        sparse(8 * 1024 * 1024);
        const marked = Buffer.alloc(8 * 1024 * 1024);
        marked.set(
          incompleteMarker({ sessionId: 's#1', driveId: 'D1', volumeId: 'x', jobId: 'shipment' }),
          PARTITION_OFFSET,
        );
        writeFileSync(path, marked);
      },
      true,
    ],
  ] as const)('is told in words: %s', (text, make, holdsData) => {
    make();
    const standing = standingOf(path);
    expect(standing.text).toContain(text);
    expect(standing.holdsData).toBe(holdsData);
  });

  it('is data where one byte in the last megabyte is none of nothing', () => {
    sparse(200 * 1024 * 1024);
    const bytes = Buffer.alloc(200 * 1024 * 1024);
    bytes[bytes.length - 5] = 1;
    writeFileSync(path, bytes);
    expect(standingOf(path).holdsData).toBe(true);
  });
});
