import { LanguageClient } from 'vscode-languageclient/browser';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/browser';
import * as vscode from 'vscode';
import type { WorkerStart } from '../../server/src/protocol/workerStart';

/** The web worker extension host has it; Node's types do not. */
declare const Worker: new (url: string) => { postMessage(message: unknown): void };

/** What `protocolClient.ts` exports, for a host without Node. */
export { CloseAction, ErrorAction, LSPErrorCodes, ResponseError, RevealOutputChannelOn, State, WorkDoneProgress } from 'vscode-languageclient/browser';

/** The client of a server in a web worker, which is not started yet. */
export function createClient(serverUri: vscode.Uri, options: LanguageClientOptions): BaseLanguageClient {
  const start: WorkerStart = { rulePages: `${vscode.Uri.joinPath(serverUri, '../../../docs/rules').toString()}/` };
  const startWorker = () => {
    const worker = new Worker(serverUri.toString(true));
    worker.postMessage(start);
    return Promise.resolve(worker as never);
  };
  return new LanguageClient('sneakernet', 'Sneakernet', startWorker, options);
}
