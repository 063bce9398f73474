import { LSPErrorCodes, ResponseError, SemanticTokensRequest } from 'vscode-languageserver';
import type {
  CancellationToken,
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Connection,
  Definition,
  DefinitionLink,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  ServerCapabilities,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { maskSecrets } from '#core/text/maskSecrets';
import type { OpenDocument } from './documents/openDocument';
import type { Workspace } from './documents/workspace';
import { codeActionKinds, codeActions, resolveCodeAction } from './language/codeActions';
import type { DeferredFix } from './language/codeActions';
import { codeLenses } from './language/codeLenses';
import { fileActions, resolveFileAction } from './language/fileActions';
import type { FileContext, FileLanguage } from './language/fileLanguage';
import { complete, completionTriggerCharacters } from './language/completion';
import { foldingRanges } from './language/folding';
import { format, formatRange } from './language/formatting';
import { hover } from './language/hover';
import { inlayHints } from './language/inlayHints';
import type { LanguageContext } from './language/languageContext';
import { completeJson, hoverJson } from './language/jsonSettings';
import type { JsonPlace } from './language/jsonSettings';
import { documentLinks } from './language/links';
import { definition, documentHighlights, prepareRename, references, rename } from './language/occurrences';
import { selectionRanges } from './language/selectionRanges';
import { semanticTokens, semanticTokensInRange, semanticTokensLegend } from './language/semanticTokens';
import { documentSymbols } from './language/symbols';
import type { ClientFacts, LanguageContexts } from './documents/languageContexts';
import { jsonPlaceAt } from './serveJobSettings';
import { versionedAction, versionedEdit } from './versionedEdits';

/** A table that is not read by then answers some requests from the line that they are about, in milliseconds. */
const PATIENCE = 60;

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

/** A feature of tables, and the same of files that are no tables. */
interface Feature<T> {
  readonly table?: (context: LanguageContext) => T | Promise<T>;
  readonly file?: (context: FileContext, language: FileLanguage) => T | Promise<T> | undefined;
  /** The same of a `job.json` or `sneakernet.json`. */
  readonly json?: { readonly position: Position; readonly answer: (place: JsonPlace) => T };
  /** The same from the header and a line of a table that is still being read, where that is enough. */
  readonly early?: { readonly line: number; readonly answer: (context: LanguageContext) => T };
  /** Every table of the job is wanted for the answer. */
  readonly whole?: boolean;
}

/** Answers the requests of LSP's language features, each by the function of its name in `language/` or of the file's language. */
export function serveLanguage(connection: Connection, workspace: Workspace, contexts: LanguageContexts, client: () => ClientFacts): void {
  const versionOf = (uri: string) => workspace.get(uri)?.version;
  const versioned = (action: CodeAction) => versionedAction(action, client().capabilities, versionOf);
  /** Answers `otherwise` for a document that has no such feature. */
  const answer = async <T>(uri: string, token: CancellationToken, otherwise: T, feature: Feature<T>): Promise<T> => {
    const ready = workspace.ready(uri);
    const early = feature.early && (await earlyAnswer(uri, ready, token, feature.early));
    if (early) return early;
    const document = await ready;
    if (!document) return otherwise;
    // What is found in a document that has changed meanwhile would be in the wrong places.
    const documents = feature.whole ? workspace.documentsBeside(document) : [document];
    const revisions = documents.map(({ revision }) => revision);
    const isOvertaken = () => documents.some(({ revision, isClosed }, index) => isClosed || revision !== revisions[index]);
    const isCancelled = () => token.isCancellationRequested || isOvertaken();
    const result = await resultOf(document, isCancelled, feature);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
    if (isOvertaken()) throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed meanwhile.');
    return result ?? otherwise;
  };

  /** An answer from a little of the table where the whole is not read soon. */
  const earlyAnswer = async <T>(uri: string, ready: Promise<unknown>, token: CancellationToken, early: NonNullable<Feature<T>['early']>): Promise<T | undefined> => {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        resolve('late');
      }, PATIENCE);
    });
    const state = await Promise.race([ready.catch(() => undefined), patience]);
    clearTimeout(timer);
    if (state !== 'late') return undefined;
    const document = workspace.get(uri);
    const { revision } = document ?? {};
    const excerpt = document?.excerpt(early.line);
    if (!document || !excerpt) return undefined;
    const isCancelled = () => token.isCancellationRequested || document.revision !== revision;
    const context = await contexts.ofExcerpt(document, excerpt, isCancelled);
    return isCancelled() ? undefined : early.answer(context);
  };

  const resultOf = async <T>(document: OpenDocument, isCancelled: () => boolean, { table, file, json, whole = false }: Feature<T>): Promise<T | undefined> => {
    if (document.table && table) {
      const context = await contexts.ofTable(document, isCancelled, whole ? 'whole' : 'known');
      return context && table(context);
    }
    if (json && !document.file) {
      const place = await jsonPlaceAt(document, json.position, workspace, client().localize);
      return place && json.answer(place);
    }
    if (!document.file || !file) return undefined;
    const { language } = document.file;
    const context = await contexts.ofFile(document, isCancelled, whole ? 'whole' : 'known');
    return context && file(context, language);
  };

  connection.onCompletion(({ textDocument: { uri }, position }, token) =>
    answer<CompletionResult>(uri, token, null, {
      table: async (context) => withoutSecretItems(await complete(context, position)),
      file: async (context, language) => withoutSecretItems((await language.completion?.(context, position)) ?? null),
      json: { position, answer: completeJson },
    }),
  );
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer<Hover | null>(uri, token, null, {
      table: (context) => hover(context, position),
      early: { line: position.line, answer: (context) => hoverOfLine(context, position) },
      file: (context, language) => (context.settings.hover ? language.hover?.(context, position) : null),
      json: { position, answer: (place) => (workspace.settings(uri).hover ? hoverJson(place) : null) },
    }),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context: { diagnostics, only } }, token) =>
    answer<CodeAction[] | null>(uri, token, null, {
      table: async (context) => (await codeActions(context, range, { diagnostics, only })).map(versioned),
      file: async (context, language) => (await fileActions(context, language, range, { diagnostics, only })).map(versioned),
    }),
  );
  connection.onCodeActionResolve((action, token): Promise<CodeAction> => {
    const deferred = action.data as DeferredFix | undefined;
    if (!deferred) return Promise.resolve(action);
    return answer(deferred.uri, token, action, {
      table: async (context) => versioned(await resolveCodeAction(context, action)),
      file: async (context, language) => versioned(await resolveFileAction(context, language, action)),
    });
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }, token) => answer<TextEdit[] | null>(uri, token, null, { table: format }));
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }, token) =>
    answer<TextEdit[] | null>(uri, token, null, { table: (context) => formatRange(context, range) }),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answer<DocumentSymbol[] | null>(uri, token, null, { table: documentSymbols, file: (context, language) => language.symbols?.(context) }),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
    answer<FoldingRange[] | null>(uri, token, null, { table: foldingRanges, file: (context, language) => language.folding?.(context) }),
  );
  connection.onSelectionRanges(({ textDocument: { uri }, positions }, token) =>
    answer<SelectionRange[] | null>(uri, token, null, { table: (context) => selectionRanges(context, positions) }),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    answer<DocumentLink[] | null>(uri, token, null, { table: documentLinks, file: (context, language) => language.links?.(context) }),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
    answer<DocumentHighlight[] | null>(uri, token, null, { table: (context) => documentHighlights(context, position) }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context: { includeDeclaration } }, token) =>
    answer<Location[] | null>(uri, token, null, { table: (context) => references(context, position, includeDeclaration), whole: true }),
  );
  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    answer<Definition | DefinitionLink[] | null>(uri, token, null, {
      table: (context) => definition(context, position),
      file: (context, language) => language.definition?.(context, position),
    }),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    answer<Range | { range: Range; placeholder: string } | null>(uri, token, null, { table: (context) => withoutSecretName(prepareRename(context, position)) }),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    answer<WorkspaceEdit | null>(uri, token, null, {
      table: async (context) => {
        const result = await rename(context, position, newName);
        if ('refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
        return versionedEdit(result.edit, client().capabilities, versionOf);
      },
      whole: true,
    }),
  );
  // With `null` for a large file the client asks for ranges; an empty answer would tell it that there are no colours.
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument: { uri } }, token) =>
    answer<SemanticTokens | null>(uri, token, null, { table: semanticTokens }),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    answer<SemanticTokens>(uri, token, { data: [] }, { table: (context) => semanticTokensInRange(context, range) }),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    answer<InlayHint[] | null>(uri, token, null, { table: (context) => inlayHints(context, range) }),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer<CodeLens[] | null>(uri, token, null, { table: codeLenses, file: (context, language) => language.codeLenses?.(context) }),
  );
}

type CompletionResult = CompletionList | CompletionItem[] | null;

/** A hover of a context that has the header and the line of a position alone. */
function hoverOfLine(context: LanguageContext, position: Position): Hover | null {
  const line = Math.min(position.line, 1);
  const found = hover(context, { ...position, line });
  const moved = ({ line: own, character }: Position) => ({ line: own + position.line - line, character });
  return found?.range ? { ...found, range: { start: moved(found.range.start), end: moved(found.range.end) } } : found;
}

/** The client shows a name that it is not given as its document has it. */
function withoutSecretName(named: { range: Range; placeholder: string } | null): Range | { range: Range; placeholder: string } | null {
  return named && maskSecrets(named.placeholder) !== named.placeholder ? named.range : named;
}

/** Nobody chooses what he cannot read: a value with a secret in it, of another record, is not offered. */
function withoutSecretItems(result: CompletionResult): CompletionResult {
  const isSafe = ({ label }: CompletionItem) => maskSecrets(label) === label;
  if (!result) return result;
  return Array.isArray(result) ? result.filter(isSafe) : { ...result, items: result.items.filter(isSafe) };
}
