import { describe, expect, it } from 'vitest';
import { withEdits } from '../../../test/record';
import { exampleDiskFacts } from '../../examples/exampleDiskFacts';
import { formatMessage } from '../../rules/message';
import { fillIn } from '../../text/template';
import type { DatasetContext } from '../datasetRow';
import { findingsIn } from '../../../test/datasetRow';

/** Code, variant and the underlined text of every finding. */
const seen = (line: string, context: Partial<DatasetContext> = {}): readonly string[] =>
  findingsIn(line, context).map(
    ({ code, variant, start, end }) => `${code}${variant ? ` ${variant}` : ''} «${line.slice(start, end)}»`,
  );

/** The line after the preferred fix of its only fixable finding. */
function repaired(line: string, context: Partial<DatasetContext> = {}): string {
  const [fix] = findingsIn(line, context).flatMap(({ fixes }) => (fixes?.() ?? []).slice(0, 1));
  return fix === undefined ? 'no fix' : withEdits(line, fix.edits!);
}

const titles = (line: string, context: Partial<DatasetContext> = {}): readonly string[] =>
  findingsIn(line, context)
    .flatMap(({ fixes }) => fixes?.() ?? [])
    .map(({ title, args }) => fillIn(title, args));

const row = (source: string, destination: string, type = 'BlockBlob', rest = 'rename,None,None'): string =>
  `${source},${destination},${type},${rest}`;
const files = { dialect: 'files' } as const;

describe('BasePath', () => {
  it.each([
    [row('F:\\Photos\\', 'photos/')],
    [row('"F:\\My Photos, 2019\\"', '"photos/"')],
    [row('\\\\server\\share\\Photos\\', 'photos/')],
    [row('F:\\', 'photos/')],
    [row('F:\\Photos\\a.jpg', 'photos/a.jpg', '', ',,')],
  ])('may be as in %s', (line) => {
    expect(seen(line)).toEqual([]);
  });

  it.each([
    ['', 'dataset/base-path-required «»'],
    ['""', 'dataset/base-path-required «""»'],
    ['Photos\\', 'dataset/base-path-relative «Photos\\»'],
    ['F:Photos\\', 'dataset/base-path-relative drive-relative «F:»'],
    ['\\Photos\\', 'dataset/base-path-relative rooted «\\Photos\\»'],
    ['\\\\server\\', 'dataset/base-path-relative unc-incomplete «\\\\server\\»'],
    ['\\\\?\\F:\\Photos\\', 'dataset/base-path-relative device «\\\\?\\»'],
    ['F:/Photos/', 'dataset/base-path-relative forward-slash «/»'],
    ['/srv/photos/', 'dataset/base-path-relative native «/srv/photos/»'],
    ['F:\\*\\', 'dataset/base-path-wildcard «*»'],
    ['"F:\\a""b\\"', 'dataset/base-path-invalid-character «""»'],
    ['F:\\a|b\\', 'dataset/base-path-invalid-character «|»'],
    ['F:\\aux\\', 'dataset/base-path-invalid-character reserved-name «aux»'],
    [`F:\\${'x'.repeat(253)}\\`, 'dataset/base-path-too-long «\\»'],
  ])('may not be %s', (source, expected) => {
    expect(seen(row(source, 'photos/'))).toEqual([expected]);
  });

  it('may be 256 characters long', () => {
    expect(seen(row(`F:\\${'x'.repeat(252)}\\`, 'photos/'))).toEqual([]);
  });

  it('may be a native absolute path where the runner takes those', () => {
    const native = { nativePaths: true };
    expect(seen(row('/srv/photos: 2019/', 'photos/'), native)).toEqual([]);
    expect(seen(row('/srv/*/', 'photos/'), native)).toEqual(['dataset/base-path-wildcard «*»']);
  });

  it.each([
    ['F:Photos\\', 'F:\\Photos\\'],
    ['F:', 'F:\\'],
    ['F:/Photos/2019/', 'F:\\Photos\\2019\\'],
    ['\\\\?\\F:\\Photos\\', 'F:\\Photos\\'],
    ['\\\\?\\UNC\\server\\share\\', '\\\\server\\share\\'],
    ['\\\\.\\PhysicalDrive1\\', 'no fix'],
  ])('%s is repaired to %s', (source, expected) => {
    expect(repaired(row(source, 'photos/'))).toBe(expected === 'no fix' ? expected : row(expected, 'photos/'));
  });

  it('is left to the rules of the CSV where spaces, typographic quotes or stray quotes are the fault', () => {
    expect(seen(row(' F:\\Photos\\ ', ' photos/ ', ' BlockBlob ', ' rename , None , None '))).toEqual([]);
    expect(seen(row('“F:\\Photos\\”', '”photos/”'))).toEqual([]);
    expect(seen(row('F:\\Ph\u0007otos\\', 'photos/'))).toEqual([]);
  });

  it('is not judged where the record or the header has no such field', () => {
    expect(seen('')).toEqual(['dataset/base-path-required «»']);
    expect(seen('F:\\Photos\\')).toEqual([]);
  });
});

