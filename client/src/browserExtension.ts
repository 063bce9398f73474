import type * as vscode from 'vscode';
import { JobView } from './features/jobView/jobView';
import { WorkspaceFiles } from './features/workspaceFiles';
import { startExtension } from './startExtension';

export { deactivate } from './startExtension';

/** The extension in a browser, where no processes can be started: jobs can be written and checked. */
export function activate(context: vscode.ExtensionContext): void {
  startExtension(context, {
    serverBundle: 'dist/browser/server.js',
    offeredCommands: [],
    loadProtocolClient: () => import('./server/browserProtocolClient'),
    features: ({ server, jobs, problems }) => [new WorkspaceFiles(server), new JobView(jobs, problems, undefined)],
  });
}
