import * as vscode from 'vscode';
import type { JrmComparison } from '../../../../server/src/protocol/jobReview';
import type { Job, Jobs } from '../../jobs/jobs';
import type { ComparisonFiles } from './comparisonFiles';

/** The command *Compare JRM with Driveset*: a diff editor of what each says about the drives, with masked keys. */
export class CompareJrm {
  constructor(
    private readonly files: ComparisonFiles,
    private readonly jobs: Jobs,
  ) {}

  /** @returns undefined if there was nothing to compare */
  async run(target?: unknown): Promise<JrmComparison | undefined> {
    await this.jobs.ready();
    const named = target instanceof vscode.Uri && isJrm(target) ? target : undefined;
    const active = vscode.window.activeTextEditor?.document.uri;
    const open = named ?? (active && isJrm(active) ? active : undefined);
    const job = open ? (this.jobs.jobOf(open) ?? (await this.jobs.pick())) : await this.jobs.forCommand(target);
    if (!job) return undefined;
    const jrm = open ?? job.jrm;
    try {
      const { comparison, files } = await this.files.compare({
        jrm: jrm.toString(),
        drivesets: job.drivesets.map(String),
      });
      await show(job, comparison, files);
      return comparison;
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}

async function show(
  job: Job,
  comparison: JrmComparison,
  [left, right]: readonly [vscode.Uri, vscode.Uri],
): Promise<void> {
  await vscode.commands.executeCommand('vscode.diff', left, right, vscode.l10n.t('{0}: JRM and driveset', job.name), {
    preview: true,
  });
  const { same, different, onlyInJrm, onlyInDrivesets } = comparison.counts;
  if (different + onlyInJrm + onlyInDrivesets === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The JRM and the driveset agree. Drives: {0}.', same));
    return;
  }
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The JRM and the driveset differ. Matching drives: {0}, different: {1}, only in the JRM: {2}, only in the driveset: {3}.',
      same,
      different,
      onlyInJrm,
      onlyInDrivesets,
    ),
  );
}

function isJrm({ path }: vscode.Uri): boolean {
  return /\.jrm$/i.test(path);
}
