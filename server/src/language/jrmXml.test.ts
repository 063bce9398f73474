import type { CompletionItem, Location, LocationLink, Position } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { finish } from '#core/work/steps';
import type { DocumentContext } from './languageContext';
import { jrmXmlLanguage } from './jrm/jrmLanguage';
import type { JrmXmlFile } from './jrm/jrmFile';
import {
  DATASET,
  DRIVESET,
  contextOf,
  dataset,
  datasetHeader,
  driveset,
  drivesetHeader,
  plainReading,
  withCursor,
} from '../../test/languageContext';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const checksum = (n: number) =>
  `<Checksum><FilePath>F:\\a\\${n}.jpg</FilePath><SHA256>${'ab'.repeat(32)}</SHA256><Size>${n * 1_000_000}</Size><DriveId>WD-1</DriveId><BlobPath>photos/${n}.jpg</BlobPath></Checksum>`;
const jrm = `<?xml version="1.0"?>
<JobResponseManifest>
  <JobId>Job1</JobId>
  <Drives>
    <Drive>
      <DriveId>WD-1</DriveId>
      <BitLockerKey>${key}</BitLockerKey>
      <VolumeLabel>DATA</VolumeLabel>
      <DriveLetter>G</DriveLetter>
      <Capacity>2000000000</Capacity>
    </Drive>
  </Drives>
  <DataMapping>
    <Mapping>
      <SourcePath>F:\\a\\</SourcePath>
      <DestinationContainer>photos</DestinationContainer>
      <BlobType>BlockBlob</BlobType>
      <Drives><DriveId>WD-1</DriveId></Drives>
    </Mapping>
  </DataMapping>
  <Checksums>
    ${checksum(1)}
    ${checksum(2)}
  </Checksums>
  <Seal>${'0'.repeat(64)}</Seal>
</JobResponseManifest>
`;

function contextFor(text: string, snippets = false): DocumentContext<JrmXmlFile> {
  const model = finish(jrmXmlLanguage.read(text, plainReading));
  const table = dataset(
    `${datasetHeader}\nF:\\b\\,music/,BlockBlob,rename,None,None\nF:\\a\\,photos/,BlockBlob,rename,None,None\n`,
  );
  const drives = driveset(`${drivesetHeader}\nH,Format,SilentMode,Encrypt,\nG,Format,SilentMode,Encrypt,\n`);
  const folder = {
    uri: 'file:///job/',
    names: ['wd-1.xml'],
    directories: [],
    uriOf: (name: string) => `file:///job/${name}`,
    read: () => Promise.resolve(undefined),
    beginning: () => Promise.resolve(undefined),
  };
  return {
    ...contextOf(table, { snippets, job: [{ uri: DRIVESET, table: drives }] }),
    uri: 'file:///job/a.jrm',
    folder,
    model,
  };
}

/** Completes at `‸`. */
function completed(marked: string, snippets = false): CompletionItem[] {
  const { text, position } = withCursor(marked);
  return jrmXmlLanguage.completion!(contextFor(text, snippets), position) as CompletionItem[];
}
const labels = (marked: string) => completed(marked).map(({ label }) => label);
/** The JRM with the cursor after the first `what`. */
const at = (what: string, text = jrm) => text.replace(what, (found) => `${found}‸`);

/** The text after a completion. */
function accepted(marked: string, label: string, snippets = false): string {
  const { text, position } = withCursor(marked);
  const model = contextFor(text).model;
  const { range, newText } = completed(marked, snippets).find((item) => item.label === label)!.textEdit as {
    range: { start: Position; end: Position };
    newText: string;
  };
  expect(range.start.line).toBe(position.line);
  return text.slice(0, model.offsetAt(range.start)) + newText + text.slice(model.offsetAt(range.end));
}

