import type * as vscode from 'vscode';
import { PlanJob } from './features/plan/planJob';
import { runFeatures } from './features/runs/runFeatures';
import { ValidateJob } from './features/validateJob';
import { Runner } from './runner/runner';
import { startExtension } from './startExtension';

export { deactivate } from './startExtension';

/** The extension where Node runs: with the runner. */
export function activate(context: vscode.ExtensionContext): void {
  startExtension(context, {
    canRun: true,
    serverBundle: 'dist/server.js',
    loadProtocolClient: () => import('./protocolClient'),
    features: ({ server, jobs, log }) => {
      const runner = new Runner(context.asAbsolutePath('dist/runner.js'));
      return [new PlanJob(jobs, runner, context), new ValidateJob(server), ...runFeatures({ context, jobs, runner, log })];
    },
  });
}
