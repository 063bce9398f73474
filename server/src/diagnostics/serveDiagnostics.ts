import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { OpenDocument } from '../documents/openDocument';
import type { DocumentListener } from '../documents/serveSynchronisation';
import type { Workspace } from '../documents/workspace';
import { ownWork } from '../runtime/failures';
import type { ClientFacts, LanguageContexts } from '../documents/languageContexts';
import { statusNotification } from '../protocol/messages';
import { reportOn } from './diagnosticsProvider';
import type { DocumentReport } from './diagnosticsProvider';

/** Clients that cannot ask are told when the user has paused for so long, in milliseconds. */
const PUSH_DELAY = 50;

export const diagnosticCapabilities: Pick<ServerCapabilities, 'diagnosticProvider'> = {
  diagnosticProvider: { identifier: 'sneakernet', interFileDependencies: true, workspaceDiagnostics: false },
};

/** Fails as soon as the token is cancelled. */
function cancellationOf(token: CancellationToken): Promise<never> {
  return new Promise((_, reject) => {
    token.onCancellationRequested(() => {
      reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.'));
    });
  });
}

/** True where findings in a document can come of what stands in another one beside it. */
function dependsOn({ language }: OpenDocument, { language: other }: OpenDocument): boolean {
  return other?.part !== undefined && !(other.part === 'datasets' && language?.compares?.datasets === false);
}

/** Answers for findings, and sends them unasked to clients that cannot ask. */
export function serveDiagnostics(
  connection: Connection,
  workspace: Workspace,
  contexts: LanguageContexts,
  client: () => ClientFacts,
  rulePages: string | undefined,
): Omit<DocumentListener, 'opened'> & { refresh(): void } {
  const log = (message: string) => {
    connection.console.error(message);
  };
  const pulls = () => client().capabilities.textDocument?.diagnostic !== undefined;
  const sendStatus = ({ status }: DocumentReport) => {
    if (status) ownWork(connection.sendNotification(statusNotification, status), 'Telling the status', log);
  };
  const inquiry = () => ({ workspace, contexts, rulePages, translate: client().localize, log });
  const timers = new Map<string, NodeJS.Timeout>();

  const push = async (uri: string) => {
    const report = await reportOn(uri, inquiry());
    // A later edit has its own push under way.
    if (!report || workspace.get(uri)?.version !== report.version) return;
    await connection.sendDiagnostics({ uri, version: report.version, diagnostics: [...report.diagnostics] });
    sendStatus(report);
  };
  const pushSoon = (uri: string) => {
    clearTimeout(timers.get(uri));
    timers.set(
      uri,
      setTimeout(() => {
        timers.delete(uri);
        ownWork(push(uri), `Checking ${uri}`, log);
      }, PUSH_DELAY),
    );
  };
  const refreshAll = () => {
    if (workspace.documents.length === 0 || !client().capabilities.workspace?.diagnostics?.refreshSupport) return;
    ownWork(connection.languages.diagnostics.refresh(), 'Asking for a new look at findings', log);
  };
  const pushAll = () => {
    for (const { uri } of workspace.documents) pushSoon(uri);
  };

  connection.languages.diagnostics.on(async ({ textDocument: { uri } }, token) => {
    // The reading of a large file goes on for those who ask later, but this request need not wait for it.
    const report = await Promise.race([reportOn(uri, inquiry()), cancellationOf(token)]);
    if (report) sendStatus(report);
    return { kind: DocumentDiagnosticReportKind.Full, items: [...(report?.diagnostics ?? [])] };
  });

  return {
    changed: (document: OpenDocument) => {
      if (pulls()) return;
      pushSoon(document.uri);
      for (const other of workspace.documents) {
        if (workspace.areBeside(other.uri, document.uri) && dependsOn(other, document)) pushSoon(other.uri);
      }
    },
    closed: (uri) => {
      clearTimeout(timers.get(uri));
      timers.delete(uri);
      if (!pulls()) ownWork(connection.sendDiagnostics({ uri, diagnostics: [] }), 'Clearing findings', log);
      // What lies on the disk counts again, which may be something else.
      if (pulls()) refreshAll();
      else
        for (const document of workspace.documents) if (workspace.areBeside(uri, document.uri)) pushSoon(document.uri);
    },
    refresh: () => {
      if (!pulls()) pushAll();
      else refreshAll();
    },
  };
}
