import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { failureText } from './runtime/failures';
import { nodeRuntime } from './nodeRuntime';
import { startServer } from './startServer';

// The command line chooses the transport: --stdio, --node-ipc or --socket=PORT.
const connection = createConnection(ProposedFeatures.all);
// A last resort: failures are normally reported by the code they occur in. When the pipe to the client is broken,
// nobody is left to serve.
const goOn = (error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(1);
  connection.console.error(`Something failed that nobody waited for: ${failureText(error)}`);
};
process.on('uncaughtException', goOn);
process.on('unhandledRejection', goOn);
startServer(connection, nodeRuntime(__dirname));
