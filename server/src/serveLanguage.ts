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
  Range,
  SelectionRange,
  SemanticTokens,
  ServerCapabilities,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { maskSecrets } from '#core/text/maskSecrets';
import type { ReadDocument } from './documents/openDocument';
import type { Workspace } from './documents/workspace';
import { codeActionKinds, codeActions, resolveCodeAction } from './language/codeActions';
import type { DeferredFix } from './language/codeActions';
import type { DocumentLanguage, RenamedName } from './language/documentLanguage';
import { completionTriggerCharacters } from './language/documentLanguages';
import { hoverAt, hoverInExcerpt } from './language/hoverAt';
import type { DocumentContext } from './language/languageContext';
import { semanticTokensLegend } from './language/table/semanticTokens';
import type { ClientFacts, LanguageContexts } from './documents/languageContexts';
import { versionedAction, versionedEdit } from './versionedEdits';

/**
 * How long a request waits for its document to be read before it may be answered from its line alone, in milliseconds.
 */
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

/** What a document's language is asked. */
type Question<T> = (
  context: DocumentContext,
  language: DocumentLanguage,
) => T | null | undefined | Promise<T | null | undefined>;

/** How a question is answered. */
interface QuestionOptions<T> {
  /** The answer from a small part of a document that is still being read, where that is enough. */
  readonly early?: { readonly line: number; readonly answer: Question<T> };
  /** True where the answer needs every table of the job. */
  readonly whole?: boolean;
}

