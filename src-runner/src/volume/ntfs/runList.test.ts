import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriveFormatError } from '../byteSource';
import { decodeRuns } from './read/runs';
import { writeHole, writeRun } from './runList';

const clusters = 2 ** 32 - 1;

describe('mapping pairs', () => {
  it('are read as they were written', () => {
    const run = fc
      .tuple(fc.integer({ min: 1, max: clusters }), fc.integer({ min: 1, max: clusters }))
      .filter(([first, count]) => first + count <= clusters);
    fc.assert(
      fc.property(run, ([first, count]) => {
        const bytes = new Uint8Array(16);
        const length = writeRun(new DataView(bytes.buffer), 0, { first, count });
        expect(decodeRuns(bytes.subarray(0, length), 0, clusters, () => 'It')).toEqual([
          { vcn: 0, count, cluster: first },
        ]);
      }),
    );
  });

  it('can be of no clusters', () => {
    const bytes = new Uint8Array(16);
    const length = writeHole(new DataView(bytes.buffer), 0, 300);
    expect(decodeRuns(bytes.subarray(0, length), 0, clusters, () => 'It')).toEqual([
      { vcn: 0, count: 300, cluster: undefined },
    ]);
  });

  it('count from the run before, forwards and backwards', () => {
    expect(
      decodeRuns(Uint8Array.of(0x11, 5, 100, 0x11, 3, 0xf6, 0x01, 2, 0x21, 1, 0x00, 0x01, 0), 7, 1000, () => 'It'),
    ).toEqual([
      { vcn: 7, count: 5, cluster: 100 },
      { vcn: 12, count: 3, cluster: 90 },
      { vcn: 15, count: 2, cluster: undefined },
      { vcn: 17, count: 1, cluster: 346 },
    ]);
  });

  it('of any bytes are runs within the volume, or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          for (const { cluster, count } of decodeRuns(bytes, 0, 1000, () => 'It'))
            if (cluster !== undefined) expect(cluster >= 0 && cluster + count <= 1000).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DriveFormatError);
        }
      }),
    );
  });
});
