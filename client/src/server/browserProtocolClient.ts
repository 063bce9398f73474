import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, State } from 'vscode-languageclient/browser';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/browser';
import * as vscode from 'vscode';
import type { WorkerStart } from '../../../server/src/protocol/workerStart';

/** The same exports as `protocolClient.ts`, for a host without Node. */
export {
  CloseAction,
  ErrorAction,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
  WorkDoneProgress,
} from 'vscode-languageclient/browser';

/** The part of a web worker that is used; Node's types have none. */
interface ServerWorker {
  postMessage(message: unknown): void;
  terminate(): void;
}
declare const Worker: new (url: string) => ServerWorker;

/** Creates the client of a server in a web worker, without starting it. */
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
  // A worker cannot end itself when it is told to exit.
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) worker?.terminate();
  });
  return client;
}
