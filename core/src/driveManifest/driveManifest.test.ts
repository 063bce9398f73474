import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMessage, severityOf } from '../rules/message';
import { misplaced } from '../../test/places';
import { MAX_RANGE_LENGTH } from '../limits/limits';
import { xmlTextProblem } from '../xml/xmlText';
import { checkManifest } from './manifestReading';
import type { ManifestBlob, ManifestDrive, ManifestRange } from './driveManifest';
import { blockId, driveManifestLength, driveManifestText, pageRangesAmongHoles } from './driveManifestText';
import { ManifestReader, type ReadBlob, type ReadRange } from './manifestReader';

const md5 = (text: string): Uint8Array => createHash('md5').update(text).digest();

function blocksOf(length: number): ManifestRange[] {
  const ranges: ManifestRange[] = [];
  for (let offset = 0; offset < length; offset += MAX_RANGE_LENGTH) {
    ranges.push({ offset, length: Math.min(MAX_RANGE_LENGTH, length - offset), md5: md5(String(offset)) });
  }
  return ranges;
}

const blockBlob = (blobPath: string, length: number): ManifestBlob => ({
  blobPath,
  filePath: `\\session#1\\${blobPath.replaceAll('/', '\\')}`,
  length,
  disposition: 'rename',
  isPageBlob: false,
  ranges: blocksOf(length),
});

const pageBlob = (blobPath: string, length: number, ranges: readonly (readonly [number, number])[]): ManifestBlob => ({
  ...blockBlob(blobPath, length),
  isPageBlob: true,
  ranges: ranges.map(([offset, size]) => ({ offset, length: size, md5: md5(String(offset)) })),
});

const driveOf = (...blobs: ManifestBlob[]): ManifestDrive => ({
  driveId: 'WD-12345',
  clientCreator: 'Sneakernet 0.1.0',
  blobLists: [{ id: 'session#1-0', metadata: { path: '\\session#1\\row-0.metadata.xml', md5: md5('m') }, blobs }],
});

const text = (drive: ManifestDrive): string => [...driveManifestText(drive)].join('');