describe('the source on the disk', () => {
  const disk = exampleDiskFacts({
    'F:\\Photos': 'directory',
    'F:\\a.bin': 1000,
    'F:\\system.vhd': 512,
    'F:\\odd.vhd': 513,
    'F:\\big': 2 ** 42 + 1,
  });

  it.each([
    [row('F:\\Photos\\', 'photos/'), []],
    [row('F:\\gone\\', 'photos/'), ['dataset/base-path-not-found «F:\\gone\\»']],
    [row('F:\\Photos', 'photos/'), ['dataset/base-path-kind directory «Photos»']],
    [
      row('F:\\Photos', 'photos/2019'),
      ['dataset/base-path-kind directory «Photos»', 'dataset/destination-kind directory «2019»'],
    ],
    [row('F:\\a.bin\\', 'photos/a.bin'), ['dataset/base-path-kind file «\\»']],
    [row('F:\\a.bin', 'photos/a.bin', 'PageBlob'), ['dataset/page-blob-size «a.bin»']],
    [row('F:\\odd.vhd', 'photos/odd.vhd', ''), ['dataset/page-blob-size «odd.vhd»']],
    [row('F:\\system.vhd', 'photos/system.vhd', ''), []],
    [row('F:\\system.vhd', 'photos/system.vhd'), ['dataset/vhd-as-block-blob «BlockBlob»']],
  ])('%s', (line, expected) => {
    expect(seen(line, { disk })).toEqual(expected);
  });

  it('is repaired in the way the disk says', () => {
    expect(repaired(row('"F:\\Photos"', 'photos/'), { disk })).toBe(row('"F:\\Photos\\"', 'photos/'));
    expect(repaired(row('F:\\a.bin\\', 'photos/a.bin'), { disk })).toBe(row('F:\\a.bin', 'photos/a.bin'));
  });

  it('is offered as a page blob only where its size allows one', () => {
    expect(titles(row('F:\\system.vhd', 'photos/system.vhd'), { disk })).toEqual([
      'Use PageBlob (assumes that a virtual machine will use the disk)',
    ]);
    expect(titles(row('F:\\odd.vhd', 'photos/odd.vhd'), { disk })).toEqual([]);
  });

  it('has the limit of what it becomes', () => {
    const at = (type: string, bytes: number, dialect: 'blob' | 'files' = 'blob') =>
      findingsIn(row('F:\\x', 'data/x', type, 'overwrite,None,None'), {
        dialect,
        disk: exampleDiskFacts({ 'F:\\x': bytes }),
      }).map(({ code }) => code);
    const mebibyte = 2 ** 20;
    expect(at('BlockBlob', 200_000 * mebibyte)).toEqual([]);
    expect(at('BlockBlob', 200_000 * mebibyte + 1)).toEqual(['dataset/block-count']);
    expect(at('BlockBlob', 5_000_000 * mebibyte)).toEqual(['dataset/block-count']);
    expect(at('BlockBlob', 5_000_000 * mebibyte + 1)).toEqual(['dataset/too-large']);
    expect(at('PageBlob', 2 ** 43)).toEqual([]);
    expect(at('PageBlob', 2 ** 43 + 512)).toEqual(['dataset/too-large']);
    expect(at('file', 2 ** 42, 'files')).toEqual([]);
    expect(at('file', 2 ** 42 + 1, 'files')).toEqual(['dataset/too-large']);
  });
});

