import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { nodeRuntime } from './nodeRuntime';
import { startServer } from './startServer';

// The transport is told by the command line: --stdio, --node-ipc or --socket=PORT.
startServer(createConnection(ProposedFeatures.all), nodeRuntime(__dirname));
