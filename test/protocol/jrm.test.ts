import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  LocationLink,
  Position,
} from 'vscode-languageserver-types';
import { jrmJson } from '#core/jrm/jrmText';
import { TestClient, until } from './client';
import type { ClientOptions } from './client';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const dataset =
  'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n"F:\\Projects\\","client-backups/2025/",BlockBlob,rename,None,None\n';
const driveset =
  'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\n';

const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};

const jrmText = (count = 3): string =>
  [
    ...jrmJson(
      {
        JobId: 'ImportJob1234',
        CustomerName: 'Contoso',
        CreationDate: '2025-04-20T18:20:00Z',
        Drives: ['G', 'H'].map((DriveLetter, i) => ({
          DriveId: `DriveA${i + 1}`,
          BitLockerKey: key,
          VolumeLabel: 'DATA',
          DriveLetter,
          Capacity: 2_000_398_934_016,
          UsedBytes: 1_500_000_000_000,
        })),
        DataMapping: [
          {
            SourcePath: 'F:\\Projects\\',
            DestinationContainer: 'client-backups',
            BlobType: 'BlockBlob',
            DestinationPath: '2025/',
            Disposition: 'rename',
            Drives: ['DriveA1'],
          },
        ],
      },
      Array.from({ length: count }, (_, i) => ({
        FilePath: `F:\\Projects\\f${i}.bin`,
        SHA256: createHash('sha256').update(String(i)).digest('hex'),
        Size: 1_500_000 * i,
        DriveId: `DriveA${1 + (i % 2)}`,
        BlobPath: `client-backups/2025/f${i}.bin`,
      })),
      sha256,
    ),
  ].join('');

let folder: string;
let client: TestClient;
let uri: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-jrm-'));
  uri = uriOf('job.jrm');
});

afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

async function open(text: string, options: ClientOptions = {}): Promise<void> {
  client = await TestClient.start(options);
  await client.open(uri, text, 'importexport-jrm');
}

