import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  LocationLink,
  MarkupContent,
  Position,
} from 'vscode-languageserver-types';
import { TestClient, until } from './client';
import type { ClientOptions } from './client';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const storageKey = `${'A'.repeat(86)}==`;

let folder: string;
let client: TestClient | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-companions-'));
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

async function open(
  name: string,
  text: string,
  options: ClientOptions & { readonly languageId?: string } = {},
): Promise<string> {
  client ??= await TestClient.start(options);
  const uri = uriOf(name);
  await client.open(uri, text, options.languageId ?? 'xml');
  return uri;
}

const codes = async (uri: string) => (await client!.diagnostics(uri)).map(({ code, message }) => code ?? message);

/** The position that `‸` marks in the text of a document. */
function cursor(uri: string, marked: string): Position {
  const text = client!.text(uri);
  const offset = text.indexOf(marked.replace('‸', ''));
  if (offset < 0) throw new Error(`${marked} is not in the text.`);
  const before = text.slice(0, offset + marked.indexOf('‸')).split(/\r\n|\n|\r/);
  return { line: before.length - 1, character: before.at(-1)!.length };
}

async function hover(uri: string, marked: string): Promise<string> {
  const found = await client!.request<Hover | null>('textDocument/hover', uri, { position: cursor(uri, marked) });
  return found ? (found.contents as MarkupContent).value : '';
}

async function labels(uri: string, marked: string): Promise<string[]> {
  const found = await client!.request<CompletionList | CompletionItem[] | null>('textDocument/completion', uri, {
    position: cursor(uri, marked),
  });
  return (Array.isArray(found) ? found : (found?.items ?? [])).map(({ label }) => label);
}

const outline = (symbols: readonly DocumentSymbol[]): unknown[] =>
  symbols.map(({ name, detail, children = [] }) => [name, detail ?? '', ...outline(children)]);
const symbols = async (uri: string) =>
  outline(await client!.request<DocumentSymbol[]>('textDocument/documentSymbol', uri));

/** A journal as the runner leaves it if it is stopped while writing. */
function journalOf(lineEnd: string): string {
  const record = (activity: string, ...lines: readonly string[]) => [
    '[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord]',
    `ActivityId: ${activity}`,
    ...lines,
    '[EndUpdateRecord]',
  ];
  const paths = {
    datasets: [join(folder, 'dataset.csv')],
    drivesets: [join(folder, 'driveset.csv')],
    jrm: join(folder, 'job.jrm'),
    planFile: join(folder, 'job.plan'),
    planSha256: '00',
    options: {},
  };
  return [
    '[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:NewJournalFile]',
    'VocabularyVersion: 2013-02-01',
    '[EndUpdateRecord]',
    ...record(
      'PrepImportDriveCommandContext',
      'SessionId: session#1',
      `LogDirectory: ${join(folder, 'logs')}`,
      `StorageAccountKey: ${storageKey}`,
      `Parameters: ${JSON.stringify(paths)}`,
    ),
    ...record(
      'CopyDrive',
      'SessionId: session#1',
      'Drive: 0',
      'DriveLetter: G',
      'DriveId: WD-1234',
      `Target: ${JSON.stringify(join(folder, 'g.vhd'))}`,
      'Capacity: 2000000000',
      `BitLockerKey: ${key}`,
      'BitLockerSecrets: {"masterKey":"c2VjcmV0IQ"}',
    ),
    ...record('CopySession', 'SessionId: session#1', 'State: Interrupted'),
    ...record('CopyDriveState', 'SessionId: session#1', 'Drive: 0', 'State: Writing'),
    ...record(
      'CopyProgress',
      'SessionId: session#1',
      'Drive: 0',
      'Next: 2 0',
      'Files: [BeginValue]',
      '0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU 1B2M2Y8AsgTpgAmY7PhCfg',
      '1 !vanished',
      '[EndValue]',
    ),
    ...record(
      'DriveInfo',
      'SessionId: session#1',
      'Drive: 0',
      'DriveState: [BeginValue]',
      '<Drive>',
      '   <DriveId>WD-1234</DriveId>',
      `   <BitLockerKey>${key}</BitLockerKey>`,
      String.raw`   <ManifestFile>\DriveManifest.xml</ManifestFile>`,
      '   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>',
      '</Drive>',
      '[EndValue]',
      'SaveCommandOutput: Completed',
    ),
    '[BeginUpdateRecord][2025/04/20 18:24:15.000][Type:Activ',
  ].join(lineEnd);
}

