import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driveManifestText } from '#core/driveManifest/driveManifestText';
import { layoutDisk } from '../volume/diskLayout';
import { layoutNtfs } from '../volume/ntfs/layout';
import { contentsData, ELSEWHERE, NO_DRIVE } from './jobPlan';
import type { DriveTarget, JobPlan } from './jobPlan';
import { PlannedContents } from './plannedContents';
import { planJob } from './planJob';
import type { PlanOptions } from './planJob';
import { testCatalogue, testTime } from '../../test/catalogue';
import type { TestDirectory } from '../../test/catalogue';

const MB = 1_000_000;
const sized = (letter: string, capacity: number): DriveTarget => ({
  letter,
  target: `${letter}.vhd`,
  kind: 'image',
  capacity,
});
const unsized = (letter: string): DriveTarget => ({ letter, target: `${letter}.vhd`, kind: 'image' });
const files = (count: number, size: number): TestDirectory =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`file-${String(index).padStart(5, '0')}.bin`, size]));

function plan(
  containers: Record<string, TestDirectory>,
  drives: DriveTarget[],
  options: Partial<PlanOptions> = {},
): JobPlan {
  return planJob(testCatalogue(containers), { sessionId: 'session#1', created: testTime, drives, ...options });
}

const contentsOf = (job: JobPlan, drive: number): PlannedContents =>
  new PlannedContents(contentsData(job, job.drives[drive]!.columns));
const blobsOf = (job: JobPlan, drive: number): string[] => {
  const contents = contentsOf(job, drive);
  return Array.from({ length: contents.copiedFileCount }, (_, file) => contents.blobPathOf(file)!);
};

