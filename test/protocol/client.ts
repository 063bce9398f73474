import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { CodeAction, Diagnostic, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The bundle under test. */
export const serverBundle = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

/** How a test's client differs from one that supports everything. */
export interface ClientOptions {
  /** False for a client that cannot request diagnostics, so that the server pushes them. */
  readonly pull?: boolean;
  /** The answer to a request for settings, or a function that is called. */
  readonly settings?: unknown;
  readonly trusted?: boolean;
  readonly rootUri?: string;
  /** Translations, by English sentence. */
  readonly l10n?: Readonly<Record<string, string>>;
  /** Commands that the client announces. */
  readonly commands?: readonly string[];
}

/** An editor as the server sees it: a JSON-RPC client over the bundled server's standard streams. */
export class TestClient {
  /** The last pushed diagnostics, by URI. */
  readonly pushed = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
  readonly statuses: unknown[] = [];
  readonly logged: string[] = [];
  refreshes = 0;
  /** True once it has asked the server to end. */
  isStopping = false;
  private readonly documents = new Map<string, TextDocument>();

  private constructor(
    readonly connection: MessageConnection,
    readonly process: ChildProcess,
  ) {}

  static async start({
    pull = true,
    settings,
    trusted = true,
    rootUri,
    l10n,
    commands,
  }: ClientOptions = {}): Promise<TestClient> {
    const process = spawn(globalThis.process.execPath, [serverBundle, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createMessageConnection(
      new StreamMessageReader(process.stdout),
      new StreamMessageWriter(process.stdin),
    );
    const client = new TestClient(connection, process);
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, version, diagnostics }: { uri: string; version?: number; diagnostics: Diagnostic[] }) => {
        client.pushed.set(uri, { version, diagnostics });
      },
    );
    connection.onNotification('sneakernet/status', (status: unknown) => {
      client.statuses.push(status);
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      client.logged.push(message);
    });
    connection.onRequest('workspace/configuration', async ({ items }: { items: unknown[] }) => {
      if (typeof settings !== 'function') return items.map(() => settings ?? null);
      return Promise.all(items.map(() => (settings as () => unknown)()));
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/diagnostic/refresh', () => {
      client.refreshes++;
      return null;
    });
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: globalThis.process.pid,
      rootUri: rootUri ?? null,
      capabilities: {
        workspace: {
          configuration: true,
          workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
          diagnostics: { refreshSupport: true },
          didChangeConfiguration: { dynamicRegistration: true },
        },
        textDocument: {
          ...(pull ? { diagnostic: {} } : {}),
          publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
          codeAction: {
            resolveSupport: { properties: ['edit'] },
            codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
          },
          completion: { completionItem: { snippetSupport: true } },
        },
      },
      initializationOptions: { workspaceTrusted: trusted, ...(l10n && { l10n }), ...(commands && { commands }) },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }

  async open(uri: string, text: string, languageId = 'csv'): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  text(uri: string): string {
    return this.documents.get(uri)!.getText();
  }

  /** Applies edits to the document like an editor, and tells the server. */
  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.documents.get(uri)!;
    const version = document.version + 1;
    // Starting from the end, so that the other ranges stay valid.
    const contentChanges = [...edits]
      .sort((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start))
      .map(({ range, newText }) => ({ range, text: newText }));
    this.documents.set(uri, TextDocument.update(document, contentChanges, version));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  request<T>(method: string, uri: string, params: object = {}): Promise<T> {
    return this.connection.sendRequest<T>(method, { textDocument: { uri }, ...params });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    return (await this.request<{ items: Diagnostic[] }>('textDocument/diagnostic', uri)).items;
  }

  /** The text edits that a workspace edit makes to a document. It has to be for the document's current version. */
  editsOf(edit: WorkspaceEdit | undefined, uri: string): TextEdit[] {
    const changes = (edit?.documentChanges ?? []).flatMap((change) =>
      'textDocument' in change && change.textDocument.uri === uri ? [change] : [],
    );
    const { version } = this.documents.get(uri)!;
    if (edit?.changes || changes.some((change) => change.textDocument.version !== version))
      throw new Error(`An edit is not of version ${version}: ${JSON.stringify(edit)}`);
    return changes.flatMap(({ edits }) => edits as TextEdit[]);
  }

  /** Chooses a diagnostic's code action by the beginning of its title, resolves it and applies its edit. */
  async applyAction(uri: string, range: Range, title: string, only?: string[]): Promise<CodeAction> {
    const diagnostics = await this.diagnostics(uri);
    const actions = await this.request<CodeAction[]>('textDocument/codeAction', uri, {
      range,
      context: { diagnostics, ...(only ? { only } : {}) },
    });
    const action = actions.find((candidate) => candidate.title.startsWith(title));
    if (!action)
      throw new Error(`No action "${title}" among ${actions.map((candidate) => candidate.title).join(' | ')}`);
    const resolved = action.edit ? action : await this.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    await this.edit(uri, this.editsOf(resolved.edit, uri));
    return resolved;
  }
}

/** Waits until a condition holds. */
export async function until<T>(condition: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const result = await condition();
    if (result !== undefined && result !== false) return result;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
