import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Diagnostic,
  DocumentSymbol,
  Hover,
  LocationLink,
  MarkupContent,
  Position,
} from 'vscode-languageserver-types';
import { TestClient } from './client';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const externalKey = 'QQBCAEMARABFAEYARwBIAEkASgBLAEwATQBOAE8APQA9';

const item =
  '<ErroredEntity CloudFormat="BlockBlob" Path="photos\\2019/a.jpg"><Category>UploadErrorCloudHttp</Category><ErrorCode>409</ErrorCode><ErrorMessage>x</ErrorMessage><Type>File</Type></ErroredEntity>';
const drive =
  '<CopyLog Summary="Summary">\n<DriveLogVersion>2021-08-01</DriveLogVersion>\n<DriveId>0b7e6b9c</DriveId>\n<Status>CompletedWithErrors</Status>\n<FilesErrored>1</FilesErrored>\n</CopyLog>\n';
const exported = `${item.replace('<ErrorCode>409', '<ETag>0x8D</ETag><ErrorCode>267').replace('UploadErrorCloudHttp', 'UploadErrorWin32')}\n${drive}`;
const log2018 =
  '<?xml version="1.0"?>\n<DriveLog Version="2018-10-01">\n<DriveId>18041C58</DriveId>\n<Summary><CopyErrors><ContainerRenamed Count="1" Description="x"/></CopyErrors></Summary>\n<Blob Status="ContainerRenamed"><BlobPath>databox-c2/a</BlobPath><OriginalFilePath>\\BlockBlob\\A b\\a</OriginalFilePath><SizeInBytes>10</SizeInBytes></Blob>\n<Status>CompletedWithErrors</Status>\n</DriveLog>\n';
const driveInfo = [
  '[BeginUpdateRecord][2016/11/01 21:22:25.379][Type:ActivityRecord]',
  'ActivityId: DriveInfo',
  'DriveState: [BeginValue]',
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<Drive>',
  '   <DriveId>WD-1</DriveId>',
  `   <BitLockerKey>${externalKey}</BitLockerKey>`,
  '   <ManifestFile>\\DriveManifest.xml</ManifestFile>',
  '   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>',
  '</Drive>',
  '[EndValue]',
  'SaveCommandOutput: Completed',
  '[EndUpdateRecord]',
  '',
].join('\r\n');
const manifest =
  '<?xml version="1.0" encoding="utf-8"?>\n<DriveManifest Version="2011-10-01"><Drive><DriveId>9WM35C2V</DriveId><ClientCreator>Windows Azure Import/Export service</ClientCreator><BlobList><Blob><BlobPath>pictures/a.jpg</BlobPath><FilePath>\\pictures\\a.jpg</FilePath><Length>10</Length><PropertiesPath Hash="8E1F0B5D3C2A49607D8E9FA0B1C2D3E4">\\pictures\\a.jpg.properties</PropertiesPath><BlockList><Block Offset="0" Length="10" Id="AAAAAA==" Hash=" 9C8AE14A55241F98533C4D80D85CDC68"/></BlockList></Blob></BlobList></Drive></DriveManifest>\n';
const dataset =
  'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\nF:\\a\\,photos/,BlockBlob,rename,F:\\side\\owner.dat,None\n';

/** Files that a user may have, each with its expected findings. */
const files: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ['1234_WD-1_CopyLog_0b7e.xml', `${item}\n${drive}`, ['log/category', 'log/drive-status']],
  ['download (1).txt', `\ufeff<?xml version="1.0"?>\n${item}${drive}`, ['log/category', 'log/drive-status']],
  [
    'verbose.log',
    '<File CloudFormat="BlockBlob" Path="photos\\a.jpg" Size="1024" crc64="14179624636173788226"></File><File CloudFormat="AzureFile" Path="share/b" Size="0" crc64="0"></File>',
    [],
  ],
  ['export.xml', exported, ['log/category', 'log/drive-status']],
  ['ri-1234-guid_18041C58_20190101_error.xml', log2018, ['log/blob-status', 'log/drive-status']],
  ['cut.xml', item.slice(0, -30), ['log/syntax']],
  ['WD-1.xml', driveInfo, []],
  ['9WM35C2V.manifest', manifest, []],
  ['SampleMetadata.txt', '<?xml version="1.0"?>\n<Metadata><a-b>1</a-b></Metadata>', ['metadata/name']],
  ['list.xml', '<BlobList>\n<BlobPathPrefix>photos/</BlobPathPrefix>\n</BlobList>\n', ['export-list/prefix-slash']],
  [
    'blobs.txt',
    '<BlobList><blobPath>photos/a.jpg</blobPath></BlobList><AzureFileList><FilePath>/share/a</FilePath></AzureFileList>',
    ['export-list/tag-case'],
  ],
  ['project.xml', '<File Path="a.cs"/>', []],
];