describe('A journal in an editor', () => {
  const commands = ['sneakernet.resumePreparation', 'sneakernet.abortPreparation'];

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])(
    'with %s says that its session was interrupted, and offers what the runner can do about it',
    async (_, lineEnd) => {
      const uri = await open('JOB.JRN', journalOf(lineEnd), { commands });
      const diagnostics = await client!.diagnostics(uri);
      expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
        ['journal/interrupted', 3],
        ['journal/record', 2],
      ]);
      const [interrupted] = diagnostics;
      const actions = await client!.request<CodeAction[]>('textDocument/codeAction', uri, {
        range: interrupted!.range,
        context: { diagnostics },
      });
      expect(
        actions.flatMap(({ command, edit }) =>
          command && commands.includes(command.command) ? [[command.command, command.arguments, edit]] : [],
        ),
      ).toEqual(commands.map((command) => [command, [uri], undefined]));
      const lenses = await client!.request<CodeLens[]>('textDocument/codeLens', uri);
      expect(lenses.map(({ command, range }) => [command?.title, command?.command, range.start.line])).toEqual([
        ['Resume', commands[0], 21],
        ['Abort', commands[1], 21],
      ]);
    },
  );

  it('offers nothing to a client that cannot do it', async () => {
    const uri = await open('job.jrn', journalOf('\n'));
    expect(await client!.request<CodeLens[]>('textDocument/codeLens', uri)).toEqual([]);
    const [interrupted] = await client!.diagnostics(uri);
    const actions = await client!.request<CodeAction[]>('textDocument/codeAction', uri, {
      range: interrupted!.range,
      context: { diagnostics: [interrupted] },
    });
    expect(actions.filter(({ command }) => command !== undefined && commands.includes(command.command))).toEqual([]);
  });

  it('explains its records, and shows no secret', async () => {
    const uri = await open('job.jrn', journalOf('\r\n'));
    expect(await hover(uri, 'Activity‸Id: CopyProgress')).toMatch(/checkpoint/i);
    expect(await hover(uri, 'Fil‸es: ')).toMatch(
      /1 files done, 1 not copied, 1 blocks[^]*Session `session#1` with 1 drives is now `Interrupted`/,
    );
    expect(await hover(uri, 'State: Wri‸ting')).toContain('cannot be opened yet');
    expect(await hover(uri, 'Capa‸city')).toContain('2 GB');
    expect(await hover(uri, '<Manifest‸Hash>')).toContain('MD5');
    for (const marked of ['BitLocker‸Key: ', 'BitLocker‸Secrets: ', 'StorageAccount‸Key: ', '<BitLocker‸Key>']) {
      const text = await hover(uri, marked);
      expect(text).toMatch(/secret/i);
      expect(text).not.toMatch(/014509-132033|c2VjcmV0|AAAAAAAA/);
    }
    for (let line = 0; line < client!.text(uri).split('\n').length; line++) {
      const found = await client!.request<Hover | null>('textDocument/hover', uri, {
        position: { line, character: 3 },
      });
      expect(JSON.stringify(found)).not.toMatch(/014509-132033|c2VjcmV0|AAAAAAAA/);
    }
  });

  it('has sessions and drives for an outline, folds records, and leads to its files', async () => {
    const uri = await open('job.jrn', journalOf('\n'));
    expect(await symbols(uri)).toEqual([
      ['session#1', 'Interrupted · 1 drives · 6 records', ['G: WD-1234', 'Writing · 1 files done']],
    ]);
    expect(JSON.stringify(await symbols(uri))).not.toContain('014509');
    const folds = await client!.request<FoldingRange[]>('textDocument/foldingRange', uri);
    expect(folds.slice(0, 2).map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [0, 2],
      [3, 9],
    ]);
    const links = await client!.request<DocumentLink[]>('textDocument/documentLink', uri);
    expect(links.map(({ target }) => target)).toEqual(
      ['logs', 'dataset.csv', 'driveset.csv', 'job.jrm', 'job.plan', 'g.vhd'].map(uriOf),
    );
    for (const { range, target } of links) {
      const line = client!.text(uri).split('\n')[range.start.line]!;
      expect(pathToFileURL(line.slice(range.start.character, range.end.character)).href).toBe(target);
    }
    const definition = await client!.request<Location>('textDocument/definition', uri, {
      position: cursor(uri, 'data‸set.csv'),
    });
    expect(definition.uri).toBe(uriOf('dataset.csv'));
  });

  it('that was made by the original tool is read as well', async () => {
    const uri = await open(
      'tool.jrn',
      '[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:NewJournalFile]\r\nVocabularyVersion: 2013-02-01\r\n[EndUpdateRecord]\r\n[BeginUpdateRecord][2016/11/02 18:24:14.749][Type:ActivityRecord]\r\nActivityId: PrepImportDriveCommandContext\r\nLogDirectory: F:\\logs\r\n[EndUpdateRecord]\r\n',
    );
    expect(await codes(uri)).toEqual([]);
    expect(await symbols(uri)).toEqual([]);
  });
});

