import * as vscode from 'vscode';
import type { DocumentStatus, InitializationOptions } from '../../../server/src/protocol/messages';
import { statusNotification } from '../../../server/src/protocol/messages';
import { CrashHistory } from './crashHistory';
import { documentSelector } from './documentSelector';
import type * as protocolClient from './protocolClient';

type LanguageClient = ReturnType<typeof protocolClient.createClient>;

/** `crashed`: it crashed too often to be restarted without asking. */
export type ServerState = 'stopped' | 'starting' | 'running' | 'crashed';

/** The type of the parameters depends on the method, as the protocol defines. */
type NotificationListener = (params: never) => void;
type RequestHandler = (params: never) => Promise<unknown>;

/** How a host starts the server. */
export interface ServerLauncher {
  /** The server's bundle. */
  readonly serverUri: vscode.Uri;
  /** A folder for files that may be lost. */
  readonly storageUri: vscode.Uri;
  /** Commands that the server may offer on a document or for a finding. */
  readonly offeredCommands: readonly string[];
  /** Loads the protocol's library when a server is needed. */
  readonly loadProtocolClient: () => Promise<typeof protocolClient>;
}

/**
 * The language server, in a separate process or web worker. Started when first needed, and never more than once at a
 * time.
 */
export class LanguageServer implements vscode.Disposable {
  private readonly stateChanged = new vscode.EventEmitter<ServerState>();
  private readonly statusReceived = new vscode.EventEmitter<DocumentStatus>();
  private readonly crashes = new CrashHistory();
  /** The current client, once it exists. A client that is being stopped is no longer the current one. */
  private client: LanguageClient | undefined;
  /** Resolves when that client has been started; set as soon as it is needed. */
  private started: Promise<LanguageClient> | undefined;
  /** Identifies the last start: one that was stopped before it had a client does not continue. */
  private lastStart: symbol | undefined;
  private readonly listeners = new Map<string, NotificationListener>();
  private readonly handlers = new Map<string, RequestHandler>();
  private currentState: ServerState = 'stopped';
  private progressCount = 0;

  /** Fires after `state` has changed. */
  readonly onDidChangeState = this.stateChanged.event;
  /** The server's counts for a document; `uri` has VS Code's spelling. */
  readonly onDidReceiveStatus = this.statusReceived.event;

  constructor(
    private readonly launcher: ServerLauncher,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): ServerState {
    return this.currentState;
  }

  /** Starts the server unless it is running, starting, or crashed for good. Failures show in `state` and the log. */
  startInBackground(): void {
    if (this.currentState === 'stopped') void this.running().catch(() => undefined);
  }

  /** The client of the running server, which is started if necessary, even after it has crashed. */
  async running(): Promise<LanguageClient> {
    if (this.currentState === 'crashed') await this.stop();
    this.started ??= this.start();
    return this.started;
  }

  /** Sends a request to the server, which is started if it is not running. */
  async request<Result>(method: string, params: object, token?: vscode.CancellationToken): Promise<Result> {
    const client = await this.running();
    // An undefined token would be sent as an additional parameter.
    return token ? client.sendRequest<Result>(method, params, token) : client.sendRequest<Result>(method, params);
  }

  /**
   * Sends a request that takes long.
   * @param report receives the server's progress: a message, and percentages that only grow.
   * @returns undefined if it was cancelled.
   */
  async requestWithProgress<Result>(
    method: string,
    params: object,
    report: (message: string | undefined, percentage: number | undefined) => void,
    token: vscode.CancellationToken,
  ): Promise<Result | undefined> {
    const { LSPErrorCodes, ResponseError, WorkDoneProgress } = await this.launcher.loadProtocolClient();
    const client = await this.running();
    this.progressCount += 1;
    const workDoneToken = `${method}-${this.progressCount}`;
    const subscription = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'end') report(value.message, value.percentage);
    });
    try {
      return await client.sendRequest<Result>(method, { ...params, workDoneToken }, token);
    } catch (error) {
      const cancelled: number[] = [LSPErrorCodes.RequestCancelled, LSPErrorCodes.ServerCancelled];
      if (error instanceof ResponseError && cancelled.includes(error.code)) return undefined;
      throw error;
    } finally {
      subscription.dispose();
    }
  }

  /** Registers a handler for a request of the server, which outlives restarts. Call it before the first start. */
  onRequest(method: string, handler: RequestHandler): vscode.Disposable {
    this.handlers.set(method, handler);
    return new vscode.Disposable(() => this.handlers.delete(method));
  }

  /** Sends a notification to a running or starting server; otherwise there is nobody to tell. */
  async notify(method: string, params: object): Promise<void> {
    const client = await this.started;
    await client?.sendNotification(method, params);
  }

  /** Registers a listener for a notification of the server, which outlives restarts. Call it before the first start. */
  onNotification(method: string, listener: NotificationListener): vscode.Disposable {
    this.listeners.set(method, listener);
    return new vscode.Disposable(() => this.listeners.delete(method));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.running();
  }

  /** Ends the server, whatever state it is in. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.started = undefined;
    this.lastStart = undefined;
    this.crashes.clear();
    this.enter('stopped');
    try {
      await client?.dispose();
    } catch (error) {
      // A server that hangs or is gone does not answer the shutdown request: its process is ended all the same.
      this.log.warn(describe(error));
    }
  }

  private async start(): Promise<LanguageClient> {
    this.enter('starting');
    const start = Symbol('start');
    this.lastStart = start;
    // Compiling the library takes about as long as the host may be blocked: other work gets its turn before and after.
    await letOthersIn();
    const { CloseAction, ErrorAction, RevealOutputChannelOn, State, createClient } =
      await this.launcher.loadProtocolClient();
    await letOthersIn();
    if (this.lastStart !== start) throw new vscode.CancellationError();
    const client = createClient(
      this.launcher.serverUri,
      {
        documentSelector,
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        // A function, so that a restarted server learns of trust granted since.
        initializationOptions: (): InitializationOptions => ({
          workspaceTrusted: vscode.workspace.isTrusted,
          commands: this.launcher.offeredCommands,
          ...(vscode.l10n.bundle && { l10n: vscode.l10n.bundle }),
        }),
        // `start` rejects with the same error, which is reported there.
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            // A server that never ran, or is being stopped, is not restarted.
            const again = this.client === client && this.currentState === 'running' && this.crashes.add(Date.now());
            if (!again && this.client === client) this.enter('crashed');
            return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
          },
        },
      },
      this.launcher.storageUri,
    );
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client) return;
      if (newState === State.Running) this.enter('running');
      else if (newState === State.Starting) this.enter('starting');
    });
    for (const [method, handler] of this.handlers) client.onRequest(method, handler);
    client.onNotification(statusNotification, (status: DocumentStatus) => {
      this.statusReceived.fire({ ...status, uri: client.protocol2CodeConverter.asUri(status.uri).toString() });
    });
    for (const [method, listener] of this.listeners)
      client.onNotification(method, (params) => {
        listener(params as never);
      });
    try {
      await client.start();
    } catch (error) {
      this.log.error(describe(error));
      if (this.client === client) this.enter('crashed');
      throw error;
    }
    return client;
  }

  private enter(state: ServerState): void {
    if (state === this.currentState) return;
    this.currentState = state;
    this.stateChanged.fire(state);
  }

  dispose(): void {
    void this.stop();
    this.stateChanged.dispose();
    this.statusReceived.dispose();
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Milliseconds in which the host can do waiting work. */
const PAUSE = 5;

function letOthersIn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE);
  });
}
