import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  cpSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ntfsUpCase } from '../../core/src/names/ntfsUpCase';
import { checkNtfs } from '../../src-runner/src/volume/ntfs/check/checkNtfs';
import type { VolumeOutcome } from '../../src-runner/src/volume/ntfs/directories';
import { layoutNtfs, type NtfsLayout, type NtfsOptions } from '../../src-runner/src/volume/ntfs/layout';
import { NtfsVolume, streamChunks } from '../../src-runner/src/volume/ntfs/read/ntfsVolume';
import {
  contentOf,
  fileSource,
  fileWriter,
  testOptions,
  testTime,
  testTree,
  writeTestVolume,
  type TestFile,
} from '../../src-runner/test/ntfsVolume';
import { hasFuse, hasReaders, runReader } from './readers';

const GIB = 2 ** 30;
/** FILETIME of 1970-01-01. */
const UNIX_EPOCH = 116_444_736_000_000_000n;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ntfs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Image {
  readonly path: string;
  readonly layout: NtfsLayout;
  readonly files: readonly TestFile[];
}

function writeImage(
  name: string,
  files: readonly TestFile[],
  directories: readonly string[] = [],
  options: Partial<NtfsOptions> = {},
  outcome: VolumeOutcome = {},
): Image {
  const path = join(folder, name);
  const tree = testTree(files, directories);
  const layout = layoutNtfs(tree, { ...testOptions, ...options });
  const descriptor = openSync(path, 'w+');
  ftruncateSync(descriptor, layout.volumeBytes);
  writeTestVolume(fileWriter(descriptor), tree, files, layout, outcome);
  closeSync(descriptor);
  return { path, layout, files };
}

/** Runs `use` on the mounted image. */
async function mounted(
  image: string,
  use: (mountPoint: string) => Promise<void> | void,
  options = 'ro',
): Promise<void> {
  const mountPoint = mkdtempSync(join(folder, 'mount-'));
  expect(runReader('ntfs-3g', ['-o', options, image, mountPoint])).toMatchObject({ code: 0 });
  try {
    await use(mountPoint);
  } finally {
    expect(runReader('umount', [mountPoint])).toMatchObject({ code: 0 });
  }
}

