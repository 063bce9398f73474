import * as vscode from 'vscode';
import { documentSelector } from './documentSelector';
import { CrashReport } from './features/crashReport';
import { DocumentStatusItems } from './features/documentStatusItems';
import { NewJob } from './features/newJob/newJob';
import { ServerCommands } from './features/serverCommands';
import { ValidateJob } from './features/validateJob';
import { WorkspaceTrust } from './features/workspaceTrust';
import { Jobs } from './jobs/jobs';
import { LanguageServer } from './languageServer';

let server: LanguageServer | undefined;

/**
 * Registers the features and returns; the server is started beside it, and only once a document is open that it is for:
 * users of another CSV extension open many that are not.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Sneakernet', { log: true });
  const started = new LanguageServer(context.asAbsolutePath('dist/server.js'), log);
  server = started;
  const jobs = new Jobs(context.workspaceState);
  context.subscriptions.push(
    log,
    started,
    jobs,
    new CrashReport(started, log),
    new DocumentStatusItems(started),
    new NewJob(started),
    new ServerCommands(started, log),
    new ValidateJob(started),
    new WorkspaceTrust(started),
    vscode.workspace.onDidOpenTextDocument(startFor),
  );
  vscode.workspace.textDocuments.forEach(startFor);
  // Looked for when this has returned: activation is short.
  setImmediate(() => void jobs.ready());

  function startFor(document: vscode.TextDocument): void {
    if (vscode.languages.match(documentSelector, document) > 0) started.startInBackground();
  }
}

/** Lets the server shut down in order before the window goes. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
