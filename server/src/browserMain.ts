import {
  BrowserMessageReader,
  BrowserMessageWriter,
  ProposedFeatures,
  createConnection,
} from 'vscode-languageserver/browser';
import { browserRuntime } from './browserRuntime';
import type { WorkerStart } from './protocol/workerStart';
import { startServer } from './startServer';

/** What a web worker has of the browser's globals; the server is compiled without the others. */
declare const self: { onmessage: ((event: { readonly data: WorkerStart }) => void) | null };

// The protocol begins with the second message: a worker has no command line, so what it would say comes first.
self.onmessage = ({ data: { rulePages } }) => {
  self.onmessage = null;
  const connection = createConnection(
    ProposedFeatures.all,
    new BrowserMessageReader(self as never),
    new BrowserMessageWriter(self as never),
  );
  startServer(connection, browserRuntime(connection, rulePages));
};
