import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/node';
import * as vscode from 'vscode';
import { translationVariables } from '../runner/translations';

/**
 * What the extension uses of the protocol's library, in a bundle of its own: compiling it takes longer than activation
 * may, so it is loaded after that, and only once a server is wanted.
 */
export {
  CloseAction,
  ErrorAction,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
  WorkDoneProgress,
} from 'vscode-languageclient/node';

/** The client of a server in a process of its own, which is not started yet. @param storageUri a folder for what may be lost */
export function createClient(
  serverUri: vscode.Uri,
  options: LanguageClientOptions,
  storageUri: vscode.Uri,
): BaseLanguageClient {
  // It starts the runner too. Node keeps what it compiles for the next start, which takes a fifth less time; older ones take no notice.
  const env = { ...translationVariables(), NODE_COMPILE_CACHE: vscode.Uri.joinPath(storageUri, 'compiled').fsPath };
  const run = { module: serverUri.fsPath, transport: TransportKind.ipc, options: { env } };
  return new LanguageClient(
    'sneakernet',
    'Sneakernet',
    { run, debug: { ...run, options: { env, execArgv: ['--nolazy', '--inspect=6019'] } } },
    options,
  );
}