describe('a plan', () => {
  it('puts everything on one drive where that is enough', () => {
    const job = plan({ photos: { a: files(10, 5 * MB), b: files(10, 5 * MB) } }, [
      sized('G', 500 * MB),
      sized('H', 500 * MB),
    ]);
    expect(job.drives.map(({ columns }) => columns.files.length)).toEqual([20, 0]);
    expect(job.leftOver).toBeUndefined();
  });

  it('spreads over all drives where it is to balance, keeping directories together', () => {
    const directories = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`dir-${index}`, files(4, 3 * MB)]),
    );
    const job = plan({ photos: directories }, [unsized('G'), unsized('H'), unsized('I')]);
    const bytes = job.drives.map(({ dataBytes }) => dataBytes);
    expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThanOrEqual(12 * MB);
    const driveOfDirectory = new Map<string, number>();
    job.drives.forEach((_, drive) => {
      for (const blob of blobsOf(job, drive)) {
        const directory = blob.split('/')[1]!;
        expect(driveOfDirectory.get(directory) ?? drive).toBe(drive);
        driveOfDirectory.set(directory, drive);
      }
    });
  });

  it('fills as few drives as possible, splitting a directory rather than taking one more', () => {
    const job = plan(
      { photos: { a: files(6, 50 * MB), b: files(6, 50 * MB), c: files(6, 50 * MB) } },
      [sized('G', 500 * MB), sized('H', 500 * MB), sized('I', 500 * MB)],
      { spread: 'fill' },
    );
    expect(job.drives.map(({ columns }) => columns.files.length > 0)).toEqual([true, true, false]);
    expect(job.leftOver).toBeUndefined();
  });

  it('makes large files fit that come last', () => {
    const job = plan({ data: { a: { a1: 80 * MB, a2: 80 * MB }, z: { z1: 120 * MB, z2: 120 * MB } } }, [
      sized('G', 240 * MB),
      sized('H', 240 * MB),
    ]);
    expect(job.leftOver).toBeUndefined();
    expect(job.drives.map(({ dataBytes }) => dataBytes)).toEqual([200 * MB, 200 * MB]);
  });

  it('says how many drives more are needed, and which file is too large for any', () => {
    const job = plan({ data: { 'huge.img': 900 * MB, small: files(9, 100 * MB) } }, [sized('G', 500 * MB)]);
    expect(job.leftOver).toMatchObject({ drives: 2, driveBytes: 500 * MB });
    const { names, files: columns } = job.catalogue;
    const [tooLarge, ...others] = job.leftOver!.tooLarge;
    expect(others).toEqual([]);
    expect(
      Buffer.from(names.slice(columns.nameStart[tooLarge!])).toString('utf8', 0, columns.nameLength[tooLarge!]),
    ).toBe('huge.img');
    expect(job.fileDrive[tooLarge!]).toBe(NO_DRIVE);
    expect(job.drives[0]!.columns.files.length).toBe(4);
    expect(job.leftOver!.files).toBe(6);
    const larger = plan({ data: { 'huge.img': 900 * MB } }, [sized('G', 500 * MB)], { furtherCapacity: 1000 * MB });
    expect(larger.leftOver).toMatchObject({ drives: 1, driveBytes: 1000 * MB, tooLarge: [] });
  });

  it('goes on with what an earlier plan left over', () => {
    const first = plan({ data: files(9, 100 * MB) }, [sized('G', 500 * MB)]);
    const second = planJob(first.catalogue, {
      sessionId: 'session#2',
      created: testTime,
      drives: [unsized('H')],
      earlier: first.fileDrive,
    });
    expect(second.leftOver).toBeUndefined();
    expect(second.drives[0]!.columns.files.length + first.drives[0]!.columns.files.length).toBe(9);
    expect([...second.fileDrive].filter((drive) => drive === ELSEWHERE)).toHaveLength(
      first.drives[0]!.columns.files.length,
    );
  });

  it('has room for the manifest that will be written', () => {
    const job = plan(
      { 'r-and-d': { 'a & b': { 'ä&ö.txt': 5 * MB, empty: 0, 'small.txt': 100 }, 'big.bin': 21 * MB } },
      [unsized('G')],
    );
    const contents = contentsOf(job, 0);
    const noMd5 = new Uint8Array(16);
    const blobs = Array.from({ length: contents.copiedFileCount }, (_, file) => {
      const length = contents.fileSize(file);
      const ranges = Array.from({ length: Math.ceil(length / 2 ** 22) }, (__, index) => ({
        offset: index * 2 ** 22,
        length: Math.min(2 ** 22, length - index * 2 ** 22),
        md5: noMd5,
      }));
      return {
        blobPath: contents.blobPathOf(file)!,
        filePath: contents.drivePathOf(file),
        length,
        disposition: contents.rowOf(file).disposition,
        isPageBlob: false,
        ranges,
      };
    });
    const text = [
      ...driveManifestText({ driveId: '', clientCreator: '', blobLists: [{ id: 'session#1-0', blobs }] }),
    ].join('');
    expect(contents.fileSize(contents.manifestFile)).toBe(Buffer.byteLength(text) + 4096);
  });

  it('says where everything lies', () => {
    const job = plan({ photos: { 'a.jpg': 1, 2019: { 'b.jpg': 2 } } }, [unsized('G')]);
    const contents = contentsOf(job, 0);
    expect(
      [0, 1].map((file) => [contents.sourcePathOf(file), contents.blobPathOf(file), contents.drivePathOf(file)]),
    ).toEqual([
      ['/data/photos/a.jpg', 'photos/a.jpg', '\\session#1\\photos\\a.jpg'],
      ['/data/photos/2019/b.jpg', 'photos/2019/b.jpg', '\\session#1\\photos\\2019\\b.jpg'],
    ]);
    expect(contents.drivePathOf(contents.manifestFile)).toBe('\\DriveManifest.xml');
    expect(Array.from({ length: contents.directoryCount }, (_, index) => contents.directoryName(index))).toEqual([
      '',
      'session#1',
      'photos',
      '2019',
    ]);
    expect(contents.directoryTimes(2)).toEqual({ created: testTime, modified: testTime, accessed: testTime });
    expect(contents.directoryTimes(3).accessed).toBe(testTime + 2n);
  });

  it('keeps its laws for any tree and any drives', () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 60 * MB }));
    const names = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    const { tree } = fc.letrec<{ tree: TestDirectory }>((tie) => ({
      tree: fc.dictionary(names, fc.oneof({ depthSize: 'small', maxDepth: 4 }, size, tie('tree')), { maxKeys: 8 }),
    }));
    const drive = fc.option(fc.integer({ min: 20 * MB, max: 400 * MB }), { nil: undefined });
    const spread = fc.option(fc.constantFrom('balance' as const, 'fill' as const), { nil: undefined });
    fc.assert(
      fc.property(
        fc.dictionary(
          names.map((name) => `c-${name}`),
          tree,
          { minKeys: 1, maxKeys: 3 },
        ),
        fc.array(drive, { minLength: 1, maxLength: 4 }),
        spread,
        (containers, capacities, how) => {
          const drives = capacities.map((capacity, index) => {
            const letter = String.fromCharCode(71 + index);
            return capacity === undefined ? unsized(letter) : sized(letter, capacity);
          });
          const options = how === undefined ? {} : { spread: how };
          const job = plan(containers, drives, options);
          const count = job.catalogue.files.count;

          // Every file is on exactly one drive, or left over.
          const seen = new Uint8Array(count);
          for (const { columns } of job.drives) for (const file of columns.files) seen[file]!++;
          const leftOver = [...job.fileDrive].filter((at) => at === NO_DRIVE).length;
          expect(seen.reduce((sum, times) => sum + times, 0) + leftOver).toBe(count);
          for (let file = 0; file < count; file++) expect(seen[file]).toBe(job.fileDrive[file] === NO_DRIVE ? 0 : 1);
          expect(job.leftOver?.files ?? 0).toBe(leftOver);
          if (capacities.includes(undefined)) expect(leftOver).toBe(0);

          // The volume of each drive has the predicted layout and is within its capacity.
          job.drives.forEach((planned, index) => {
            const { volumeBytes, usedBytes, diskBytes, capacity } = planned;
            const layout = layoutNtfs(contentsOf(job, index), {
              volumeBytes,
              label: 'DATA',
              serial: 1n,
              created: testTime,
              partitionOffset: 2 ** 20,
              lastFileIsLate: true,
            });
            expect(layout.usedClusters * layout.clusterBytes).toBe(usedBytes);
            expect(usedBytes).toBeLessThanOrEqual(volumeBytes);
            expect(layoutDisk(diskBytes).partitionLength).toBe(volumeBytes);
            if (capacity !== undefined) expect(diskBytes).toBe(capacity);
          });

          // The same input gives the same plan.
          expect(plan(containers, drives, options).fileDrive).toEqual(job.fileDrive);

          // What fits on one drive is on one drive.
          if (how === 'fill' && leftOver === 0) {
            const alone = drives.some((only) => plan(containers, [only], options).leftOver === undefined);
            if (alone)
              expect(job.drives.filter(({ columns }) => columns.files.length > 0).length).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves over no more than what surely fits nowhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 30, max: 200 }), { minLength: 1, maxLength: 4 }),
        (sizes, capacities) => {
          const directory = Object.fromEntries(sizes.map((size, index) => [`f${index}`, size * MB]));
          const job = plan(
            { data: directory },
            capacities.map((capacity, index) => sized(String.fromCharCode(71 + index), capacity * MB)),
            { spread: 'fill' },
          );
          if (!job.leftOver) return;
          const smallest = Math.min(
            ...[...job.fileDrive].flatMap((drive, file) =>
              drive === NO_DRIVE ? [job.catalogue.files.size[file]!] : [],
            ),
          );
          // No drive has room for even the smallest file that was left over.
          for (const { volumeBytes, usedBytes } of job.drives)
            expect(volumeBytes - usedBytes).toBeLessThan(smallest + MB);
        },
      ),
      { numRuns: 50 },
    );
  });
});
