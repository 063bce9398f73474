import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
} from 'vscode-languageserver';
import type { Connection, InitializeResult } from 'vscode-languageserver';
import { newJob, newJobProblem } from '#core/job/newJob';
import { Configuration } from './configuration';
import { diagnosticCapabilities, serveDiagnostics } from './diagnostics/serveDiagnostics';
import { serveSynchronisation, synchronisationCapabilities } from './documents/serveSynchronisation';
import { Workspace } from './documents/workspace';
import { ownWork } from './runtime/failures';
import { guardedConnection } from './guardedConnection';
import { LanguageContexts } from './documents/languageContexts';
import type { ClientFacts } from './documents/languageContexts';
import { localizer } from '#core/text/localize';
import { newJobProblemRequest, newJobRequest, trustNotification } from './protocol/messages';
import type { InitializationOptions, NewJobParams, NewJobProblem, TrustParams } from './protocol/messages';
import { serveJobReview } from './jobReview/serveJobReview';
import { serveJrmTree } from './jrmTree/serveJrmTree';
import type { Runtime } from './runtime/runtime';
import { languageCapabilities, serveLanguage } from './serveLanguage';
import { serveValidateJob } from './serveValidateJob';

/** Serves a client over `connection` until it disconnects. Access to the machine goes through `runtime`. */
export function startServer(unguarded: Connection, runtime: Runtime): void {
  const connection = guardedConnection(unguarded);
  let client: ClientFacts = { capabilities: {}, localize: localizer(), commands: new Set() };
  const log = (message: string) => {
    connection.console.error(message);
  };
  const configuration = new Configuration(
    async (uri) =>
      (await connection.workspace.getConfiguration(
        uri === '' ? { section: 'sneakernet' } : { scopeUri: uri, section: 'sneakernet' },
      )) as unknown,
    (uri) => {
      workspace.prepareAgain(uri);
    },
    log,
  );
  const workspace = new Workspace({
    runtime,
    log,
    translate: (text) => client.localize(text),
    configuration: (uri) =>
      client.capabilities.workspace?.configuration ? configuration.get(uri) : Promise.resolve(pushedSettings),
    forgetConfiguration: (uri) => {
      configuration.forget(uri);
    },
    refresh: () => {
      diagnostics.refresh();
    },
  });
  let pushedSettings: unknown;
  const contexts = new LanguageContexts(workspace, runtime, () => client);
  const diagnostics = serveDiagnostics(connection, workspace, contexts, () => client, runtime.rulePages);

  connection.onInitialize(({ capabilities, initializationOptions }): InitializeResult => {
    const options = (initializationOptions ?? {}) as InitializationOptions;
    client = { capabilities, localize: localizer(options.l10n), commands: new Set(options.commands) };
    // A client that does not know about trust has no untrusted workspaces.
    workspace.trusted = options.workspaceTrusted ?? true;
    return {
      capabilities: { ...synchronisationCapabilities, ...diagnosticCapabilities, ...languageCapabilities },
      serverInfo: { name: 'sneakernet' },
    };
  });
  connection.onInitialized(() => {
    if (client.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      ownWork(
        connection.client.register(DidChangeConfigurationNotification.type, { section: 'sneakernet' }),
        'Asking to be told of settings',
        log,
      );
    }
    if (client.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = [{ globPattern: '**/*.{csv,CSV,json,jrm,jrn,xml}' }];
      ownWork(
        connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }),
        'Asking to be told of files',
        log,
      );
    }
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    pushedSettings = (settings as { sneakernet?: unknown } | null | undefined)?.sneakernet;
    workspace.reload();
  });
  connection.onNotification(trustNotification, ({ trusted }: TrustParams) => {
    if (workspace.trusted === trusted) return;
    workspace.trusted = trusted;
    workspace.reload();
    // In a trusted workspace, commands are offered as well.
    if (client.capabilities.workspace?.codeLens?.refreshSupport)
      ownWork(connection.sendRequest(CodeLensRefreshRequest.type), 'Asking for a new look at code lenses', log);
  });
  connection.onRequest(newJobRequest, (params: NewJobParams) => newJob(params));
  connection.onRequest(newJobProblemRequest, (params: NewJobParams): NewJobProblem => {
    const message = newJobProblem(params, client.localize);
    return message === undefined ? {} : { message };
  });

  const validation = serveValidateJob(connection, workspace, runtime);
  const jrmTree = serveJrmTree(connection, workspace, runtime, log);
  serveJobReview(connection, workspace, runtime, () => client.localize);
  serveSynchronisation(connection, workspace, {
    opened: (uri) => {
      validation.opened(uri);
    },
    changed: (document) => {
      diagnostics.changed(document);
      jrmTree.changed(document);
    },
    closed: (uri) => {
      diagnostics.closed(uri);
      jrmTree.closed(uri);
    },
  });
  serveLanguage(connection, workspace, contexts, () => client);
  connection.listen();
}
