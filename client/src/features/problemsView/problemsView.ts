import * as vscode from 'vscode';
import type { JobProblems } from '../../jobs/jobProblems';
import type { Jobs } from '../../jobs/jobs';
import { NodeTree } from '../../views/nodeTree';
import { problemTree } from './problemTree';

/** The view *Problems of the Job*: findings in the files of the chosen job. */
export class ProblemsView implements vscode.Disposable {
  private readonly tree = new NodeTree('sneakernet.problems');
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly jobs: Jobs,
    private readonly problems: JobProblems,
  ) {
    this.subscription = problems.onDidChange(() => {
      this.refresh();
    });
  }

  private refresh(): void {
    const { byFile } = this.problems;
    const folder = this.jobs.current?.folder.path ?? '';
    const nameOf = (text: string): string => {
      const uri = vscode.Uri.parse(text, true);
      return uri.path.startsWith(`${folder}/`)
        ? uri.path.slice(folder.length + 1)
        : vscode.workspace.asRelativePath(uri);
    };
    this.tree.show(problemTree(byFile, nameOf, vscode.l10n.t));
    const errors = byFile.reduce(
      (sum, [, problems]) => sum + problems.filter(({ severity }) => severity === 'error').length,
      0,
    );
    this.tree.view.badge =
      errors === 0 ? undefined : { value: errors, tooltip: vscode.l10n.t('Errors in the job: {0}', errors) };
    this.tree.view.description = this.jobs.current?.name ?? '';
  }

  dispose(): void {
    this.subscription.dispose();
    this.tree.dispose();
  }
}