describe('Completion in a JRM in XML', () => {
  it('proposes the members that are missing, also where a tag is being typed', () => {
    expect(labels(at('</JobId>'))).toEqual(['CustomerName', 'CreationDate', 'Version', 'SessionId']);
    expect(labels(at('\n  <', jrm.replace('<JobId>Job1</JobId>', '<')))).toEqual([
      'JobId',
      'CustomerName',
      'CreationDate',
      'Version',
      'SessionId',
    ]);
    expect(labels(at('<Cust', jrm.replace('</JobId>', '</JobId>\n  <Cust')))).toContain('CustomerName');
  });

  it('proposes the fields that a record has not, and in a list a record', () => {
    expect(labels(at('</DriveId>'))).toEqual([
      'VolumeId',
      'ManifestFile',
      'ManifestHash',
      'UsedBytes',
      'EncryptionMethod',
    ]);
    expect(labels(at('</BlobType>'))).toEqual(['DestinationPath', 'Disposition']);
    expect(labels(at('<Checksum>', jrm.replace('<FilePath>F:\\a\\1.jpg</FilePath>', '')))).toEqual(['FilePath']);
    expect([labels(at('<Drives>')), labels(at('</Mapping>')), labels(at('</Checksum>'))]).toEqual([
      ['Drive'],
      ['Mapping'],
      ['Checksum'],
    ]);
    expect(
      labels(
        at(
          '<Drives>',
          jrm
            .replace('<Drives><DriveId>WD-1</DriveId></Drives>', '<Drives></Drives>')
            .replace(/<Drives>[^]*<\/Drives>\n {2}<Data/, '<Data'),
        ),
      ),
    ).toEqual(['DriveId']);
  });

  it('writes a record with what it has to have', () => {
    expect(accepted('<JobResponseManifest><DataMapping><‸</DataMapping></JobResponseManifest>', 'Mapping')).toContain(
      '<DataMapping><Mapping>\n  <SourcePath></SourcePath>\n  <DestinationContainer></DestinationContainer>\n  <BlobType></BlobType>\n</Mapping></DataMapping>',
    );
    expect(accepted('<JobResponseManifest><DataMapping>‸', 'Mapping', true)).toContain(
      '<SourcePath>${1:}</SourcePath>\n  <DestinationContainer>${2:}</DestinationContainer>',
    );
    expect(accepted('<JobResponseManifest>\n‸', 'Drives')).toContain('<Drives>\n  \n</Drives>');
  });

  it('proposes values that are known, in the form that XML has for them', () => {
    const emptied = (name: string) => at(`<${name}>`, jrm.replace(new RegExp(`<${name}>[^<]*<`), `<${name}><`));
    expect(labels(emptied('BlobType'))).toEqual(['BlockBlob', 'PageBlob', 'file']);
    expect(labels(emptied('DestinationContainer'))).toEqual(['music', 'photos']);
    expect(labels(emptied('SourcePath'))).toEqual(['F:\\b\\', 'F:\\a\\']);
    expect(labels(emptied('DriveLetter'))).toEqual(['H', 'G']);
    expect(labels(at('<SHA256>'))).toEqual([]);
    expect(labels(at('<BitLockerKey>'))).toEqual([]);
    const other = jrm.replace('<DriveId>WD-1</DriveId>', '<DriveId>A&amp;B</DriveId>');
    expect(accepted(at('<DriveId>WD', other), 'A&B')).toContain('<Drives><DriveId>A&amp;B</DriveId></Drives>');
    expect(accepted(at('</Size><DriveId>', other), 'A&B')).toContain('<DriveId>A&amp;B</DriveId><BlobPath>');
  });

  it('replaces what stands in an element, up to the line’s end where it has none yet', () => {
    expect(accepted(at('<BlobType>Blo'), 'PageBlob')).toContain('<BlobType>PageBlob</BlobType>');
    expect(accepted(at('<BlobType>', jrm.replace('BlockBlob</BlobType>', '')), 'PageBlob')).toContain(
      '<BlobType>PageBlob\n      <Drives>',
    );
  });

  it('proposes the root where nothing stands, and nothing in comments, in tags and behind the root', () => {
    expect(labels('<‸')).toEqual(['JobResponseManifest']);
    expect(accepted('<?xml version="1.0"?>\n<Jo‸', 'JobResponseManifest')).toContain(
      '<JobResponseManifest>\n  \n</JobResponseManifest>',
    );
    expect(labels(`${jrm}‸`)).toEqual([]);
    expect(labels(at('<Drive'))).toEqual([]);
    expect(labels(at('<!-- ', jrm.replace('<Drives>', '<!-- -->\n  <Drives>')))).toEqual([]);
  });
});

const spot = (what: string, behind = 1): Position =>
  withCursor(jrm.replace(what, (found) => `${found.slice(0, behind)}‸${found.slice(behind)}`)).position;