let folder: string;
let client: TestClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-today-'));
  client = await TestClient.start({ trusted: true });
});

afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

async function open(name: string, text: string, languageId = 'xml'): Promise<string> {
  await client.open(uriOf(name), text, languageId);
  return uriOf(name);
}

const codesOf = async (uri: string) => (await client.diagnostics(uri)).map(({ code }) => code);

/** The findings of `validate`, as file and code. */
function validated(...names: readonly string[]): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [runner, 'validate', '--format', 'json', ...names], { cwd: folder }, (_, stdout) => {
      resolve((JSON.parse(stdout) as { file: string; code: string }[]).map(({ file, code }) => `${file} ${code}`));
    });
  });
}

function place(uri: string, marked: string): Position {
  const offset = client.text(uri).indexOf(marked.replace('‸', ''));
  const before = client
    .text(uri)
    .slice(0, offset + marked.indexOf('‸'))
    .split(/\r\n|\n|\r/);
  return { line: before.length - 1, character: before.at(-1)!.length };
}

const hover = async (uri: string, marked: string) =>
  (
    (await client.request<Hover | null>('textDocument/hover', uri, { position: place(uri, marked) }))?.contents as
      MarkupContent | undefined
  )?.value ?? '';

describe('Files as they are today', () => {
  it.each(files)('%s is read in the editor for what it holds', async (name, text, expected) => {
    expect(await codesOf(await open(name, text))).toEqual(expected);
  });

  it('are judged alike in the editor and by validate, in a folder and one by one', async () => {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const expected = files.flatMap(([name, , codes]) => codes.map((code) => `${name} ${code}`)).sort();
    expect((await validated('.')).sort()).toEqual(expected);
    expect((await validated(...files.map(([name]) => name).filter((name) => name !== 'project.xml'))).sort()).toEqual(
      expected,
    );
  });

  it('say of an export job what the drive lacks, and of an import job what the account lacks', async () => {
    const imported = await client.diagnostics(await open('import.xml', `${item}\n${drive}`));
    const given = await client.diagnostics(await open('export.xml', exported));
    const said = (diagnostics: readonly Diagnostic[]) =>
      diagnostics.map(({ message }) => JSON.stringify(message)).join(' ');
    expect(said(imported)).toMatch(/import it once more[^]*keep the sources/);
    expect(said(given)).toMatch(/not on the drive[^]*keep them in the account/);
    expect(said(given)).not.toMatch(/import|sources/);
  });

  it('have an outline, hovers and a way to the dataset in a log without a root', async () => {
    writeFileSync(join(folder, 'dataset.csv'), 'BasePath,DstBlobPathOrPrefix\nF:\\a\\,photos/2019/\n');
    const uri = await open('log.xml', `${item}\n${drive}`);
    const [found] = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', uri);
    expect([found!.name, found!.detail, found!.children!.map(({ name, detail }) => [name, detail])]).toEqual([
      '0b7e6b9c',
      'CompletedWithErrors · 1 UploadErrorCloudHttp',
      [['photos\\2019/a.jpg', 'UploadErrorCloudHttp']],
    ]);
    expect(await hover(uri, '<Category>Upload‸Error')).toContain('Check its name');
    expect(await hover(uri, '<Files‸Errored>')).toContain('not copied');
    const places = await client.request<LocationLink[]>('textDocument/definition', uri, {
      position: place(uri, 'photos\\20‸19'),
    });
    expect(places.map(({ targetUri }) => targetUri)).toEqual([uriOf('dataset.csv')]);
  });

  it('keep an external key to themselves, which is no bad key', async () => {
    const uri = await open('WD-1.xml', driveInfo);
    expect(await codesOf(uri)).toEqual([]);
    expect(await hover(uri, '<BitLocker‸Key>')).toContain('an external key, in base64');
    const jrm = await open(
      'a.jrm',
      `{ "JobId": "J", "CustomerName": "C", "CreationDate": "2025-04-20T18:20:00Z", "Drives": [{ "DriveId": "WD-1", "BitLockerKey": "${externalKey}", "VolumeLabel": "D" }], "DataMapping": [], "Checksums": [] }`,
      'importexport-jrm',
    );
    expect(await codesOf(jrm)).toEqual([]);
    const driveset = await open(
      'driveset.csv',
      `DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${externalKey}\n`,
      'csv',
    );
    const said = await client.diagnostics(driveset);
    expect(said.map(({ code }) => code)).toEqual(['driveset/key-format']);
    expect(said[0]!.message).toContain('external key');
    const shown = JSON.stringify([
      await hover(uri, `<BitLockerKey>QQ‸BC`),
      await hover(jrm, 'QQ‸BC'),
      said,
      await client.request('textDocument/documentSymbol', uri),
    ]);
    expect(shown).not.toContain('QQBC');
  });

  it('are side files where a dataset names them, whatever they are called', async () => {
    writeFileSync(join(folder, 'dataset.csv'), dataset);
    writeFileSync(join(folder, 'owner.dat'), '<Metadata><a-b>1</a-b></Metadata>');
    const uri = await open('owner.dat', '<Metadata><a-b>1</a-b></Metadata>', 'plaintext');
    expect(await codesOf(uri)).toEqual(['metadata/name']);
    expect(await codesOf(await open('other.dat', '<Metadata><a-b>1</a-b></Metadata>', 'plaintext'))).toEqual([]);
    expect(await validated('owner.dat')).toEqual(['owner.dat metadata/name']);
    // Once no dataset names it, it does not belong to the job.
    await client.open(uriOf('dataset.csv'), dataset.replace('owner.dat', 'nobody.dat'), 'csv');
    await expect.poll(() => codesOf(uri)).toEqual([]);
  });

  it('are mended by fix all as far as that is certain', async () => {
    const uri = await open(
      'list.xml',
      '<BlobList>\n  <blobPathPrefix>Photos/</blobPathPrefix>\n  <BlobPath>photos\\a.jpg</BlobPath>\n</BlobList>\n',
    );
    await client.applyAction(
      uri,
      { start: { line: 1, character: 3 }, end: { line: 1, character: 3 } },
      'Fix all export-list/tag-case in this file',
    );
    expect(client.text(uri)).toBe(
      '<BlobList>\n  <BlobPathPrefix>Photos/</BlobPathPrefix>\n  <BlobPath>photos\\a.jpg</BlobPath>\n</BlobList>\n',
    );
    await client.applyAction(
      uri,
      { start: { line: 1, character: 20 }, end: { line: 1, character: 20 } },
      'Change to /photos/',
    );
    expect(await codesOf(uri)).toEqual(['export-list/path']);
  });
});