describe('A drive manifest', () => {
  it('has the documented form', () => {
    expect(
      text({
        ...driveOf(blockBlob('container/dir/file.bin', MAX_RANGE_LENGTH + 5)),
        credential: { storageAccountKey: 'a2V5' },
      }),
    ).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<DriveManifest Version="2014-11-01">
  <Drive>
    <DriveId>WD-12345</DriveId>
    <StorageAccountKey>a2V5</StorageAccountKey>
    <ClientCreator>Sneakernet 0.1.0</ClientCreator>
    <BlobList Id="session#1-0">
      <MetadataPath Hash="6F8F57715090DA2632453988D9A1501B">\\session#1\\row-0.metadata.xml</MetadataPath>
      <Blob>
        <BlobPath>container/dir/file.bin</BlobPath>
        <FilePath>\\session#1\\container\\dir\\file.bin</FilePath>
        <Length>4194309</Length>
        <ImportDisposition>rename</ImportDisposition>
        <BlockList>
          <Block Offset="0" Length="4194304" Id="MDAwMDAw" Hash="CFCD208495D565EF66E7DFF9F98764DA"/>
          <Block Offset="4194304" Length="5" Id="MDAwMDAx" Hash="6D2FED4C6C1D06C3EDAEFF4E70F6D8C3"/>
        </BlockList>
      </Blob>
    </BlobList>
  </Drive>
</DriveManifest>
`.replace('6D2FED4C6C1D06C3EDAEFF4E70F6D8C3', createHash('md5').update('4194304').digest('hex').toUpperCase()),
    );
  });

  it('carries the credential it is given, or an empty one', () => {
    expect(text(driveOf())).toContain('<StorageAccountKey/>');
    expect(text({ ...driveOf(), credential: { containerSas: 'sv=1&sig=x' } })).toContain(
      '<ContainerSas>sv=1&amp;sig=x</ContainerSas>',
    );
    expect(checkManifest([text(driveOf())])).toEqual([]);
  });

  it('gives all blocks ids of one length', () => {
    expect(blockId(0)).toBe(Buffer.from('000000').toString('base64'));
    expect(blockId(49_999)).toBe(Buffer.from('049999').toString('base64'));
  });

  it('refuses a name that XML cannot hold', () => {
    expect(() => text(driveOf(blockBlob('container/a\u0001', 1)))).toThrow('BlobPath holds U+0001');
  });
});

const segment = fc.string({
  unit: fc.constantFrom('a', 'B', '&', '<', "'", ' ', 'é', '名', '🎈', '#', '-', '.', ']'),
  minLength: 1,
  maxLength: 12,
});
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 511, 512, 4_194_303, 4_194_304, 4_194_305, 10_000_000, 999_999_999, 10_000_000_001),
  fc.nat(3e9),
);
const names = fc.uniqueArray(
  fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `container/${parts.join('/')}`),
  { maxLength: 6 },
);

const pageRanges = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 8192 })), { maxLength: 6 }).map((gaps) => {
  let at = 0;
  return gaps.map(([gap, pages]): [number, number] => {
    const offset = at + gap * 512;
    at = offset + pages * 512;
    return [offset, pages * 512];
  });
});

describe('A written manifest', () => {
  it('passes the check, and has exactly the predicted length, whatever the names and lengths', () => {
    fc.assert(
      fc.property(names, fc.array(lengths, { minLength: 6, maxLength: 6 }), (paths, sizes) => {
        const drive = driveOf(...paths.map((path, index) => blockBlob(path, sizes[index]!)));
        const written = text(drive);
        expect(checkManifest([written])).toEqual([]);
        expect(driveManifestLength(drive, () => 0)).toBe(Buffer.byteLength(written));
      }),
      { numRuns: 60 },
    );
  });

  it('with page blobs is no longer than predicted', () => {
    fc.assert(
      fc.property(
        names,
        pageRanges,
        fc.constantFrom('rename', 'no-overwrite', 'overwrite'),
        (paths, ranges, disposition) => {
          const [lastOffset, lastLength] = ranges.at(-1) ?? [0, 0];
          const drive = driveOf(
            ...paths.map((path) => ({ ...pageBlob(path, lastOffset + lastLength + 1024, ranges), disposition })),
          );
          const written = text(drive);
          expect(checkManifest([written])).toEqual([]);
          expect(driveManifestLength(drive, () => ranges.length)).toBeGreaterThanOrEqual(Buffer.byteLength(written));
        },
      ),
    );
  });

  it('has at most every second unit as a page range of its own', () => {
    const ranges = (units: string) =>
      Array.from(units.matchAll(/x+/g), ({ index, 0: run }) => [index, run.length]).length;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('x', '.'), maxLength: 150 }),
        fc.constantFrom(0, 1, 511),
        (units, tail) => {
          // A piece has 64 units, and no range extends beyond its end.
          const pieces = units.match(/.{1,64}/g) ?? [];
          const length = units.length * 65_536 - (units === '' ? 0 : tail);
          expect(pageRangesAmongHoles(65_536)(length)).toBeGreaterThanOrEqual(
            pieces.reduce((sum, piece) => sum + ranges(piece), 0),
          );
        },
      ),
    );
    expect(pageRangesAmongHoles(65_536)(2 * MAX_RANGE_LENGTH + 1)).toBe(65);
  });

  it('is read back, in pieces of any length', () => {
    fc.assert(
      fc.property(
        names,
        fc.array(fc.nat(2e7), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 900 }),
        (paths, sizes, pieceLength) => {
          const blobs = paths.map((path, index) => blockBlob(path, sizes[index]!));
          const written = text(driveOf(...blobs));
          const read: { blob: ReadBlob; ranges: ReadRange[] }[] = [];
          let ranges: ReadRange[] = [];
          let driveId = '';
          const reader = new ManifestReader({
            drive: (drive) => (driveId = drive.driveId?.text ?? ''),
            range: (range) => ranges.push(range),
            blob: (blob) => {
              read.push({ blob, ranges });
              ranges = [];
            },
            blobList: ({ id, metadata }) => {
              expect({ id, path: metadata?.text }).toEqual({
                id: 'session#1-0',
                path: '\\session#1\\row-0.metadata.xml',
              });
            },
            problem: ({ kind }) => expect.fail(kind),
          });
          for (let at = 0; at < written.length; at += pieceLength) reader.push(written.slice(at, at + pieceLength));
          reader.end();
          expect(driveId).toBe('WD-12345');
          expect(read.map(({ blob }) => [blob.blobPath?.text, blob.filePath?.text, blob.length?.text])).toEqual(
            blobs.map(({ blobPath, filePath, length }) => [blobPath, filePath, String(length)]),
          );
          expect(read.map(({ ranges: all }) => all.map(({ offset, length, hash }) => [offset, length, hash]))).toEqual(
            blobs.map((blob) =>
              Array.from(blob.ranges, (range) => [
                String(range.offset),
                String(range.length),
                Buffer.from(range.md5).toString('hex').toUpperCase(),
              ]),
            ),
          );
        },
      ),
    );
  });

  it('takes every name that XML can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const drive = driveOf({ ...blockBlob('container/a', 1), filePath: `\\session#1\\${name}` });
        if (xmlTextProblem(name)) expect(() => text(drive)).toThrow('FilePath');
        else expect(checkManifest([text(drive)])).toEqual([]);
      }),
    );
  });
});

