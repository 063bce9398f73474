import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClient, until } from './client';
import type { ClientOptions } from './client';

const datasetHeader = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const drivesetHeader = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';
const wrongRow = `${datasetHeader}F:\\a\\,data/,Block,rename,None,None\n`;
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let folder: string;
let client: TestClient;
let ended: unknown;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-endurance-'));
});

afterEach(async () => {
  // Fails with this message if the server has ended, instead of waiting forever.
  expect(ended).toBeUndefined();
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

async function start(options: ClientOptions = {}): Promise<void> {
  ended = undefined;
  client = await TestClient.start(options);
  client.process.once('exit', (code) => {
    ended ??= client.isStopping ? undefined : `exit ${code}: ${client.logged.join('\n')}`;
  });
}

const codes = async (uri: string) => (await client.diagnostics(uri)).map(({ code }) => code);

describe('The server goes on', () => {
  it.each([
    'csv',
    'importexport-dataset',
    'importexport-jrm',
    'importexport-journal',
    'importexport-manifest',
    'json',
    'xml',
  ])('when a document in %s has a URI that is none', async (languageId) => {
    await start();
    await client.open(uriOf('dataset.csv'), wrongRow);
    for (const uri of [
      `${pathToFileURL(folder).href}/100%.csv`,
      `${pathToFileURL(folder).href}/%zz/job.json`,
      'untitled:100%',
      '%',
      '',
      'x:',
      'nothing',
      `file:///${'x%'.repeat(50_000)}`,
      'file:///%00.csv',
      'file://elsewhere/a.csv',
    ]) {
      await client.open(uri, wrongRow, languageId);
      await client.request('textDocument/hover', uri, { position: { line: 1, character: 3 } });
      await client.diagnostics(uri);
    }
    // The open documents with other names are the same file, or one beside it with the same content.
    expect(await codes(uriOf('dataset.csv'))).toContain('dataset/blob-type');
    const isTable = languageId === 'csv' || languageId === 'importexport-dataset';
    expect(await codes(`${pathToFileURL(folder).href}/100%.csv`)).toEqual(
      isTable ? expect.arrayContaining(['dataset/blob-type']) : expect.anything(),
    );
  });

  it('when the client does not say its settings, or what are none', async () => {
    const answers: (() => unknown)[] = [
      () => {
        throw new Error('No.');
      },
      () => new Promise(() => undefined),
      () => 7,
      () => ({ rules: [[]], pathMap: null, validation: 'x', dialect: {}, hover: [] }),
    ];
    for (const answer of answers) {
      await start({ settings: answer });
      await client.open(uriOf('dataset.csv'), wrongRow);
      expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type']);
      if (answer !== answers.at(-1)) await client.stop();
    }
  });

  it('with the newer of two settings whose answers come the other way round', async () => {
    const waiting: ((settings: unknown) => void)[] = [];
    let asks = false;
    await start({ settings: () => (asks ? new Promise((resolve) => waiting.push(resolve)) : null) });
    await client.open(uriOf('dataset.csv'), wrongRow);
    expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type']);
    asks = true;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await until(() => waiting.length === 1);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    // At the latest, the second request arrives when the first has timed out.
    await until(() => waiting.length === 2);
    waiting[1]!({ rules: { 'dataset/blob-type': 'off' } });
    waiting[0]!(null);
    await sleep(100);
    expect(await codes(uriOf('dataset.csv'))).toEqual([]);
  });

  it('when values are nested 6,000 deep', async () => {
    for (const name of ['job.json', 'sneakernet.json']) writeFileSync(join(folder, name), '['.repeat(6000));
    await start();
    await client.open(uriOf('dataset.csv'), wrongRow);
    expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type']);
    const deep: Record<string, string> = {
      'job.json': '{"a":',
      'sneakernet.json': '[',
      'a.jrm': '{"a":',
      'b.jrm': '[',
      'a.xml': '<a>',
      'c.jrm': '{"Drives":[[',
      'd.jrm': '{"Checksums":[{"a":[',
    };
    for (const [name, unit] of Object.entries(deep)) {
      await client.open(uriOf(name), unit.repeat(6000), name.endsWith('.jrm') ? 'importexport-jrm' : 'json');
      await client.diagnostics(uriOf(name));
      for (const method of [
        'hover',
        'completion',
        'documentSymbol',
        'foldingRange',
        'documentLink',
        'codeLens',
        'definition',
      ])
        await client.request(`textDocument/${method}`, uriOf(name), { position: { line: 0, character: 4000 } });
    }
    expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type']);
  });

  it('when somebody types while paths are looked up', async () => {
    await start({ settings: { runnerPlatform: 'native' } });
    const rows = Array.from(
      { length: 6000 },
      (_, row) => `${folder}/${row},data/${row},BlockBlob,rename,None,None\n`,
    ).join('');
    await client.open(uriOf('dataset.csv'), datasetHeader + rows);
    const first = client.diagnostics(uriOf('dataset.csv'));
    for (let edits = 0; edits < 300; edits++) {
      const position = { line: 1 + ((edits * 37) % 6000), character: 1 };
      await client.edit(uriOf('dataset.csv'), [
        {
          range: { start: position, end: edits % 3 === 0 ? { line: position.line + 1, character: 1 } : position },
          newText: 'x',
        },
      ]);
      await sleep(2);
    }
    await first;
    expect(client.logged.filter((line) => line.includes('TypeError'))).toEqual([]);
    // One finding per row, because no source exists.
    await until(async () => ((await client.diagnostics(uriOf('dataset.csv'))).length > 900 ? true : undefined));
  });

  it.skipIf(process.platform === 'win32').each([true, false])(
    'beside files that never end or never begin (trusted: %s)',
    async (trusted) => {
      for (const name of ['zero.csv', 'driveset.csv', 'job.json', 'sneakernet.json', 'a.jrm', 'a.jrn'])
        symlinkSync('/dev/zero', join(folder, name));
      execFileSync(
        'mkfifo',
        ['pipe.csv', 'dataset2.csv', 'b.jrm', 'side.xml'].map((name) => join(folder, name)),
      );
      mkdirSync(join(folder, '.git'));
      symlinkSync('/dev/zero', join(folder, '.git', 'index'));
      mkdirSync(join(folder, 'folder.csv'));
      await start({ trusted });
      await client.open(
        uriOf('dataset.csv'),
        `${datasetHeader}F:\\a\\,data/,Block,rename,/dev/zero,${folder}/side.xml\n`,
      );
      expect((await codes(uriOf('dataset.csv'))).filter((code) => code === 'dataset/blob-type')).toHaveLength(1);
      await client.open(uriOf('other.jrm'), '{"JobId":"x"}', 'importexport-jrm');
      await client.diagnostics(uriOf('other.jrm'));
      for (const name of ['a.jrm', 'b.jrm']) {
        expect(await client.connection.sendRequest('sneakernet/jrm/follow', { uri: uriOf(name) })).toMatchObject({
          state: 'missing',
        });
        expect(await client.connection.sendRequest('sneakernet/jrmCheck', { jrm: uriOf(name) })).toMatchObject({
          seal: 'missing',
        });
      }
      await client.connection.sendRequest('sneakernet/trackedFiles', { files: [uriOf('dataset.csv')] });
      await client.request('textDocument/definition', uriOf('dataset.csv'), { position: { line: 1, character: 3 } });
      await sleep(300);
      if (process.platform === 'linux')
        expect(
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${client.process.pid}/status`, 'utf8'))![1]),
        ).toBeLessThan(300 * 1024);
    },
  );

  it('when edits are of places that there are not, and versions go back', async () => {
    await start();
    await client.open(uriOf('dataset.csv'), wrongRow);
    await client.diagnostics(uriOf('dataset.csv'));
    const change = (version: unknown, range: unknown, text: unknown) =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf('dataset.csv'), version },
        contentChanges: [{ range, text }],
      });
    const position = (line: unknown, character: unknown) => ({ line, character });
    await change(1, { start: position(1, 17), end: position(1, 12) }, 'BlockBlob');
    expect(await codes(uriOf('dataset.csv'))).toEqual([]);
    await change(1, { start: position(1, 12), end: position(1, 21) }, 'Bloc');
    expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type']);
    await change(-7, { start: position(1e15, 3), end: position(1e15, 9) }, 'F:\\b\\,data/b/,Bloc,,,\n');
    expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type', 'dataset/blob-type']);
    for (const number of [-1, NaN, 'x', null, {}, 0.5, -1e300]) {
      await change(null, { start: position(number, number), end: position(number, number) }, '');
      await client.request('textDocument/hover', uriOf('dataset.csv'), { position: position(number, number) });
      await client.request('textDocument/completion', uriOf('dataset.csv'), { position: position(1e12, 1e12) });
    }
    expect(await codes(uriOf('dataset.csv'))).toEqual(['dataset/blob-type', 'dataset/blob-type']);
    expect(
      await client.request('textDocument/hover', uriOf('never opened.csv'), { position: position(0, 0) }),
    ).toBeNull();
    await client.close(uriOf('dataset.csv'));
    await change(9, { start: position(0, 0), end: position(0, 0) }, 'x');
    expect(await client.diagnostics(uriOf('dataset.csv'))).toEqual([]);
  });

  it('with what is on the disk when a document is closed without saving', async () => {
    const onDrive = `${datasetHeader}G:\\a\\,data/,BlockBlob,rename,None,None\n`;
    writeFileSync(join(folder, 'driveset.csv'), drivesetHeader);
    for (const pull of [true, false]) {
      await start({ pull });
      await client.open(uriOf('dataset.csv'), onDrive);
      await client.open(uriOf('driveset.csv'), `${drivesetHeader}G,Format,SilentMode,Encrypt,\n`);
      const found = async () =>
        pull
          ? await codes(uriOf('dataset.csv'))
          : client.pushed.get(uriOf('dataset.csv'))?.diagnostics.map(({ code }) => code);
      await until(async () => (await found())?.includes('job/source-on-formatted-drive'));
      const { refreshes } = client;
      await client.close(uriOf('driveset.csv'));
      if (pull) await until(() => client.refreshes > refreshes);
      await until(async () => (await found())?.length === 0);
      if (pull) await client.stop();
    }
  });

  it('and edits no other text than the one that it has seen', async () => {
    await start();
    await client.open(uriOf('dataset.csv'), wrongRow);
    await client.open(uriOf('dataset2.csv'), wrongRow);
    await client.edit(uriOf('dataset2.csv'), [
      {
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
        newText: 'F:\\b\\,data/,Block,rename,None,None\n',
      },
    ]);
    const place = { start: { line: 1, character: 13 }, end: { line: 1, character: 13 } };
    const actions = await client.request<{ edit?: { documentChanges?: unknown } }[]>(
      'textDocument/codeAction',
      uriOf('dataset.csv'),
      { range: place, context: { diagnostics: [] } },
    );
    expect(actions.map(({ edit }) => edit?.documentChanges)).toContainEqual([
      {
        textDocument: { uri: uriOf('dataset.csv'), version: 1 },
        edits: [expect.objectContaining({ newText: 'BlockBlob' })],
      },
    ]);
    const rename = await client.request<{ documentChanges: { textDocument: unknown }[] }>(
      'textDocument/rename',
      uriOf('dataset.csv'),
      { position: { line: 1, character: 8 }, newName: 'other' },
    );
    expect(rename.documentChanges.map(({ textDocument }) => textDocument)).toEqual([
      { uri: uriOf('dataset.csv'), version: 1 },
      { uri: uriOf('dataset2.csv'), version: 2 },
    ]);
  });
});

describe('No secret leaves the server', () => {
  const key = '060456-132033-400235-117513-353782-605033-166287-411631';
  const sas = 'https://a.blob.core.windows.net/c?sv=1&sig=abcDEF%2Fsecret%3D';
  const storageKey = `${'aB3x'.repeat(21)}xy==`;
  const documents: Record<string, readonly [text: string, languageId: string]> = {
    'dataset.csv': [
      `${datasetHeader}${key},${sas},${key},${sas},${storageKey},${key}\n${key},${sas},Block${storageKey},x,,\n${sas},data/,AccountKey=${storageKey},,,\nF:\\${key}\\,${key}/,,,,\n`,
      'importexport-dataset',
    ],
    'dataset2.csv': [`BasePath,${key},BlobType,${sas}\n`, 'importexport-dataset'],
    'driveset.csv': [
      `${key},Format,SilentMode,Encrypt,${storageKey}\n${key},${key},${sas},${storageKey},${key.replaceAll('-', ' ')}\n`,
      'importexport-driveset',
    ],
    'driveset2.csv': [
      `${drivesetHeader}G,${key},${sas},${storageKey},${key}\nG,Format,SilentMode,Encrypt,${key}\n${storageKey},,,,${key.replace('132033', '132034')}\n`,
      'importexport-driveset',
    ],
    'job.json': [
      `{ "sessionId": "${key}", "journal": "G:\\\\${key}\\\\j.jrn", "dataset": "${sas}", "dialect": "${storageKey}" }`,
      'json',
    ],
    'sneakernet.json': [
      `{ "rules": { "${key}": "${sas}" }, "suppress": [{ "file": "${key}", "code": "${storageKey}" }] }`,
      'json',
    ],
    'a.jrm': [
      JSON.stringify(
        {
          [key]: 1,
          Version: key,
          JobId: sas,
          CreationDate: storageKey,
          Drives: [
            { DriveId: key, DriveLetter: key, BitLockerKey: storageKey, VolumeLabel: sas, [sas]: 1 },
            { DriveId: key, BitLockerKey: key },
          ],
          DataMapping: [{ SourcePath: sas, DestinationContainer: key, BlobType: storageKey, Drives: [sas] }],
          Checksums: [{ FilePath: key, SHA256: storageKey, BlobPath: sas, DriveId: storageKey }],
        },
        null,
        1,
      ),
      'importexport-jrm',
    ],
    'a.xml': [
      `<JobResponseManifest><a>${key}</a><JobId>${sas.replaceAll('&', '&amp;')}</JobId><Drives><Drive><DriveId>${storageKey}</DriveId><BitLockerKey>${key}</BitLockerKey><VolumeLabel>${key}</VolumeLabel></Drive></Drives></JobResponseManifest>`,
      'importexport-jrm-xml',
    ],
    'a.jrn': [
      `[2016/11/01 10:00:00.000][${key}, SessionId: ${key}, DriveId: ${sas}]\nSaveCommandOutput: ${storageKey}\nDriveInfo: <Drive><DriveId>${key}</DriveId><BitLockerKey>${key}</BitLockerKey></Drive>\n`,
      'importexport-journal',
    ],
    'm.xml': [
      `<DriveManifest Version="${key}"><Drive><DriveId>${key}</DriveId><StorageKey>${storageKey}</StorageKey><ContainerSas>${sas.replaceAll('&', '&amp;')}</ContainerSas><BlobList><Blob><BlobPath>${key}/a</BlobPath><FilePath>${key}</FilePath><Length>${key}</Length></Blob></BlobList></Drive></DriveManifest>`,
      'importexport-manifest',
    ],
    'd.xml': [
      `<Drive><DriveId>${key}</DriveId><BitLockerKey>${key}</BitLockerKey><ManifestFile>${storageKey}</ManifestFile></Drive>`,
      'importexport-driveinfo',
    ],
    'l.xml': [
      `<DriveLog><DriveId>${key}</DriveId><Blob><BlobPath>${sas.replaceAll('&', '&amp;')}</BlobPath><Status>${key}</Status></Blob></DriveLog>`,
      'importexport-copylog',
    ],
    's.xml': [
      `<Metadata><b>${key}</b><c d="${sas.replaceAll('&', '&amp;')}">${storageKey}</c></Metadata>`,
      'importexport-sidefile',
    ],
  };
  /** Values with which a client finds or edits a document: secrets in them are not masked. */
  const isWork = new Set(['newText', 'data', 'uri', 'target', 'insertText', 'filterText', 'arguments']);
  const shown = (value: unknown): string =>
    JSON.stringify(value, (name, member: unknown) => (isWork.has(name) ? undefined : member));
  const secret = /132033|132034|400235|117513|abcDEF|aB3xaB3x/;

  it('in whatever it answers or says', async () => {
    await start({ commands: ['sneakernet.prepareDrives', 'sneakernet.importBackup'] });
    for (const [name, [text, languageId]] of Object.entries(documents))
      await client.open(uriOf(name), text, languageId);
    for (const [name, [text]] of Object.entries(documents)) {
      const uri = uriOf(name);
      const found = await client.diagnostics(uri);
      expect(shown(found), name).not.toMatch(secret);
      for (const method of ['documentSymbol', 'foldingRange', 'documentLink', 'codeLens', 'inlayHint']) {
        const range = { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } };
        expect(shown(await client.request(`textDocument/${method}`, uri, { range })), `${name} ${method}`).not.toMatch(
          secret,
        );
      }
      const lines = text.split('\n');
      for (let line = 0; line < lines.length; line++) {
        for (let character = 0; character <= lines[line]!.length; character += 5) {
          const position = { line, character };
          const range = { start: position, end: position };
          const context = {
            diagnostics: found.filter((diagnostic) => diagnostic.range.start.line === line),
            includeDeclaration: true,
          };
          for (const method of ['hover', 'completion', 'codeAction', 'prepareRename', 'definition']) {
            const answer = await client
              .request(`textDocument/${method}`, uri, { position, range, context })
              .catch((error: unknown) => String(error));
            expect(shown(answer), `${name} ${method} ${line}:${character}`).not.toMatch(secret);
          }
        }
      }
      await client
        .request('textDocument/rename', uri, { position: { line: 1, character: 3 }, newName: key })
        .catch((error: unknown) => {
          expect(String(error)).not.toMatch(secret);
        });
    }
    for (const name of ['a.jrm', 'a.xml']) {
      const summary = await client.connection.sendRequest<{ revision: number }>('sneakernet/jrm/follow', {
        uri: uriOf(name),
      });
      expect(shown(summary)).not.toMatch(secret);
      for (const [method, params] of Object.entries({ children: { folder: 0 }, checksum: { file: 0 } })) {
        expect(
          shown(
            await client.connection.sendRequest(`sneakernet/jrm/${method}`, {
              uri: uriOf(name),
              revision: summary.revision,
              ...params,
            }),
          ),
        ).not.toMatch(secret);
      }
      expect(shown(await client.connection.sendRequest('sneakernet/jrmCheck', { jrm: uriOf(name) }))).not.toMatch(
        secret,
      );
      const comparison = await client.connection
        .sendRequest('sneakernet/compareJrm', {
          jrm: uriOf(name),
          drivesets: [uriOf('driveset.csv'), uriOf('driveset2.csv')],
        })
        .catch((error: unknown) => String(error));
      expect(shown(comparison)).not.toMatch(secret);
    }
    expect(shown(client.statuses)).not.toMatch(secret);
    expect(client.logged.join('\n')).not.toMatch(secret);
  });
});
