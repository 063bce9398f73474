import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import { measured, usageIn } from './processes.mjs';

const bundle = fileURLToPath(new URL('../dist/server.js', import.meta.url));

/** The bundled server over its standard streams, with a client that measures it. */
export class LanguageServer {
  #versions = new Map();
  #output = '';

  /** @param codeCache a folder in which Node caches compiled code, such as the extension provides */
  static async start(codeCache) {
    const server = new LanguageServer();
    const started = performance.now();
    server.child = spawn(process.execPath, measured(bundle, '--stdio'), {
      stdio: 'pipe',
      env: { ...process.env, ...(codeCache && { NODE_COMPILE_CACHE: codeCache }) },
    });
    server.child.stderr.on('data', (data) => (server.#output += data));
    server.connection = createMessageConnection(
      new StreamMessageReader(server.child.stdout),
      new StreamMessageWriter(server.child.stdin),
    );
    server.connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
    server.connection.onRequest('client/registerCapability', () => null);
    server.connection.onRequest('workspace/diagnostic/refresh', () => null);
    server.connection.listen();
    await server.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
    });
    await server.connection.sendNotification('initialized', {});
    server.startMilliseconds = performance.now() - started;
    return server;
  }

  async open(uri, text, languageId = 'importexport-dataset') {
    this.#versions.set(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri, range, text) {
    const version = this.#versions.get(uri) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  request(method, uri, params = {}) {
    return this.connection.sendRequest(method, { textDocument: { uri }, ...params });
  }

  async diagnostics(uri) {
    return (await this.request('textDocument/diagnostic', uri)).items;
  }

  /** Ends the server. @returns the resources that it used */
  async stop() {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
    return usageIn(this.#output);
  }
}
