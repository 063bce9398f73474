import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriveFormatError, DriveReadError, type ByteSource } from '../byteSource';
import { checkNtfs } from './check/checkNtfs';
import { comparedMetadata } from './check/comparedMetadata';
import type { VolumeOutcome } from './directories';
import { encodeFileRecords } from './fileRecords';
import { finalMetadata } from './finalMetadata';
import { fileDataOffset, fileRecordOffset, layoutNtfs, type NtfsLayout, type NtfsOptions } from './layout';
import { RECORD_BYTES } from './ntfsFormat';
import { NtfsVolume, streamChunks } from './read/ntfsVolume';
import {
  contentOf,
  memorySource,
  testContent,
  testOptions,
  testTime,
  testTree,
  writeTestVolume,
  type TestFile,
} from '../../../test/ntfsVolume';
import type { VolumeTree } from './volumeTree';

interface Volume {
  readonly bytes: Uint8Array;
  readonly source: ByteSource;
  readonly tree: VolumeTree;
  readonly layout: NtfsLayout;
}

function volumeOf(
  files: readonly TestFile[],
  {
    directories = [],
    options = {},
    outcome = {},
  }: { directories?: string[]; options?: Partial<NtfsOptions>; outcome?: VolumeOutcome } = {},
): Volume {
  const tree = testTree(files, directories);
  const layout = layoutNtfs(tree, { ...testOptions, ...options });
  const bytes = new Uint8Array(layout.volumeBytes);
  writeTestVolume(
    (offset, piece) => {
      bytes.set(piece, offset);
    },
    tree,
    files,
    layout,
    outcome,
  );
  return { bytes, tree, layout, source: memorySource(bytes) };
}

/** The files of a volume with their content, by path. */
function contents(volume: NtfsVolume): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const { path, entry } of volume.walk()) {
    if (entry.isDirectory || path.startsWith('\\System Volume')) continue;
    found.set(
      path,
      Buffer.concat(Array.from(streamChunks(volume.openFile(entry.record)), (chunk) => Buffer.from(chunk))),
    );
  }
  return found;
}

const sizes: readonly TestFile[] = [0, 1, 700, 701, 4095, 4096, 4097, 100_000].map((size) => ({
  path: `s/sizes/${size}.bin`,
  size,
}));
const crowd: readonly TestFile[] = Array.from({ length: 3000 }, (_, index) => ({
  path: `s/crowd/${(index * 7919) % 3001}-${'n'.repeat(index % 40)}`,
  size: index % 30,
}));

