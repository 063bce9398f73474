import type * as vscode from 'vscode';
import { ValidateJob } from './features/validateJob';
import { startExtension } from './startExtension';

export { deactivate } from './startExtension';

/** The extension where Node runs: with the runner. */
export function activate(context: vscode.ExtensionContext): void {
  startExtension(context, {
    canRun: true,
    serverBundle: 'dist/server.js',
    loadProtocolClient: () => import('./protocolClient'),
    features: ({ server }) => [new ValidateJob(server)],
  });
}
