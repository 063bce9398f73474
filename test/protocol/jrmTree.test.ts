import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JrmChecksum, JrmHeader, Sha256 } from '../../core/src/jrm/jrm';
import { jrmJson, jrmXml } from '../../core/src/jrm/jrmText';
import type {
  JrmChecksumDetails,
  JrmChildren,
  JrmKey,
  JrmPlace,
  JrmRange,
  JrmSummary,
} from '../../server/src/protocol/jrm';
import { isOlder } from '../../server/src/protocol/jrm';
import { TestClient, until } from './client';

const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), digest: () => hash.digest('hex') };
};

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';
const header: JrmHeader = {
  JobId: 'Tree',
  CustomerName: 'Contoso Söhne',
  CreationDate: '2025-04-20T18:20:00Z',
  SessionId: 'session#1',
  Drives: [
    { DriveId: 'D1', BitLockerKey: KEY, VolumeLabel: 'DATA01', DriveLetter: 'G', Capacity: 1000, UsedBytes: 250 },
    { DriveId: 'D2', BitLockerKey: KEY.replace('060456', '060457'), VolumeLabel: 'DATA02', DriveLetter: 'H' },
  ],
  DataMapping: [{ SourcePath: 'F:\\', DestinationContainer: 'archive', BlobType: 'BlockBlob', Drives: ['D1', 'D2'] }],
};
const file = (path: string, size: number, drive = 'D1', container = 'archive'): JrmChecksum => ({
  FilePath: path,
  SHA256: 'ab'.repeat(32),
  Size: size,
  DriveId: drive,
  BlobPath: `${container}/${path.slice(3).replaceAll('\\', '/')}`,
});
const checksums = [file('F:\\é\\b10.txt', 10), file('F:\\é\\b9.txt', 20, 'D2', 'other'), file('F:\\a.txt', 5)];

let client: TestClient;
const folder = mkdtempSync(join(tmpdir(), 'jrm-tree-'));
let files = 0;
let summaries: JrmSummary[] = [];

beforeAll(async () => {
  client = await TestClient.start();
  client.connection.onNotification('sneakernet/jrm/summary', (summary: JrmSummary) => {
    summaries.push(summary);
  });
});
afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

/** Writes a JRM and returns its URI and path. */
function written(text: string): { readonly uri: string; readonly path: string } {
  const path = join(folder, `${files++}.jrm`);
  writeFileSync(path, text);
  return { path, uri: pathToFileURL(path).href };
}

const textOf = (all: Iterable<JrmChecksum> = checksums, form = jrmJson) => [...form(header, all, sha256)].join('');

/** Follows a JRM until it has been read and its seal checked. */
async function follow(uri: string): Promise<JrmSummary> {
  summaries = [];
  const first = await client.connection.sendRequest<JrmSummary>('sneakernet/jrm/follow', { uri });
  if (first.state === 'missing') return first;
  return settled(uri);
}
const settled = (uri: string): Promise<JrmSummary> =>
  until(() =>
    summaries.find((summary) => summary.uri === uri && summary.state !== 'reading' && summary.seal !== 'checking'),
  );
const ask = <T>(method: string, { uri, revision }: JrmSummary, params: object) =>
  client.connection.sendRequest<T | null>(`sneakernet/jrm/${method}`, { uri, revision, ...params });
const children = (summary: JrmSummary, id: number, params: object = {}) =>
  ask<JrmChildren>('children', summary, { folder: id, ...params });

describe('What is told of a JRM', () => {
  it('can be put in order, whatever comes first: answers to those who follow it later, and news', async () => {
    const { uri } = written(textOf());
    const sound = await follow(uri);
    const early = [...summaries];
    const answer = await client.connection.sendRequest<JrmSummary>('sneakernet/jrm/follow', { uri });
    expect(early.filter((summary) => summary.seal === 'checking').every((summary) => isOlder(summary, sound))).toBe(
      true,
    );
    expect(isOlder(answer, sound)).toBe(false);
    await client.connection.sendNotification('sneakernet/jrm/reload', { uri });
    summaries = [];
    const again = await settled(uri);
    expect([isOlder(sound, again), isOlder(again, sound)]).toEqual([true, false]);
  });
});

