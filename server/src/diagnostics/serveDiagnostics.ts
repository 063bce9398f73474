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

/** Clients that do not pull diagnostics get them after this pause in the user's edits, in milliseconds. */
const PUSH_DELAY = 50;

export const diagnosticCapabilities: Pick<ServerCapabilities, 'diagnosticProvider'> = {
  diagnosticProvider: { identifier: 'sneakernet', interFileDependencies: true, workspaceDiagnostics: false },
};

/** Rejects as soon as the token is cancelled. */
function cancellationOf(token: CancellationToken): Promise<never> {
  return new Promise((_, reject) => {
    token.onCancellationRequested(() => {
      reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.'));
    });
  });
}

/** True where the findings in a document can depend on the content of another one beside it. */
function dependsOn({ language }: OpenDocument, { language: other }: OpenDocument): boolean {
  return other?.part !== undefined && !(other.part === 'datasets' && language?.compares?.datasets === false);
}

/** Answers requests for findings, and pushes findings to clients that cannot ask for them. */
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
    // A later edit has scheduled its own push.
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
    // A large file is read on for later requests, but a cancelled request need not wait for it.
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
      // The files on disk count again now, and may differ from the closed document.
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