/** A manifest with something to check for every rule, and the changes that break each rule. */
const sound = text(
  driveOf(
    blockBlob('container/a.bin', 70_000_000),
    blockBlob('container/b.bin', 10),
    pageBlob('container/c.vhd', 4096, [
      [0, 512],
      [1024, 1024],
    ]),
  ),
);
const mutations: readonly (readonly [string, string, string | RegExp, string])[] = [
  ['drive-id-first', 'no DriveId', /<DriveId>.*/, ''],
  ['drive-id-first', 'an empty DriveId', 'WD-12345', ''],
  ['drive-id-first', 'DriveId behind the lists', /(<DriveId>.*)([^]*<\/BlobList>)/, '$2$1'],
  ['credential', 'none', '<StorageAccountKey/>', ''],
  ['credential', 'both', '<StorageAccountKey/>', '<StorageAccountKey/><ContainerSas>x</ContainerSas>'],
  ['block-order', 'two blocks in the wrong order', /( *<Block .*\n)( *<Block .*\n)/, '$2$1'],
  ['block-gap', 'a block that is missing', / *<Block Offset="4194304".*\n/, ''],
  ['block-gap', 'blocks that overlap', 'Offset="8388608"', 'Offset="8388600"'],
  ['block-size', 'a block above 4 MB', 'Offset="0" Length="4194304"', 'Offset="0" Length="4194305"'],
  ['block-size', 'a block above 100 MB', 'Offset="0" Length="4194304"', 'Offset="0" Length="104857601"'],
  ['block-size', 'an empty block', 'Offset="0" Length="10"', 'Offset="0" Length="0"'],
  ['block-id', 'one without', ' Id="MDAwMDAy"', ''],
  ['block-id', 'none above 64 MB', / Id="\w+" Hash/g, ' Hash'],
  ['block-id', 'another length', 'Id="MDAwMDAy"', 'Id="MDAwMDAyMDAw"'],
  ['block-id', 'no base64', 'Id="MDAwMDAy"', 'Id="MDAw*DAy"'],
  ['length', 'a wrong one', '<Length>10<', '<Length>11<'],
  ['length', 'no number', '<Length>10<', '<Length>ten<'],
  ['length', 'page ranges behind the end', '<Length>4096<', '<Length>1536<'],
  ['hash', 'a short one', /(<Block .*Hash="\w{31})\w/, '$1'],
  ['hash', 'none of a page range', /(<PageRange .*) Hash="\w*"/, '$1'],
  ['hash', 'none of a metadata file', /<MetadataPath Hash="\w+"/, '<MetadataPath'],
  ['page-alignment', 'an odd offset', 'Offset="1024"', 'Offset="1000"'],
  ['page-alignment', 'an odd length', '<Length>4096<', '<Length>4097<'],
  ['page-overlap', 'ranges that overlap', 'Offset="1024"', 'Offset="0"'],
  ['blob-path', 'a bad container', 'container/b.bin', 'Container/b.bin'],
  ['blob-path', 'no container', 'container/b.bin', 'b.bin'],
  ['blob-path', 'no name', 'container/b.bin', 'container/'],
  ['blob-path', 'a directory in $root', 'container/b.bin', '$root/a/b.bin'],
  ['duplicate-blob', 'the same path', 'container/b.bin', 'container/a.bin'],
  ['syntax', 'a root of another name', /DriveManifest/g, 'DriveLog'],
  ['syntax', 'an element that nobody knows', '<ClientCreator>', '<Comment/><ClientCreator>'],
  ['syntax', 'a tag that is not closed', '</BlobList>', ''],
  ['syntax', 'two BlobPaths', '<FilePath>', '<BlobPath>container/x</BlobPath><FilePath>'],
  ['syntax', 'no FilePath', /<FilePath>.*/, ''],
  ['syntax', 'a disposition in capitals', '>rename<', '>Rename<'],
  ['syntax', 'an offset that is no number', 'Offset="1024"', 'Offset="1k"'],
  ['syntax', 'no list', /<BlockList>[^]*?<\/BlockList>/, ''],
];

describe('The check of a manifest', () => {
  it('accepts the manifest that is broken below', () => {
    expect(checkManifest([sound])).toEqual([]);
  });

  it.each(mutations)('finds under %s: %s', (rule, _, from, to) => {
    const broken = sound.replace(from, to);
    expect(broken).not.toBe(sound);
    const problems = checkManifest([broken]);
    expect(problems.map(({ code }) => code)).toContain(`manifest/${rule}`);
    const lines = broken.split('\n');
    for (const { code, variant, args, start, end } of problems) {
      expect(formatMessage(code, variant, args)).toMatch(/^[A-Z<"][^{}]*\.$/);
      expect(start.line).toBeLessThan(lines.length);
      expect(end.character).toBeLessThanOrEqual(lines[end.line]!.length);
    }
  });

  it('warns of a block of 4 to 100 MB, which no document settles, and refuses such a page range', () => {
    const checked = (from: string, to: string) =>
      checkManifest([sound.replace(from, to)])
        .filter(({ code }) => code === 'manifest/block-size')
        .map(severityOf);
    expect(checked('Offset="0" Length="4194304"', 'Offset="0" Length="104857600"')).toEqual(['warning']);
    expect(checked('Offset="1024" Length="1024"', 'Offset="1024" Length="4194816"')).toEqual(['error']);
  });

  it('accepts a list without an Id, and says no more than a remark of a credential that is absent', () => {
    expect(checkManifest([sound.replace(/ Id="session#1-0"/, '')])).toEqual([]);
    expect(checkManifest([sound.replace('<StorageAccountKey/>', '')]).map(severityOf)).toEqual(['information']);
    expect(
      checkManifest([sound.replace('<StorageAccountKey/>', '<StorageAccountKey/><ContainerSas>x</ContainerSas>')]).map(
        severityOf,
      ),
    ).toEqual(['error']);
  });

  it('accepts what stands on the drive of an export job', () => {
    const blob = (path: string, ...more: readonly string[]) =>
      `<Blob><BlobPath>${path}</BlobPath><FilePath>\\${path.replaceAll('/', '\\')}</FilePath>${more.join('')}<Length>10</Length><PropertiesPath Hash="8E1F0B5D3C2A49607D8E9FA0B1C2D3E4">\\${path}.properties</PropertiesPath><BlockList><Block Offset="0" Length="10" Id="AAAAAA==" Hash=" 9C8AE14A55241F98533C4D80D85CDC68"/></BlockList></Blob>`;
    const exported = `<?xml version="1.0" encoding="utf-8"?>\n<DriveManifest Version="2011-10-01"><Drive><DriveId>9WM35C2V</DriveId><ClientCreator>Windows Azure Import/Export service</ClientCreator><BlobList>${blob('pictures/city/redmond.jpg')}${blob('pictures/city/redmond.jpg', '<Snapshot>2014-09-18T23:47:08.0000000Z</Snapshot>')}${blob('$root/logo.bmp')}</BlobList></Drive></DriveManifest>`;
    expect(checkManifest([exported])).toEqual([]);
  });

  it('counts blocks', () => {
    const small = { offset: 0, length: 1, md5: md5('') };
    const blocks = (count: number) => Array.from({ length: count }, (_, offset) => ({ ...small, offset }));
    const of = (count: number) =>
      checkManifest(driveManifestText(driveOf({ ...blockBlob('container/a', count), ranges: blocks(count) })));
    expect(of(50_000)).toEqual([]);
    expect(of(50_001).map(({ code }) => code)).toEqual(['manifest/block-count']);
  });

  it('underlines what is wrong', () => {
    const broken = sound.replace('container/b.bin', 'Container/b.bin');
    const [problem] = checkManifest([broken]);
    const { start, end } = problem!;
    expect(broken.split('\n')[start.line]!.slice(start.character, end.character)).toBe('Container/b.bin');
  });

  it.each(['https://a.blob.core.windows.net/c?sv=1&sig=c2VjcmV0%3D&se=2', '&c2VjcmV0;', '"c2VjcmV0'])(
    'never says what a secret is, such as %s',
    (secret) => {
      const broken = sound.replace('<StorageAccountKey/>', `<ContainerSas>${secret}</ContainerSas>`);
      expect(broken).not.toBe(sound);
      const messages = checkManifest([broken]).map(({ code, variant, args }) => formatMessage(code, variant, args));
      expect(messages.join('\n')).not.toContain('c2VjcmV0');
    },
  );

  it('never stumbles, and is bounded', () => {
    const part = fc.constantFrom(
      ...sound.split(/(?<=[<>"=\s])/),
      '<![CDATA[',
      ']]>',
      '<!--',
      '&x;',
      '\ud800',
      '<!DOCTYPE a [<!ENTITY x "y">]>',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 40 }),
        fc.nat(sound.length),
        fc.integer({ min: 1, max: 9 }),
        (parts, at, piece) => {
          const broken = sound.slice(0, at) + parts.join('') + sound.slice(at);
          const pieces: string[] = [];
          for (let from = 0; from < broken.length; from += piece * 100)
            pieces.push(broken.slice(from, from + piece * 100));
          expect(misplaced(broken, checkManifest(pieces))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
    const endless = function* () {
      yield '<DriveManifest><Drive><DriveId>';
      for (let count = 0; count < 100; count++) yield 'x'.repeat(100_000);
    };
    expect(checkManifest(endless()).map(({ code }) => code)).toEqual(['manifest/syntax']);
  });
});
