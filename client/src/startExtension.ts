import * as vscode from 'vscode';
import { documentSelector } from './documentSelector';
import { CrashReport } from './features/crashReport';
import { DocumentStatusItems } from './features/documentStatusItems';
import { NewJob } from './features/newJob/newJob';
import { ServerCommands } from './features/serverCommands';
import { WorkspaceTrust } from './features/workspaceTrust';
import { Jobs } from './jobs/jobs';
import { LanguageServer } from './languageServer';
import type { ServerLauncher } from './languageServer';

/** What features are made of. */
export interface Extension {
  readonly context: vscode.ExtensionContext;
  readonly server: LanguageServer;
  readonly jobs: Jobs;
  readonly log: vscode.LogOutputChannel;
}

/** Works from when it is made until it is disposed of. */
export type Feature = Pick<vscode.Disposable, 'dispose'>;

/** What differs between the extension hosts: Node, and the web worker of a browser. */
export interface ExtensionHost extends Omit<ServerLauncher, 'serverUri'> {
  /** True where processes can be started, and with them the runner. */
  readonly canRun: boolean;
  /** The server's bundle, from the extension's folder. */
  readonly serverBundle: string;
  /** Features of this host alone. */
  readonly features: (extension: Extension) => Feature[];
}

/** The features of every host: none of them, and nothing they import, may need Node. */
const sharedFeatures = ({ server, log }: Extension): Feature[] => [
  new CrashReport(server, log),
  new DocumentStatusItems(server),
  new NewJob(server),
  new ServerCommands(server, log),
  new WorkspaceTrust(server),
];

let server: LanguageServer | undefined;

/**
 * Registers the features and returns; the server is started beside it, and only once a document is open that it is for:
 * users of another CSV extension open many that are not.
 */
export function startExtension(context: vscode.ExtensionContext, host: ExtensionHost): void {
  void vscode.commands.executeCommand('setContext', 'sneakernet.canRun', host.canRun);
  const log = vscode.window.createOutputChannel('Sneakernet', { log: true });
  const serverUri = vscode.Uri.joinPath(context.extensionUri, host.serverBundle);
  const started = new LanguageServer({ serverUri, loadProtocolClient: host.loadProtocolClient }, log);
  server = started;
  const jobs = new Jobs(context.workspaceState);
  const extension: Extension = { context, server: started, jobs, log };
  context.subscriptions.push(
    log,
    started,
    jobs,
    ...sharedFeatures(extension),
    ...host.features(extension),
    vscode.workspace.onDidOpenTextDocument(startFor),
  );
  vscode.workspace.textDocuments.forEach(startFor);
  // Looked for when this has returned: activation is short.
  setTimeout(() => void jobs.ready(), 0);

  function startFor(document: vscode.TextDocument): void {
    if (vscode.languages.match(documentSelector, document) > 0) started.startInBackground();
  }
}

/** Lets the server shut down in order before the window goes. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
