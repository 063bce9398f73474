import * as vscode from 'vscode';
import type { JobFinding } from '../../../../src-runner/src/protocol';
import type { Job } from '../../jobs/jobs';
import { PLAN_SOURCE } from '../../jobs/problem';
import { mapPathTitle, unmappedBeginning } from './unmappedPath';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/**
 * Shows a plan's findings in the CSVs until those are edited. Findings that the server reports as well are shown only
 * once.
 */
export class PlanProblems implements vscode.Disposable, vscode.CodeActionProvider {
  private readonly collection = vscode.languages.createDiagnosticCollection(PLAN_SOURCE);
  private readonly subscriptions: vscode.Disposable;
  /** The beginnings of unmapped paths, by the message of their finding. */
  private readonly unmapped = new Map<string, string>();
  /** By the URI of the job's folder. */
  private readonly found = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      this.collection,
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        this.follow(uris);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.forgetFile(document.uri);
      }),
      vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/*.{csv,CSV,txt}' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  /**
   * Shows the findings of a job instead of its previous ones. Findings without a file are placed at the beginning of
   * its first driveset.
   */
  show(job: Job, findings: readonly JobFinding[]): void {
    this.forget(job);
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const finding of findings) {
      const uri = finding.file === undefined ? job.drivesets[0] : vscode.Uri.file(finding.file);
      if (!uri) continue;
      const key = uri.toString();
      const list = byFile.get(key) ?? [];
      byFile.set(key, list);
      const diagnostic = diagnosticOf(finding);
      list.push(diagnostic);
      const beginning = unmappedBeginning(finding);
      if (beginning !== undefined) this.unmapped.set(diagnostic.message, beginning);
    }
    this.found.set(job.folder.toString(), byFile);
    for (const key of byFile.keys()) this.publish(vscode.Uri.parse(key, true));
  }

  forget(job: Job): void {
    this.forgetFolder(job.folder.toString());
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const beginnings = new Map<string, vscode.Diagnostic>();
    for (const diagnostic of diagnostics) {
      // VS Code passes copies of diagnostics, so the message identifies the finding.
      const beginning = diagnostic.source === PLAN_SOURCE ? this.unmapped.get(diagnostic.message) : undefined;
      if (beginning !== undefined) beginnings.set(beginning, diagnostic);
    }
    return [...beginnings].map(([beginning, diagnostic]) => {
      const action = new vscode.CodeAction(mapPathTitle(beginning), vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      action.command = { command: 'sneakernet.mapPath', title: action.title, arguments: [beginning, document.uri] };
      return action;
    });
  }

  /** Removes the findings of an edited file, as they may not apply any more. */
  private forgetFile(uri: vscode.Uri): void {
    const key = uri.toString();
    for (const [folder, files] of [...this.found]) if (files.has(key)) this.forgetFolder(folder);
  }

  private forgetFolder(folder: string): void {
    const files = this.found.get(folder);
    this.found.delete(folder);
    if (this.found.size === 0) this.unmapped.clear();
    for (const key of files?.keys() ?? []) this.publish(vscode.Uri.parse(key, true));
  }

  /** Updates when the server's findings of a file have changed. */
  private follow(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) if ([...this.found.values()].some((files) => files.has(uri.toString()))) this.publish(uri);
  }

  private publish(uri: vscode.Uri): void {
    const key = uri.toString();
    const others = new Set(
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ source }) => source !== PLAN_SOURCE)
        .map(placeOf),
    );
    const own = [...this.found.values()]
      .flatMap((files) => files.get(key) ?? [])
      .filter((diagnostic) => !others.has(placeOf(diagnostic)));
    const shown = this.collection.get(uri) ?? [];
    if (
      own.length === shown.length &&
      own.every(
        (diagnostic, index) =>
          diagnostic.message === shown[index]!.message && placeOf(diagnostic) === placeOf(shown[index]!),
      )
    )
      return;
    this.collection.set(uri, own);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function diagnosticOf({ code, severity, message, line = 0, character = 0, path }: JobFinding): vscode.Diagnostic {
  const range = new vscode.Range(line, character, line, character === 0 ? Number.MAX_SAFE_INTEGER : character + 1);
  const diagnostic = new vscode.Diagnostic(
    range,
    path === undefined || message.includes(path) ? message : `${path}: ${message}`,
    severities[severity],
  );
  diagnostic.source = PLAN_SOURCE;
  diagnostic.code = code;
  return diagnostic;
}

/** The rule and the line, because the server underlines a field and a plan a whole record. */
function placeOf({ code, range }: vscode.Diagnostic): string {
  return `${String(typeof code === 'object' ? code.value : code)} ${range.start.line}`;
}
