import * as vscode from 'vscode';
import { documentSelector } from './server/documentSelector';
import { CrashReport } from './features/crashReport';
import { DocumentStatusItems } from './features/documentStatusItems';
import { REVIEW_EDITOR } from './features/jrm/activeJrm';
import { JrmDocuments } from './features/jrm/jrmDocuments';
import { JrmForm } from './features/jrm/jrmForm';
import type { JrmNode } from './features/jrm/jrmNodes';
import { JrmView } from './features/jrm/jrmView';
import { ShownKeys } from './features/jrm/shownKeys';
import { ProblemsView } from './features/problemsView/problemsView';
import { ServerCommands } from './features/serverCommands';
import { TableLanguage } from './features/tableLanguage';
import { WorkspaceTrust } from './features/workspaceTrust';
import { JobProblems } from './jobs/jobProblems';
import { Jobs } from './jobs/jobs';
import { LanguageServer } from './server/languageServer';
import type { ServerLauncher } from './server/languageServer';
import { LateFeature } from './workbench/lateFeature';
import type { Feature } from './workbench/lateFeature';
import { NodeCommands } from './views/nodeCommands';

/** What features are built from. */
export interface Extension {
  readonly context: vscode.ExtensionContext;
  readonly server: LanguageServer;
  readonly jobs: Jobs;
  readonly problems: JobProblems;
  readonly log: vscode.LogOutputChannel;
}

/** What differs between the extension hosts: Node, and the web worker of a browser. */
export interface ExtensionHost extends Omit<ServerLauncher, 'serverUri' | 'storageUri'> {
  /** The server's bundle, relative to the extension's folder. */
  readonly serverBundle: string;
  /** Features that only this host has. */
  readonly features: (extension: Extension) => Feature[];
}

/** The features of every host. Neither they nor their imports may need Node. */
const sharedFeatures = ({ context, server, jobs, problems, log }: Extension): Feature[] => [
  new CrashReport(server, log),
  new DocumentStatusItems(server),
  new JrmForm(),
  new LateFeature(async () => new (await import('./features/newJob/newJob')).NewJob(server), {
    commands: { 'sneakernet.newJob': (newJob, target) => newJob.run(target) },
  }),
  new LateFeature(
    async () => new (await import('./features/sampleJob/openSampleJob')).OpenSampleJob(context.extensionUri),
    {
      commands: { 'sneakernet.openSampleJob': (sample, target) => sample.run(target) },
    },
  ),
  new ProblemsView(jobs, problems),
  new ServerCommands(server, log),
  new TableLanguage(server),
  new WorkspaceTrust(server),
  ...jrmFeatures(context, server, log),
];

function jrmFeatures(
  { extensionUri }: vscode.ExtensionContext,
  server: LanguageServer,
  log: vscode.LogOutputChannel,
): Feature[] {
  const documents = new JrmDocuments(server);
  const keys = new ShownKeys(log);
  const review = new LateFeature(
    async () => new (await import('./features/jrm/jrmReview')).JrmReview(documents, keys, extensionUri),
    {
      commands: { 'sneakernet.reviewJrm': (loaded, target) => loaded.open(target) },
      editors: {
        [REVIEW_EDITOR]: (loaded, uri, panel) => {
          loaded.show(uri, panel);
        },
      },
    },
  );
  return [
    documents,
    keys,
    new JrmView(documents, keys),
    review,
    new NodeCommands([(node) => keys.copyOf(node as JrmNode)]),
  ];
}

let server: LanguageServer | undefined;

/**
 * Registers the features and returns. The server is started in the background, and only once one of its documents is
 * open or a job is looked at: users of another CSV extension open many files that are not its documents.
 */
export function startExtension(context: vscode.ExtensionContext, host: ExtensionHost): void {
  const log = vscode.window.createOutputChannel('Sneakernet', { log: true });
  const serverUri = vscode.Uri.joinPath(context.extensionUri, host.serverBundle);
  const started = new LanguageServer({ ...host, serverUri, storageUri: context.globalStorageUri }, log);
  server = started;
  const jobs = new Jobs(context.workspaceState);
  const problems = new JobProblems(jobs);
  const extension: Extension = { context, server: started, jobs, problems, log };
  context.subscriptions.push(
    log,
    started,
    jobs,
    problems,
    ...sharedFeatures(extension),
    ...host.features(extension),
    vscode.workspace.onDidOpenTextDocument(startFor),
  );
  vscode.workspace.textDocuments.forEach(startFor);
  // Deferred to keep activation short.
  setTimeout(() => void jobs.ready(), 0);

  function startFor(document: vscode.TextDocument): void {
    if (vscode.languages.match(documentSelector, document) > 0) started.startInBackground();
  }
}

/** Lets the server shut down in order before the window closes. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