const manifest = `<?xml version="1.0" encoding="UTF-8"?>
<DriveManifest Version="2014-11-01">
  <Drive>
    <DriveId>WD-1234</DriveId>
    <StorageAccountKey>${storageKey}</StorageAccountKey>
    <BlobList Id="session#1-0">
      <MetadataPath Hash="D41D8CD98F00B204E9800998ECF8427E">\\session#1\\row-0.metadata.xml</MetadataPath>
      <Blob>
        <BlobPath>photos/2019/a &amp; b.jpg</BlobPath>
        <FilePath>\\session#1\\2019\\a &amp; b.jpg</FilePath>
        <Length>1000</Length>
        <ImportDisposition>rename</ImportDisposition>
        <BlockList>
          <Block Offset="0" Length="600" Hash="D41D8CD98F00B204E9800998ECF8427E"/>
          <Block Offset="600" Length="400" Hash="D41D8CD98F00B204E9800998ECF8427E"/>
        </BlockList>
      </Blob>
      <Blob>
        <BlobPath>photos/c.vhd</BlobPath>
        <FilePath>\\session#1\\c.vhd</FilePath>
        <Length>4096</Length>
        <PageRangeList>
          <PageRange Offset="0" Length="512" Hash="D41D8CD98F00B204E9800998ECF8427E"/>
        </PageRangeList>
      </Blob>
    </BlobList>
  </Drive>
</DriveManifest>
`;

