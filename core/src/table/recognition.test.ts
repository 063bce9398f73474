import { describe, expect, it } from 'vitest';
import { datasetHeader, drivesetHeader } from '../examples/exampleFile';
import { foreignFiles } from './foreignFiles';
import { recogniseTable } from './recognition';
import type { TableKind } from './tableKind';

const DS = datasetHeader('blob');
const DF = datasetHeader('files');

describe('A file of another trade', () => {
  it('is one of sixty or more, each with a name of its own', () => {
    expect(new Set(foreignFiles.map(([name]) => name)).size).toBe(foreignFiles.length);
    expect(foreignFiles.length).toBeGreaterThanOrEqual(60);
  });

  it.each(foreignFiles)('is left alone: %s', (name, text) => {
    expect(recogniseTable(text, { name })).toBeUndefined();
    expect(recogniseTable(text.replaceAll('\n', '\r\n'), { name })).toBeUndefined();
    expect(recogniseTable(`\ufeff${text}`, { name: 'dataset.csv' })).toBeUndefined();
    expect(recogniseTable(text, { name: 'driveset.csv' })).toBeUndefined();
  });

  it('is ours where its user or its job says so', () => {
    expect(recogniseTable('x,y,z\n', { name: 'x.csv', chosen: 'dataset' })).toBe('dataset');
    expect(recogniseTable('x,y,z\n', { name: 'x.csv', named: 'driveset' })).toBe('driveset');
  });
});

describe('A table of a job is known', () => {
  const shown: readonly (readonly [string, string, TableKind])[] = [
    ['by its header', DS, 'dataset'],
    ['by two of its columns', 'BasePath,Comment,BlobType\nF:\\a,x,y\n', 'dataset'],
    ['by three columns with slips', 'basepath,dst blob path or prefix,blobtype\n', 'dataset'],
    [
      'by a header with spaces',
      'BasePath, DstBlobPathOrPrefix, BlobType, D ispositio n, MetadataFile, PropertiesFile\n',
      'dataset',
    ],
    ['by a header with semicolons', 'DriveLetter;FormatOption;SilentOrPromptOnFormat\n', 'driveset'],
    ['below a title', `Job 42\n${DS}\nF:\\a\\,a/,BlockBlob,rename,None,None\n`, 'dataset'],
    ['below a comment and an empty line', `# drives\n\n${drivesetHeader}\n`, 'driveset'],
    ['below sep=', `sep=,\r\n${DF}\r\n`, 'dataset'],
    ['in quotes as a whole', `"${DS}"\n"F:\\a\\,a/,BlockBlob,rename,None,None"\n`, 'dataset'],
    ['by a header with a record behind it', `${DS} F:\\a\\,a/,BlockBlob,rename,None,None\n`, 'dataset'],
    ['by a record without header', '"F:\\x\\","share/",file\n', 'dataset'],
    ['by a record in typographic quotes', '“F:\\My”,”projects/a”,BlockBlob,rename,None,None\n', 'dataset'],
    ['by a record with a letter in another case', 'g:,format,silentmode,encrypt,\n', 'driveset'],
    ['by a record with a relative path', 'Photos\\,photos/,BlockBlob,rename,None,None\n', 'dataset'],
  ];

  it.each(shown)('%s', (_how, text, kind) => {
    expect(recogniseTable(text, { name: 'anything.csv' })).toBe(kind);
    expect(recogniseTable(`\ufeff${text.replaceAll('\n', '\r\n')}`, { name: 'anything.txt' })).toBe(kind);
  });

  it('from the first letter, where it has the name of one', () => {
    for (let length = 0; length <= DS.length; length++)
      expect(recogniseTable(DS.slice(0, length), { name: 'dataset.csv' }), DS.slice(0, length)).toBe('dataset');
    for (let length = 0; length <= DF.length; length++)
      expect(recogniseTable(DF.slice(0, length).toLowerCase(), { name: 'Dataset.CSV' })).toBe('dataset');
    for (let length = 0; length <= drivesetHeader.length; length++)
      expect(recogniseTable(drivesetHeader.slice(0, length), { name: 'driveset.csv' })).toBe('driveset');
    expect(recogniseTable('\r\n', { name: 'dataset.csv' })).toBe('dataset');
    expect(recogniseTable('', { name: 'iris-dataset.csv' })).toBeUndefined();
  });

  it('while it is open, until its first record says plainly that it is another', () => {
    const before = 'dataset' as const;
    for (const text of ['', 'B', 'nonsense', 'BasePath,foo,bar\n', 'F:\\a\\,photos/\n', 'BasPath,DstBl']) {
      expect(recogniseTable(text, { name: 'x.csv', before }), text).toBe('dataset');
    }
    expect(recogniseTable('x,y,z\n1,2,3\n', { name: 'dataset.csv', before })).toBeUndefined();
    expect(recogniseTable(`${drivesetHeader}\n`, { name: 'dataset.csv', before })).toBe('driveset');
  });
});
