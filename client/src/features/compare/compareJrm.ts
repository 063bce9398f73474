import * as vscode from 'vscode';
import { compareJrmRequest } from '../../../../server/src/protocol/jobReview';
import type { CompareJrmParams, JrmComparison } from '../../../../server/src/protocol/jobReview';
import type { Job, Jobs } from '../../jobs/jobs';
import type { LanguageServer } from '../../languageServer';

const SCHEME = 'sneakernet-compare';

/** The command *Compare JRM with Driveset*: a diff editor of what both say of the drives, keys masked. */
export class CompareJrm implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable;
  /** Texts of the documents, by their URIs. They hold no secret, and go with their editors. */
  private readonly texts = new Map<string, string>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly server: LanguageServer,
    private readonly jobs: Jobs,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.commands.registerCommand('sneakernet.compareJrmWithDriveset', (target?: unknown) => this.run(target)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? vscode.l10n.t('Run "Compare JRM with Driveset" again: what was compared is not kept.');
  }

  /** @returns undefined where there was nothing to compare */
  private async run(target?: unknown): Promise<JrmComparison | undefined> {
    await this.jobs.ready();
    const named = target instanceof vscode.Uri && isJrm(target) ? target : undefined;
    const active = vscode.window.activeTextEditor?.document.uri;
    const open = named ?? (active && isJrm(active) ? active : undefined);
    const job = open ? (this.jobs.jobOf(open) ?? (await this.jobs.pick())) : await this.jobs.forCommand(target);
    if (!job) return undefined;
    const jrm = open ?? job.jrm;
    let comparison: JrmComparison;
    try {
      const params: CompareJrmParams = { jrm: jrm.toString(), drivesets: job.drivesets.map(String) };
      comparison = await this.server.request<JrmComparison>(compareJrmRequest, params);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
    await this.show(job, jrm, comparison);
    return comparison;
  }

  private async show(job: Job, jrm: vscode.Uri, comparison: JrmComparison): Promise<void> {
    const left = this.document(jrm, 'jrm', comparison.jrm);
    const right = this.document(job.drivesets[0]!, 'drivesets', comparison.drivesets);
    const title = vscode.l10n.t('{0}: JRM and driveset', job.name);
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
    const { same, different, onlyInJrm, onlyInDrivesets } = comparison.counts;
    if (different + onlyInJrm + onlyInDrivesets === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('JRM and driveset agree. Drives: {0}.', same));
      return;
    }
    void vscode.window.showWarningMessage(vscode.l10n.t('JRM and driveset differ. Drives that agree: {0}, different: {1}, only in the JRM: {2}, only in the driveset: {3}.', same, different, onlyInJrm, onlyInDrivesets));
  }

  private document(file: vscode.Uri, side: string, text: string): vscode.Uri {
    const uri = file.with({ scheme: SCHEME, path: `${file.path}.txt`, query: `${side}=${encodeURIComponent(file.toString())}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function isJrm({ path }: vscode.Uri): boolean {
  return /\.jrm$/i.test(path);
}