describe('A manifest in an editor', () => {
  it('is held to its rules, and checked again after an edit', async () => {
    const uri = await open('DriveManifest.xml', manifest.replaceAll('\n', '\r\n'));
    expect(await codes(uri)).toEqual([]);
    const at = cursor(uri, 'Offset="‸600"');
    await client!.edit(uri, [
      { range: { start: at, end: { line: at.line, character: at.character + 1 } }, newText: '5' },
    ]);
    const diagnostics = await client!.diagnostics(uri);
    expect(diagnostics.map(({ code, range }) => [code, range])).toEqual([
      ['manifest/length', expect.anything()],
      ['manifest/block-gap', { start: at, end: { line: at.line, character: at.character + 3 } }],
    ]);
    expect(diagnostics.map(({ codeDescription }) => codeDescription?.href)).toEqual([
      expect.stringMatching(/docs\/rules\/manifest\/length\.md$/),
      expect.stringMatching(/block-gap\.md$/),
    ]);
  });

  it('explains blobs, blocks and lists, and shows no secret', async () => {
    const uri = await open('DriveManifest.xml', manifest);
    expect(await hover(uri, '<Bl‸ob>')).toBe(
      String.raw`${'`'}\session#1\2019\a & b.jpg${'`'} becomes the block blob ${'`'}2019/a & b.jpg${'`'} in the container ${'`'}photos${'`'}: 1 kB in 2 blocks.`,
    );
    expect(await hover(uri, 'photos/c‸.vhd')).toContain('page blob');
    expect(await hover(uri, '<Bl‸ock Offset="600"')).toContain('Block 2 of 2; together they have 1 kB.');
    expect(await hover(uri, '<Blob‸List')).toContain('The list `session#1-0` has 2 blobs with 5.1 kB in total.');
    expect(await hover(uri, 'Ha‸sh="D41D8CD98F00B204E9800998ECF8427E"/>')).toContain('MD5');
    expect(await hover(uri, '>ren‸ame<')).toContain('Keeps both');
    const secret = await hover(uri, 'AAAA‸AAAA');
    expect(secret).toMatch(/secret/i);
    expect(secret).not.toContain('AAAA');
  });

  it('has lists and blobs for an outline, folds elements, completes dispositions, and leads to files of its drive', async () => {
    mkdirSync(join(folder, 'session#1'));
    const uri = await open('DriveManifest.xml', manifest);
    expect(await symbols(uri)).toEqual([
      ['session#1-0', '2 blobs, 5.1 kB', ['photos/2019/a & b.jpg', '1 kB'], ['photos/c.vhd', '4.1 kB']],
    ]);
    const folds = await client!.request<FoldingRange[]>('textDocument/foldingRange', uri);
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [1, 26],
      [2, 25],
      [5, 24],
      [7, 15],
      [12, 14],
      [17, 23],
      [21, 22],
    ]);
    expect(await labels(uri, '>ren‸ame<')).toEqual(['rename', 'no-overwrite', 'overwrite']);
    const links = await client!.request<DocumentLink[]>('textDocument/documentLink', uri);
    expect(links.map(({ target }) => target)).toEqual(
      ['row-0.metadata.xml', '2019/a & b.jpg', 'c.vhd'].map((name) =>
        uriOf(`session#1/${name}`).replace('&', encodeURIComponent('&')),
      ),
    );
  });

  it('of 40 MB keeps nobody waiting, and is given up for a newer edit', async () => {
    const blob = manifest.slice(manifest.indexOf('      <Blob>'), manifest.indexOf('    </BlobList>'));
    const count = Math.ceil(40e6 / blob.length);
    const blobs = Array.from({ length: count }, (_, number) =>
      blob.replace('a &amp; b', `a${number}`).replace('c.vhd', `c${number}.vhd`),
    ).join('');
    const uri = await open('DriveManifest.xml', manifest.replace(blob, blobs));
    let isDone = false;
    const slow = client!.diagnostics(uri).then(() => (isDone = true));
    const side = await open('metadata.xml', '<Metadata><a-b>1</a-b></Metadata>');
    expect(await codes(side)).toEqual(['metadata/name']);
    expect(isDone).toBe(false);
    await client!.edit(uri, [
      {
        range: { start: { line: 0, character: 0 }, end: { line: client!.text(uri).split('\n').length, character: 0 } },
        newText: '<DriveManifest/>',
      },
    ]);
    expect(await codes(uri)).toEqual(['manifest/syntax']);
    await slow;
  });
});

const log = `<?xml version="1.0" encoding="utf-8"?>
<DriveLog Version="2014-11-01">
  <DriveId>WD-1234</DriveId>
  <Blob Status="FileNotFound">
    <BlobPath>photos/2019/a &amp; b.jpg</BlobPath>
    <FilePath>\\session#1\\2019\\a.jpg</FilePath>
    <Length>30310</Length>
    <ImportDisposition Status="Cancelled">rename</ImportDisposition>
    <BlockList>
      <Block Offset="0" Length="6062" Id="AAAA" Hash="700CE7E21ED55525977FAF7AAA9E546B" Status="Cancelled" />
    </BlockList>
  </Blob>
  <Status>CompletedWithErrors</Status>
</DriveLog>
`;

describe('A copy log in an editor', () => {
  it.each(['job_WD-1234_20250420-182414-735_error.xml', 'whatever.xml'])(
    'is recognised as %s, and says what the data centre reports',
    async (name) => {
      const uri = await open(name, log);
      expect((await client!.diagnostics(uri)).map(({ code, severity }) => [code, severity])).toEqual([
        ['log/blob-status', 1],
        ['log/drive-status', 1],
      ]);
      expect(await hover(uri, 'Status="FileNot‸Found"')).toContain('the manifest lists it');
      expect(await hover(uri, '<Status>Completed‸WithErrors')).toContain('keep the sources');
      expect(await hover(uri, 'Status="Can‸celled" />')).toContain('because an earlier step failed');
      expect(await symbols(uri)).toEqual([
        ['WD-1234', 'CompletedWithErrors · 1 FileNotFound', ['photos/2019/a & b.jpg', 'FileNotFound']],
      ]);
    },
  );

  it('leads from a blob to the manifest and to the dataset', async () => {
    writeFileSync(join(folder, 'DriveManifest.xml'), manifest);
    writeFileSync(
      join(folder, 'dataset.csv'),
      'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\nF:\\a\\,photos/,BlockBlob,rename,None,None\nF:\\b\\,photos/2019/,BlockBlob,rename,None,None\n',
    );
    const uri = await open('drive_error.xml', log);
    const places = await client!.request<LocationLink[]>('textDocument/definition', uri, {
      position: cursor(uri, 'photos/2‸019'),
    });
    expect(places.map(({ targetUri, targetRange }) => [targetUri, targetRange.start])).toEqual([
      [uriOf('DriveManifest.xml'), { line: 8, character: 18 }],
      [uriOf('dataset.csv'), { line: 2, character: 6 }],
    ]);
  });
});

