import * as vscode from 'vscode';
import { Throttle } from '../workbench/throttle';
import type { Job, Jobs } from './jobs';
import { PLAN_SOURCE } from './problem';
import type { Problem } from './problem';

/** Diagnostics come in bursts, while somebody types or while a folder is validated. */
const INTERVAL_MILLISECONDS = 250;

/** The server's findings in the files of the chosen job, taken from the editor's diagnostics. */
export class JobProblems implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly throttle = new Throttle(() => {
    this.changed.fire();
  }, INTERVAL_MILLISECONDS);
  private readonly subscriptions: vscode.Disposable;
  private readonly files = new Map<string, readonly Problem[]>();

  /** Fires when the problems have changed, at a limited rate. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly jobs: Jobs) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      this.throttle,
      jobs.onDidChange(() => {
        this.readAll();
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        this.read(uris);
      }),
    );
  }

  /** The problems of each file that has any, sorted by the file's URI. */
  get byFile(): readonly (readonly [string, readonly Problem[]])[] {
    return [...this.files].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  of(file: vscode.Uri): readonly Problem[] {
    return this.files.get(file.toString()) ?? [];
  }

  private readAll(): void {
    this.files.clear();
    const job = this.jobs.current;
    if (job)
      for (const [uri, diagnostics] of vscode.languages.getDiagnostics())
        if (isOf(job, uri)) this.keep(uri, diagnostics);
    this.throttle.request();
  }

  private read(uris: readonly vscode.Uri[]): void {
    const job = this.jobs.current;
    const own = job ? uris.filter((uri) => isOf(job, uri)) : [];
    for (const uri of own) this.keep(uri, vscode.languages.getDiagnostics(uri));
    if (own.length > 0) this.throttle.request();
  }

  private keep(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): void {
    const key = uri.toString();
    const problems = diagnostics
      .filter(({ source }) => source === 'sneakernet' || source === PLAN_SOURCE)
      .map((diagnostic) => problemOf(key, diagnostic));
    if (problems.length > 0) this.files.set(key, problems);
    else this.files.delete(key);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

/** Whether a file lies in the job's folder, or is named elsewhere by `job.json`. */
function isOf({ folder, datasets, drivesets, journal, jrm }: Job, uri: vscode.Uri): boolean {
  const key = uri.toString();
  return (
    key.startsWith(`${folder.toString()}/`) ||
    [...datasets, ...drivesets, journal, jrm].some((file) => file.toString() === key)
  );
}

function problemOf(uri: string, { severity, code, message, range }: vscode.Diagnostic): Problem {
  const names: Readonly<Partial<Record<vscode.DiagnosticSeverity, Problem['severity']>>> = {
    [vscode.DiagnosticSeverity.Error]: 'error',
    [vscode.DiagnosticSeverity.Warning]: 'warning',
  };
  const rule = typeof code === 'object' ? code.value : (code ?? '');
  const { start, end } = range;
  return {
    severity: names[severity] ?? 'information',
    code: String(rule),
    message,
    place: {
      uri,
      range: {
        start: { line: start.line, character: start.character },
        end: { line: end.line, character: end.character },
      },
    },
  };
}
