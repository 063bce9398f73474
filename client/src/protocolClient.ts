/**
 * What the extension uses of the protocol's library, in a bundle of its own: compiling it takes longer than activation
 * may, so it is loaded after that, and only once a server is wanted.
 */
export {
  CloseAction,
  ErrorAction,
  LSPErrorCodes,
  LanguageClient,
  ResponseError,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
