/**
 * Random abuse of the protocol, hostile files and edits, from a seed. The server must neither end nor grow, and its
 * final findings must equal those of a fresh server. `SNEAKERNET_ABUSE_MINUTES` sets the duration,
 * `SNEAKERNET_ABUSE_SEED` repeats a run.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { Diagnostic, Position, Range } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { TestClient } from './client';

const MINUTES = Number(process.env['SNEAKERNET_ABUSE_MINUTES'] ?? '');
const DURATION = MINUTES > 0 ? MINUTES * 60_000 : 15_000;
const SEED = Number(process.env['SNEAKERNET_ABUSE_SEED'] ?? '') || 20261129;
/** Memory is checked only if the server had time to reach its usual size. */
const LONG = 4 * 60_000;
/** A text longer than this is replaced. */
const LONGEST_TEXT = 60_000;
/** Actions between two answers that are waited for, so that the server can keep up. */
const BURST = 40;

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sneakernet-abuse-')));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  write('dataset.csv', 'BasePath,DstBlobPathOrPrefix,BlobType\nF:\\a\\,data/,BlockBlob\nF:\\a\\,data/,Block\n');
  write(
    'driveset.csv',
    'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\n',
  );
  write('100%.csv', 'BasePath,DstBlobPathOrPrefix\nF:\\b\\,data/\n');
  write('sneakernet.json', '['.repeat(6000));
  mkdirSync(join(folder, 'folder.csv'));
  mkdirSync(join(folder, '.git'));
  if (process.platform !== 'win32') {
    symlinkSync('/dev/zero', join(folder, 'zero.csv'));
    symlinkSync('/dev/zero', join(folder, 'zero.jrm'));
    symlinkSync('/dev/zero', join(folder, '.git', 'index'));
    symlinkSync('itself.csv', join(folder, 'itself.csv'));
    execFileSync('mkfifo', [join(folder, 'pipe.csv'), join(folder, 'pipe.jrm')]);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Reproducible pseudo-random numbers. */
class Chance {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** A number below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }
  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

const sum = 'a'.repeat(64);
const texts: readonly string[] = [
  'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\nF:\\a\\,data/,BlockBlob,rename,None,None\nF:\\b,data/b,Block,renam,None,None\n',
  'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n/tmp/,data/,BlockBlob,rename,/dev/zero,/dev/stdin\n/dev/zero,data/z,PageBlob,,,\n',
  'BasePath,DstItemPathOrPrefix,ItemType\n"F:\\a b\\",share/,file\n"F:\\c,share/\n',
  'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\nH,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-132033-400235-117513-353782-605033-166287-411631\n',
  '060456-132033-400235-117513-353782-605033-166287-411631,Format\n',
  '{ "dataset": "dataset.csv", "driveset": ["driveset.csv"], "sessionId": "a b", "journal": "G:\\\\j.jrn", "dialect": "files" }',
  `{ "a": ${'['.repeat(6000)}`,
  `${'{"a":'.repeat(6000)}1`,
  '{ "rules": { "dataset/blob-type": "off", "__proto__": "off" }, "suppress": [1, null, { "file": 3 }], "pathMap": { "F:\\\\": 4 } }',
  `{"Version":"1","JobId":"x","CreationDate":"2025-01-01T00:00:00Z","Drives":[{"DriveId":"A","BitLockerKey":"060456-132033"}],"DataMapping":[{"SourcePath":"F:\\\\a\\\\","DestinationContainer":"AB","BlobType":"Block"}],"Checksums":[{"FilePath":"F:\\\\a\\\\b","SHA256":"${sum}"},{"FilePath":"F:\\\\a\\\\b","SHA256":"b"}]}`,
  `<?xml version="1.0"?><JobResponseManifest><JobId>x</JobId><Drives><Drive><DriveId>A</DriveId></Drive></Drives>${'<a>'.repeat(300)}</JobResponseManifest>`,
  `<?xml version="1.0"?><DriveManifest Version="2011-MM-DD"><Drive><DriveId>A</DriveId><BlobList><Blob><BlobPath>a/b</BlobPath><Length>5</Length></Blob></BlobList></Drive></DriveManifest>`,
  '<Metadata><a b="c">d</a><a>&#0;</a></Metadata>',
  '[2016/11/01 10:00:00.000][PrepImportDriveCommandContext, SessionId: a, DriveId: ]\nSaveCommandOutput: Completed\n',
  '\ufeff"',
  '"'.repeat(999),
  '\u0000\ud800,\udc00\n\r\r\n',
  ',',
  '',
  'x,y,z\n1,2,3\n',
  `${'BasePath,'.repeat(3000)}\n1`,
  'a'.repeat(40_000),
  '{"Checksums":[[[[',
  '<',
  '<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>',
];

const snippets = [
  '',
  'a',
  '"',
  ',',
  '\n',
  '\r',
  '\r\n',
  '[',
  '{',
  '<a>',
  '</',
  '\\',
  '%',
  '\ud83d',
  '060456-132033-400235-117513-353782-605033-166287-411631',
  'F:\\a\\,data/,BlockBlob\n',
  '\u2028',
  'BasePath,DstBlobPathOrPrefix\n',
  '"JobId":"x",',
  ']',
  '}',
  '-->',
  '&',
  '\t',
];
const odd: readonly unknown[] = [-1, 1.5, 1e12, NaN, null, 'x', {}, Number.MAX_SAFE_INTEGER];
const languages = [
  'csv',
  'importexport-dataset',
  'importexport-driveset',
  'importexport-jrm',
  'importexport-jrm-xml',
  'importexport-journal',
  'importexport-manifest',
  'importexport-driveinfo',
  'importexport-sidefile',
  'importexport-copylog',
  'json',
  'xml',
  'plaintext',
  '',
];
const requests = [
  'completion',
  'hover',
  'codeAction',
  'formatting',
  'rangeFormatting',
  'documentSymbol',
  'foldingRange',
  'selectionRange',
  'documentLink',
  'documentHighlight',
  'references',
  'definition',
  'prepareRename',
  'rename',
  'semanticTokens/full',
  'semanticTokens/range',
  'inlayHint',
  'codeLens',
  'diagnostic',
];
const others = [
  'sneakernet/newJob',
  'sneakernet/jrm/follow',
  'sneakernet/jrm/children',
  'sneakernet/jrm/filter',
  'sneakernet/jrm/checksum',
  'sneakernet/jrm/locate',
  'sneakernet/jrm/key',
  'sneakernet/jrmCheck',
  'sneakernet/compareJrm',
  'sneakernet/trackedFiles',
  'codeAction/resolve',
  'sneakernet/unknown',
  'completionItem/resolve',
  'workspace/executeCommand',
];

function urisIn(root: string): readonly string[] {
  const names = [
    'dataset.csv',
    'driveset.csv',
    'other.csv',
    'job.json',
    'sneakernet.json',
    'a.jrm',
    'a.xml',
    'a.jrn',
    'm.manifest',
    'zero.jrm',
    'pipe.jrm',
    'zero.csv',
    'pipe.csv',
    'no such/x.csv',
    'UPPER.CSV',
    'a#b?c.csv',
  ];
  return [
    ...names.map((name) => `${root}/${encodeURIComponent(name).replaceAll('%2F', '/')}`),
    `${root}/100%.csv`,
    `${root}/%zz%.csv`,
    `${root}/%00.csv`,
    `${root}/%ff.jrm`,
    'untitled:Untitled-1',
    'untitled:100%',
    'git:/a/dataset.csv?%7B',
    'nothing',
    '',
    ':',
    '//',
    'file:',
    'file://host/a.csv',
    'file:///',
    'vscode-notebook-cell:/a.csv#b',
    'C:\\a\\dataset.csv',
    `${root}/${'x'.repeat(100_000)}.csv`,
    'a'.repeat(100_000),
  ];
}

/** A client that breaks every rule, but knows the content of its documents. */
class Abuser {
  readonly open = new Map<string, TextDocument>();
  readonly languages = new Map<string, string>();
  readonly failures = new Map<string, number>();
  readonly #chance: Chance;
  readonly #uris: readonly string[];

  constructor(
    readonly client: TestClient,
    chance: Chance,
    root: string,
  ) {
    this.#chance = chance;
    this.#uris = urisIn(root);
  }

  async act(): Promise<void> {
    const { connection } = this.client;
    switch (this.#chance.below(14)) {
      case 0:
        return this.#openOne();
      case 1:
        return this.#close();
      case 2:
      case 3:
      case 4:
      case 5:
        return this.#edit();
      case 6:
        return connection.sendNotification('workspace/didChangeConfiguration', {
          settings: this.#chance.of<unknown>([
            null,
            3,
            { sneakernet: { rules: [], hover: 3, validation: { maxFindings: -1 } } },
          ]),
        });
      case 7:
        return connection.sendNotification('workspace/didChangeWatchedFiles', {
          changes: this.#chance.of<unknown>([[], [{ uri: this.#uri(), type: 2 }], null, [null], [{ uri: 4 }]]),
        });
      case 8:
        return connection.sendNotification('textDocument/didSave', { textDocument: { uri: this.#uri() } });
      case 9:
        return connection.sendNotification('sneakernet/trust', { trusted: this.#chance.below(2) === 0 });
      case 10:
        return connection.sendNotification(
          this.#chance.of([
            'textDocument/didOpen',
            'textDocument/didChange',
            'textDocument/didClose',
            '$/cancelRequest',
            '$/setTrace',
            'sneakernet/jrm/reload',
            'sneakernet/jrm/unfollow',
            'none',
          ]),
          this.#chance.of<object>([{}, { textDocument: null }, { textDocument: {} }, { uri: this.#uri() }, { id: 3 }]),
        );
      default:
        this.#request();
        return;
    }
  }

  /** Gives every document a text that can be compared, and waits until everything is quiet. */
  async settle(): Promise<void> {
    for (const uri of [...this.open.keys()])
      if (!uri.startsWith('file:///') || uri.length > 1000) await this.#closeOne(uri);
    await this.client.connection.sendNotification('sneakernet/trust', { trusted: true });
    await this.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  #uri(): string {
    const known = [...this.open.keys()];
    return known.length > 0 && this.#chance.below(4) > 0 ? this.#chance.of(known) : this.#chance.of(this.#uris);
  }

  async #openOne(): Promise<void> {
    const uri = this.#chance.of(this.#uris);
    const languageId = this.#chance.of(languages);
    this.open.set(uri, TextDocument.create(uri, languageId, 1, this.#chance.of(texts)));
    this.languages.set(uri, languageId);
    await this.client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text: this.open.get(uri)!.getText() },
    });
  }

  async #close(): Promise<void> {
    await this.#closeOne(this.#uri());
  }

  async #closeOne(uri: string): Promise<void> {
    this.open.delete(uri);
    await this.client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async #edit(): Promise<void> {
    const uri = this.#uri();
    const document = this.open.get(uri);
    const count = 1 + this.#chance.below(3);
    const contentChanges: { range?: Range; text: string }[] = [];
    let text = document?.getText() ?? '';
    for (let made = 0; made < count; made++) {
      const isWhole = text.length > LONGEST_TEXT || this.#chance.below(12) === 0;
      const change = isWhole
        ? { text: this.#chance.of(texts) }
        : { range: this.#range(text), text: this.#chance.of(this.#chance.below(20) === 0 ? texts : snippets) };
      contentChanges.push(change);
      text = TextDocument.applyEdits(TextDocument.create('', '', 0, text), isWhole ? [] : []);
      if (document) text = TextDocument.update(document, [change], document.version).getText();
    }
    const version = this.#chance.of<unknown>([(document?.version ?? 0) + 1, 1, 1, -3, null]);
    await this.client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  /** Usually within the text; sometimes after it, or with its ends swapped. */
  #range(text: string): Range {
    const document = TextDocument.create('', '', 0, text);
    const start = document.positionAt(this.#chance.below(text.length + 1));
    const end = document.positionAt(document.offsetAt(start) + this.#chance.of([0, 0, 1, 5, 300]));
    switch (this.#chance.below(10)) {
      case 0:
        return { start: end, end: start };
      case 1:
        return { start, end: { line: 1_000_000, character: 7 } };
      case 2:
        return { start: { line: start.line, character: 100_000 }, end: { line: end.line, character: 100_000 } };
      default:
        return { start, end };
    }
  }

  #position(): Position {
    if (this.#chance.below(5) === 0) return { line: this.#chance.of(odd), character: this.#chance.of(odd) } as Position;
    return { line: this.#chance.below(6), character: this.#chance.below(80) };
  }

  #request(): void {
    const position = this.#position();
    const range = { start: position, end: this.#position() };
    const uri = this.#uri();
    const params =
      this.#chance.below(15) === 0
        ? this.#chance.of<object>([{}, { textDocument: {} }, { textDocument: { uri: 5 } }])
        : {
            textDocument: { uri },
            uri,
            jrm: uri,
            drivesets: [uri],
            files: [uri],
            folder: 0,
            filter: '*',
            file: 0,
            drive: 0,
            revision: this.#chance.below(50),
            place: { kind: 'member', name: 'JobId' },
            data: { uri, kind: 'fix-all' },
            title: 'x',
            dialect: 'blob',
            sources: [],
            destination: 'a/',
            drives: [],
            position,
            range,
            positions: [position],
            newName: this.#chance.of(['b', '', 'A B', 'G', '"']),
            options: { tabSize: 2, insertSpaces: true },
            context: { diagnostics: [], includeDeclaration: true },
          };
    const method = this.#chance.below(4) === 0 ? this.#chance.of(others) : `textDocument/${this.#chance.of(requests)}`;
    const source = new CancellationTokenSource();
    this.client.connection.sendRequest<unknown>(method, params, source.token).catch((error: unknown) => {
      const key = `${method}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 200);
      this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
    });
    if (this.#chance.below(3) === 0) source.cancel();
  }
}

/** The server's memory in MB; 0 if it cannot be determined. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function findingsOf(client: TestClient, uris: Iterable<string>): Promise<Record<string, Diagnostic[]>> {
  const found: Record<string, Diagnostic[]> = {};
  // The first answer comes before the seal of a JRM is checked and paths are looked up.
  for (let round = 0; round < 4; round++) {
    for (const uri of uris) found[uri] = await client.diagnostics(uri);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return found;
}

it(
  'goes on, in bounded memory and with the findings of a fresh start, whatever a client does',
  { timeout: DURATION + 120_000 },
  async () => {
    const chance = new Chance(SEED);
    let isOver = false;
    const client = await TestClient.start({
      settings: () => {
        if (isOver) return null;
        switch (chance.below(6)) {
          case 0:
            throw new Error('No settings today.');
          case 1:
            return new Promise(() => undefined);
          case 2:
            return new Promise((resolve) => setTimeout(resolve, chance.below(3000), { dialect: 'files' }));
          default:
            return chance.of<unknown>([
              null,
              7,
              'x',
              [[]],
              { dialect: 3, rules: { a: 1 }, pathMap: [1], validation: 4, format: null },
            ]);
        }
      },
    });
    let end: unknown;
    client.process.once('exit', (code, signal) => {
      end = { code, signal };
    });
    const abuser = new Abuser(client, chance, pathToFileURL(folder).href);
    const memory: number[] = [];
    const until = Date.now() + DURATION;
    for (let actions = 0; Date.now() < until; actions++) {
      expect(
        end,
        `The server has ended (seed ${SEED}, action ${actions}). It said: ${client.logged.slice(-3).join('\n')}`,
      ).toBeUndefined();
      await abuser.act();
      if (actions % BURST !== 0) continue;
      // An unknown request is answered at once, so its answer shows that everything before it was handled.
      await client.connection.sendRequest('sneakernet/none').catch(() => undefined);
      if (actions % (BURST * 100) === 0) memory.push(memoryOf(client.process.pid!));
      client.logged.splice(0, Math.max(0, client.logged.length - 50));
    }
    isOver = true;
    await abuser.settle();
    const uris = [...abuser.open.keys()];
    const found = await findingsOf(client, uris);
    expect(end).toBeUndefined();

    const fresh = await TestClient.start();
    for (const uri of uris) await fresh.open(uri, abuser.open.get(uri)!.getText(), abuser.languages.get(uri));
    const wanted = await findingsOf(fresh, uris);
    // A document keeps the kind recognised while it was open, even after edits; a fresh server has not seen its earlier
    // text.
    const isKept = (uri: string): boolean =>
      wanted[uri]!.length === 0 && found[uri]!.length > 0 && !abuser.languages.get(uri)!.startsWith('importexport-');
    const kept = uris.filter(isKept);
    for (const uri of kept) {
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
      await client.open(uri, abuser.open.get(uri)!.getText(), abuser.languages.get(uri));
    }
    Object.assign(found, await findingsOf(client, kept));
    for (const uri of uris) expect(found[uri], `${uri} (seed ${SEED})`).toEqual(wanted[uri]);
    await fresh.stop();
    await client.stop();

    const [older, newer] = [
      memory.slice(memory.length >> 1, (memory.length * 3) >> 2),
      memory.slice((memory.length * 3) >> 2),
    ];
    if (DURATION >= LONG)
      expect(Math.max(...newer), `MB over time: ${memory.map(Math.round).join(' ')}`).toBeLessThan(
        1.15 * Math.max(...older) + 32,
      );
    expect(Math.max(0, ...memory)).toBeLessThan(1500);
  },
);
