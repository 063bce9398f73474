import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CodeAction, CompletionItem, Hover } from 'vscode-languageserver-types';
import { TestClient } from './client';

const german = JSON.parse(readFileSync(new URL('../../l10n/bundle.l10n.de.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

const dataset = 'memfs:/job/dataset.csv';
const driveset = 'memfs:/job/driveset.csv';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ l10n: german });
  await client.open(
    dataset,
    'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\r\nF:\\Photos\\,photos/,Blockblob,rename,None,None\r\nF:\\Photos\\,photos/,BlockBlob,rename,None,None\r\n',
  );
  await client.open(
    driveset,
    'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\r\nF,Format,SilentMode,Encrypt,\r\n',
  );
});

afterAll(async () => {
  await client.stop();
});

const hoverText = (hover: Hover) => (hover.contents as { value: string }).value;

describe('with translations, the server speaks German', () => {
  it('in findings and in what they are related to', async () => {
    const found = await client.diagnostics(dataset);
    expect(found.find(({ code }) => code === 'dataset/blob-type')!.message).toBe(
      'Bei diesem Wert zählt Groß- und Kleinschreibung. Verwenden Sie BlockBlob.',
    );
    const duplicate = found.find(({ code }) => code === 'dataset/base-path-duplicate')!;
    expect(duplicate.message).toBe('Zeile 2 kopiert diese Quelle schon an dieses Ziel. Entfernen Sie eine von beiden.');
    expect(duplicate.relatedInformation!.map(({ message }) => message)).toEqual([
      'Dieselbe Quelle und dasselbe Ziel (Zeile 2)',
    ]);
    const formatted = found.find(({ code }) => code === 'job/source-on-formatted-drive')!;
    expect(formatted.relatedInformation!.map(({ message }) => message)).toEqual(['Laufwerk F']);
  });

  it('in titles of fixes', async () => {
    const diagnostics = await client.diagnostics(dataset);
    const { range } = diagnostics.find(({ code }) => code === 'dataset/blob-type')!;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', dataset, {
      range,
      context: { diagnostics },
    });
    expect(actions.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'In BlockBlob ändern',
        'Alle dataset/blob-type dieser Datei beheben',
        'dataset/blob-type in sneakernet.json ausschalten',
      ]),
    );
  });

  it('in hovers over columns, values and records', async () => {
    const at = (line: number, character: number, uri = dataset) =>
      client.request<Hover>('textDocument/hover', uri, { position: { line, character } });
    expect(hoverText(await at(0, 2))).toContain('Was kopiert wird: ein absoluter lokaler Pfad');
    expect(hoverText(await at(2, 2))).toBe(
      'Kopiert `F:\\Photos\\` rekursiv in Container `photos`, als Blockblobs, wobei bei Konflikten umbenannt wird.',
    );
    expect(hoverText(await at(1, 0, driveset))).toBe(
      'Löscht Laufwerk F ohne Rückfrage und verschlüsselt es mit einem neuen BitLocker-Schlüssel.',
    );
  });

  it('in completion', async () => {
    const { items } = await client.request<{ items: CompletionItem[] }>('textDocument/completion', driveset, {
      position: { line: 1, character: 3 },
    });
    const format = items.find(({ label }) => label === 'Format')!;
    expect(format.documentation).toMatchObject({
      value: german['Erases the drive and formats it with NTFS. Requires `Encrypt`.'],
    });
  });

  it('in what a row says of the file that it names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sneakernet-l10n-'));
    try {
      writeFileSync(join(folder, 'metadata.xml'), '<Metadata><a>1</b></Metadata>');
      const uri = pathToFileURL(join(folder, 'dataset.csv')).href;
      await client.open(
        uri,
        `BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n${folder}/,photos/,BlockBlob,rename,${join(folder, 'metadata.xml')},None\n`,
      );
      const invalid = await vi.waitFor(async () => {
        const finding = (await client.diagnostics(uri)).find(({ code }) => code === 'dataset/side-file-invalid');
        expect(finding).toBeDefined();
        return finding!;
      });
      expect(invalid.message).toContain('Das XML ist nicht wohlgeformt');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('in what it says of a JRM that is no XML, and of its fields', async () => {
    const jrm = 'memfs:/job/job.jrm';
    await client.open(jrm, '<JobResponseManifest>\n<JobId>a</JobId>\n<Drives>\n', 'importexport-jrm-xml');
    const syntax = (await client.diagnostics(jrm)).find(({ code }) => code === 'jrm/syntax');
    expect(syntax!.message).toBe('Das XML ist nicht wohlgeformt: Das Element Drives hat kein Endtag.');
    expect(
      hoverText(await client.request<Hover>('textDocument/hover', jrm, { position: { line: 1, character: 3 } })),
    ).toContain('Der Name des Importauftrags.');
  });
});
