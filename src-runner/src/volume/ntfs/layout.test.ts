import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directoryFootprint, fileFootprint, rootEntryBytes, volumeFootprint } from './footprint';
import { FREE_BYTES, layoutNtfs, VolumeTooSmallError, type NtfsLayout } from './layout';
import { NameCollisionError } from './entryOrder';
import { indexEntryLength, residentCapacity } from './ntfsFormat';
import { testOptions, testTree, type TestFile } from './testVolume';
import type { VolumeTree } from './volumeTree';

const name = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '-', '1', '\u{1f600}'), minLength: 1, maxLength: 120 });
const files = fc
  .array(fc.record({ directory: fc.integer({ min: 0, max: 5 }), name, size: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1e12 })) }), { maxLength: 300 })
  .map((rows) => rows.map((row, index): TestFile => ({ path: `d${row.directory}/${index}${row.name}`, size: row.size })));

/** What the planner would reckon, from a tree and the length of its volume. */
function reckon(tree: VolumeTree, { volumeBytes, clusterBytes }: NtfsLayout): number {
  const entryBytes = new Float64Array(tree.directoryCount);
  const longest = new Float64Array(tree.directoryCount);
  entryBytes[0] = rootEntryBytes;
  const add = (directory: number, text: string): void => {
    entryBytes[directory]! += indexEntryLength(text.length);
    longest[directory] = Math.max(longest[directory]!, text.length);
  };
  for (let directory = 1; directory < tree.directoryCount; directory++) add(tree.parentOf(directory), tree.directoryName(directory));
  let sum = volumeFootprint(volumeBytes, clusterBytes);
  for (let file = 0; file < tree.fileCount; file++) {
    add(tree.directoryOf(file), tree.fileName(file));
    sum += fileFootprint(tree.fileName(file).length, tree.fileSize(file), clusterBytes);
  }
  for (let directory = 0; directory < tree.directoryCount; directory++) {
    const nameLength = directory === 0 ? 1 : tree.directoryName(directory).length;
    sum += directoryFootprint({ nameLength, entryBytes: entryBytes[directory]!, longestName: longest[directory]! }, clusterBytes);
  }
  return sum;
}

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

  it('never comes to more than the footprints of what is on it', () => {
    fc.assert(
      fc.property(files, clusterSizes, (list, clusterBytes) => {
        const tree = testTree(list);
        const layout = layoutNtfs(tree, { ...testOptions, clusterBytes });
        expect(layout.usedClusters * clusterBytes).toBeLessThanOrEqual(reckon(tree, layout));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['many small files in a directory', 20_000, 3000, 1],
    ['files that lie in their records', 20_000, 100, 1],
    ['files in many directories', 20_000, 10_000, 500],
  ])('comes within a percent of the footprints: %s', (_, count, size, directories) => {
    const list = Array.from({ length: count }, (__, index): TestFile => ({ path: `s/d${index % directories}/photo-${index}.jpeg`, size: size + (index % 97) }));
    const tree = testTree(list);
    const layout = layoutNtfs(tree, testOptions);
    const used = layout.usedClusters * layout.clusterBytes;
    expect(reckon(tree, layout)).toBeGreaterThanOrEqual(used);
    expect(reckon(tree, layout)).toBeLessThan(used * 1.011);
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
    expect(layoutNtfs(tree, { ...testOptions, volumeBytes: volumeBytes + failure.missingBytes }).usedClusters).toBeGreaterThan(12_000);
    expect(() => layoutNtfs(tree, { ...testOptions, volumeBytes: volumeBytes + failure.missingBytes - 8192 })).toThrow(VolumeTooSmallError);
  });

  it.each([
    [1e12, 4096],
    [16 * 2 ** 40, 4096],
    [17 * 2 ** 40, 8192],
    [100 * 2 ** 40, 32_768],
    [256 * 2 ** 40, 65_536],
  ])('has clusters that a volume of %d bytes can count: %d', (volumeBytes, clusterBytes) => {
    expect(layoutNtfs(testTree([]), { ...testOptions, volumeBytes: volumeBytes - (volumeBytes % 512) }).clusterBytes).toBe(clusterBytes);
  });

  it('finds larger clusters for a tree that needs them', () => {
    const layout = layoutNtfs(testTree(Array.from({ length: 20 }, (_, index) => ({ path: `${index}`, size: 2 ** 40 }))), testOptions);
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
    expect([(failure as NameCollisionError).first, (failure as NameCollisionError).second].sort()).toEqual([one, other].sort());
  });

  it('accepts names that differ by their normal form alone', () => {
    expect(() => layoutNtfs(testTree([{ path: 'é', size: 1 }, { path: 'e\u0301', size: 1 }]), testOptions)).not.toThrow();
  });

  it('is plain data in shared memory', () => {
    const layout = layoutNtfs(testTree([{ path: 'a/b', size: 5000 }]), testOptions);
    for (const column of [layout.fileCluster, layout.entries, layout.start, layout.indexBlocks, layout.indexCluster]) {
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(structuredClone(layout)).toEqual(layout);
  });
});