describe('The small XML files of a job in an editor', () => {
  it('repairs a properties file', async () => {
    const uri = await open(
      'photos.properties.xml',
      '<?xml version="1.0"?>\r\n<Properties>\r\n  <Content-MD5>d41d8cd98f00b204e9800998ecf8427e</Content-MD5>\r\n  <ContentType>image/jpeg</ContentType>\r\n  <Etag>1</Etag>\r\n</Properties>\r\n',
    );
    for (const [code, title] of [
      ['properties/content-md5', 'Change to 1B2M2Y8AsgTpgAmY7PhCfg=='],
      ['properties/unknown', 'Change to Content-Type'],
      ['properties/export-only', 'Remove'],
    ] as const) {
      const found = (await client!.diagnostics(uri)).find((diagnostic) => diagnostic.code === code);
      await client!.applyAction(uri, found!.range, title);
    }
    expect(client!.text(uri)).toBe(
      '<?xml version="1.0"?>\r\n<Properties>\r\n  <Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5>\r\n  <Content-Type>image/jpeg</Content-Type>\r\n</Properties>\r\n',
    );
    expect(await codes(uri)).toEqual([]);
    expect(await hover(uri, '<Content-‸Type>')).toContain('media type');
    expect(await symbols(uri)).toEqual([
      ['Content-MD5', '1B2M2Y8AsgTpgAmY7PhCfg=='],
      ['Content-Type', 'image/jpeg'],
    ]);
  });

  it('completes the names of properties, and an empty file as a whole', async () => {
    const uri = await open('properties.xml', '<Properties>\n  <Content-Type>a</Content-Type>\n  <Con\n</Properties>\n');
    expect(await labels(uri, '  <Con‸\n')).toEqual([
      'Content-MD5',
      'Content-Encoding',
      'Content-Language',
      'Cache-Control',
    ]);
    const empty = await open('metadata.xml', '');
    expect(await labels(empty, '‸')).toEqual(['Metadata']);
  });

  it('checks the information of a drive, and shows its key masked', async () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Drive>\n   <DriveId>WD-1234</DriveId>\n   <BitLockerKey>${key.replace('014509', '014508')}</BitLockerKey>\n   <ManifestFile>\\DriveManifest.xml</ManifestFile>\n</Drive>\n`;
    const uri = await open('WD-1234.xml', text);
    const diagnostics = await client!.diagnostics(uri);
    expect(diagnostics.map(({ code, range }) => [code, range.start.line])).toEqual([
      ['journal/drive-info', 1],
      ['journal/drive-info', 3],
    ]);
    expect(JSON.stringify(diagnostics)).not.toMatch(/014508|132033/);
    const shown = await hover(uri, '<BitLocker‸Key>');
    expect(shown).toContain('060456-••••••');
    expect(shown).not.toMatch(/014508|132033/);
    expect(await symbols(uri)).toEqual([['WD-1234', '']]);
    expect(await labels(uri, '</ManifestFile>‸')).toEqual(['ManifestHash']);
  });

  it('leaves XML alone that is no file of a job', async () => {
    const uri = await open('metadata-of-something.xml', '<project><name/></project>');
    expect(await codes(uri)).toEqual([]);
  });

  it('clears what it has said when a file is closed', async () => {
    const uri = await open('metadata.xml', '<Metadata><a-b>1</a-b></Metadata>', { pull: false });
    await until(() => client!.pushed.get(uri)?.diagnostics.length === 1);
    await client!.close(uri);
    await until(() => client!.pushed.get(uri)?.diagnostics.length === 0);
  });
});