/** Paths of everything below a directory. */
function paths(root: string, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? [path, ...paths(root, path)] : [path];
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function problems(image: string): string[] {
  const descriptor = openSync(image, 'r');
  try {
    return Array.from(checkNtfs(fileSource(descriptor, statSync(image).size)), ({ message }) => message);
  } finally {
    closeSync(descriptor);
  }
}

function withVolume<Answer>(image: string, use: (volume: NtfsVolume) => Answer): Answer {
  const descriptor = openSync(image, 'r');
  try {
    return use(NtfsVolume.open(fileSource(descriptor, statSync(image).size)));
  } finally {
    closeSync(descriptor);
  }
}

/** Expects every NTFS checker to find the volume sound. */
function expectSound(image: string): void {
  const fixed = runReader('ntfsfix', ['-n', image]);
  expect(fixed).toMatchObject({ code: 0 });
  expect(fixed.stdout).toContain('processed successfully');
  const info = runReader('ntfsinfo', ['-m', image]);
  expect(info).toMatchObject({ code: 0 });
  expect(info.stdout).toMatch(/Volume Flags: 0x0000[\s\S]*Volume Version: 3\.1/);
  expect(runReader('ntfscluster', [image])).toMatchObject({ code: 0 });
}

const deepest = Array.from({ length: 60 }, (_, depth) => `level${depth}`).join('/');
/** Times before 1970 are in whole seconds: what ntfs-3g makes of their fractions is not a valid time in Linux. */
const oldAndNew = [
  10_000_000n,
  UNIX_EPOCH - 10_000_000n,
  UNIX_EPOCH + 2n ** 31n * 10_000_000n + 1n,
  testTime + 1_234_567n,
  2_650_467_743_999_999_999n,
];

/** Names and sizes of every kind. */
const zoo: readonly TestFile[] = [
  ...[0, 1, 700, 701, 4095, 4096, 4097, 65_535, 65_536, 65_537, 1_000_000].map((size) => ({
    path: `s/sizes/${size}.bin`,
    size,
  })),
  { path: `${deepest}/at the bottom.txt`, size: 17 },
  ...['a', 'é', '日'].map((letter) => ({ path: `s/long/${letter.repeat(255)}`, size: 300 })),
  { path: `s/${'d'.repeat(255)}/${'f'.repeat(255)}`, size: 5000 },
  // One character of each plane that has any, including private ones.
  ...Array.from({ length: 17 }, (_, plane) => ({
    path: `s/planes/${plane}-${String.fromCodePoint(plane * 0x1_0000 + 0xf8f0)}`,
    size: plane,
  })),
  ...['é', 'e\u0301', '\u212b', 'Å', 'A\u030a'].map((name) => ({ path: `s/forms/${name}.txt`, size: name.length })),
  ...['ß', 'ẞ', 'ı', 'İ', 'ﬀ', 'ǅ', 'µ', 'μ'].map((name) => ({ path: `s/case/${name}`, size: 3 })),
  ...oldAndNew.map((time, index) => ({
    path: `s/times/${index}`,
    size: 1,
    times: { created: time, modified: time, accessed: time },
  })),
  { path: 's/.hidden', size: 1 },
  { path: 's/with  spaces and. dots.tar.gz', size: 1 },
];
const emptyDirectories = ['s/empty', 's/also/empty'];

const tools = ['ntfs-3g', 'ntfsfix', 'ntfsinfo', 'ntfscluster', 'ntfsls', 'ntfscat', 'mkntfs'] as const;
const canMount = hasReaders(...tools) && hasFuse();

describe.runIf(canMount)('a volume, to ntfs-3g', () => {
  it.each([4096, 16_384, 65_536])(
    'holds every name, size and content, with clusters of %d bytes',
    async (clusterBytes) => {
      const image = writeImage('zoo.img', zoo, emptyDirectories, { clusterBytes });
      expectSound(image.path);
      await mounted(image.path, (root) => {
        const found = paths(root).filter((path) => !path.startsWith('System Volume Information'));
        const wanted = new Set([...zoo.map(({ path }) => path), ...emptyDirectories]);
        for (const path of wanted)
          for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
            wanted.add(path.slice(0, slash));
        expect(found.sort()).toEqual([...wanted].sort());
        for (const file of zoo) {
          expect(sha256(readFileSync(join(root, file.path))), file.path).toBe(sha256(contentOf(file, 0, file.size)));
        }
      });
    },
  );

  it('shows every time, to 100 ns, and those before 1970 and after 2038 too', async () => {
    const files = zoo.filter(({ path }) => path.startsWith('s/times/'));
    const image = writeImage('times.img', files);
    await mounted(
      image.path,
      (root) => {
        for (const { path, times } of files) {
          const { mtimeNs, atimeNs } = lstatSync(join(root, path), { bigint: true });
          const expected = (times!.modified - UNIX_EPOCH) * 100n;
          expect([mtimeNs, atimeNs], path).toEqual([expected, expected]);
        }
      },
      'ro,noatime',
    );
  });

  it('lets 100,000 files lie in one directory', async () => {
    const files = Array.from({ length: 100_000 }, (_, index): TestFile => ({
      path: `s/crowd/document-${(index * 7919) % 100_003}.txt`,
      size: index % 40,
    }));
    const image = writeImage('crowd.img', files);
    expectSound(image.path);
    await mounted(image.path, (root) => {
      expect(readdirSync(join(root, 's/crowd')).sort()).toEqual(
        files.map(({ path }) => path.slice('s/crowd/'.length)).sort(),
      );
      for (const file of files.filter((_, index) => index % 997 === 0)) {
        expect(sha256(readFileSync(join(root, file.path)))).toBe(sha256(contentOf(file, 0, file.size)));
      }
    });
    expect(problems(image.path)).toEqual([]);
  });

  it('holds a file of 5 GB, of which little is written', async () => {
    const size = 5 * GIB + 1;
    const big: TestFile = {
      path: 's/big.vhd',
      size,
      written: [
        [0, 4096],
        [3 * GIB, 8192],
        [size - 1, 1],
      ],
    };
    const image = writeImage('big.img', [big, { path: 's/behind it', size: 5000 }]);
    expectSound(image.path);
    await mounted(image.path, (root) => {
      expect(statSync(join(root, 's/big.vhd')).size).toBe(size);
      const descriptor = openSync(join(root, 's/big.vhd'), 'r');
      const bytes = new Uint8Array(8192);
      for (const [offset, length] of [...big.written!, [GIB, 8192] as const]) {
        fileSource(descriptor, size).read(offset, bytes.subarray(0, length));
        const expected = offset === GIB ? new Uint8Array(length) : contentOf(big, offset, length);
        expect(sha256(bytes.subarray(0, length))).toBe(sha256(expected));
      }
      closeSync(descriptor);
      expect(readFileSync(join(root, 's/behind it'))).toHaveLength(5000);
    });
  });

  it('lacks the files that were left out, and ends the last one where it ended', async () => {
    const files = [
      ...zoo,
      ...Array.from({ length: 500 }, (_, index) => ({ path: `s/many/${index}`, size: index * 20 })),
      { path: 's/DriveManifest.xml', size: 90_000 },
    ];
    const isOmitted = (file: number): boolean => file % 5 === 2 && file < files.length - 1;
    const image = writeImage('omitted.img', files, [], { lastFileIsLate: true }, { isOmitted, lastFileSize: 70_001 });
    expectSound(image.path);
    expect(problems(image.path)).toEqual([]);
    await mounted(image.path, (root) => {
      const found = new Set(paths(root));
      files.forEach((file, index) => {
        expect(found.has(file.path), file.path).toBe(!isOmitted(index));
        const size = index === files.length - 1 ? 70_001 : file.size;
        if (!isOmitted(index))
          expect(sha256(readFileSync(join(root, file.path)))).toBe(sha256(contentOf(file, 0, size)));
      });
    });
  });

  it('can be written to: 1,000 more files, and ours are as they were', async () => {
    const files = [
      ...zoo,
      ...Array.from({ length: 3000 }, (_, index) => ({ path: `s/crowd/file ${index}`, size: index % 5000 })),
    ];
    const image = writeImage('written.img', files, emptyDirectories, { volumeBytes: 128 * 1024 * 1024 });
    const source = mkdtempSync(join(folder, 'new-'));
    for (let index = 0; index < 1000; index++)
      writeFileSync(join(source, `new ${index}`), Buffer.alloc(index * 17, `${index}`));
    await mounted(
      image.path,
      (root) => {
        cpSync(source, join(root, 's/crowd'), { recursive: true });
        cpSync(source, join(root, 's/empty'), { recursive: true });
      },
      'rw',
    );
    expectSound(image.path);
    await mounted(image.path, (root) => {
      for (const file of files)
        expect(sha256(readFileSync(join(root, file.path))), file.path).toBe(sha256(contentOf(file, 0, file.size)));
      for (const name of readdirSync(source)) {
        for (const directory of ['s/crowd', 's/empty'])
          expect(readFileSync(join(root, directory, name)).equals(readFileSync(join(source, name)))).toBe(true);
      }
    });
    // BitLocker's places have not been written to, so they are zeros.
    const bytes = readFileSync(image.path);
    for (const [offset, length] of [
      ...image.layout.metadataOffsets.map((offset) => [offset, 65_536] as const),
      [image.layout.relocatedHeaderOffset, 8192] as const,
    ]) {
      expect(bytes.subarray(offset, offset + length).every((byte) => byte === 0)).toBe(true);
    }
  });

  it('has the $UpCase and $AttrDef that mkntfs writes', () => {
    const made = join(folder, 'mkntfs.img');
    closeSync(openSync(made, 'w'));
    const descriptor = openSync(made, 'r+');
    ftruncateSync(descriptor, 32 * 1024 * 1024);
    closeSync(descriptor);
    expect(runReader('mkntfs', ['-F', '-Q', made])).toMatchObject({ code: 0 });
    const [theirs, ours] = [made, writeImage('upcase.img', zoo).path].map((image) =>
      withVolume(image, (volume) =>
        [10, 4].map((record) =>
          Buffer.concat(Array.from(streamChunks(volume.openFile(record)), (chunk) => Buffer.from(chunk))),
        ),
      ),
    );
    expect(sha256(Buffer.from(Uint16Array.from(ntfsUpCase).buffer))).toBe(sha256(theirs![0]!));
    expect(ours!.map(sha256)).toEqual(theirs!.map(sha256));
  });

  it('has security descriptors that everyone may read by, without a fault', () => {
    const { path } = writeImage('security.img', zoo);
    const audit = runReader('ntfssecaudit', ['-a', path]);
    expect(audit.stdout + audit.stderr).toContain('No errors were found');
  });
});

describe.runIf(hasReaders('ntfsls', 'ntfs-3g'))('a volume, to ntfsls', () => {
  it('lists the same tree', () => {
    const { path } = writeImage('ls.img', zoo, emptyDirectories);
    const { code, stdout } = runReader('ntfsls', ['-R', '-f', path]);
    expect(code).toBe(0);
    for (const file of zoo) expect(stdout, file.path).toContain(file.path.slice(file.path.lastIndexOf('/') + 1));
  });
});

describe.runIf(hasReaders('fsstat', 'fls', 'icat'))('a volume, to The Sleuth Kit', () => {
  it('has the same tree and content', () => {
    const { path } = writeImage('tsk.img', zoo, emptyDirectories);
    const info = runReader('fsstat', [path]);
    expect(info.stdout).toMatch(/File System Type: NTFS[\s\S]*Volume Name: Sneakernet/);
    const listed = new Map(
      runReader('fls', ['-r', '-p', '-u', path])
        .stdout.split('\n')
        .flatMap((line) => {
          const [, kind, address, name] = /^(\S+) (\d+)-\S+:\t(.*)$/u.exec(line) ?? [];
          return kind === 'r/r' && name ? [[name, address!] as const] : [];
        }),
    );
    // It does not follow directories as deep as ours.
    const shallow = zoo.filter((file) => file.path.split('/').length < 20);
    for (const file of shallow) expect(listed.has(file.path), file.path).toBe(true);
    for (const file of shallow.slice(0, 12)) {
      const bytes = runReader('icat', [path, listed.get(file.path)!]).stdout;
      if (file.size <= 1) expect(bytes).toHaveLength(file.size);
    }
    const written = zoo.find((file) => file.size === 4097)!;
    expect(runReader('icat', [path, listed.get(written.path)!]).stdout).toBe(
      Buffer.from(contentOf(written, 0, written.size)).toString('utf8'),
    );
  });
});

describe.runIf(hasReaders('fsntfsinfo'))('a volume, to libfsntfs', () => {
  it('has the same tree', () => {
    const { path } = writeImage('fsntfs.img', zoo, emptyDirectories);
    expect(runReader('fsntfsinfo', [path]).stdout).toMatch(
      /Name\s+: Sneakernet[\s\S]*Version\s+: 3\.1[\s\S]*Cluster block size\s+: 4096/,
    );
    const { code, stdout } = runReader('fsntfsinfo', ['-H', path]);
    expect(code).toBe(0);
    // Characters without a glyph are printed as numbers.
    const isShown = ({ path }: TestFile): boolean => !path.startsWith('s/planes/');
    for (const file of zoo.filter(isShown)) expect(stdout, file.path).toContain(`\\${file.path.replaceAll('/', '\\')}`);
    expect(stdout.match(/\\s\\planes\\\d+-/g)).toHaveLength(17);
  });
});

describe.runIf(canMount)('a volume that ntfs-3g filled', () => {
  it('is read: fragments, holes, attribute lists, large directories, hard links', async () => {
    const path = join(folder, 'theirs.img');
    closeSync(openSync(path, 'w'));
    const descriptor = openSync(path, 'r+');
    ftruncateSync(descriptor, 64 * 1024 * 1024);
    closeSync(descriptor);
    expect(runReader('mkntfs', ['-F', '-Q', '-L', 'theirs', path])).toMatchObject({ code: 0 });
    const expected = new Map<string, string>();
    await mounted(
      path,
      async (root) => {
        mkdirSync(join(root, 'many'));
        for (let index = 0; index < 2000; index++) writeFileSync(join(root, 'many', `file ${index}`), `${index}`);
        // Two files that grow in turns, one with a hole after each block, have more runs than one record holds.
        const [one, other] = ['one', 'other'].map((name) => openSync(join(root, name), 'w'));
        const block = Buffer.alloc(4096);
        for (let index = 0; index < 3000; index++) {
          fileWriter(one!)(index * 8192, block.fill(index & 0xff));
          fileWriter(other!)(index * 4096, block.fill((index + 7) & 0xff));
        }
        closeSync(one!);
        closeSync(other!);
        linkSync(join(root, 'one'), join(root, 'many', 'another name of one'));
        for (let index = 0; index < 2000; index += 2) rmSync(join(root, 'many', `file ${index}`));
        for (const file of paths(root))
          if (!lstatSync(join(root, file)).isDirectory())
            expected.set(`\\${file.replaceAll('/', '\\')}`, await hashOfFile(join(root, file)));
      },
      'rw',
    );
    withVolume(path, (volume) => {
      expect(volume.label).toBe('theirs');
      const found = new Map<string, string>();
      let runs = 0;
      for (const { path: name, entry } of volume.walk()) {
        if (entry.isDirectory) continue;
        const stream = volume.openFile(entry.record);
        runs = Math.max(runs, stream.runs?.length ?? 0);
        const hash = createHash('sha256');
        for (const chunk of streamChunks(stream)) hash.update(chunk);
        found.set(name, hash.digest('hex'));
      }
      expect(found).toEqual(expected);
      expect(runs).toBeGreaterThan(2000);
      const free = /bytes of free space\s*: (\d+)/.exec(runReader('ntfscluster', [path]).stdout)![1];
      expect(volume.freeBytes()).toBe(Number(free));
    });
  });
});