/** The position of the first character of `what`, plus `behind`. */
function place(what: string, behind = 0): Position {
  const text = client.text(uri);
  const lines = text.slice(0, text.indexOf(what) + behind).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

const codes = async () => (await client.diagnostics(uri)).map(({ code }) => code);

async function replace(what: string, by: string): Promise<void> {
  await client.edit(uri, [{ range: { start: place(what), end: place(what, what.length) }, newText: by }]);
}

describe('A JRM in an editor', () => {
  it('has no findings when it was just written, next to the job that it was written for', async () => {
    writeFileSync(join(folder, 'dataset.csv'), dataset);
    writeFileSync(join(folder, 'driveset.csv'), driveset);
    await open(jrmText());
    expect(await codes()).toEqual([]);
  });

  it('is said to be modified when it is edited, and no longer when the edit is undone', async () => {
    await open(jrmText());
    expect(await codes()).toEqual([]);
    expect(
      (await client.request<Hover>('textDocument/hover', uri, { position: place('"Seal"', 2) })).contents,
    ).toMatchObject({ value: expect.stringContaining('The seal matches') as string });
    await replace('Contoso', 'Konto');
    expect(await codes()).toEqual(['jrm/modified']);
    await replace('Konto', 'Contoso');
    expect(await codes()).toEqual([]);
  });

  it('that was edited before it was opened is found out at once', async () => {
    await open(jrmText().replace('Contoso', 'Konto'));
    expect(await codes()).toEqual(['jrm/modified']);
  });

  it('offers commands in place of edits where it is sealed, to a client that has them', async () => {
    await open(jrmText().replace('"client-backups", "BlobType"', '"Client-Backups", "BlobType"'), {
      commands: ['sneakernet.prepareDrives', 'sneakernet.importBackup'],
    });
    expect(await codes()).toContain('jrm/modified');
    const [finding] = (await client.diagnostics(uri)).filter(({ code }) => code === 'jrm/container-name');
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', uri, {
      range: finding!.range,
      context: { diagnostics: [finding] },
    });
    const fixes = actions.filter(({ edit, title }) => !edit || title.startsWith('Change to'));
    expect(fixes.map(({ title, command }) => [title, command?.command, command?.arguments])).toEqual([
      ['Prepare again', 'sneakernet.prepareDrives', [uri]],
      ['Restore from backup', 'sneakernet.importBackup', [uri]],
    ]);
    expect(actions.map(({ title }) => title)).toContain('Turn jrm/container-name off in sneakernet.json');
  });

  it('is repaired where it has no seal', async () => {
    await open(
      '{ "DataMapping": [ { "SourcePath": "F:\\\\a\\\\", "DestinationContainer": "Client-Backups", "BlobType": "BlockBlob" }, ], }',
    );
    const [trailing] = (await client.diagnostics(uri)).filter(({ code }) => code === 'jrm/syntax');
    await client.applyAction(uri, trailing!.range, 'Remove the comma');
    const [name] = (await client.diagnostics(uri)).filter(({ code }) => code === 'jrm/container-name');
    await client.applyAction(uri, name!.range, 'Change to client-backups');
    expect(client.text(uri)).toContain('"DestinationContainer": "client-backups", "BlobType": "BlockBlob" } ]');
  });

  it('is compared with dataset and driveset, which the findings point to', async () => {
    writeFileSync(join(folder, 'dataset.csv'), dataset.replace('client-backups', 'others'));
    writeFileSync(join(folder, 'driveset.csv'), driveset.replace('\nH,', '\nI,'));
    await open(jrmText());
    const found = await client.diagnostics(uri);
    expect(
      found.map(({ code, severity, relatedInformation }) => [
        code,
        severity,
        relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]),
      ]),
    ).toEqual([
      ['jrm/driveset-drive-missing', 2, [[uriOf('driveset.csv'), 2]]],
      ['jrm/drive-not-in-driveset', 1, [[uriOf('driveset.csv'), 1]]],
      ['jrm/mapping-not-in-dataset', 2, [[uriOf('dataset.csv'), 1]]],
    ]);
    await client.open(uriOf('dataset.csv'), dataset);
    expect(await codes()).toEqual(['jrm/driveset-drive-missing', 'jrm/drive-not-in-driveset']);
  });

  it('tells what a field, a drive, a mapping and a checksum mean, and no key', async () => {
    await open(jrmText());
    const hover = async (what: string, behind = 2) =>
      JSON.stringify(
        (await client.request<Hover>('textDocument/hover', uri, { position: place(what, behind) })).contents,
      );
    expect(await hover('"VolumeLabel"')).toContain('The label of its volume');
    expect(await hover('DriveA1"')).toMatch(/1\.5 TB of 2 TB are in use.*Key 060456-••••••-…-411631/);
    expect(await hover(key)).toContain('every group is valid');
    expect(await hover('"client-backups"')).toMatch(
      /goes to the container `client-backups\/2025\/`, as `BlockBlob`.*gets another name/,
    );
    expect(await hover('f1.bin')).toMatch(/1\.5 MB.*DriveA2.*client-backups\/2025\/f1\.bin/);
    for (const what of ['DriveA1"', key, 'Drives']) expect(await hover(what)).not.toContain('014509');
  });

  it('has an outline with counts, folds its lists, and hides keys there', async () => {
    await open(jrmText(300));
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', uri);
    expect(symbols.map(({ name, children }) => [name, children?.length])).toEqual([
      ['JobId', undefined],
      ['CustomerName', undefined],
      ['CreationDate', undefined],
      ['Drives (2)', 2],
      ['DataMapping (1)', 1],
      ['Checksums (300)', 200],
      ['Seal', undefined],
    ]);
    expect(JSON.stringify(symbols)).not.toContain('014509');
    expect(await client.request<FoldingRange[]>('textDocument/foldingRange', uri)).toHaveLength(3);
  });

  it('leads from a mapping to its record, from a drive to its own, from an id to the drive', async () => {
    writeFileSync(join(folder, 'dataset.csv'), dataset);
    writeFileSync(join(folder, 'driveset.csv'), driveset);
    writeFileSync(join(folder, 'DriveA2.xml'), '<Drive/>');
    await open(jrmText());
    const definition = <T>(what: string) =>
      client.request<T[]>('textDocument/definition', uri, { position: place(what, 2) });
    expect(await definition<Location>('F:\\\\Projects')).toMatchObject([
      { uri: uriOf('dataset.csv'), range: { start: { line: 1, character: 0 } } },
    ]);
    expect(await definition<Location>('"H"')).toMatchObject([
      { uri: uriOf('driveset.csv'), range: { start: { line: 2, character: 0 } } },
    ]);
    expect(await definition<LocationLink>('DriveA2", "BlobPath')).toMatchObject([
      { targetUri: uri, targetRange: { start: { line: place('DriveA2').line } } },
    ]);
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', uri);
    expect(links.map(({ target }) => target)).toEqual([uriOf('DriveA2.xml')]);
  });

  it('is led to from the source of a dataset, whether it is open or not, in both forms', async () => {
    const rows = `${dataset}"G:\\Other\\","others/",BlockBlob,rename,None,None\n`;
    writeFileSync(join(folder, 'driveset.csv'), driveset);
    const xml =
      '<JobResponseManifest>\n<DataMapping>\n<Mapping><SourcePath>F:\\projects\\</SourcePath></Mapping>\n</DataMapping>\n<Checksums/></JobResponseManifest>\n';
    writeFileSync(join(folder, 'job.jrm'), jrmText());
    writeFileSync(join(folder, 'other.jrm'), xml);
    client = await TestClient.start({});
    const csv = uriOf('dataset.csv');
    await client.open(csv, rows);
    const definition = async (line: number, character: number) => {
      const found = await client.request<Location | Location[] | null>('textDocument/definition', csv, {
        position: { line, character },
      });
      return [found ?? []]
        .flat()
        .map(({ uri: file, range }) => [
          file.slice(file.lastIndexOf('/') + 1),
          range.start.line,
          range.start.character,
        ]);
    };
    const mapping = jrmText()
      .split('\n')
      .findIndex((line) => line.includes('SourcePath'));
    const column = jrmText().split('\n')[mapping]!.indexOf('F:');
    expect(await definition(1, 5)).toEqual([['job.jrm', mapping, column]]);
    // A letter that is not in a driveset is part of the source; one that is belongs to a drive.
    expect(await definition(1, 1)).toEqual([['job.jrm', mapping, column]]);
    expect(await definition(2, 1)).toEqual([['driveset.csv', 1, 0]]);
    expect(await definition(2, 6)).toEqual([]);
    await client.open(uri, `\n${jrmText()}`, 'importexport-jrm');
    await client.diagnostics(uri);
    expect(await definition(1, 5)).toEqual([['job.jrm', mapping + 1, column]]);
    await client.edit(uri, [
      { range: { start: place('F:\\\\Projects'), end: place('F:\\\\Projects', 2) }, newText: 'X:' },
    ]);
    await client.diagnostics(uri);
    expect(await definition(1, 5)).toEqual([['other.jrm', 2, 21]]);
    await client.open(uriOf('other.jrm'), `\n${xml}`.trimStart(), 'importexport-jrm-xml');
    await client.diagnostics(uriOf('other.jrm'));
    expect(await definition(1, 5)).toEqual([['other.jrm', 2, 21]]);
  });

  it('proposes names and values that are known', async () => {
    writeFileSync(join(folder, 'dataset.csv'), dataset);
    await open(
      '{\n  "Drives": [{ "DriveId": "DriveA1" }],\n  "DataMapping": [{ "DestinationContainer": "", "BlobType": "", "Drives": [""] }],\n  ""\n}',
    );
    const labels = async (position: Position) =>
      (await client.request<CompletionItem[]>('textDocument/completion', uri, { position })).map(({ label }) => label);
    expect(await labels(place('"DestinationContainer": "', 25))).toEqual(['client-backups']);
    expect(await labels(place('"BlobType": "', 13))).toEqual(['BlockBlob', 'PageBlob', 'file']);
    expect(await labels(place('"Drives": [""', 12))).toEqual(['DriveA1']);
    expect(await labels(place('  ""', 3))).toEqual([
      'JobId',
      'CustomerName',
      'CreationDate',
      'Version',
      'SessionId',
      'Checksums',
      'Seal',
    ]);
    expect(await labels(place('"DriveId": "DriveA1"', 20))).toEqual([]);
  });

  it('lists no more findings than it is asked to, says how many there are, and obeys sneakernet.json', async () => {
    const wrong = jrmText(500).replaceAll(/("SHA256": ".{63})./g, '$1x');
    writeFileSync(join(folder, 'sneakernet.json'), '{ "rules": { "jrm/modified": "off" } }');
    await open(wrong, { settings: { validation: { maxFindings: 10 }, rules: { 'jrm/checksum-format': 'warning' } } });
    const found = await client.diagnostics(uri);
    expect(found.filter(({ code, severity }) => code === 'jrm/checksum-format' && severity === 2)).toHaveLength(10);
    expect(found.at(-1)).toMatchObject({
      code: 'csv/more-findings',
      message: expect.stringContaining('490') as string,
    });
    expect(client.statuses.at(-1)).toMatchObject({ kind: 'jrm', records: 500, warnings: 500, errors: 0, more: 490 });
  });

  it('is sent unasked to a client that cannot ask', async () => {
    await open(jrmText().replace('Contoso"', 'Contoso'), { pull: false });
    const { diagnostics } = await until(() => client.pushed.get(uri));
    expect(diagnostics.map(({ code }) => code)).toEqual(['jrm/syntax', 'jrm/syntax']);
  });
});
