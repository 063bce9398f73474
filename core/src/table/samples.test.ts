import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import { noDiskFacts } from '../disk/diskFacts';
import { openDriveset } from '../driveset/drivesetTable';
import { datasetHeader, drivesetHeader } from '../examples/exampleFile';
import { applyEdits } from '../text/textEdit';
import { collectFindings } from './findings';
import { fixAll } from './fixAll';
import { recogniseTable } from './recognition';
import type { TableDocument } from './tableDocument';
import { detectDialect } from './tableKind';

const DS = datasetHeader('blob');
const DF = datasetHeader('files');
const DV = drivesetHeader;
const T = 'BlockBlob,rename,None,None';
const key = '060456-014509-132033-080300-252615-584177-672089-411631';

function open(text: string): TableDocument {
  const kind = recogniseTable(text, { name: '' })!;
  if (kind === 'driveset') return openDriveset(text, { context: { tracked: false } });
  return openDataset(text, { context: { dialect: detectDialect(text), nativePaths: false, disk: noDiskFacts } }).table;
}

const fixed = (text: string): string => applyEdits(text, fixAll(open(text)));
const found = (text: string): string[] => collectFindings(open(text), 1000).listed.map(({ code }) => code);
const fixes = (text: string, code: string) =>
  collectFindings(open(text), 1000)
    .listed.filter((finding) => finding.code === code)
    .flatMap((finding) => finding.fixes!());

describe('Fix all', () => {
  it.each([
    ['a header and a record on one line', `${DS} F:\\a\\,abc/,${T}\n`, `${DS}\nF:\\a\\,abc/,${T}\n`],
    [
      'a header and a record behind a comma',
      `${DV},G,Format,SilentMode,Encrypt,\n`,
      `${DV}\nG,Format,SilentMode,Encrypt,\n`,
    ],
    ['a header and a quoted record on one line', `${DF} "F:\\a, b\\",abc/,file\n`, `${DF}\n"F:\\a, b\\",abc/,file\n`],
    [
      'two drives on one line',
      `${DV}\nG,Format,SilentMode,Encrypt, H,Format,SilentMode,Encrypt,\n`,
      `${DV}\nG,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\n`,
    ],
    [
      'three drives on one line',
      `${DV}\nG,Format,SilentMode,Encrypt, H,Format,SilentMode,Encrypt, K,Format,SilentMode,Encrypt,\n`,
      `${DV}\nG,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\nK,Format,SilentMode,Encrypt,\n`,
    ],
    [
      'a drive behind a key',
      `${DV}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key} H,Format,SilentMode,Encrypt,\n`,
      `${DV}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\nH,Format,SilentMode,Encrypt,\n`,
    ],
    [
      'quoted records on one line',
      `${DS}\n"F:\\a\\","abc/",${T} "F:\\b\\","def/",${T}\n`,
      `${DS}\n"F:\\a\\","abc/",${T}\n"F:\\b\\","def/",${T}\n`,
    ],
    [
      'quoted records behind a quoted value',
      `${DF}\n"F:\\a\\","abc/","file" "F:\\b\\","def/","file"\n`,
      `${DF}\n"F:\\a\\","abc/","file"\n"F:\\b\\","def/","file"\n`,
    ],
    ['a comma in a path', `${DS}\nF:\\a, b\\,abc/,${T}\n`, `${DS}\n"F:\\a, b\\",abc/,${T}\n`],
    ['commas in both paths', `${DS}\nF:\\a,b.txt,abc/a,b.txt,${T}\n`, `${DS}\n"F:\\a,b.txt","abc/a,b.txt",${T}\n`],
    ['a lost line end behind the header', `${DS}F:\\a\\,abc/,${T}\n`, `${DS}\nF:\\a\\,abc/,${T}\n`],
    [
      'a lost line end behind None',
      `${DS}\nF:\\a\\,abc/,${T}F:\\b\\,def/,${T}\n`,
      `${DS}\nF:\\a\\,abc/,${T}\nF:\\b\\,def/,${T}\n`,
    ],
    [
      'a lost line end before a quote',
      `${DS}\n"F:\\a\\","abc/",${T}"F:\\b\\","def/",${T}\n`,
      `${DS}\n"F:\\a\\","abc/",${T}\n"F:\\b\\","def/",${T}\n`,
    ],
    ['a line in quotes', `"${DF}"\n"F:\\a\\,abc/,file"\n`, `${DF}\nF:\\a\\,abc/,file\n`],
    ['typographic quotes in straight ones', `${DF}\n"“F:\\a\\”",abc/,file\n`, `${DF}\n"F:\\a\\",abc/,file\n`],
    ['a tab and a no-break space beside commas', `${DF}\nF:\\a\\,\tabc/,\u00a0file\n`, `${DF}\nF:\\a\\,abc/,file\n`],
    [
      'joined files',
      `${DF}\nF:\\a\\,abc/,file\n\ufeffF:\\b\\,abc/b/,file\n`,
      `${DF}\nF:\\a\\,abc/,file\nF:\\b\\,abc/b/,file\n`,
    ],
    ['a special container in capitals', `${DS}\nF:\\a\\,$WEB/,${T}\n`, `${DS}\nF:\\a\\,$web/,${T}\n`],
  ])('mends %s', (_what, text, expected) => {
    expect(fixed(text)).toBe(expected);
    expect(found(expected).filter((code) => code !== 'dataset/container-special')).toEqual([]);
  });

  it.each([
    ['a title', `Job 42\n${DS}\nF:\\a\\,abc/,${T}\n`, ['csv/line-before-header']],
    [
      'a comment and an empty line',
      `# shipped in May\n\n${DV}\nG,Format,SilentMode,Encrypt,\n`,
      ['csv/line-before-header'],
    ],
    ['sep=', `sep=,\n${DF}\nF:\\a\\,abc/,file\n`, ['csv/line-before-header']],
    ['a column of notes', `BasePath,DstBlobPathOrPrefix,Comment\nF:\\a\\,abc/,hello\n`, ['csv/column-unknown']],
    ['NoFormat', `${DV}\nG,NoFormat,SilentMode,Encrypt,\n`, ['driveset/format-option']],
    ['Formated', `${DV}\nG,Formated,SilentMode,Encrypt,\n`, ['driveset/format-option']],
    ['Unencrypted', `${DV}\nG,AlreadyFormatted,SilentMode,Unencrypted,\n`, ['driveset/encryption']],
    ['a drive without Encryption', `${DV}\nG,Format,SilentMode,,\n`, ['driveset/encryption']],
    ['the share $root', `${DF}\nF:\\a\\,$root/,file\n`, ['dataset/share-name']],
    [
      'a URL of an account',
      `${DS}\nF:\\a.txt,https://acc.blob.core.windows.net/a.txt,${T}\n`,
      ['dataset/destination-is-url'],
    ],
    ['a missing header', '"F:\\x\\","share/",file\n', ['csv/header-missing']],
    ['file under the header for blobs', `${DS}\nF:\\a\\,abc/,file,overwrite,None,None\n`, ['dataset/dialect-mixed']],
    ['no destination', `BasePath,BlobType,Disposition\nF:\\a\\,BlockBlob,rename\n`, ['csv/column-missing']],
    [
      'a source in a directory of another record',
      `${DS}\nF:\\a\\,abc/,${T}\nF:\\a\\b\\,abc/b/,${T}\n`,
      ['dataset/base-path-overlap'],
    ],
    [
      'a formatted drive with a key',
      `${DV}\nG,Format,SilentMode,AlreadyEncrypted,${key}\n`,
      ['driveset/format-needs-encrypt'],
    ],
    ['an append blob', `${DS}\nF:\\a\\,abc/,AppendBlob,rename,None,None\n`, ['dataset/blob-type']],
    [
      'a comma behind a whole path',
      `${DS}\nF:\\a\\,abc,xyz/,${T}\n`,
      ['dataset/destination-kind', 'dataset/blob-type', 'dataset/disposition', 'csv/field-count'],
    ],
    ['too many fields', `${DS}\nF:\\a\\,abc/,${T},x\n`, ['csv/field-count']],
  ])('leaves %s to its user', (_what, text, codes) => {
    expect(fixed(text)).toBe(text);
    expect(found(text)).toEqual(codes);
  });

  it('adds one separator only, however often it is applied', () => {
    const text = `${DS}\n"F:\\a\\"x,abc/,${T}\n`;
    expect(fixed(fixed(text))).toBe(fixed(text));
  });
});

