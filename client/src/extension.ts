import * as vscode from 'vscode';
import { inspectionFeatures } from './features/inspectionFeatures';
import { jobFeatures } from './features/jobFeatures';
import { PlanProblems } from './features/plan/planProblems';
import { runFeatures } from './features/runs/runFeatures';
import { JobCheck } from './jobs/jobCheck';
import { LateFeature } from './workbench/lateFeature';
import { Runner } from './runner/runner';
import { translationVariables } from './runner/translations';
import { RunStore } from './runs/runStore';
import { Runs } from './runs/runs';
import { startExtension } from './startExtension';

export { deactivate } from './startExtension';

/** The extension in Node, with the runner. */
export function activate(context: vscode.ExtensionContext): void {
  startExtension(context, {
    serverBundle: 'dist/server.js',
    offeredCommands: [
      'sneakernet.validateJob',
      'sneakernet.prepareDrives',
      'sneakernet.resumePreparation',
      'sneakernet.abortPreparation',
      'sneakernet.importBackup',
    ],
    loadProtocolClient: () => import('./server/protocolClient'),
    features: ({ server, jobs, problems, log }) => {
      const runner = new Runner(context.asAbsolutePath('dist/runner.js'), translationVariables());
      // Shared by all windows: with workspace storage, a second window on a workspace would have its own.
      const store = new RunStore(vscode.Uri.joinPath(context.globalStorageUri, 'runs').fsPath);
      const check = new JobCheck(jobs, server, log);
      const runs = new Runs(jobs, runner, store, log);
      const planProblems = new PlanProblems();
      return [
        check,
        runs,
        planProblems,
        ...jobFeatures({ context, server, jobs, problems, check, runner, runs, planProblems }),
        ...inspectionFeatures({ context, jobs, runner, log }),
        new LateFeature(async () => new (await import('./features/validateJob')).ValidateJob(check, jobs), {
          commands: { 'sneakernet.validateJob': (validate, target) => validate.run(target) },
        }),
        ...runFeatures({ context, jobs, runner, runs, planProblems }),
      ];
    },
  });
}
