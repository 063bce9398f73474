import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionList, Hover, Location, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { TestClient, serverBundle, until } from './client';
import type { ClientOptions } from './client';

const datasetHeader = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const drivesetHeader = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';
const key = '060456-014509-132033-080300-252615-584177-672089-411631';

let folder: string;
let client: TestClient | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-protocol-'));
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await TestClient.start(options);
  return client;
}

async function codes(uri: string): Promise<unknown[]> {
  return (await client!.diagnostics(uri)).map(({ code }) => code);
}

const at = (line: number, character: number): Range => ({ start: { line, character }, end: { line, character } });

describe('The server', () => {
  it('speaks over a socket as well', async () => {
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const child = spawn(process.execPath, [serverBundle, `--socket=${port}`], { stdio: 'ignore' });
    const [socket] = (await once(listener, 'connection')) as [Socket];
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    connection.listen();
    const { capabilities } = await connection.sendRequest<{ capabilities: object }>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    expect(capabilities).toMatchObject({ hoverProvider: true, diagnosticProvider: { interFileDependencies: true } });
    const ended = once(child, 'exit');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await ended).toEqual([0, null]);
    connection.dispose();
    listener.close();
  });

  it('answers for findings, with their place, page and related rows', async () => {
    const { diagnostics } = await start().then(async (started) => {
      await started.open(
        uriOf('dataset.csv'),
        `${datasetHeader}F:\\a\\,photos/,BlockBlob,rename,None,None\nf:\\A\\,photos/,blockblob,rename,None,None\n`,
      );
      return { diagnostics: await started.diagnostics(uriOf('dataset.csv')) };
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'dataset/base-path-duplicate',
        source: 'sneakernet',
        severity: 1,
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } },
        relatedInformation: [{ location: { uri: uriOf('dataset.csv'), range: { start: { line: 1, character: 0 } } } }],
      },
      { code: 'dataset/blob-type', range: { start: { line: 2, character: 14 } } },
    ]);
    for (const { codeDescription, code } of diagnostics)
      expect(codeDescription?.href).toMatch(new RegExp(`^file:.*docs/rules/${String(code)}\\.md$`));
  });

  it('follows edits, and forgets a file that is closed', async () => {
    const { open, edit } = {
      open: (uri: string, text: string) => client!.open(uri, text),
      edit: (uri: string, edits: TextEdit[]) => client!.edit(uri, edits),
    };
    await start();
    const uri = uriOf('dataset.csv');
    await open(uri, `${datasetHeader}F:\\a\\,photos/,BlockBlob,rename,None,None\n`);
    expect(await codes(uri)).toEqual([]);
    await edit(uri, [{ range: { start: { line: 1, character: 6 }, end: { line: 1, character: 7 } }, newText: 'P' }]);
    expect(await codes(uri)).toEqual(['dataset/container-name']);
    await edit(uri, [{ range: at(1, 0), newText: '"' }]);
    expect(await codes(uri)).toEqual(['csv/unclosed-quote', 'dataset/container-name']);
    await client!.close(uri);
    expect(await codes(uri)).toEqual([]);
  });

  it('sends findings unasked to a client that cannot ask, and takes them back on closing', async () => {
    await start({ pull: false });
    const uri = 'untitled:Untitled-1';
    await client!.open(
      uri,
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG:,Format,SilentMode,Encrypt,\n',
      'importexport-driveset',
    );
    await until(() => client!.pushed.get(uri)?.diagnostics.length === 1);
    expect(client!.pushed.get(uri)).toMatchObject({ version: 1, diagnostics: [{ code: 'driveset/drive-letter' }] });
    await client!.edit(uri, [
      { range: { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } }, newText: '' },
    ]);
    await until(() => client!.pushed.get(uri)?.diagnostics.length === 0);
    await client!.edit(uri, [{ range: at(1, 0), newText: '1' }]);
    await until(() => client!.pushed.get(uri)?.diagnostics.length === 1);
    await client!.close(uri);
    await until(() => client!.pushed.get(uri)?.diagnostics.length === 0);
  });

  it('reads the files of a job together, open or not', async () => {
    writeFileSync(join(folder, 'driveset.csv'), `${drivesetHeader}H,Format,SilentMode,Encrypt,\n`);
    await start();
    const dataset = uriOf('dataset.csv');
    await client!.open(dataset, `${datasetHeader}H:\\a\\,photos/,BlockBlob,rename,None,None\n`);
    expect(await client!.diagnostics(dataset)).toMatchObject([
      {
        code: 'job/source-on-formatted-drive',
        relatedInformation: [{ location: { uri: uriOf('driveset.csv'), range: { start: { line: 1 } } } }],
      },
    ]);
    await client!.open(uriOf('driveset.csv'), `${drivesetHeader}G,Format,SilentMode,Encrypt,\n`);
    expect(await codes(dataset)).toEqual([]);
    await client!.edit(uriOf('driveset.csv'), [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }, newText: 'h' },
    ]);
    expect(await codes(dataset)).toEqual(['job/source-on-formatted-drive']);
    await client!.open(
      uriOf('job.json'),
      JSON.stringify({ dataset: ['dataset.csv'], driveset: [], journal: 'H:\\x.jrn', sessionId: 'no spaces' }),
      'json',
    );
    expect(await codes(uriOf('job.json'))).toEqual(['job/session-id']);
    expect(await codes(dataset)).toEqual([]);
  });

  it('looks at the disk for paths of this machine, and not without trust', async () => {
    const native = process.platform !== 'win32';
    const source = (name: string) => join(folder, name) + (native ? '/' : '\\');
    mkdirSync(source('present'));
    const text = `${datasetHeader}"${source('present')}",photos/,BlockBlob,rename,None,None\n"${source('absent')}",music/,BlockBlob,rename,None,None\n`;
    await start();
    const uri = uriOf('dataset.csv');
    await client!.open(uri, text);
    await client!.diagnostics(uri);
    await until(() => client!.refreshes > 0);
    expect(await codes(uri)).toEqual(['dataset/base-path-not-found']);
    mkdirSync(source('absent'));
    await client!.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
    await client!.diagnostics(uri);
    await until(() => client!.refreshes > 1);
    expect(await codes(uri)).toEqual([]);
    rmSync(source('absent'), { recursive: true });
    await client!.connection.sendNotification('sneakernet/trust', { trusted: false });
    expect(await codes(uri)).toEqual([]);
    await client!.stop();
    await start({ trusted: false });
    await client!.open(uri, text);
    expect(await codes(uri)).toEqual([]);
  });

  it('takes severities from settings and from sneakernet.json, and suppressions from the latter', async () => {
    writeFileSync(
      join(folder, 'sneakernet.json'),
      `{ // accepted\n "rules": { "dataset/blob-type": "off" }, "suppress": [{ "file": "dataset.csv", "code": "dataset/container-name", "basePath": "F:\\\\b\\\\", "reason": "known" }] }`,
    );
    await start({ settings: { rules: { 'dataset/disposition': 'warning', 'dataset/blob-type': 'error' } } });
    const uri = uriOf('dataset.csv');
    await client!.open(uri, `${datasetHeader}F:\\a\\,A/,Blob,Rename,None,None\nF:\\b\\,B/,Blob,rename,None,None\n`);
    expect(
      (await client!.diagnostics(uri)).map(({ code, severity, range }) => [range.start.line, code, severity]),
    ).toEqual(
      [
        [1, 'dataset/container-name', 1],
        [1, 'dataset/disposition', 2],
      ].filter(([, code]) => code !== undefined),
    );
  });

  it('tells the status of a document', async () => {
    await start();
    await client!.open(uriOf('x.csv'), 'BasePath,DstItemPathOrPrefix,ItemType\nF:\\a\\,share/,fil\n');
    await client!.diagnostics(uriOf('x.csv'));
    await until(() => client!.statuses.length > 0);
    expect(client!.statuses[0]).toEqual({
      uri: uriOf('x.csv'),
      version: 1,
      kind: 'dataset',
      dialect: 'files',
      records: 1,
      errors: 1,
      warnings: 0,
      information: 0,
      more: 0,
    });
  });

  it('completes, hovers, formats, fixes and renames', async () => {
    await start();
    const dataset = uriOf('dataset.csv');
    const driveset = uriOf('driveset.csv');
    await client!.open(driveset, `${drivesetHeader}G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\n`);
    await client!.open(
      dataset,
      `${datasetHeader}F:\\Photos\\,photos/2019/,BlockBlob,rename,None,None\nF:\\Music\\ , music/,Block,rename,None,None\nF:\\X\\,photos/x/,,,,\n`,
    );
    const completion = await client!.request<CompletionList>('textDocument/completion', dataset, {
      position: { line: 3, character: 16 },
    });
    expect(completion.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['BlockBlob', 'PageBlob']));
    const hover = await client!.request<Hover>('textDocument/hover', dataset, { position: { line: 1, character: 3 } });
    expect(JSON.stringify(hover.contents)).toContain('Recursively copies');
    const keyHover = await client!.request<Hover>('textDocument/hover', driveset, {
      position: { line: 1, character: 60 },
    });
    expect(JSON.stringify(keyHover.contents)).not.toContain('014509');
    expect(await codes(dataset)).toEqual([
      'csv/space-around-delimiter',
      'csv/space-around-delimiter',
      'dataset/blob-type',
    ]);
    await client!.applyAction(dataset, at(2, 20), 'Change to BlockBlob');
    await client!.edit(dataset, await client!.request<TextEdit[]>('textDocument/formatting', dataset, { options: {} }));
    expect(client!.text(dataset)).toContain('\nF:\\Music\\,music/,BlockBlob,rename,None,None\n');
    expect(await codes(dataset)).toEqual([]);
    const rename = await client!.request<WorkspaceEdit>('textDocument/rename', dataset, {
      position: { line: 1, character: 13 },
      newName: 'pictures',
    });
    expect(client!.editsOf(rename, dataset)).toHaveLength(2);
    await expect(
      client!.request('textDocument/rename', dataset, { position: { line: 1, character: 13 }, newName: 'NO' }),
    ).rejects.toThrow(/lower-case/);
    const references = await client!.request<Location[]>('textDocument/references', driveset, {
      position: { line: 1, character: 0 },
      context: { includeDeclaration: true },
    });
    expect(references).toHaveLength(1);
  });

  it("brings the article's own samples by fixing all to what only their user knows", async () => {
    // These findings depend on whether F:\\50M_original is a directory.
    const left: Record<string, string[]> = { 'dataset1.csv': ['dataset/destination-kind'] };
    await start();
    const samples: Record<string, string> = {
      'dataset1.csv':
        'BasePath, DstBlobPathOrPrefix, BlobType, D ispositio n, MetadataFile, PropertiesFile\nF:\\50M_original\\100M_1.csv.txt,containername/100M_1.csv.txt,BlockBlob,rename,None,None F:\\50M_original,containername/,BlockBlob,rename,None,None\n',
      'dataset2.csv': `${datasetHeader}“F:\\MyData\\ProjectA”,”projectcontainer/ProjectA”,BlockBlob,rename,None,None\n“F:\\MyData\\ProjectB”,”projectcontainer/ProjectB”,BlockBlob,rename,None,None\n`,
      'driveset1.csv': `DriveLetter, FormatOption, SilentOrPromptOnFormat, Encryption, ExistingBitLockerKey\nG, AlreadyFormatted, SilentMode, AlreadyEncrypted,${key} H, Format, SilentMode, Encrypt,\n`,
    };
    for (const [name, text] of Object.entries(samples)) {
      const uri = uriOf(name);
      await client!.open(uri, text);
      expect((await codes(uri)).length).toBeGreaterThan(1);
      await client!.applyAction(uri, at(0, 0), 'Fix all', ['source.fixAll']);
      expect(await codes(uri), client!.text(uri)).toEqual(left[name] ?? []);
    }
    expect(client!.text(uriOf('driveset1.csv'))).toBe(
      `${drivesetHeader}G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\nH,Format,SilentMode,Encrypt,\n`,
    );
  });

  it('hears others, and a cancellation, while it reads a large file', async () => {
    await start();
    const large = uriOf('large/large.csv');
    const small = uriOf('small.csv');
    const rows = Array.from(
      { length: 200_000 },
      (_, i) => `F:\\Photos\\${i}\\,photos/${i}/,BlockBlob,rename,None,None\n`,
    );
    await client!.open(large, datasetHeader + rows.join(''));
    const cancelled = new CancellationTokenSource();
    const answers: string[] = [];
    const first = client!.connection
      .sendRequest('textDocument/diagnostic', { textDocument: { uri: large } }, cancelled.token)
      .catch(() => answers.push('cancelled'));
    const other = (async () => {
      await client!.open(small, `${datasetHeader}rel\\,photos/,BlockBlob,rename,None,None\n`);
      expect(
        (await client!.request<Hover>('textDocument/hover', small, { position: { line: 0, character: 2 } })).contents,
      ).toBeTruthy();
      answers.push('hover');
    })();
    await other;
    cancelled.cancel();
    await first;
    expect(await codes(large)).toEqual([]);
    answers.push('read');
    expect(answers).toEqual(['hover', 'cancelled', 'read']);
  });

  it('stays alive whatever it is given', async () => {
    await start();
    const ugly: Record<string, string> = {
      'binary.csv': Array.from({ length: 100_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join(''),
      'empty.csv': '',
      'long.csv': `${datasetHeader}F:\\${'a'.repeat(10 * 1024 * 1024)},photos/\n`,
      'commas.csv': ','.repeat(10 * 1024 * 1024),
      'deep.csv': `${datasetHeader}${'\\'.repeat(1024 * 1024)},photos/,BlockBlob,rename,None,None\n`,
      'spaces.csv': `${datasetHeader}F:\\a,${' '.repeat(2 * 1024 * 1024)}x,BlockBlob,rename,None,None${' '.repeat(2 * 1024 * 1024)}x,c\n`,
      'quoted-spaces.csv': `${datasetHeader}"${' '.repeat(2 * 1024 * 1024)}x",c/,BlockBlob,rename,None,None\n`,
      'quotes.csv': `${datasetHeader}${'"a,\n'.repeat(100_000)}`,
      'utf16.csv': '\ufffe\0B\0a\0s\0e\0P\0a\0t\0h',
    };
    for (const [name, text] of Object.entries(ugly)) {
      await client!.open(uriOf(name), text, 'importexport-dataset');
      const diagnostics = await client!.diagnostics(uriOf(name));
      expect(diagnostics.length).toBeLessThanOrEqual(1001);
      await client!.request('textDocument/hover', uriOf(name), { position: { line: 1, character: 2 } });
      await client!.request('textDocument/documentSymbol', uriOf(name));
    }
    expect(client!.process.exitCode).toBeNull();
    expect(client!.logged).toEqual([]);
  });

  it('is not disturbed by a file that vanishes or a folder that cannot be read', async () => {
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'driveset.csv'), drivesetHeader);
    chmodSync(locked, 0);
    await start();
    const uri = pathToFileURL(join(locked, 'dataset.csv')).href;
    await client!.open(uri, `${datasetHeader}rel\\,photos/,BlockBlob,rename,None,None\n`);
    expect(await codes(uri)).toEqual(['dataset/base-path-relative']);
    chmodSync(locked, 0o755);
    rmSync(locked, { recursive: true });
    await client!.edit(uri, [{ range: at(1, 0), newText: 'F:\\' }]);
    expect(await codes(uri)).toEqual([]);
  });

  it('checks a folder from disk, and publishes what no editor has open', async () => {
    writeFileSync(join(folder, 'dataset.csv'), `${datasetHeader}F:\\a\\,Photos/,BlockBlob,rename,None,None\n`);
    writeFileSync(
      join(folder, 'driveset.csv'),
      `${drivesetHeader}G:,Format,SilentMode,Encrypt,\nG,Format,SilentMode,Encrypt,\n`,
    );
    await start({ settings: { rules: { 'driveset/drive-letter-duplicate': 'off' } } });
    await client!.open(uriOf('driveset.csv'), `${drivesetHeader}G:,Format,SilentMode,Encrypt,\n`);
    const result = await client!.connection.sendRequest('sneakernet/validateJob', {
      folder: pathToFileURL(folder).href,
    });
    expect(result).toEqual({ files: 2, records: 3, errors: 2, warnings: 0, information: 0, cancelled: false });
    await until(() => client!.pushed.size > 0);
    expect(client!.pushed.get(uriOf('dataset.csv'))?.diagnostics).toMatchObject([
      { code: 'dataset/container-name', source: 'sneakernet' },
    ]);
    expect(client!.pushed.has(uriOf('driveset.csv'))).toBe(false);
    await client!.open(uriOf('dataset.csv'), datasetHeader);
    await until(() => client!.pushed.get(uriOf('dataset.csv'))?.diagnostics.length === 0);
  });

  it('publishes nothing of what an editor has open, however it spells the name', async () => {
    writeFileSync(join(folder, 'dataset (1).csv'), `${datasetHeader}F:\\a\\,Photos/,BlockBlob,rename,None,None\n`);
    writeFileSync(join(folder, "dataset '2'.csv"), `${datasetHeader}F:\\b\\,Photos/,BlockBlob,rename,None,None\n`);
    await start();
    const directory = pathToFileURL(folder).href;
    const [escaped, plain] = [`${directory}/dataset%20%281%29.csv`, `${directory}/dataset%20'2'.csv`];
    for (const uri of [escaped, plain]) await client!.open(uri, datasetHeader);
    const check = () => client!.connection.sendRequest('sneakernet/validateJob', { folder: directory });
    expect(await check()).toMatchObject({ files: 2, errors: 2 });
    expect([...client!.pushed.keys()]).toEqual([]);
  });

  it('keeps what somebody asked for beside what is looked at in the background, and of each the last folder alone', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'dataset.csv'), `${datasetHeader}F:\\a\\,Photos/,BlockBlob,rename,None,None\n`);
      return {
        check: (isInBackground: boolean) =>
          client!.connection.sendRequest('sneakernet/validateJob', {
            folder: pathToFileURL(join(folder, name)).href,
            isInBackground,
          }),
        dataset: uriOf(`${name}/dataset.csv`),
      };
    });
    const told = () => [a, b, c].map((job) => client!.pushed.get(job!.dataset)?.diagnostics.length ?? 0);
    await start();
    await a!.check(false);
    await b!.check(true);
    await until(() => String(told()) === '1,1,0');
    await c!.check(true);
    await until(() => String(told()) === '1,0,1');
    await b!.check(false);
    await until(() => String(told()) === '0,1,1');
    // Files that were fixed on disk are reported as fixed.
    writeFileSync(join(folder, 'c', 'dataset.csv'), `${datasetHeader}F:\\a\\,photos/,BlockBlob,rename,None,None\n`);
    await c!.check(true);
    await until(() => String(told()) === '0,1,0');
  });

  it('writes the files of a new job', async () => {
    await start();
    const job = await client!.connection.sendRequest<{ dataset: string; driveset: string }>('sneakernet/newJob', {
      dialect: 'blob',
      sources: [
        { path: 'F:\\My Photos', kind: 'directory' },
        { path: 'F:\\list.txt', kind: 'file' },
      ],
      destination: 'backup/2026',
      drives: [{ letter: 'h', alreadyEncrypted: false }],
    });
    await client!.open(uriOf('dataset.csv'), job.dataset);
    await client!.open(uriOf('driveset.csv'), job.driveset);
    expect(await client!.diagnostics(uriOf('dataset.csv'))).toEqual([]);
    expect(await client!.diagnostics(uriOf('driveset.csv'))).toEqual([]);
    expect(job.dataset).toContain('"F:\\My Photos\\","backup/2026/My Photos/",BlockBlob,rename,None,None\n');
  });
});
