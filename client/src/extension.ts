import type * as vscode from 'vscode';
import { ValidateJob } from './features/validateJob';
import { Jobs } from './jobs/jobs';
import { startExtension } from './startExtension';

export { deactivate } from './startExtension';

/** The extension where Node runs: with the runner. */
export function activate(context: vscode.ExtensionContext): void {
  startExtension(context, {
    canRun: true,
    serverBundle: 'dist/server.js',
    loadProtocolClient: () => import('./protocolClient'),
    features: ({ server }) => {
      const jobs = new Jobs(context.workspaceState);
      // Looked for when this has returned: activation is short.
      setImmediate(() => void jobs.ready());
      return [jobs, new ValidateJob(server)];
    },
  });
}