describe('What creates an import job', () => {
  const key = '060456-014509-132033-080300-252615-584177-672089-411631';
  const hash = 'D863FE44F861AE0DA4DCEAEEFFCCCE68';
  const journal = driveInfo.replace(externalKey, key).replaceAll('\r\n', '\n');
  const body = (manifestHash: string) =>
    JSON.stringify(
      {
        properties: {
          driveList: [{ driveId: 'WD-1', bitLockerKey: key, manifestFile: '\\DriveManifest.xml', manifestHash }],
        },
      },
      undefined,
      2,
    );
  const script = (id: string) =>
    `#!/bin/sh\naz import-export create --name J --drive-list drive-id=${id} bit-locker-key="$KEY" manifest-file=\\\\DriveManifest.xml manifest-hash=${hash}\n`;

  it('is compared with the journals of its folder by validate and in an editor, alike', async () => {
    const given: Readonly<Record<string, readonly [text: string, codes: readonly string[]]>> = {
      'body.json': [body(hash.replace('D8', 'D9')), ['import-job/manifest-hash']],
      'sound.json': [body(hash), []],
      'import.sh': [script('WD-2'), ['import-job/drive']],
      'package.json': ['{ "driveList": ["C:"] }', []],
    };
    writeFileSync(join(folder, 'session 1.jrn'), journal);
    for (const [name, [text]] of Object.entries(given)) writeFileSync(join(folder, name), text);
    const wanted = Object.entries(given).flatMap(([name, [, codes]]) => codes.map((code) => `${name} ${code}`));
    expect((await validated('.')).sort()).toEqual([...wanted].sort());
    expect((await validated(...Object.keys(given).slice(0, 3))).sort()).toEqual([...wanted].sort());
    for (const [name, [text, codes]] of Object.entries(given))
      expect([name, await codesOf(await open(name, text, name.endsWith('.sh') ? 'shellscript' : 'json'))]).toEqual([
        name,
        codes,
      ]);
  });

  it('is judged by itself where no journal is, and follows one that comes and one that is edited', async () => {
    const uri = await open('body.json', body(hash.replace('D8', 'D9')), 'json');
    expect(await codesOf(uri)).toEqual([]);
    writeFileSync(join(folder, 'job.jrn'), journal);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('job.jrn'), type: 1 }],
    });
    // Folders are read again after a while.
    await expect.poll(() => codesOf(uri), { timeout: 10_000 }).toEqual(['import-job/manifest-hash']);
    await open('job.jrn', journal.replace(hash, hash.replace('D8', 'D9')), 'importexport-journal');
    expect(await codesOf(uri)).toEqual([]);
  });

  it('has hovers that mask the key, and one symbol a drive', async () => {
    const uri = await open('body.json', body(hash), 'json');
    const shown = await hover(uri, '060‸456');
    expect(shown).toContain('BitLockerKey');
    expect(shown).not.toContain('132033');
    expect(
      (await client.request<DocumentSymbol[]>('textDocument/documentSymbol', uri)).map(({ name }) => name),
    ).toEqual(['WD-1']);
  });
});