describe('a volume', () => {
  it.each([4096, 65_536])('holds what it was made from, with clusters of %d bytes', (clusterBytes) => {
    const files = [...sizes, ...crowd];
    const { source, layout } = volumeOf(files, { options: { clusterBytes }, directories: ['empty/in/empty'] });
    const volume = NtfsVolume.open(source);
    const expected = new Map(
      files.map((file) => [`\\${file.path.replaceAll('/', '\\')}`, Buffer.from(contentOf(file, 0, file.size))]),
    );
    expect(contents(volume)).toEqual(expected);
    expect(volume.label).toBe('Sneakernet');
    expect(volume.freeBytes()).toBe((layout.clusterCount - layout.usedClusters) * clusterBytes);
    expect(volume.find('\\empty\\IN\\empty')?.isDirectory).toBe(true);
    expect([...checkNtfs(source)]).toEqual([]);
  });

  it('lists a directory in the order of its names and finds each of them', () => {
    const volume = NtfsVolume.open(volumeOf(crowd).source);
    const directory = volume.find('\\s\\crowd')!;
    const names = Array.from(volume.list(directory.record), ({ name }) => name);
    expect(names).toHaveLength(crowd.length);
    expect(names).toEqual([...names].sort((a, b) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1)));
    for (const name of names.slice(0, 300)) expect(volume.find(`\\S\\CROWD\\${name.toUpperCase()}`)?.name).toBe(name);
    expect(volume.find('\\s\\crowd\\missing')).toBeUndefined();
  });

  it('keeps times to 100 ns, those before 1970 and after 2038 too, and bounds those that Windows cannot show', () => {
    const times = [1n, 10_000_000n, testTime + 1234567n, 159_999_999_999_999_999n, 2_650_467_743_999_999_999n];
    const files = times.map((time, index): TestFile => ({
      path: `${index}`,
      size: 1,
      times: { created: time, modified: time + 0n, accessed: time },
    }));
    const outside: TestFile = { path: 'x', size: 0, times: { created: -5n, modified: 2n ** 62n, accessed: 0n } };
    const volume = NtfsVolume.open(volumeOf([...files, outside]).source);
    for (const file of files) expect(volume.stat(volume.find(`\\${file.path}`)!.record).times).toEqual(file.times);
    expect(volume.stat(volume.find('\\x')!.record).times).toEqual({
      created: 0n,
      modified: 2_650_467_743_999_999_999n,
      accessed: 0n,
    });
  });

  it('leaves no trace of omitted files, and frees what they would have taken', () => {
    const files = [...sizes, ...crowd];
    const isOmitted = (file: number): boolean => file % 3 === 0;
    const { source, layout } = volumeOf(files, { outcome: { isOmitted } });
    const volume = NtfsVolume.open(source);
    expect([...contents(volume).keys()].sort()).toEqual(
      files
        .filter((_, file) => !isOmitted(file))
        .map(({ path }) => `\\${path.replaceAll('/', '\\')}`)
        .sort(),
    );
    expect(volume.freeBytes()).toBeGreaterThan((layout.clusterCount - layout.usedClusters) * 4096);
    expect([...checkNtfs(source)]).toEqual([]);
  });

  it('can lose all files of a large directory', () => {
    const { source } = volumeOf(crowd, { outcome: { isOmitted: () => true } });
    const volume = NtfsVolume.open(source);
    expect([...volume.list(volume.find('\\s\\crowd')!.record)]).toEqual([]);
    expect([...checkNtfs(source)]).toEqual([]);
  });

  it.each([0, 1, 4096, 9000, 50_000])('ends its last file where it came to end: at %d of 50000 bytes', (size) => {
    const files = [...sizes, { path: 'DriveManifest.xml', size: 50_000 }];
    const { source, tree, layout } = volumeOf(files, {
      options: { lastFileIsLate: true },
      outcome: { lastFileSize: size },
    });
    const volume = NtfsVolume.open(source);
    const entry = volume.find('\\DriveManifest.xml')!;
    expect([entry.size, volume.stat(entry.record).size]).toEqual([size, size]);
    expect(Buffer.concat([...streamChunks(volume.openFile(entry.record))])).toEqual(
      Buffer.from(testContent('DriveManifest.xml', 0, size)),
    );
    expect(
      [...comparedMetadata(source, tree, layout, { lastFileSize: size })].filter((problem) => problem !== undefined),
    ).toEqual([]);
    expect([...checkNtfs(source)]).toEqual([]);
  });

  it('is finished the same way again', () => {
    const { bytes, tree, layout } = volumeOf([...sizes, ...crowd]);
    const again = Uint8Array.from(bytes);
    for (const { offset, bytes: piece } of finalMetadata(tree, layout)) again.set(piece, offset);
    expect(Buffer.compare(bytes, again)).toBe(0);
  });

  it('is finished in pieces of whole sectors in ascending order, which leave BitLocker its places', () => {
    const { tree, layout } = volumeOf([...sizes, ...crowd]);
    let end = 0;
    const places = [
      ...layout.metadataOffsets.map((offset) => [offset, 65_536]),
      [layout.relocatedHeaderOffset, 8192],
    ] as [number, number][];
    for (const { offset, bytes } of finalMetadata(tree, layout)) {
      expect(offset).toBeGreaterThanOrEqual(end);
      expect([offset % 512, bytes.length % 512]).toEqual([0, 0]);
      expect(bytes.length).toBeLessThanOrEqual(1024 * 1024);
      for (const [start, length] of places)
        expect(offset >= start + length || offset + bytes.length <= start).toBe(true);
      end = offset + bytes.length;
    }
    expect(end).toBe(layout.volumeBytes);
  });

  it('has the same records whoever encodes them, in parts or at once', () => {
    const { tree, layout } = volumeOf(crowd);
    const content = (file: number): Uint8Array => contentOf(crowd[file]!, 0, crowd[file]!.size);
    const whole = new Uint8Array(crowd.length * RECORD_BYTES);
    encodeFileRecords(tree, layout, 0, crowd.length, content, whole);
    const part = new Uint8Array(RECORD_BYTES * 100);
    encodeFileRecords(tree, structuredClone(layout), 1500, 1600, content, part.fill(0xee));
    expect(Buffer.compare(part, whole.subarray(1500 * RECORD_BYTES, 1600 * RECORD_BYTES))).toBe(0);
  });

  it('refuses content of another length than the plan says', () => {
    const { tree, layout } = volumeOf([{ path: 'a', size: 5 }]);
    expect(() => {
      encodeFileRecords(tree, layout, 0, 1, () => new Uint8Array(6), new Uint8Array(RECORD_BYTES));
    }).toThrow(RangeError);
  });

  it('survives any tree', () => {
    const unit = fc.oneof(
      fc.constantFrom('a', 'b', 'A', 'ß', '0', '.x'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((text) => !/[\\/]/.test(text)),
    );
    const name = fc.string({ unit, minLength: 1, maxLength: 60 }).map((text) => text.slice(0, 200));
    const tree = fc.uniqueArray(
      fc.record({ path: fc.array(name, { minLength: 1, maxLength: 5 }), size: fc.integer({ min: 0, max: 9000 }) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(tree, (rows) => {
        const files = rows.map(({ path, size }, index): TestFile => ({
          path: [...path.map((part, depth) => `${depth}${part}`), `${index}-${path.at(-1)!}`].join('/'),
          size,
        }));
        let volume: Volume;
        try {
          volume = volumeOf(files);
        } catch (error) {
          if ((error as Error).message.includes('one name')) return;
          throw error;
        }
        const expected = files.map((file) => [
          `\\${file.path.replaceAll('/', '\\')}`,
          Buffer.from(contentOf(file, 0, file.size)),
        ]);
        expect(contents(NtfsVolume.open(volume.source))).toEqual(new Map(expected as [string, Buffer][]));
        expect([...checkNtfs(volume.source)]).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a damaged volume', () => {
  const { bytes, source, layout } = volumeOf([...sizes, ...crowd.slice(0, 400)], { directories: ['a/b/c'] });
  /** Where the file system itself lies, except for the log, BitLocker's places, and data that exists only once. */
  const places: (readonly [number, number])[] = [
    ...(
      [
        'boot',
        'mftMirror',
        'attributeDefinitions',
        'bitmap',
        'upCase',
        'securityDescriptors',
        'mftBitmap',
        'systemVolumeInformation',
        'mft',
        'logFile',
      ] as const
    ).map((key) => [layout.extents[key].first * 4096, layout.extents[key].count * 4096] as const),
    ...Array.from(
      layout.indexBlocks,
      (blocks, directory) => [layout.indexCluster[directory]! * 4096, blocks * 4096] as const,
    ).filter(([, length]) => length > 0),
    [layout.volumeBytes - 512, 512],
  ];

  it('is found by any one flipped bit of the file system', { timeout: 120_000 }, () => {
    const label = Buffer.from(bytes.buffer).indexOf(
      Buffer.from('Sneakernet', 'utf16le'),
      layout.extents.mft.first * 4096,
    );
    const firstRecord = fileRecordOffset(layout, 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.integer({ min: 0, max: 7 }),
        ([start, length], part, bit) => {
          const at = start + Math.floor(part * length);
          if (at >= label && at < label + 20) return;
          bytes[at]! ^= 1 << bit;
          try {
            const problems = [...checkNtfs(source)];
            if (problems.length === 0) {
              // More data that exists only once: the content of a file in its record.
              const index = Math.floor((at - firstRecord) / RECORD_BYTES);
              const file = index >= 0 ? [...sizes, ...crowd][index] : undefined;
              expect(file && layout.fileCluster[index] === 0 && file.size > 0, `byte ${at}`).toBe(true);
              const before = [...contents(NtfsVolume.open(source)).values()];
              bytes[at]! ^= 1 << bit;
              const after = [...contents(NtfsVolume.open(source)).values()];
              bytes[at]! ^= 1 << bit;
              expect(Buffer.compare(Buffer.concat(before), Buffer.concat(after))).not.toBe(0);
            }
          } finally {
            bytes[at]! ^= 1 << bit;
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is named with the file, the place and the offset', () => {
    const at = layout.extents.mft.first * 4096 + layout.firstFileRecord * RECORD_BYTES + 0x38 + 24;
    bytes[at]! ^= 1;
    try {
      expect([...checkNtfs(source)]).toContainEqual(expect.objectContaining({ path: '\\s\\sizes\\0.bin', offset: at }));
    } finally {
      bytes[at]! ^= 1;
    }
  });

  it('is named where a file’s clusters are marked free, or something lies behind its end', () => {
    const file = sizes.findIndex(({ size }) => size === 4097);
    const offset = fileDataOffset(layout, file)!;
    bytes[offset + 4097] = 1;
    expect([...checkNtfs(source)]).toEqual([
      expect.objectContaining({ path: '\\s\\sizes\\4097.bin', offset: offset + 4097 }),
    ]);
    bytes[offset + 4097] = 0;
  });

  it('is never more than a DriveFormatError or DriveReadError to a reader', { timeout: 120_000 }, () => {
    const flips = fc.array(
      fc.tuple(
        fc.constantFrom(...places),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.integer({ min: 0, max: 255 }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(flips, (changes) => {
        const saved: [number, number][] = [];
        for (const [[start, length], part, value] of changes) {
          const at = start + Math.floor(part * length);
          saved.unshift([at, bytes[at]!]);
          bytes[at] = value;
        }
        try {
          expectSurvived(source);
        } finally {
          for (const [at, value] of saved) bytes[at] = value;
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is never more than that where records are changed so that their sectors agree', { timeout: 120_000 }, () => {
    const mft = layout.extents.mft.first * 4096;
    const change = fc.tuple(
      fc.constantFrom(0, 1, 3, 5, 6, 9, 11, 27, 28, 32, 33, 34, 36, 40),
      fc.integer({ min: 6, max: 500 }),
      fc.constantFrom(0, 1, 2, 16, 0x80, 0xff, 0x31),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const saved: [number, number][] = [];
        for (const [record, at, value] of changes) {
          const place = mft + record * RECORD_BYTES + at;
          saved.unshift([place, bytes[place]!]);
          bytes[place] = value;
        }
        try {
          expectSurvived(source);
        } finally {
          for (const [at, value] of saved) bytes[at] = value;
        }
      }),
      { numRuns: 100 },
    );
  });

  function expectSurvived(damagedSource: ByteSource): void {
    const uses: (() => void)[] = [
      () => {
        const volume = NtfsVolume.open(damagedSource);
        volume.freeBytes();
        volume.find('\\s\\sizes\\700.bin');
        expect(volume.label.length).toBeLessThan(1024);
        for (const { entry } of volume.walk()) {
          volume.stat(entry.record);
          if (!entry.isDirectory && volume.openFile(entry.record).length < 1e7)
            for (const chunk of streamChunks(volume.openFile(entry.record))) expect(chunk.length).toBeGreaterThan(0);
        }
      },
      () => {
        for (const { message } of checkNtfs(damagedSource)) expect(message).not.toBe('');
      },
    ];
    for (const use of uses) {
      try {
        use();
      } catch (error) {
        if (!(error instanceof DriveFormatError || error instanceof DriveReadError)) throw error;
      }
    }
  }

  /** Sets bytes, checks the volume, and restores them. */
  function withBytes(
    changes: readonly (readonly [offset: number, bytes: readonly number[]])[],
    look: (volume: NtfsVolume) => void,
  ): void {
    const saved = changes.map(
      ([offset, values]) => [offset, Array.from(bytes.subarray(offset, offset + values.length))] as const,
    );
    for (const [offset, values] of changes) bytes.set(values, offset);
    try {
      look(NtfsVolume.open(source));
    } finally {
      for (const [offset, values] of saved) bytes.set(values, offset);
    }
  }

  const crowdDirectory = layout.indexBlocks.findIndex((blocks, directory) => directory > 0 && blocks > 1);
  const topBlock = layout.indexBlocks[crowdDirectory]! - 1;
  const topOffset = layout.indexCluster[crowdDirectory]! * 4096 + topBlock * 4096;
  const view = new DataView(bytes.buffer);
  const firstEntryLength = view.getUint16(topOffset + 0x40 + 8, true);

  it('does not lead a reader in circles: a block that is below itself', () => {
    withBytes([[topOffset + 0x40 + firstEntryLength - 8, [topBlock]]], (volume) => {
      expect(() => [...volume.walk()]).toThrow(/points back to itself/);
      expect(() => volume.find('\\s\\crowd\\ ')).toThrow(/points back to itself/);
    });
  });

  it('does not lead a reader in circles: a directory that is below itself', () => {
    const { record } = NtfsVolume.open(source).find('\\s\\crowd')!;
    const flags = topOffset + 0x40 + 16 + 56;
    withBytes(
      [
        [topOffset + 0x40, [record, 0, 0, 0]],
        [flags, [0x20, 0, 0, 0x10]],
      ],
      (volume) => {
        expect(() => [...volume.walk()]).toThrow(/appears in two places/);
      },
    );
  });

  it('says of what is compressed or encrypted that it cannot be read', () => {
    const file = sizes.findIndex(({ size }) => size === 4097);
    const record = fileRecordOffset(layout, file);
    // After $STANDARD_INFORMATION and $FILE_NAME, whose length is at its fifth byte.
    const data = record + 0x38 + 96 + view.getUint32(record + 0x38 + 96 + 4, true);
    for (const [flags, word] of [
      [[1, 0], 'compressed'],
      [[0, 0x40], 'encrypted'],
    ] as const) {
      withBytes([[data + 12, flags]], (volume) => {
        const stream = volume.openFile(layout.firstFileRecord + file);
        expect(stream.length).toBe(4097);
        expect(() => [...streamChunks(stream)]).toThrow(word);
      });
    }
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['zeros', new Uint8Array(100_000)],
    ['half a sector', new Uint8Array(256)],
  ])('is no volume where there is %s', (_, nothing) => {
    expect(() => NtfsVolume.open(memorySource(nothing))).toThrow(DriveFormatError);
  });
});
