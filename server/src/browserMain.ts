import {
  BrowserMessageReader,
  BrowserMessageWriter,
  ProposedFeatures,
  createConnection,
} from 'vscode-languageserver/browser';
import { browserRuntime } from './browserRuntime';
import type { WorkerStart } from './protocol/workerStart';
import { startServer } from './startServer';

/** The only global of a web worker that the server uses; it is compiled without the browser's types. */
declare const self: { onmessage: ((event: { readonly data: WorkerStart }) => void) | null };

// A worker has no command line, so the first message carries its settings. The protocol begins with the second one.
self.onmessage = ({ data: { rulePages } }) => {
  self.onmessage = null;
  const connection = createConnection(
    ProposedFeatures.all,
    new BrowserMessageReader(self as never),
    new BrowserMessageWriter(self as never),
  );
  startServer(connection, browserRuntime(connection, rulePages));
};