describe('A guess', () => {
  it('says what it assumes, and is never preferred to what mends', () => {
    expect(
      fixes(`${DV}\nG,Formated,SilentMode,Encrypt,\n`, 'driveset/format-option').map(({ title, certainty }) => [
        title,
        certainty,
      ]),
    ).toEqual([
      ['Use {0} (assumes that the drive keeps its content)', 'guess'],
      ['Use {0} (assumes that the drive may be erased)', 'guess'],
    ]);
    expect(fixes('"F:\\x\\","share/",file\n', 'csv/header-missing')[0]!.edits![0]!.text).toBe(`${DF}\n`);
    expect(
      fixes(`${DS}\nF:\\a.txt,https://acc.blob.core.windows.net/a.txt,${T}\n`, 'dataset/destination-is-url'),
    ).toEqual([]);
    expect(fixes(`BasePath,DstBlobPathOrPrefix,Comment\nF:\\a\\,abc/,hello\n`, 'csv/column-unknown')).toEqual([]);
  });

  it('of the other header is offered only where all records are of its kind', () => {
    const one = `BasePath,DstBlobPathOrPrefix,BlobType\nF:\\a\\,abc/,file\n`;
    expect(fixes(one, 'dataset/dialect-mixed')).toHaveLength(1);
    expect(fixes(`${one}F:\\b\\,def/,BlockBlob\n`, 'dataset/dialect-mixed')).toHaveLength(1);
    expect(fixes(`${one}F:\\b\\,def/,\n`, 'dataset/dialect-mixed')).toEqual([]);
  });
});

describe('One source', () => {
  it('is one under every spelling', () => {
    expect(found(`${DS}\nF:\\a\\b\\,abc/,${T}\nF:\\a\\\\b\\,abc/,${T}\nF:\\a\\.\\b\\,abc/,${T}\n`)).toEqual([
      'dataset/base-path-duplicate',
      'dataset/base-path-not-normal',
      'dataset/base-path-duplicate',
      'dataset/base-path-not-normal',
    ]);
  });
});

it('A key of which no group can be one is one finding', () => {
  expect(
    found(
      `${DV}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,439675-460165-128202-905124-487224-524332-851649-442187\n`,
    ),
  ).toEqual(['driveset/key-checksum']);
});
