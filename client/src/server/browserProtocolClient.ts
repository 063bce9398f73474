import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, State } from 'vscode-languageclient/browser';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/browser';
import * as vscode from 'vscode';
import type { WorkerStart } from '../../../server/src/protocol/workerStart';

/** What `protocolClient.ts` exports, for a host without Node. */
export {
  CloseAction,
  ErrorAction,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
  WorkDoneProgress,
} from 'vscode-languageclient/browser';

/** A web worker as far as it is used; Node's types have none. */
interface ServerWorker {
  postMessage(message: unknown): void;
  terminate(): void;
}
declare const Worker: new (url: string) => ServerWorker;

/** The client of a server in a web worker, which is not started yet. */
export function createClient(serverUri: vscode.Uri, options: LanguageClientOptions): BaseLanguageClient {
  const first: WorkerStart = { rulePages: `${vscode.Uri.joinPath(serverUri, '../../../docs/rules').toString()}/` };
  let worker: ServerWorker | undefined;
  const startWorker = () => {
    worker = new Worker(serverUri.toString(true));
    worker.postMessage(first);
    return Promise.resolve({
      reader: new BrowserMessageReader(worker as never),
      writer: new BrowserMessageWriter(worker as never),
    });
  };
  const client = new LanguageClient('sneakernet', 'Sneakernet', startWorker, options);
  // A worker has no way to end itself when it is told to exit.
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) worker?.terminate();
  });
  return client;
}
