import { LSPErrorCodes, ResponseError, SemanticTokensRequest } from 'vscode-languageserver';
import type { CancellationToken, ClientCapabilities, CodeAction, Connection, ServerCapabilities } from 'vscode-languageserver';
import { toMachinePath } from '#core/job/pathMap';
import type { Workspace } from './documents/workspace';
import { codeActionKinds, codeActions, resolveCodeAction } from './language/codeActions';
import type { DeferredFix } from './language/codeActions';
import { codeLenses } from './language/codeLenses';
import { complete, completionTriggerCharacters } from './language/completion';
import { foldingRanges } from './language/folding';
import { format, formatRange } from './language/formatting';
import { hover } from './language/hover';
import { inlayHints } from './language/inlayHints';
import type { LanguageContext, PathAccess } from './language/languageContext';
import type { Localize } from './localize';
import { documentLinks } from './language/links';
import { definition, documentHighlights, prepareRename, references, rename } from './language/occurrences';
import { selectionRanges } from './language/selectionRanges';
import { semanticTokens, semanticTokensInRange, semanticTokensLegend } from './language/semanticTokens';
import { documentSymbols } from './language/symbols';
import { folderOf } from './job/jobFolder';
import { runSteps } from './runSteps';
import type { Runtime } from './runtime';
import type { Settings } from './settings';

/** The runner checks jobs; it has no command that prepares drives. With one, *Prepare drives* is offered. */
const CAN_PREPARE = false;

export const languageCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: [...completionTriggerCharacters], resolveProvider: false },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: true },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentSymbolProvider: { label: 'Sneakernet' },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: { resolveProvider: false },
  documentHighlightProvider: true,
  referencesProvider: true,
  definitionProvider: true,
  renameProvider: { prepareProvider: true },
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: false },
};

/** Answers the requests of LSP's language features, each by the function of its name in `language/`. */
export function serveLanguage(connection: Connection, workspace: Workspace, runtime: Runtime, client: () => ClientCapabilities, localize: () => Localize): void {
  /** Answers `otherwise` for a document that is no table. `whole`: the answer needs every table of the job. */
  const withTable = async <T>(uri: string, token: CancellationToken, otherwise: T, answer: (context: LanguageContext) => T | Promise<T>, whole = false): Promise<T> => {
    const context = await languageContext(uri, workspace, runtime, client(), localize(), token, whole);
    if (!context) return otherwise;
    const result = await answer(context);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
    if (context.isCancelled()) throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed meanwhile.');
    return result;
  };

  connection.onCompletion(({ textDocument: { uri }, position }, token) => withTable(uri, token, null, (context) => complete(context, position)));
  connection.onHover(({ textDocument: { uri }, position }, token) => withTable(uri, token, null, (context) => hover(context, position)));
  connection.onCodeAction(({ textDocument: { uri }, range, context: { diagnostics, only } }, token) =>
    withTable(uri, token, null, (context) => codeActions(context, range, { diagnostics, only })),
  );
  connection.onCodeActionResolve((action, token): Promise<CodeAction> => {
    const deferred = action.data as DeferredFix | undefined;
    return deferred ? withTable(deferred.uri, token, action, (context) => resolveCodeAction(context, action)) : Promise.resolve(action);
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }, token) => withTable(uri, token, null, format));
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }, token) =>
    withTable(uri, token, null, (context) => formatRange(context, range)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) => withTable(uri, token, null, documentSymbols));
  connection.onFoldingRanges(({ textDocument: { uri } }, token) => withTable(uri, token, null, foldingRanges));
  connection.onSelectionRanges(({ textDocument: { uri }, positions }, token) =>
    withTable(uri, token, null, (context) => selectionRanges(context, positions)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) => withTable(uri, token, null, documentLinks));
  connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
    withTable(uri, token, null, (context) => documentHighlights(context, position)),
  );
  connection.onReferences(({ textDocument: { uri }, position, context: { includeDeclaration } }, token) =>
    withTable(uri, token, null, (context) => references(context, position, includeDeclaration), true),
  );
  connection.onDefinition(({ textDocument: { uri }, position }, token) => withTable(uri, token, null, (context) => definition(context, position)));
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    withTable(uri, token, null, (context) => prepareRename(context, position)),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    withTable(uri, token, null, async (context) => {
      const result = await rename(context, position, newName);
      if ('refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
      return result.edit;
    }, true),
  );
  // With `null` for a large file the client asks for ranges; an empty answer would tell it that there are no colours.
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument: { uri } }, token) => withTable(uri, token, null, semanticTokens));
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    withTable(uri, token, { data: [] }, (context) => semanticTokensInRange(context, range)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    withTable(uri, token, null, (context) => inlayHints(context, range)),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) => withTable(uri, token, null, codeLenses));
}

async function languageContext(
  uri: string,
  workspace: Workspace,
  runtime: Runtime,
  client: ClientCapabilities,
  localize: Localize,
  token: CancellationToken,
  whole: boolean,
): Promise<LanguageContext | undefined> {
  const document = await workspace.ready(uri);
  const own = document?.table;
  if (!own) return undefined;
  const settings = workspace.settings(uri);
  const folder = folderOf(uri);
  const { textDocument, workspace: workspaceClient } = client;
  const { version } = document;
  // What is found in a document that has changed meanwhile would be in the wrong places.
  const isCancelled = () => token.isCancellationRequested || document.version !== version;
  return {
    uri,
    table: own.table,
    dialect: own.dialect,
    job: await workspace.jobTables(uri, whole),
    paths: pathAccess(workspace, runtime, settings),
    settings: { format: settings.format, columnNameHints: settings.columnNameHints, hover: settings.hover, canPrepare: CAN_PREPARE },
    ruleFile: folder === undefined ? undefined : { uri: `${folder}sneakernet.json`, text: (await workspace.folder(uri))?.configurationText },
    client: {
      snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
      createFiles: workspaceClient?.workspaceEdit?.resourceOperations?.includes('create') ?? false,
      resolveEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
    },
    localize,
    isCancelled,
    run: (steps) => runSteps(steps, isCancelled),
  };
}

function pathAccess(workspace: Workspace, runtime: Runtime, settings: Settings): PathAccess {
  const machinePath = (path: string) => toMachinePath(path, { windows: runtime.windows, map: settings.pathMap });
  return {
    nativePaths: workspace.nativePaths(settings),
    list: async (path) => {
      // Without trust, nothing outside the workspace is looked at.
      const directory = workspace.trusted ? machinePath(path) : undefined;
      const entries = directory === undefined ? undefined : await runtime.list(directory);
      return entries?.map(({ name, directory: isDirectory }) => ({ name, kind: isDirectory ? 'directory' : 'file' }));
    },
    toUri: (path) => {
      const native = machinePath(path);
      return native === undefined ? undefined : runtime.toUri(native);
    },
  };
}
