import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { failureText } from './runtime/failures';
import { nodeRuntime } from './nodeRuntime';
import { startServer } from './startServer';

// The transport is told by the command line: --stdio, --node-ipc or --socket=PORT.
const connection = createConnection(ProposedFeatures.all);
// A net, and no more: what fails has an owner that tells of it. Where the client's pipe is broken, nobody is left to serve.
const goOn = (error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(1);
  connection.console.error(`Something failed that nobody waited for: ${failureText(error)}`);
};
process.on('uncaughtException', goOn);
process.on('unhandledRejection', goOn);
startServer(connection, nodeRuntime(__dirname));
