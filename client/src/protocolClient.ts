import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/node';
import type * as vscode from 'vscode';
import { translationVariables } from './runner/translations';

/**
 * What the extension uses of the protocol's library, in a bundle of its own: compiling it takes longer than activation
 * may, so it is loaded after that, and only once a server is wanted.
 */
export { CloseAction, ErrorAction, LSPErrorCodes, ResponseError, RevealOutputChannelOn, State, WorkDoneProgress } from 'vscode-languageclient/node';

/** The client of a server in a process of its own, which is not started yet. */
export function createClient(serverUri: vscode.Uri, options: LanguageClientOptions): BaseLanguageClient {
  // It starts the runner too.
  const env = translationVariables();
  const run = { module: serverUri.fsPath, transport: TransportKind.ipc, options: { env } };
  return new LanguageClient('sneakernet', 'Sneakernet', { run, debug: { ...run, options: { env, execArgv: ['--nolazy', '--inspect=6019'] } } }, options);
}
