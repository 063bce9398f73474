import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WindowsMachine, windowsPath } from './windowsMachine';

let windows: WindowsMachine;
let job: string;

beforeAll(() => {
  windows = new WindowsMachine();
  job = windows.drive('J');
});

afterAll(() => {
  windows.close();
});

/** Talks to the server over pipes, from a process of Windows, and writes down what it answers. */
const client = `
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const [runner, answers, ...messages] = process.argv.slice(2);
const server = spawn(process.execPath, [runner, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
let read = Buffer.alloc(0);
const found = [];
server.stdout.on('data', (bytes) => {
  read = Buffer.concat([read, bytes]);
  for (;;) {
    const head = /^Content-Length: (\\d+)\\r\\n(?:.*\\r\\n)*?\\r\\n/.exec(read.toString('latin1'));
    if (!head || read.length < head[0].length + Number(head[1])) return;
    const end = head[0].length + Number(head[1]);
    const message = JSON.parse(read.subarray(head[0].length, end).toString('utf8'));
    read = read.subarray(end);
    found.push(message);
    if (message.method && message.id !== undefined) send({ jsonrpc: '2.0', id: message.id, result: null });
    if (message.id === 1) {
      send({ jsonrpc: '2.0', method: 'initialized', params: {} });
      for (const text of messages) send(JSON.parse(text));
    }
    if (message.id === 2) {
      writeFileSync(answers, JSON.stringify(found));
      server.kill();
    }
  }
});
const send = (message) => {
  const text = Buffer.from(JSON.stringify(message));
  server.stdin.write('Content-Length: ' + text.length + '\\r\\n\\r\\n');
  server.stdin.write(text);
};
send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: { textDocument: { diagnostic: {} } } } });
`;

describe("The language server under Windows' Node", () => {
  it('answers over pipes about a file of a drive letter', async () => {
    const text =
      'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\r\n' +
      '"J:\\data\\",Upper/,BlockBlob,rename,None,None\r\n';
    writeFileSync(join(job, 'dataset.csv'), text);
    windows.write(job, 'client.js', client);
    const uri = 'file:///j%3A/dataset.csv';
    const messages = [
      {
        jsonrpc: '2.0',
        method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'importexport-dataset', version: 1, text } },
      },
      { jsonrpc: '2.0', id: 2, method: 'textDocument/diagnostic', params: { textDocument: { uri } } },
    ];
    const { ended } = windows.startScript(
      'J:\\client.js',
      [
        windowsPath(join(import.meta.dirname, '../../dist/runner.js')),
        'answers.json',
        ...messages.map((message) => JSON.stringify(message)),
      ],
      job,
    );
    const { stderr } = await ended;
    const answers = JSON.parse(readFileSync(join(job, 'answers.json'), 'utf8')) as {
      id?: number;
      result?: { items?: { code: string }[] };
    }[];
    const items = answers.find(({ id }) => id === 2)?.result?.items ?? [];
    expect(
      items.map(({ code }) => code),
      stderr,
    ).toContain('dataset/container-name');
  });
});
