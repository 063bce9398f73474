/** What `protocolClient.ts` is built on, half of it: loaded a turn before it, for compiling all at once would keep the extension host busy too long. */
import 'vscode-languageserver-protocol/node';