describe('The tree of a JRM', () => {
  it.each([
    ['JSON', jrmJson],
    ['XML', jrmXml],
  ] as const)('says what a file in %s holds, without its keys', async (_, form) => {
    const { uri } = written(textOf(checksums, form));
    const summary = await follow(uri);
    expect(summary).toMatchObject({
      state: 'read',
      fromEditor: false,
      job: { JobId: 'Tree', CustomerName: 'Contoso Söhne', SessionId: 'session#1' },
      checksums: 3,
      bytes: 35,
      folders: 2,
      seal: 'sound',
      drives: [
        {
          driveId: 'D1',
          letter: 'G',
          maskedKey: '060456-••••••-…-411631',
          keySound: true,
          capacity: 1000,
          usedBytes: 250,
          files: 2,
          bytes: 15,
        },
        { driveId: 'D2', keySound: false, files: 1, bytes: 20 },
      ],
      containers: [
        { name: 'archive', files: 2, bytes: 15, mappings: [{ source: 'F:\\', drives: ['D1', 'D2'] }] },
        { name: 'other', files: 1, bytes: 20, mappings: [] },
      ],
    });
    expect(JSON.stringify(summaries)).not.toContain('014509');
    expect(await children(summary, 0)).toEqual({
      total: 1,
      entries: [{ kind: 'folder', id: 1, name: 'F:', files: 3, bytes: 35 }],
    });
    const inner = await children(summary, 1);
    expect(inner?.entries.map(({ name }) => name)).toEqual(['é', 'a.txt']);
    const deep = await children(summary, inner!.entries[0]!.id);
    expect(deep?.entries.map(({ name }) => name)).toEqual(['b9.txt', 'b10.txt']);
    expect(await ask<JrmChecksumDetails>('checksum', summary, { file: deep!.entries[0]!.id })).toEqual({
      filePath: 'F:\\é\\b9.txt',
      sha256: 'ab'.repeat(32),
      size: 20,
      driveId: 'D2',
      blobPath: 'other/é/b9.txt',
    });
    expect(await ask<JrmKey>('key', summary, { drive: 0 })).toEqual({ driveId: 'D1', key: KEY });
    expect(await ask('key', summary, { drive: 7 })).toBeNull();
  });

  it.each([
    ['JSON', jrmJson, '\n'],
    ['JSON with CRLF', jrmJson, '\r\n'],
    ['XML', jrmXml, '\n'],
  ] as const)('finds each thing in the text: %s', async (_, form, lineEnd) => {
    const text = textOf(checksums, form).replaceAll('\n', lineEnd);
    const summary = await follow(written(text).uri);
    const lines = text.split(lineEnd);
    const found = async (place: JrmPlace): Promise<string> => {
      const { start, end } = (await ask<JrmRange>('locate', summary, { place }))!;
      if (start.line === end.line) return lines[start.line]!.slice(start.character, end.character);
      return [
        lines[start.line]!.slice(start.character),
        ...lines.slice(start.line + 1, end.line),
        lines[end.line]!.slice(0, end.character),
      ].join('\n');
    };
    const isXml = form === jrmXml;
    expect(await found({ kind: 'member', name: 'CustomerName' })).toBe(
      isXml ? '<CustomerName>Contoso Söhne</CustomerName>' : '"Contoso Söhne"',
    );
    expect(await found({ kind: 'record', list: 'Drives', index: 1 })).toContain(isXml ? '<Drive>' : '"D2"');
    expect(await found({ kind: 'record', list: 'Drives', index: 1, field: 'VolumeLabel' })).toContain(
      isXml ? '<VolumeLabel>' : '"DATA02"',
    );
    expect(await found({ kind: 'checksum', file: 1 })).toContain('b9.txt');
    expect(await ask('locate', summary, { place: { kind: 'member', name: 'Nothing' } })).toBeNull();
  });

  it('counts what goes into each container where the checksums do not name their blobs', async () => {
    const bare = checksums.map(({ FilePath, SHA256, Size }) => ({ FilePath, SHA256, Size: Size! }));
    const outside = { FilePath: 'G:\\c.txt', SHA256: 'ab'.repeat(32), Size: 7 };
    const mapped = await follow(written(textOf(bare)).uri);
    expect(mapped.containers).toMatchObject([{ name: 'archive', files: 3, bytes: 35 }]);
    const partly = await follow(written(textOf([...bare, outside])).uri);
    expect(partly.containers).toMatchObject([
      { name: '', files: 1, bytes: 7, mappings: [] },
      { name: 'archive', files: 3, bytes: 35 },
    ]);
  });

  it('is filtered', async () => {
    const summary = await follow(written(textOf()).uri);
    expect(await ask('filter', summary, { filter: 'É\\B1' })).toEqual({ files: 1, bytes: 10 });
    expect((await children(summary, 1, { filter: 'é/b1' }))?.entries).toEqual([
      expect.objectContaining({ name: 'é', files: 1, bytes: 10 }),
    ]);
    expect(await children(summary, 0, { filter: 'nowhere' })).toEqual({ total: 0, entries: [] });
  });

  it('gives large folders in blocks', async () => {
    const many = Array.from({ length: 4321 }, (_, number) => file(`F:\\${number}.txt`, 1));
    const summary = await follow(written(textOf(many)).uri);
    const listing = (await children(summary, 1))!;
    expect(listing).toMatchObject({ total: 4321, entries: [] });
    expect(listing.blocks).toEqual([
      { start: 0, count: 2000, first: '0.txt', last: '1999.txt' },
      { start: 2000, count: 2000, first: '2000.txt', last: '3999.txt' },
      { start: 4000, count: 321, first: '4000.txt', last: '4320.txt' },
    ]);
    const last = (await children(summary, 1, { start: 4000, count: 321 }))!;
    expect(last.entries.map(({ name }) => name)).toEqual(
      Array.from({ length: 321 }, (_, index) => `${4000 + index}.txt`),
    );
  });

  it('is that of the text in the editor while it is open, and follows its edits', async () => {
    const text = textOf();
    const { uri } = written(text);
    await client.open(uri, text, 'importexport-jrm');
    const summary = await follow(uri);
    expect(summary).toMatchObject({ fromEditor: true, seal: 'sound' });
    summaries = [];
    const at = text.indexOf('Tree');
    const line = text.slice(0, at).split('\n').length - 1;
    const character = at - text.lastIndexOf('\n', at) - 1;
    await client.edit(uri, [
      { range: { start: { line, character }, end: { line, character: character + 4 } }, newText: 'Other' },
    ]);
    const edited = await settled(uri);
    expect(edited).toMatchObject({ fromEditor: true, seal: 'broken', job: { JobId: 'Other' } });
    expect(edited.revision).toBeGreaterThan(summary.revision);
    // Numbers of an earlier reading are not answered with new content.
    expect(await children(summary, 1)).toBeNull();
    summaries = [];
    await client.close(uri);
    expect(await settled(uri)).toMatchObject({ fromEditor: false, seal: 'sound', job: { JobId: 'Tree' } });
  });

  it('is read again when the file was replaced, and says when it is gone', async () => {
    const { uri, path } = written(textOf());
    const summary = await follow(uri);
    const other = written(textOf([file('F:\\new.txt', 1)]));
    renameSync(other.path, path);
    // The bytes are not those that were read, so there is no answer.
    expect(await ask('checksum', summary, { file: 0 })).toBeNull();
    summaries = [];
    await client.connection.sendNotification('sneakernet/jrm/reload', { uri });
    expect(await settled(uri)).toMatchObject({ checksums: 1, seal: 'sound' });
    rmSync(path);
    summaries = [];
    await client.connection.sendNotification('sneakernet/jrm/reload', { uri });
    await until(() => summaries.find(({ state }) => state === 'missing'));
    expect(await follow(pathToFileURL(join(folder, 'never.jrm')).href)).toMatchObject({
      state: 'missing',
      checksums: 0,
    });
  });

  it('shows what can be read of a file that is broken', async () => {
    const text = textOf();
    const at = text.indexOf('"F:\\\\a.txt"');
    const broken = `${text.slice(0, at)}oops${text.slice(at)}`;
    const summary = await follow(written(broken).uri);
    expect(summary).toMatchObject({
      state: 'read',
      checksums: 3,
      seal: 'unreadable',
      unreadableLine: text.slice(0, at).split('\n').length - 1,
    });
    expect(await follow(written(`${text.slice(0, at)}""${text.slice(at)}`).uri)).toMatchObject({
      checksums: 2,
      seal: 'unreadable',
      unreadableLine: text.slice(0, at).split('\n').length - 1,
    });
    expect(await follow(written('').uri)).toMatchObject({ checksums: 0, seal: 'unreadable', unreadableLine: 0 });
    expect(
      await follow(
        written('{"Drives": 5, "DataMapping": [5, null, {"Drives": [7]}], "JobId": [], "Checksums": {}}').uri,
      ),
    ).toMatchObject({ drives: [], checksums: 0 });
  });

  it('answers nothing for a JRM that nobody follows any more', async () => {
    const { uri } = written(textOf());
    const summary = await follow(uri);
    await client.connection.sendNotification('sneakernet/jrm/unfollow', { uri });
    expect(await children(summary, 0)).toBeNull();
  });

  it('takes whatever it is asked', async () => {
    const summary = await follow(written(textOf()).uri);
    for (const id of [-1, 1.5, 99, Number.MAX_SAFE_INTEGER]) {
      expect(await children(summary, id)).toBeNull();
      expect(await ask('checksum', summary, { file: id })).toBeNull();
    }
    expect(await children(summary, 1, { start: -5, count: -5 })).toEqual({ total: 2, entries: [] });
    expect((await children(summary, 1, { start: 99 }))?.entries).toEqual([]);
  });
});
