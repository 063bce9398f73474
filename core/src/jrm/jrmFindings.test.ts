import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import { noDiskFacts } from '../disk/diskFacts';
import { openDriveset } from '../driveset/drivesetTable';
import { finish } from '../work/steps';
import type { JrmChecksum, JrmDrive, JrmHeader, JrmMapping } from './jrm';
import { jrmJson, jrmXml } from './jrmText';
import { checkJrm } from './jrmFindings';

const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};
const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const tables = [
  {
    file: 'dataset.csv',
    fileName: 'dataset.csv',
    table: openDataset(
      'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\nF:\\a\\,photos/,BlockBlob,rename,,\n',
      { context: { dialect: 'blob', nativePaths: false, disk: noDiskFacts } },
    ).table,
  },
  {
    file: 'driveset.csv',
    fileName: 'driveset.csv',
    table: openDriveset(
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\n',
      { context: { tracked: false } },
    ),
  },
];

const codesOf = (text: string) => {
  const { findings, checksumCount } = finish(checkJrm(text, { tables, tablesAreComplete: true, sha256 }));
  return { checksumCount, codes: [...findings.found].map(({ code, variant = '' }) => `${code} ${variant}`).sort() };
};

const drive: fc.Arbitrary<JrmDrive> = fc.record(
  {
    DriveId: fc.constantFrom('A1', 'A2', 'a2', ''),
    BitLockerKey: fc.constantFrom(
      key,
      key.replace('0145', '0146'),
      key.slice(7),
      key.replace('132033', '999999'),
      'x',
      '1'.repeat(300),
    ),
    VolumeLabel: fc.constantFrom('DATA', 'x'.repeat(40)),
    DriveLetter: fc.constantFrom('G', 'g', 'H', 'G:'),
    ManifestHash: fc.constantFrom('D863FE44F861AE0DA4DCEAEEFFCCCE68', 'D863'),
    Capacity: fc.constantFrom(0, 2_000_000_000_000),
    EncryptionMethod: fc.constantFrom('aes-xts-128', 'none'),
  },
  { requiredKeys: ['DriveId', 'BitLockerKey', 'VolumeLabel'] },
);
const mapping: fc.Arbitrary<JrmMapping> = fc.record(
  {
    SourcePath: fc.constantFrom('F:\\a\\', 'F:\\A\\', 'F:\\b.txt', '/data/', ''),
    DestinationContainer: fc.constantFrom('photos', 'Photos', 'a--b', '$root', 'x'),
    BlobType: fc.constantFrom('BlockBlob', 'block', 'AppendBlob', 'file', 'other'),
    Disposition: fc.constantFrom('rename', 'Rename'),
    Drives: fc.array(fc.constantFrom('A1', 'A9'), { maxLength: 2 }),
  },
  { requiredKeys: ['SourcePath', 'DestinationContainer', 'BlobType'] },
);
const checksum: fc.Arbitrary<JrmChecksum> = fc.record(
  {
    FilePath: fc.constantFrom('F:\\a\\1', 'f:\\A\\1', 'F:\\a\\b\\2', 'F:\\b.txt', '/data/x', '/Data/x', 'G:\\q', ''),
    SHA256: fc.constantFrom(hash('1'), hash('1').toUpperCase(), hash('2'), 'abc', `${hash('1').slice(1)}x`),
    DriveId: fc.constantFrom('A1', 'A2', 'B'),
    BlobPath: fc.constantFrom('photos/1', 'photos/2'),
  },
  { requiredKeys: ['FilePath', 'SHA256'] },
);
const header: fc.Arbitrary<JrmHeader> = fc.record({
  JobId: fc.constantFrom('job', ''),
  CustomerName: fc.constant('Contoso'),
  CreationDate: fc.constantFrom(
    '2025-04-20T18:20:00Z',
    '2025-02-30T18:20:00Z',
    '2024-02-29T23:59:60+02:00',
    '20.04.2025',
    '2025-04-20',
  ),
  Drives: fc.array(drive, { maxLength: 4 }),
  DataMapping: fc.array(mapping, { maxLength: 4 }),
});

