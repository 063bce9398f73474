import { LanguageClient } from 'vscode-languageclient/browser';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/browser';
import type * as vscode from 'vscode';

/** The web worker extension host has it; Node's types do not. */
declare const Worker: new (url: string) => object;

/** What `protocolClient.ts` exports, for a host without Node. */
export { CloseAction, ErrorAction, LSPErrorCodes, ResponseError, RevealOutputChannelOn, State, WorkDoneProgress } from 'vscode-languageclient/browser';

/** The client of a server in a web worker, which is not started yet. */
export function createClient(serverUri: vscode.Uri, options: LanguageClientOptions): BaseLanguageClient {
  return new LanguageClient('sneakernet', 'Sneakernet', () => Promise.resolve(new Worker(serverUri.toString(true)) as never), options);
}