/** Answers the requests of LSP's language features, each by the language of its document. */
export function serveLanguage(
  connection: Connection,
  workspace: Workspace,
  contexts: LanguageContexts,
  client: () => ClientFacts,
): void {
  const versionOf = (uri: string) => workspace.get(uri)?.version;
  const versioned = (action: CodeAction) => versionedAction(action, client().capabilities, versionOf);
  /** Answers `otherwise` for a document whose language has no such feature. */
  const answer = async <T>(
    feature: keyof DocumentLanguage,
    uri: string,
    token: CancellationToken,
    otherwise: T,
    question: Question<T>,
    { early, whole = false }: QuestionOptions<T> = {},
  ): Promise<T> => {
    const ready = workspace.ready(uri);
    const earlier = early && (await earlyAnswer(uri, ready, token, early));
    if (earlier) return earlier;
    const document = await ready;
    if (!document) return otherwise;
    // If a document has changed in the meantime, the places found in it would be wrong.
    const documents = whole ? workspace.documentsBeside(document) : [document];
    const revisions = documents.map(({ revision }) => revision);
    const isOvertaken = () =>
      documents.some(({ revision, isClosed }, index) => isClosed || revision !== revisions[index]);
    const isCancelled = () => token.isCancellationRequested || isOvertaken();
    const { opened } = document;
    const result =
      opened?.language[feature] === undefined
        ? undefined
        : await question(await contexts.of(document, opened, isCancelled, whole ? 'whole' : 'known'), opened.language);
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
    if (isOvertaken()) throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed meanwhile.');
    return result ?? otherwise;
  };

  /** An answer from a small part of a document that is not read in time. */
  const earlyAnswer = async <T>(
    uri: string,
    ready: Promise<unknown>,
    token: CancellationToken,
    { line, answer: question }: NonNullable<QuestionOptions<T>['early']>,
  ): Promise<T | null | undefined> => {
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
    const excerpt: ReadDocument | undefined = document?.excerpt(line);
    if (!document || !excerpt) return undefined;
    const isCancelled = () => token.isCancellationRequested || document.revision !== revision;
    const context = await contexts.ofExcerpt(document, excerpt, isCancelled);
    return isCancelled() ? undefined : question(context, excerpt.language);
  };

  connection.onCompletion(({ textDocument: { uri }, position }, token) =>
    answer<CompletionResult>('completion', uri, token, null, async (context, language) =>
      withoutSecretItems((await language.completion?.(context, position)) ?? null),
    ),
  );
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer<Hover | null>('hover', uri, token, null, (context, language) => hoverAt(context, language, position), {
      early: { line: position.line, answer: (context, language) => hoverInExcerpt(context, language, position) },
    }),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context: { diagnostics, only } }, token) =>
    answer<CodeAction[] | null>('findings', uri, token, null, async (context, language) =>
      (await codeActions(context, language, range, { diagnostics, only })).map(versioned),
    ),
  );
  connection.onCodeActionResolve((action, token): Promise<CodeAction> => {
    const deferred = action.data as DeferredFix | undefined;
    if (!deferred) return Promise.resolve(action);
    return answer('findings', deferred.uri, token, action, async (context, language) =>
      versioned(await resolveCodeAction(context, language, action)),
    );
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }, token) =>
    answer<TextEdit[] | null>('format', uri, token, null, (context, language) => language.format?.(context)),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }, token) =>
    answer<TextEdit[] | null>('formatRange', uri, token, null, (context, language) =>
      language.formatRange?.(context, range),
    ),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answer<DocumentSymbol[] | null>('symbols', uri, token, null, (context, language) => language.symbols?.(context)),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
    answer<FoldingRange[] | null>('folding', uri, token, null, (context, language) => language.folding?.(context)),
  );
  connection.onSelectionRanges(({ textDocument: { uri }, positions }, token) =>
    answer<SelectionRange[] | null>('selectionRanges', uri, token, null, (context, language) =>
      language.selectionRanges?.(context, positions),
    ),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    answer<DocumentLink[] | null>('links', uri, token, null, (context, language) => language.links?.(context)),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
    answer<DocumentHighlight[] | null>('highlights', uri, token, null, (context, language) =>
      language.highlights?.(context, position),
    ),
  );
  connection.onReferences(({ textDocument: { uri }, position, context: { includeDeclaration } }, token) =>
    answer<Location[] | null>(
      'references',
      uri,
      token,
      null,
      (context, language) => language.references?.(context, position, includeDeclaration),
      { whole: true },
    ),
  );
  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    answer<Definition | DefinitionLink[] | null>('definition', uri, token, null, (context, language) =>
      language.definition?.(context, position),
    ),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    answer<Range | RenamedName | null>('prepareRename', uri, token, null, (context, language) =>
      withoutSecretName(language.prepareRename?.(context, position) ?? null),
    ),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    answer<WorkspaceEdit | null>(
      'rename',
      uri,
      token,
      null,
      async (context, language) => {
        const result = await language.rename?.(context, position, newName);
        if (!result) return null;
        if ('refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
        return versionedEdit(result.edit, client().capabilities, versionOf);
      },
      { whole: true },
    ),
  );
  // For a large file, `null` makes the client ask for ranges; an empty answer would tell it that there are no colors.
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument: { uri } }, token) =>
    answer<SemanticTokens | null>('semanticTokens', uri, token, null, (context, language) =>
      language.semanticTokens?.(context),
    ),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    answer<SemanticTokens>('semanticTokensInRange', uri, token, { data: [] }, (context, language) =>
      language.semanticTokensInRange?.(context, range),
    ),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    answer<InlayHint[] | null>('inlayHints', uri, token, null, (context, language) =>
      language.inlayHints?.(context, range),
    ),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer<CodeLens[] | null>('codeLenses', uri, token, null, (context, language) => language.codeLenses?.(context)),
  );
}

type CompletionResult = CompletionList | CompletionItem[] | null;

/** A name with a secret in it is not sent: the client then shows the document's own text. */
function withoutSecretName(named: RenamedName | null): Range | RenamedName | null {
  return named && maskSecrets(named.placeholder) !== named.placeholder ? named.range : named;
}

/** Leaves out items whose label contains a secret: masked, nobody could tell what they are choosing. */
function withoutSecretItems(result: CompletionResult): CompletionResult {
  const isSafe = ({ label }: CompletionItem) => maskSecrets(label) === label;
  if (!result) return result;
  return Array.isArray(result) ? result.filter(isSafe) : { ...result, items: result.items.filter(isSafe) };
}