describe('the destination', () => {
  const directory = (destination: string, type = 'BlockBlob'): string => row('F:\\Photos\\', destination, type);

  it.each([
    ['', 'dataset/destination-required «»'],
    ['//', 'dataset/destination-required slashes-only «//»'],
    ['/photos/', 'dataset/destination-leading-slash «/»'],
    ['photos\\2019\\', 'dataset/destination-backslash «\\»'],
    ['\\photos/', 'dataset/destination-backslash «\\»'],
    ['Photos/', 'dataset/container-name upper-case «P»'],
    ['ph/', 'dataset/container-name too-short «ph»'],
    ['"my, photos/"', 'dataset/container-name character «,»'],
    ['$web/', 'dataset/container-special «$web»'],
    ['photos/a./', 'dataset/blob-name ends-with-dot «.»'],
    ['"photos/a""b./"', 'dataset/blob-name ends-with-dot «.»'],
    ['$root/', 'dataset/root-container-subdirectories «$root/»'],
    ['photos', 'dataset/destination-kind directory «photos»'],
    ['photos/2019', 'dataset/destination-kind directory «2019»'],
    [
      'https://contoso.blob.core.windows.net/photos/',
      'dataset/destination-is-url «https://contoso.blob.core.windows.net/photos/»',
    ],
    ['contoso.blob.core.windows.net/photos/', 'dataset/destination-is-url «contoso.blob.core.windows.net/photos/»'],
    [
      '/https://contoso.blob.core.windows.net/photos/',
      'dataset/destination-is-url «/https://contoso.blob.core.windows.net/photos/»',
    ],
    ['//contoso.blob.core.windows.net/photos/', 'dataset/destination-is-url «//contoso.blob.core.windows.net/photos/»'],
    [
      'https:\\\\contoso.blob.core.windows.net\\photos',
      'dataset/destination-is-url «https:\\\\contoso.blob.core.windows.net\\photos»',
    ],
  ])('of a directory may not be %s', (destination, expected) => {
    expect(seen(directory(destination))).toEqual([expected]);
  });

  it('of a file may not have a slash in the root container', () => {
    expect(seen(row('F:\\a.jpg', '$root/a.jpg'))).toEqual([]);
    expect(seen(row('F:\\a.jpg', '$root/b/a.jpg'))).toEqual(['dataset/root-container-subdirectories path «/»']);
  });

  it.each([
    ['/photos/', 'photos/'],
    ['photos\\2019\\', 'photos/2019/'],
    ['\\photos\\\\2019\\', 'photos/2019/'],
    ['Family_Photos/', 'family-photos/'],
    ['photos', 'photos/'],
    ['"photos/2019"', '"photos/2019/"'],
    ['https://contoso.blob.core.windows.net/Photos/2019', 'photos/2019/'],
    ['https://contoso.blob.core.windows.net/photos/a%20b/?sv=2020&sig=abc', 'photos/a b/'],
    ['"https://contoso.blob.core.windows.net/photos/a,b/"', '"photos/a,b/"'],
    ['https://contoso.blob.core.windows.net/photos/a%2Cb/', '"photos/a,b/"'],
  ])('%s is repaired to %s', (destination, expected) => {
    expect(repaired(directory(destination))).toBe(directory(expected));
  });

  it('that is a URL is repaired only where the rest is sound', () => {
    expect(repaired(directory('https://contoso.blob.core.windows.net/'))).toBe('no fix');
    expect(repaired(directory('https://contoso.blob.core.windows.net/%ZZ/'))).toBe('no fix');
  });

  it('that suits no file is repaired according to what the source probably is', () => {
    expect(titles(row('F:\\50M_original', 'containername/'))).toEqual([
      'End BasePath with "\\" (assumes that it is a directory)',
      'End the destination with "50M_original" (assumes that the source is a file)',
    ]);
    expect(repaired(row('F:\\50M_original', 'containername/'))).toBe(row('F:\\50M_original\\', 'containername/'));
    expect(repaired(row('F:\\a.jpg', 'photos/2019/'))).toBe(row('F:\\a.jpg', 'photos/2019/a.jpg'));
    expect(repaired(row('F:\\a.jpg', 'photos'))).toBe(row('F:\\a.jpg', 'photos/a.jpg'));
    expect(repaired(row('F:\\Photos', 'photos'))).toBe(row('F:\\Photos\\', 'photos/'));
    expect(repaired(row('"F:\\a,b.jpg"', 'photos/'))).toBe(row('"F:\\a,b.jpg"', '"photos/a,b.jpg"'));
    expect(titles(row('F:\\ledger', 'photos/'), { disk: exampleDiskFacts({ 'F:\\ledger': 5 }) })).toEqual([
      'End the destination with "ledger"',
    ]);
  });

  it('never shows the signature of a URL', () => {
    const line = directory('https://contoso.blob.core.windows.net/photos/?sv=2020&sig=SECRET');
    for (const { code, variant, args, fixes } of findingsIn(line)) {
      expect(formatMessage(code, variant, args)).not.toContain('SECRET');
      expect(JSON.stringify(fixes?.())).not.toContain('SECRET');
    }
  });

  it('is a share in the dialect for files, unless the item is a blob', () => {
    const item = (destination: string, type: string): readonly string[] =>
      seen(`F:\\Data\\,${destination},${type}`, files);
    expect(item('projects/2019/', 'file')).toEqual([]);
    expect(item('Projects/2019/', 'file')).toEqual(['dataset/share-name upper-case «P»']);
    expect(item('$root/', 'file')).toEqual(['dataset/share-name character «$»']);
    expect(item('projects/a:b/', 'file')).toEqual(['dataset/file-path character «:»']);
    expect(item('projects/a//b/', 'file')).toEqual(['dataset/file-path empty «//»']);
    expect(item('projects/a:b/', 'blob')).toEqual([]);
    expect(item('Projects/', 'BlockBlob')).toEqual(['dataset/container-name upper-case «P»']);
  });
});

