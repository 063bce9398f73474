import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient/node';
import * as vscode from 'vscode';
import { translationVariables } from '../runner/translations';

/**
 * The parts of the protocol's library that the extension uses, in a separate bundle: compiling it takes longer than
 * activation may, so it is loaded later, when a server is needed.
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

/**
 * Creates the client of a server in a separate process, without starting it.
 *
 * @param storageUri a folder for files that may be lost
 */
export function createClient(
  serverUri: vscode.Uri,
  options: LanguageClientOptions,
  storageUri: vscode.Uri,
): BaseLanguageClient {
  // The server also starts the runner. Node caches compiled code for the next start, which is a fifth faster then;
  // older versions ignore the variable.
  const env = { ...translationVariables(), NODE_COMPILE_CACHE: vscode.Uri.joinPath(storageUri, 'compiled').fsPath };
  const run = { module: serverUri.fsPath, transport: TransportKind.ipc, options: { env } };
  return new LanguageClient(
    'sneakernet',
    'Sneakernet',
    { run, debug: { ...run, options: { env, execArgv: ['--nolazy', '--inspect=6019'] } } },
    options,
  );
}