describe('A JRM in XML', () => {
  it('leads from sources and copied files to them, and from a drive to its file', () => {
    const links = jrmXmlLanguage.links!(contextFor(jrm)) as { target?: string; range: { start: Position } }[];
    expect(links.map(({ target, range }) => [target, range.start])).toEqual([
      ['file:///job/wd-1.xml', spot('<DriveId>', 9)],
      ['file:///F:/a/', spot('<SourcePath>', 12)],
      ['file:///F:/a/1.jpg', spot('<FilePath>', 10)],
      ['file:///F:/a/2.jpg', spot(checksum(2), 20)],
    ]);
  });

  it('leads from a mapping to its record, from a drive to its own, from an id to the drive', async () => {
    const found = async <T>(what: string, behind = 1) =>
      (await jrmXmlLanguage.definition!(contextFor(jrm), spot(what, behind))) as T[];
    expect(await found<Location>('<SourcePath>F', 13)).toMatchObject([
      { uri: DATASET, range: { start: { line: 2, character: 0 } } },
    ]);
    expect(await found<Location>('<DriveLetter>')).toMatchObject([
      { uri: DRIVESET, range: { start: { line: 2, character: 0 } } },
    ]);
    const drive = { targetUri: 'file:///job/a.jrm', targetSelectionRange: { start: spot('<DriveId>', 9) } };
    expect(await found<LocationLink>('<Drives><DriveId>WD', 18)).toMatchObject([drive]);
    expect(await found<LocationLink>('</Size><DriveId>WD', 17)).toMatchObject([
      { ...drive, originSelectionRange: { start: spot('</Size><DriveId>', 16) } },
    ]);
    expect(await found('<JobId>')).toBeNull();
  });

  it('tells what a field, a drive, a mapping and a checksum mean, and no key', async () => {
    const said = async (what: string, behind = 1) =>
      JSON.stringify((await jrmXmlLanguage.hover!(contextFor(jrm), spot(what, behind)))?.contents);
    expect(await said('<VolumeLabel>')).toContain('The label of its volume');
    expect(await said('<Drive>')).toMatch(/Drive `WD-1`, letter G.*It holds 2 GB.*Key 060456-••••••-…-411631/);
    expect(await said(key)).toContain('every group is valid');
    expect(await said('<Capacity>2', 11)).toContain('**Capacity**: 2 GB');
    expect(await said('<SourcePath>F', 13)).toMatch(/goes to the container `photos`, as `BlockBlob`/);
    expect(await said('2.jpg')).toMatch(/2 MB.*WD-1.*photos\/2\.jpg/);
    expect(await said('<Seal>')).toMatch(/The seal does not match|not known yet/);
    for (const what of ['<Drive>', key, '<Drives>', '<BitLockerKey>']) expect(await said(what)).not.toContain('014509');
    expect(await said('<?xml')).toBeUndefined();
  });

  it('has the outline that it has in JSON', () => {
    const symbols = jrmXmlLanguage.symbols!(contextFor(jrm)) as {
      name: string;
      detail?: string;
      children?: { name: string; detail?: string }[];
    }[];
    expect(
      symbols.map(({ name, detail, children }) => [name, detail, children?.map((child) => [child.name, child.detail])]),
    ).toEqual([
      ['JobId', 'Job1', undefined],
      ['Drives (1)', undefined, [['WD-1', 'DATA']]],
      ['DataMapping (1)', undefined, [['F:\\a\\ → photos', undefined]]],
      [
        'Checksums (2)',
        undefined,
        [
          ['F:\\a\\1.jpg', undefined],
          ['F:\\a\\2.jpg', undefined],
        ],
      ],
      ['Seal', undefined, undefined],
    ]);
  });

  it('mends a name that nobody knows in both of its tags, or not at all', () => {
    const fixesIn = (text: string) =>
      Array.from(finish(jrmXmlLanguage.findings(contextFor(text))).found).find(({ code }) => code === 'jrm/unknown')!
        .fixes!();
    const unsealed = jrm.replace(/ *<Seal>.*<\/Seal>\n/, '');
    const line = unsealed.split('\n').findIndex((text) => text.includes('<VolumeLabel>'));
    expect(fixesIn(unsealed.replaceAll('VolumeLabel', 'volumeLabel'))).toMatchObject([
      {
        args: ['VolumeLabel'],
        certainty: 'certain',
        edits: [{ range: { start: { line, character: 7 } } }, { range: { start: { line, character: 25 } } }],
      },
    ]);
    expect(
      fixesIn(
        unsealed
          .replaceAll('CustomerName', 'x')
          .replace('<JobId>Job1</JobId>', '<JobId>Job1</JobId><customername>a</customername>'),
      ),
    ).toMatchObject([{ args: ['CustomerName'], edits: [{ text: 'CustomerName' }, { text: 'CustomerName' }] }]);
    expect(fixesIn('<JobResponseManifest><customername>a')).toEqual([]);
  });

  it('mends the id of a drive that is nearly right', () => {
    const context = contextFor(
      jrm.replace(/ *<Seal>.*<\/Seal>\n/, '').replace('</Size><DriveId>WD-1', '</Size><DriveId>WD-2'),
    );
    const [found] = Array.from(finish(jrmXmlLanguage.findings(context)).found).filter(
      ({ code }) => code === 'jrm/checksum-drive-unknown',
    );
    expect(found!.fixes!()).toMatchObject([
      {
        title: 'Change to {0} (assumes a typing mistake)',
        certainty: 'guess',
        args: ['WD-1'],
        edits: [{ text: 'WD-1', range: { start: { line: spot(checksum(1)).line } } }],
      },
    ]);
  });
});
