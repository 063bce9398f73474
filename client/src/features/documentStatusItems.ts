import * as vscode from 'vscode';
import type { DocumentStatus } from '../../../server/src/protocol/messages';
import { documentSelector } from '../server/documentSelector';
import type { LanguageServer } from '../server/languageServer';

/** Language status items: the findings of the active document, and its dialect. */
export class DocumentStatusItems implements vscode.Disposable {
  private readonly statuses = new Map<string, DocumentStatus>();
  private readonly findings = vscode.languages.createLanguageStatusItem('sneakernet.findings', documentSelector);
  private readonly dialect = vscode.languages.createLanguageStatusItem('sneakernet.dialect', documentSelector);
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly server: LanguageServer) {
    this.findings.name = vscode.l10n.t('Sneakernet: Findings');
    this.dialect.name = vscode.l10n.t('Sneakernet: Dialect');
    const show = (): void => {
      this.show();
    };
    this.subscriptions = vscode.Disposable.from(
      this.findings,
      this.dialect,
      server.onDidChangeState(show),
      server.onDidReceiveStatus((status) => {
        this.statuses.set(status.uri, status);
        if (status.uri === activeUri()) this.show();
      }),
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.workspace.onDidCloseTextDocument((document) => this.statuses.delete(document.uri.toString())),
    );
    this.show();
  }

  private show(): void {
    const uri = activeUri();
    const status = uri === undefined ? undefined : this.statuses.get(uri);
    this.showFindings(status);
    this.showDialect(status);
  }

  private showFindings(status: DocumentStatus | undefined): void {
    const item = this.findings;
    item.busy = this.server.state === 'starting';
    if (this.server.state === 'crashed') {
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.text = vscode.l10n.t('Language server stopped');
      item.detail = vscode.l10n.t('The file is not checked');
      item.command = { command: 'sneakernet.restartServer', title: vscode.l10n.t('Restart') };
      return;
    }
    item.command = { command: 'workbench.actions.view.problems', title: vscode.l10n.t('Show Problems') };
    if (status === undefined) {
      item.severity = vscode.LanguageStatusSeverity.Information;
      item.text = vscode.l10n.t('Not checked yet');
      item.detail = '';
      return;
    }
    item.severity =
      status.errors > 0
        ? vscode.LanguageStatusSeverity.Error
        : status.warnings > 0
          ? vscode.LanguageStatusSeverity.Warning
          : vscode.LanguageStatusSeverity.Information;
    item.text = `$(error) ${status.errors} $(warning) ${status.warnings} $(info) ${status.information}`;
    item.detail =
      status.more > 0
        ? vscode.l10n.t('records: {0}, findings not shown: {1}', status.records, status.more)
        : vscode.l10n.t('records: {0}', status.records);
  }

  private showDialect(status: DocumentStatus | undefined): void {
    const names = { blob: vscode.l10n.t('Dataset for blobs'), files: vscode.l10n.t('Dataset for Azure Files') };
    const kinds: Readonly<Record<DocumentStatus['kind'], string>> = {
      driveset: vscode.l10n.t('Driveset'),
      job: vscode.l10n.t('Job'),
      dataset: vscode.l10n.t('Dataset'),
      jrm: vscode.l10n.t('Job response manifest'),
      'jrm-xml': vscode.l10n.t('Job response manifest (XML)'),
      journal: vscode.l10n.t('Journal'),
      manifest: vscode.l10n.t('Drive manifest'),
      'drive-info': vscode.l10n.t('Drive information'),
      metadata: vscode.l10n.t('Blob metadata'),
      properties: vscode.l10n.t('Blob properties'),
      'copy-log': vscode.l10n.t('Copy log'),
      'export-list': vscode.l10n.t('Export list'),
      'import-job': vscode.l10n.t('Import job'),
    };
    this.dialect.text =
      status === undefined
        ? 'Azure Import/Export'
        : status.dialect === undefined
          ? kinds[status.kind]
          : names[status.dialect];
    this.dialect.command =
      status?.dialect === undefined
        ? undefined
        : {
            command: 'workbench.action.openSettings',
            title: vscode.l10n.t('Change Dialect'),
            arguments: ['sneakernet.dialect'],
          };
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

const activeUri = (): string | undefined => vscode.window.activeTextEditor?.document.uri.toString();