describe('A JRM that is checked', () => {
  it('has the same findings in JSON and in XML', () => {
    fc.assert(
      fc.property(header, fc.array(checksum, { maxLength: 8 }), (head, checksums) => {
        const json = [...jrmJson(head, checksums, sha256)].join('');
        const xml = [...jrmXml(head, checksums, sha256)].join('');
        expect(codesOf(xml)).toEqual(codesOf(json));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a customer that nobody named', { CustomerName: '' }, []],
    ['a job without a name', { JobId: '' }, ['jrm/missing empty']],
  ])('takes %s for what it is', (_, fields, expected) => {
    const head: JrmHeader = {
      JobId: 'job',
      CustomerName: 'Contoso',
      CreationDate: '2025-04-20T18:20:00Z',
      Drives: [{ DriveId: 'A1', BitLockerKey: key, VolumeLabel: '', DriveLetter: 'G' }],
      DataMapping: [],
      ...fields,
    };
    expect(codesOf([...jrmJson(head, [], sha256)].join('')).codes).toEqual(expected);
  });

  it.each([
    ['JSON', 'half of a surrogate pair in a name', (text: string) => text.replace('Contoso', 'Contoso\\ud800')],
    [
      'JSON',
      'a changed checksum, and half of a surrogate pair somewhere',
      (text: string) => text.replace('Contoso', 'Contoso\\udc00').replace(hash('1'), hash('9')),
    ],
    [
      'JSON',
      'half of a surrogate pair in a path',
      (text: string) => text.replace('F:\\\\a\\\\1', 'F:\\\\a\\\\\\ud8001'),
    ],
    ['XML', 'an element in a text', (text: string) => text.replace('Contoso', 'Contoso<b>x</b>')],
    ['XML', 'an empty element in a text', (text: string) => text.replace('Contoso', 'Con<b/>toso')],
    ['XML', 'an element in a path', (text: string) => text.replace('F:\\a\\1', 'F:\\a\\1<x>2</x>')],
  ] as const)('in %s, was edited after it was sealed where it holds %s', (form, _, edit) => {
    const header = {
      JobId: 'j',
      CustomerName: 'Contoso',
      CreationDate: '2026-01-01T00:00:00Z',
      Drives: [{ DriveId: 'A1', BitLockerKey: key, VolumeLabel: 'DATA', DriveLetter: 'G' }],
      DataMapping: [{ SourcePath: 'F:\\a\\', DestinationContainer: 'photos', BlobType: 'BlockBlob' }],
    };
    const checksums = [{ FilePath: 'F:\\a\\1', SHA256: hash('1'), DriveId: 'A1' }];
    const text = [...(form === 'JSON' ? jrmJson : jrmXml)(header, checksums, sha256)].join('');
    expect(codesOf(text).codes).toEqual([]);
    const edited = edit(text);
    expect(edited).not.toBe(text);
    expect(
      codesOf(edited).codes.some((code) => /^jrm\/(modified|syntax)/.test(code)),
      codesOf(edited).codes.join(),
    ).toBe(true);
  });

  it('in XML, has its places between the tags', () => {
    const xml =
      '<?xml version="1.0"?>\n<JobResponseManifest>\n  <Drives>\n    <Drive><DriveId>A1</DriveId><BitLockerKey>060456-014508</BitLockerKey></Drive>\n  </Drives>\n  <Extra/>\n</JobResponseManifest>\n';
    const { findings } = finish(checkJrm(xml, { tables: [], tablesAreComplete: true, sha256 }));
    const lines = xml.split('\n');
    const said = [...findings.found].map(({ code, start, end }) => [
      code,
      lines[start.line]!.slice(start.character, end.character),
    ]);
    expect(said).toContainEqual(['jrm/key-format', '060456-014508']);
    expect(said).toContainEqual(['jrm/missing', 'Drive']);
    expect(said).toContainEqual(['jrm/unknown', 'Extra']);
    expect(said).toContainEqual(['jrm/missing', 'JobResponseManifest']);
  });

  it.each([
    ['another root', '<Manifest/>', 'jrm/syntax root'],
    ['a tag that is not closed', '<JobResponseManifest><JobId>a</JobResponseManifest>', 'jrm/syntax xml'],
    [
      'text beside elements',
      '<JobResponseManifest><Drives>mine<Drive/></Drives></JobResponseManifest>',
      'jrm/syntax text',
    ],
    [
      'a member twice',
      '<JobResponseManifest><JobId>a</JobId><JobId>a</JobId></JobResponseManifest>',
      'jrm/type duplicate',
    ],
    [
      'a seal that was made for another text',
      '<JobResponseManifest><JobId>a</JobId><CustomerName>c</CustomerName><CreationDate>2025-04-20T18:20:00Z</CreationDate><Drives/><DataMapping/><Checksums/><Seal>00</Seal></JobResponseManifest>',
      'jrm/modified ',
    ],
  ])('in XML, %s is told', (_, xml, expected) => {
    expect(codesOf(xml).codes).toContain(expected);
  });

  it('in XML, ends whatever the text is', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '/',
      '</',
      '<JobResponseManifest>',
      '<Drives>',
      '<Drive>',
      '</Drive>',
      '<Checksums>',
      '<Seal>',
      '&amp;',
      '&x;',
      '<![CDATA[',
      ']]>',
      '<!--',
      'a',
      ' ',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        expect(codesOf(`<${parts.join('')}`).codes.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
