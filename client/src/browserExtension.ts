import type * as vscode from 'vscode';
import { JobView } from './features/jobView/jobView';
import { startExtension } from './startExtension';

export { deactivate } from './startExtension';

/** The extension in a browser, where nothing can be run: jobs are written and checked. */
export function activate(context: vscode.ExtensionContext): void {
  startExtension(context, {
    canRun: false,
    serverBundle: 'dist/browser/server.js',
    loadProtocolClient: () => import('./browserProtocolClient'),
    features: ({ jobs, problems }) => [new JobView(jobs, problems, undefined)],
  });
}