describe('the other columns', () => {
  const blob = (type: string, disposition = 'rename'): string =>
    row('F:\\Photos\\', 'photos/', type, `${disposition},None,None`);

  it.each([
    ['blockblob', 'dataset/blob-type case «blockblob»', 'BlockBlob'],
    ['block', 'dataset/blob-type near «block»', 'BlockBlob'],
    ['page', 'dataset/blob-type near «page»', 'PageBlob'],
    ['AppendBlob', 'dataset/blob-type append «AppendBlob»', 'BlockBlob'],
    ['zip', 'dataset/blob-type «zip»', undefined],
    ['None', 'dataset/blob-type «None»', undefined],
  ])('BlobType may not be %s', (type, expected, fixed) => {
    expect(seen(blob(type))).toEqual([expected]);
    expect(repaired(blob(type))).toBe(fixed === undefined ? 'no fix' : blob(fixed));
  });

  it.each([
    ['Rename', 'dataset/disposition case «Rename»', 'rename'],
    ['replace', 'dataset/disposition «replace»', undefined],
  ])('Disposition may not be %s', (disposition, expected, fixed) => {
    expect(seen(blob('BlockBlob', disposition))).toEqual([expected]);
    expect(repaired(blob('BlockBlob', disposition))).toBe(fixed === undefined ? 'no fix' : blob('BlockBlob', fixed));
  });

  it('Disposition may not be no_overwrite, which would mean nothing either', () => {
    expect(seen(blob('BlockBlob', 'no_overwrite'))).toEqual([
      'dataset/disposition near «no_overwrite»',
      'dataset/disposition-no-longer «no_overwrite»',
    ]);
    expect(repaired(blob('BlockBlob', 'no_overwrite'))).toBe(blob('BlockBlob', 'no-overwrite'));
  });

  it('Disposition no-overwrite is no longer looked at by the current tool, and is by those of 2017', () => {
    expect(seen(blob('BlockBlob', '"no-overwrite"'))).toEqual(['dataset/disposition-no-longer «no-overwrite»']);
    for (const disposition of ['rename', 'overwrite', '']) expect(seen(blob('BlockBlob', disposition))).toEqual([]);
    expect(seen(blob('BlockBlob', 'no-overwrite'), { tool: '2017' })).toEqual([]);
    expect(seen('F:\\Data\\,projects/,file,rename,None,None', { ...files, tool: '2017' })).toEqual([]);
  });

  it('ItemType is needed, and only it', () => {
    const item = (type: string): string => `F:\\Data\\,projects/,${type}`;
    expect(seen(item('""'), files)).toEqual(['dataset/item-type missing «""»']);
    expect(repaired(item('""'), files)).toBe(item('"file"'));
    expect(repaired(item('FILE'), files)).toBe(item('file'));
    expect(seen('F:\\Data\\,projects/', files)).toEqual([]);
  });

  it('Disposition says nothing to the tool for files', () => {
    const item = (disposition: string): string => `F:\\Data\\,projects/,file,${disposition},None,None`;
    expect(seen(item('rename'), files)).toEqual(['dataset/disposition-ignored «rename»']);
    expect(seen(item('overwrite'), files)).toEqual([]);
    expect(seen(item(''), files)).toEqual([]);
  });

  it('MetadataFile and PropertiesFile are looked at where the disk is known', () => {
    const disk = exampleDiskFacts({
      'F:\\Photos': 'directory',
      'C:\\good.xml': { text: '<Metadata/>' },
      'C:\\bad.xml': { text: '<Properties>\n<Content-MD5>x</Content-MD5></Properties>' },
    });
    const line = (metadata: string, properties: string): string =>
      row('F:\\Photos\\', 'photos/', 'BlockBlob', `rename,${metadata},${properties}`);
    expect(seen(line('C:\\good.xml', '"None"'), { disk })).toEqual([]);
    expect(seen(line('', 'none'), { disk })).toEqual([]);
    expect(seen(line('C:\\gone.xml', 'None'), { disk })).toEqual([
      'dataset/side-file-not-found default «C:\\gone.xml»',
    ]);
    expect(seen(line('F:\\Photos', 'None'), { disk })).toEqual(['dataset/side-file-not-found directory «F:\\Photos»']);
    expect(seen(line('None', 'C:\\bad.xml'), { disk })).toEqual(['dataset/side-file-invalid «C:\\bad.xml»']);
    expect(findingsIn(line('None', 'C:\\bad.xml'), { disk })[0]!.args).toEqual([
      expect.stringContaining('Content-MD5'),
      '2',
      '14',
    ]);
    expect(seen(line('C:\\gone.xml', 'C:\\bad.xml'))).toEqual([]);
  });
});
