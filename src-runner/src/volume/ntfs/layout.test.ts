import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FREE_BYTES, layoutNtfs, VolumeTooSmallError } from './layout';
import { NameCollisionError } from './entryOrder';
import { residentCapacity } from './ntfsFormat';
import { testOptions, testTree, type TestFile } from '../../../test/ntfsVolume';

const name = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '-', '1', '\u{1f600}'), minLength: 1, maxLength: 120 });
const files = fc
  .array(
    fc.record({
      directory: fc.integer({ min: 0, max: 5 }),
      name,
      size: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1e12 })),
    }),
    { maxLength: 300 },
  )
  .map((rows) =>
    rows.map((row, index): TestFile => ({ path: `d${row.directory}/${index}${row.name}`, size: row.size })),
  );

const clusterSizes = fc.constantFrom(4096, 8192, 65_536);

describe('the layout of a volume', () => {
  it('gives each file clusters of its own, in order, within the volume', () => {
    fc.assert(
      fc.property(files, clusterSizes, (list, clusterBytes) => {
        const layout = layoutNtfs(testTree(list), { ...testOptions, clusterBytes });
        let next = 0;
        list.forEach(({ size, path }, file) => {
          const first = layout.fileCluster[file]!;
          const isResident = size <= residentCapacity(path.slice(path.indexOf('/') + 1).length);
          expect(first === 0).toBe(isResident);
          if (isResident) return;
          expect(first).toBeGreaterThanOrEqual(next);
          next = first + Math.ceil(size / clusterBytes);
        });
        expect(next).toBeLessThanOrEqual(layout.usedClusters);
        expect(layout.usedClusters).toBeLessThanOrEqual(layout.clusterCount);
        expect(layout.clusterCount * clusterBytes).toBeLessThan(layout.volumeBytes);
      }),
      { numRuns: 50 },
    );
  });

  it('is as small as the tree allows, and then a little larger', () => {
    const layout = layoutNtfs(testTree([{ path: 'a', size: 123_456 }]), testOptions);
    expect(layout.volumeBytes % (1024 * 1024)).toBe(0);
    const free = (layout.clusterCount - layout.usedClusters) * 4096;
    expect(free).toBeGreaterThanOrEqual(FREE_BYTES - 4096);
    expect(free).toBeLessThan(FREE_BYTES + 1024 * 1024 + 4096);
  });

  it('says how many bytes are missing where the volume is too small, and fits with just as many more', () => {
    const tree = testTree([{ path: 'a', size: 50_000_000 }]);
    const volumeBytes = 30_000_000 - (30_000_000 % 512);
    const failure = ((): unknown => {
      try {
        return layoutNtfs(tree, { ...testOptions, volumeBytes });
      } catch (error) {
        return error;
      }
    })() as VolumeTooSmallError;
    expect(failure).toBeInstanceOf(VolumeTooSmallError);
    expect(
      layoutNtfs(tree, { ...testOptions, volumeBytes: volumeBytes + failure.missingBytes }).usedClusters,
    ).toBeGreaterThan(12_000);
    expect(() => layoutNtfs(tree, { ...testOptions, volumeBytes: volumeBytes + failure.missingBytes - 8192 })).toThrow(
      VolumeTooSmallError,
    );
  });

  it.each([
    [1e12, 4096],
    [16 * 2 ** 40, 4096],
    [17 * 2 ** 40, 8192],
    [100 * 2 ** 40, 32_768],
    [256 * 2 ** 40, 65_536],
  ])('has clusters that a volume of %d bytes can count: %d', (volumeBytes, clusterBytes) => {
    expect(
      layoutNtfs(testTree([]), { ...testOptions, volumeBytes: volumeBytes - (volumeBytes % 512) }).clusterBytes,
    ).toBe(clusterBytes);
  });

  it('finds larger clusters for a tree that needs them', () => {
    const layout = layoutNtfs(
      testTree(Array.from({ length: 20 }, (_, index) => ({ path: `${index}`, size: 2 ** 40 }))),
      testOptions,
    );
    expect(layout.clusterBytes).toBe(8192);
  });

  it.each([
    [['a/README', 'a/readme'], 'README', 'readme'],
    [['a/ÿ', 'a/Ÿ', 'a/b'], 'ÿ', 'Ÿ'],
    [['$mft'], '$mft', '$MFT'],
  ])('refuses names that differ by case alone: %j', (paths, one, other) => {
    let failure: unknown;
    try {
      layoutNtfs(testTree(paths.map((path) => ({ path, size: 1 }))), testOptions);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(NameCollisionError);
    expect([(failure as NameCollisionError).first, (failure as NameCollisionError).second].sort()).toEqual(
      [one, other].sort(),
    );
  });

  it('accepts names that differ by their normal form alone', () => {
    expect(() =>
      layoutNtfs(
        testTree([
          { path: 'é', size: 1 },
          { path: 'e\u0301', size: 1 },
        ]),
        testOptions,
      ),
    ).not.toThrow();
  });

  it('is plain data in shared memory', () => {
    const layout = layoutNtfs(testTree([{ path: 'a/b', size: 5000 }]), testOptions);
    for (const column of [layout.fileCluster, layout.entries, layout.start, layout.indexBlocks, layout.indexCluster]) {
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(structuredClone(layout)).toEqual(layout);
  });
});
