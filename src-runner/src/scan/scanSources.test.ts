import { execFileSync } from 'node:child_process';
import { linkSync, lutimesSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobDatasetText, filesDataset } from '#core/examples/exampleFile';
import { fileTimeOf } from '../model/fileTime';
import { fileBehind } from '../model/pathIdentity';
import type { ScanFinding } from './scanFindings';
import type { Scan } from './scanSources';
import { SourceReader } from './sourceCatalogue';
import { scanText, temporaryDirectory, writeTree } from '../../test/sourceTree';
import type { TestTree } from '../../test/sourceTree';

let root: string;

beforeEach(() => {
  root = temporaryDirectory();
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const photos = String.raw`F:\Photos\,photos/,BlockBlob,rename,None,None`;

/** All files of a scan: their paths on this machine by their paths on the drive. */
function filesOf({ catalogue }: Scan): Record<string, string> {
  const reader = new SourceReader(catalogue);
  const { files, directories, targets } = catalogue;
  const targetPath = (node: number): string =>
    node === 0 ? '' : `${targetPath(targets.parent[node]!)}${reader.name(targets, node)}/`;
  return Object.fromEntries(
    Array.from({ length: files.count }, (_, file) => [
      targetPath(directories.target[files.directory[file]!]!) + reader.targetNameOf(file),
      reader.pathOf(file).slice(root.length + 1),
    ]),
  );
}

const codesOf = ({ findings }: Scan): string[] => findings.kept.map(({ code }) => code);
const saidOf = ({ findings }: Scan): string[] =>
  findings.kept.map(({ code, path, message }: ScanFinding) => `${code} ${path.slice(root.length + 1)}: ${message}`);

async function scanPhotos(tree: TestTree, options = {}): Promise<Scan> {
  writeTree(root, tree);
  return scanText(root, blobDatasetText(photos), options);
}

describe('a scan', () => {
  it('finds every file below a directory, and says where it goes', async () => {
    const scan = await scanPhotos({ 'Photos/a.jpg': 10, 'Photos/2019/b.jpg': 20, 'Photos/2019/deep/down/c.jpg': 0 });
    expect(codesOf(scan)).toEqual([]);
    expect(filesOf(scan)).toEqual({
      'photos/a.jpg': 'Photos/a.jpg',
      'photos/2019/b.jpg': 'Photos/2019/b.jpg',
      'photos/2019/deep/down/c.jpg': 'Photos/2019/deep/down/c.jpg',
    });
    expect([...scan.catalogue.files.size]).toEqual([10, 20, 0]);
  });

  it('gives a single file the name of its destination', async () => {
    writeTree(root, { 'ledger.bak': 5, 'other.bak': 6, 'third.bak': 7 });
    const scan = await scanText(
      root,
      blobDatasetText(
        'F:\\ledger.bak,backups/2019/ledger-old.bak,BlockBlob,,,',
        'F:\\other.bak,backups/,,,,',
        'F:\\third.bak,backups,,,,',
      ),
    );
    expect(filesOf(scan)).toEqual({
      'backups/2019/ledger-old.bak': 'ledger.bak',
      'backups/other.bak': 'other.bak',
      'backups/third.bak': 'third.bak',
    });
  });

  it('glues a prefix without a slash to the names', async () => {
    writeTree(root, { 'Photos/a.jpg': 1, 'Photos/2019/b.jpg': 1 });
    const scan = await scanText(root, blobDatasetText(String.raw`F:\Photos\,photos/my-,,,,`));
    expect(filesOf(scan)).toEqual({ 'photos/my-a.jpg': 'Photos/a.jpg', 'photos/my-2019/b.jpg': 'Photos/2019/b.jpg' });
  });

  it('merges records that go to the same directory', async () => {
    writeTree(root, { 'A/x/1': 1, 'B/x/2': 1, 'C/3': 1, single: 1 });
    const rows = ['A,data/', 'B,data/', 'C,data/x/'].map((row) => `F:\\${row.replace(',', '\\,')},,,,`);
    const scan = await scanText(root, blobDatasetText(...rows, 'F:\\single,data/x/4,,,,'));
    expect(codesOf(scan)).toEqual([]);
    expect(filesOf(scan)).toEqual({
      'data/x/1': 'A/x/1',
      'data/x/2': 'B/x/2',
      'data/x/3': 'C/3',
      'data/x/4': 'single',
    });
    expect(scan.catalogue.targets.count).toBe(3);
  });

  it('keeps times to the 100 nanoseconds, also before 1970', async () => {
    writeTree(root, { 'Photos/old': 1 });
    const path = join(root, 'Photos/old');
    utimesSync(path, new Date(-1500), new Date(-86_400_250));
    const { catalogue } = await scanText(root, blobDatasetText(photos));
    const { mtimeNs, atimeNs } = statSync(path, { bigint: true });
    expect(catalogue.files.modified[0]).toBe(fileTimeOf(mtimeNs));
    expect(catalogue.files.accessed[0]).toBe(fileTimeOf(atimeNs));
    expect(catalogue.files.modified[0]).toBe(116_444_736_000_000_000n - 864_002_500_000n);
  });

  it('rounds a time down to whole units', () => {
    expect(fileTimeOf(-1n)).toBe(116_444_735_999_999_999n);
    expect(fileTimeOf(199n)).toBe(116_444_736_000_000_001n);
    // From 1601 to 30828.
    fc.assert(
      fc.property(fc.bigInt(-11_644_473_600_000_000_000n, 910_692_730_085_477_580_700n), (time) => {
        const units = fileTimeOf(time) - fileTimeOf(0n);
        expect(units * 100n <= time && time < (units + 1n) * 100n).toBe(true);
      }),
    );
  });

  it('takes the nearest time that NTFS has for one that it has not', () => {
    expect(fileTimeOf(-11_644_473_600_000_000_001n)).toBe(0n);
    expect(fileTimeOf(910_692_730_085_477_580_800n)).toBe(2n ** 63n - 1n);
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 94n), 2n ** 94n), (time) => {
        expect(fileTimeOf(time)).toBe(BigInt.asIntN(64, fileTimeOf(time)));
        expect(fileTimeOf(time)).toBeGreaterThanOrEqual(0n);
      }),
    );
  });

  it('names a link, and follows it where it is told to', async () => {
    const tree: TestTree = {
      'Photos/a.jpg': 1,
      'Photos/to-a': { link: 'a.jpg' },
      'Photos/gone': { link: 'nowhere' },
      'Photos/out': { link: '../Other' },
      'Other/o.jpg': 1,
      'Photos/deep/up': { link: '..' },
    };
    const scan = await scanPhotos(tree);
    expect(saidOf(scan).filter((text) => text.startsWith('source/symbolic-link'))).toHaveLength(4);
    expect(filesOf(scan)).toEqual({ 'photos/a.jpg': 'Photos/a.jpg' });
    const followed = await scanText(root, blobDatasetText(photos), { followSymlinks: true });
    expect(filesOf(followed)).toEqual({
      'photos/a.jpg': 'Photos/a.jpg',
      'photos/to-a': 'Photos/to-a',
      'photos/out/o.jpg': 'Photos/out/o.jpg',
    });
    expect(saidOf(followed)).toEqual([
      expect.stringMatching(/^source\/symbolic-link Photos\/gone: The target/),
      expect.stringMatching(/^source\/symbolic-link Photos\/deep\/up: This symbolic link leads back/),
      expect.stringMatching(/^source\/empty-directory/),
    ]);
    lutimesSync(join(root, 'Photos/to-a'), 1, 1);
    const again = await scanText(root, blobDatasetText(photos), { followSymlinks: true });
    expect(again.catalogue.files.modified).not.toContain(fileTimeOf(1_000_000_000n));
  });

  it('names what is read through no file', async () => {
    writeTree(root, { 'Photos/a.jpg': 1 });
    execFileSync('mkfifo', [join(root, 'Photos', 'pipe')]);
    const scan = await scanText(root, blobDatasetText(photos));
    expect(saidOf(scan)).toEqual([expect.stringMatching(/^source\/special-file Photos\/pipe: This is a pipe/)]);
    const named = await scanText(root, blobDatasetText('F:\\Photos\\pipe,photos/pipe,,,,'));
    expect(saidOf(named)).toEqual([
      expect.stringMatching(/^source\/unreadable Photos\/pipe: It cannot be read: it is a pipe\. Specify/),
    ]);
  });

  it('names a file whose name is no UTF-8', async () => {
    writeTree(root, { 'Photos/a.jpg': 1, 'Photos/\ufffd fine': 1 });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/Photos/caf`), Buffer.from([0xe9])]), '');
    const scan = await scanText(root, blobDatasetText(photos));
    expect(saidOf(scan)).toEqual([expect.stringMatching(/^source\/name-encoding Photos\/caf\ufffd/)]);
    expect(scan.catalogue.files.count).toBe(2);
  });

  it('names files that may not be read, and those that vanish', async () => {
    writeTree(root, { 'Photos/a.jpg': 1, 'Photos/b.jpg': 1 });
    const scan = await scanText(root, blobDatasetText(photos), { mayRead: (path) => !path.endsWith('a.jpg') });
    expect(saidOf(scan)).toEqual([
      expect.stringMatching(/^source\/unreadable Photos\/a.jpg: It cannot be read: permission/),
    ]);
    const vanished = await scanText(root, blobDatasetText(photos), {
      lookAt: ([request]) => ({ ...emptyColumns(request!.names.length), state: Uint8Array.of(1, 0) }),
    });
    expect(saidOf(vanished)).toEqual([expect.stringMatching(/^source\/unreadable Photos\/a.jpg: It existed/)]);
  });

  it('says of every row whose source is missing where it looked', async () => {
    const scan = await scanText(root, blobDatasetText(photos, 'G:\\x,data/x,,,,', 'F:\\y,data/y,,,F:\\m.xml,'));
    expect(scan.findings.kept.map(({ code, line, path }) => [code, line, path])).toEqual([
      ['source/not-found', 1, join(root, 'Photos/')],
      ['source/not-found', 2, 'G:\\x'],
      ['source/not-found', 3, join(root, 'm.xml')],
      ['source/not-found', 3, join(root, 'y')],
    ]);
    expect(scan.findings.kept[1]!.message).toContain('--map "G:\\=/directory"');
  });

  it('reads the side files, and lists each once', async () => {
    const rows = ['a', 'b'].map((name) => `F:\\${name},data/${name},,,F:\\meta.xml,F:\\props.xml`);
    writeTree(root, {
      a: 1,
      b: 1,
      'meta.xml': '<Metadata><owner>team</owner></Metadata>',
      'props.xml': '<Properties></Properties>',
    });
    const scan = await scanText(root, blobDatasetText(...rows));
    expect(codesOf(scan)).toEqual([]);
    expect(scan.catalogue.sideFiles.map(({ kind, path, row, size }) => [kind, path, row, size])).toEqual([
      ['metadata', join(root, 'meta.xml'), 0, 40],
      ['properties', join(root, 'props.xml'), 0, 25],
    ]);
    writeTree(root, { 'meta.xml': '<Metadata>' });
    expect(codesOf(await scanText(root, blobDatasetText(...rows)))).toEqual(['dataset/side-file-invalid']);
  });

  it('finds names that NTFS takes for one, wherever they come from', async () => {
    writeTree(root, { 'A/x.jpg': 1, 'A/X.JPG': 1, 'B/sub/1': 1, 'C/1': 1, d: 1 });
    const scan = await scanText(
      root,
      blobDatasetText('F:\\A\\,photos/,,,,', 'F:\\B\\,data/,,,,', 'F:\\C\\,data/SUB/,,,,', 'F:\\d,data/sub,,,,'),
    );
    expect(saidOf(scan).map((text) => text.replace(/: On the drive.*same name as (.*): upper.*/, ' = $1'))).toEqual([
      'source/case-collision d = "SUB" in line 4',
      'source/case-collision A/x.jpg = "X.JPG"',
      'source/case-collision B/sub = "SUB" in line 4',
    ]);
  });

  it('finds two sources of one blob', async () => {
    writeTree(root, { 'A/x.jpg': 1, 'B/x.jpg': 1, y: 1 });
    const scan = await scanText(
      root,
      blobDatasetText('F:\\A\\,photos/,,,,', 'F:\\B\\,photos/,,,,', 'F:\\y,photos/x.jpg,,,,'),
    );
    expect(saidOf(scan)).toEqual([
      'dataset/destination-conflict A/x.jpg: Line 4 already writes photos/x.jpg. Use another destination.',
      'dataset/destination-conflict B/x.jpg: Line 4 already writes photos/x.jpg. Use another destination.',
    ]);
  });

  it('leaves out the sub-directories of the root container, and says which', async () => {
    writeTree(root, { 'Photos/a.jpg': 1, 'Photos/2019/b.jpg': 1 });
    const scan = await scanText(root, blobDatasetText('F:\\Photos\\,$root/,,,,'));
    expect(saidOf(scan)).toEqual([
      expect.stringMatching(/^dataset\/root-container-subdirectories Photos\/2019: This sub-directory/),
    ]);
    expect(filesOf(scan)).toEqual({ '$root/a.jpg': 'Photos/a.jpg' });
  });

  it('judges sizes by what each file becomes', async () => {
    const scan = await scanPhotos({
      'Photos/odd.vhd': 1000,
      'Photos/even.VHDX': 1024,
      'Photos/plain': 1000,
      'Photos/huge': 210_000_000_000,
    });
    expect(codesOf(scan)).toEqual(['dataset/block-count']);
    const untyped = await scanText(root, blobDatasetText('F:\\Photos\\,photos/,,,,'));
    expect(saidOf(untyped)).toEqual([
      expect.stringMatching(/^dataset\/block-count/),
      expect.stringMatching(/^dataset\/page-blob-size Photos\/odd.vhd: .*1000 bytes/),
    ]);
  });

  it('has the rules of shares for files', async () => {
    writeTree(root, { 'Photos/a.jpg': 1, [`Photos/${'é'.repeat(120)}`]: 1, 'Photos/clock$': 1 });
    const scan = await scanText(root, filesDataset(String.raw`F:\Photos\,photos/,file`).text);
    expect(saidOf(scan)).toEqual([expect.stringMatching(/^source\/ntfs-name Photos\/clock\$/)]);
    const long = Array.from({ length: 11 }, (_, index) => String(index).repeat(100).slice(0, 100)).join('/');
    writeTree(root, { [`Photos/${long}`]: 1 });
    expect(codesOf(await scanText(root, filesDataset(String.raw`F:\Photos\,photos/,file`).text))).toEqual([
      'source/ntfs-name',
    ]);
    expect(saidOf(await scanText(root, blobDatasetText(photos)))).toEqual([
      expect.stringMatching(/^source\/ntfs-name/),
      expect.stringMatching(/^dataset\/blob-name .*1110 characters/),
    ]);
  });

  it('keeps a thousand findings and counts all', async () => {
    writeTree(root, { 'Photos/a': 1 });
    for (let i = 0; i < 1500; i++) symlinkSync('a', join(root, 'Photos', `link-${String(i).padStart(4, '0')}`));
    const { findings } = await scanText(root, blobDatasetText(photos));
    expect([findings.kept.length, findings.more, findings.counts.warnings]).toEqual([1000, 500, 1500]);
  });

  it('stops when it is told to', async () => {
    writeTree(root, { 'Photos/a': 1 });
    await expect(scanText(root, blobDatasetText(photos), { signal: AbortSignal.abort() })).rejects.toThrow('abort');
  });

  it('finds the same in any order of answers, and in any size of batches', async () => {
    writeTree(root, Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`Photos/${i % 7}/${i}`, i])));
    const direct = await scanText(root, blobDatasetText(photos));
    const { statFiles } = await import('./fileStats');
    const late = await scanText(root, blobDatasetText(photos), {
      lookAt: async (requests) => {
        await new Promise((resolve) => setTimeout(resolve, requests.length % 3));
        return statFiles(requests, false, () => true);
      },
    });
    // Reading a directory changes its access time.
    const withoutAccess = ({ catalogue: { targets, ...rest } }: Scan) => ({
      ...rest,
      targets: { ...targets, accessed: undefined },
    });
    expect(withoutAccess(late)).toEqual(withoutAccess(direct));
    expect(direct.catalogue.files.count).toBe(3000);
  });
});

function emptyColumns(count: number) {
  return {
    size: new Float64Array(count),
    created: new BigInt64Array(count),
    modified: new BigInt64Array(count),
    accessed: new BigInt64Array(count),
    errors: new Map<number, string>(),
  };
}

describe('a file that a drive would be written to', () => {
  it('is told from the sources by what it is, whatever it is called, and is not taken among them', async () => {
    writeTree(root, { 'Photos/a.jpg': 'a', 'Photos/deep/b.jpg': 'b', 'other.vhd': 'c' });
    linkSync(join(root, 'Photos/deep/b.jpg'), join(root, 'twin.vhd'));
    const { statFiles } = await import('./fileStats');
    const scanFor = (...targets: string[]) => {
      const media = targets.flatMap((target) => fileBehind(join(root, target)) ?? []);
      return scanText(root, blobDatasetText(photos), {
        lookAt: (requests) => statFiles(requests, false, () => true, media),
      });
    };
    const scan = await scanFor('other.vhd', 'twin.vhd', 'nothing.vhd');
    expect(scan.media).toEqual([join(root, 'Photos/deep/b.jpg')]);
    expect(filesOf(scan)).toEqual({ 'photos/a.jpg': 'Photos/a.jpg' });
    expect((await scanFor('other.vhd', 'nothing.vhd')).media).toEqual([]);
  });
});

describe('a share', () => {
  const TB = 1_000_000_000_000;
  const rows = String.raw`F:\One\,projects/one/,file
F:\Two\,projects/,file
F:\big.bak,projects/big.bak,file
F:\Three\,others/,file`;
  const tree = {
    'One/a.bak': 2 * TB,
    'One/deep/b.bak': 2 * TB,
    'Two/c.bak': 1.4 * TB,
    'big.bak': 2 * TB,
    'Three/d.bak': 4 * TB,
  };
  const said = async (options = {}) => {
    writeTree(root, tree);
    const { findings } = await scanText(root, `BasePath,DstItemPathOrPrefix,ItemType\n${rows}\n`, options);
    return findings.kept.map(({ code, severity, line, message }) => `${severity} ${code} ${line}: ${message}`);
  };

  it('that more goes into than it holds is named once, at the record with which it is full', async () => {
    expect(await said()).toEqual([
      expect.stringMatching(
        /^warning dataset\/share-full 3: With this record, 7\.4 TB go into the share projects, which holds 5 TiB \(5\.5 TB\)/,
      ),
    ]);
  });

  it('that is a large one holds more', async () => {
    expect(await said({ largeFileShares: true })).toEqual([]);
  });

  it('is none where blobs are written', async () => {
    writeTree(root, {
      'Photos/a.bin': 0.2 * TB,
      ...Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`Photos/${number}.bin`, 0.2 * TB])),
    });
    expect(codesOf(await scanText(root, blobDatasetText(photos)))).toEqual([]);
  });
});
