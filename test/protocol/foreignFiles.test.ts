import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, CodeLens, Location, SemanticTokens, WorkspaceEdit } from 'vscode-languageserver-types';
import { foreignFiles } from '#core/table/foreignFiles';
import { TestClient } from './client';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const dataset =
  'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\nG:\\Photos\\,photos/,BlockBlob,rename,None,None\nH:\\Music\\,music/,BlockBlob,rename,None,None\n';
const driveset =
  'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nK,Format,SilentMode,Encrypt,\n';
const whole = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };

let folder: string;
let client: TestClient | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-foreign-'));
  writeFileSync(join(folder, 'photos-job.csv'), dataset);
  writeFileSync(join(folder, 'photos-drives.csv'), driveset);
  for (const [name, text] of foreignFiles) writeFileSync(join(folder, name), text);
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

describe('Files of other trades', () => {
  it('get no finding, no fix, no lens and no colour, whatever language the editor tells by their names', async () => {
    client = await TestClient.start({});
    for (const [name, text] of foreignFiles) {
      const guessed = /dataset.*\.csv$/i.test(name)
        ? 'importexport-dataset'
        : /driveset.*\.csv$/i.test(name)
          ? 'importexport-driveset'
          : 'csv';
      const uri = uriOf(name);
      await client.open(uri, text, guessed);
      expect(await client.diagnostics(uri), name).toEqual([]);
      const actions = await client.request<CodeAction[] | null>('textDocument/codeAction', uri, {
        range: whole,
        context: { diagnostics: [], only: ['quickfix', 'source'] },
      });
      expect(actions ?? [], name).toEqual([]);
      expect((await client.request<CodeLens[] | null>('textDocument/codeLens', uri, {})) ?? [], name).toEqual([]);
      expect(
        (await client.request<SemanticTokens | null>('textDocument/semanticTokens/full', uri, {}))?.data ?? [],
        name,
      ).toEqual([]);
      expect(
        (await client.request<object[] | null>('textDocument/formatting', uri, { options: {} })) ?? [],
        name,
      ).toEqual([]);
    }
    expect(client.statuses).toEqual([]);
  });

  it.each([true, false])('change nothing in a job beside them, nor are changed by it (open: %s)', async (open) => {
    client = await TestClient.start({});
    if (open) for (const [name, text] of foreignFiles) await client.open(uriOf(name), text);
    const uri = uriOf('photos-job.csv');
    await client.open(uri, dataset);
    expect(await client.diagnostics(uri)).toEqual([]);
    const at = { position: { line: 1, character: 0 } };
    const references = await client.request<Location[]>('textDocument/references', uri, {
      ...at,
      context: { includeDeclaration: true },
    });
    expect(references.map((place) => place.uri)).toEqual([uri]);
    const rename = await client.request<WorkspaceEdit>('textDocument/rename', uri, { ...at, newName: 'L' });
    expect((rename.documentChanges ?? []).map((change) => 'textDocument' in change && change.textDocument.uri)).toEqual(
      [uri],
    );
  });

  it('are passed over by validate, in a folder with a job', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [runner, 'validate', '--format', 'json', folder], {
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toEqual([]);
    expect(stderr).toContain('in 3 records of 2 files');
    expect(status).toBe(0);
  });

  it('are tables once their user or their job says so', async () => {
    client = await TestClient.start({});
    const uri = uriOf('dataset.csv');
    const text = foreignFiles.find(([name]) => name === 'dataset.csv')![1];
    await client.open(uri, text, 'plaintext');
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.close(uri);
    await client.open(uri, text, 'importexport-dataset');
    expect((await client.diagnostics(uri)).length).toBeGreaterThan(0);
    await client.open(
      uriOf('job.json'),
      JSON.stringify({
        dataset: ['photos-job.csv'],
        driveset: ['notes.csv'],
        journal: 'a.jrn',
        sessionId: 'session#1',
      }),
      'json',
    );
    await client.open(uriOf('notes.csv'), 'G,Anna\nH,Bert\n');
    expect((await client.diagnostics(uriOf('notes.csv'))).length).toBeGreaterThan(0);
  });

  it('become one of ours from the first letter of a header on, and stay so while it is written', async () => {
    client = await TestClient.start({});
    const uri = uriOf('driveset.csv');
    await client.open(uri, '');
    const place = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    await client.edit(uri, [
      {
        range: place,
        newText:
          'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG:,Format,SilentMode,Encrypt,\n',
      },
    ]);
    expect((await client.diagnostics(uri)).map(({ code }) => code)).toEqual(['driveset/drive-letter']);
    await client.edit(uri, [{ range: { start: place.start, end: { line: 1, character: 0 } }, newText: '' }]);
    expect((await client.diagnostics(uri)).map(({ code }) => code)).toEqual([
      'csv/header-missing',
      'driveset/drive-letter',
    ]);
    await client.edit(uri, [{ range: whole, newText: 'make,model\nFord,Focus\n' }]);
    expect(await client.diagnostics(uri)).toEqual([]);
  });
});
