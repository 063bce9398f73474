import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Definition,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Dialect } from '#core/columns/datasetColumns';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { FileFindings } from '#core/rules/fileFinding';
import type { Conversion } from '#core/rules/finding';
import type { Steps } from '#core/work/steps';
import type { DocumentModel, DocumentReading } from './documentModel';
import type { DocumentContext, SourceMapping } from './languageContext';
import type { AcceptedSubject } from './ruleFileEdits';
import type { TableFile } from './table/tableFile';

/** What an answer may be: at once, later, or none. */
type Answer<T> = T | null | undefined | Promise<T | null | undefined>;

/** What a document is to its job, where findings in the documents beside it come of what stands in it. */
export type JobPart = 'datasets' | 'drives' | 'settings';

/** What of its job a document's findings come of, besides its own text. */
export interface ComparedParts {
  /** What the journals of its folder say of their drives. */
  readonly journals?: boolean;
  /** The drives of the job's drivesets. */
  readonly drives?: boolean;
  /** The records of the job's datasets: those that are open are waited for. False: they mean nothing to it. */
  readonly datasets?: boolean;
}

/** What the status shows of a document. */
export interface DocumentState {
  readonly records: number;
  /** Of a dataset. */
  readonly dialect?: Dialect;
}

/** The state of a document that has no records. */
export const withoutRecords = (): DocumentState => ({ records: 0 });

/** Why a rename is refused, as the user reads it; or what it changes. */
export type RenameResult = { readonly refused: string } | { readonly edit: WorkspaceEdit };

/** A name that can be changed. */
export interface RenamedName {
  readonly range: Range;
  readonly placeholder: string;
}

/**
 * What the server does with one kind of document. Everything but the model is without state; what a language does not have is left
 * out. Who serves the protocol asks the language, never what kind of document it is.
 */
export interface DocumentLanguage<M extends DocumentModel = DocumentModel> {
  readonly part?: JobPart;
  readonly compares?: ComparedParts;
  /** True where the settings decide what is read; otherwise they are met when findings are listed. */
  readonly readsUnderSettings?: boolean;
  /** True where nothing is offered for findings. */
  readonly hasNoActions?: boolean;
  /** Reads a text that was opened. */
  read(text: string, reading: DocumentReading): Steps<M>;
  /** Of a text that is still being read, a model of its first line and another one; `undefined` where that one does not stand by itself. */
  excerpt?(lines: string, reading: DocumentReading): M | undefined;
  /** The table of a job that it is. */
  tableOf?(model: M): TableFile;
  /** Where sources went, as a JRM says. */
  mappings?(model: M, uri: string): SourceMapping[];
  /** `undefined` for what is no part of a job. */
  state?(model: M): DocumentState;
  /** What is found. A language whose findings are made as they are asked for need not look at `limit`: so many are listed. */
  findings(context: DocumentContext<M>, limit?: number): Steps<FileFindings>;
  /** Findings that touch a range, for their fixes; `findings` is searched where a language has none of its own. */
  findingsIn?(context: DocumentContext<M>, range: Range): Steps<FileFindings>;
  /** The edits after which no finding has a certain fix any more; where absent, it is read and mended again and again. */
  fixAll?(context: DocumentContext<M>, code?: RuleCode): Steps<TextEdit[]>;
  convert?(context: DocumentContext<M>, conversion: Conversion): Steps<TextEdit[]>;
  /** What `sneakernet.json` names a record by, `undefined` where a line has none; where absent, the document as a whole. */
  acceptedAt?(context: DocumentContext<M>, line: number): AcceptedSubject | undefined;
  completion?(context: DocumentContext<M>, position: Position): Answer<CompletionList | CompletionItem[]>;
  hover?(context: DocumentContext<M>, position: Position): Answer<Hover>;
  symbols?(context: DocumentContext<M>): Answer<DocumentSymbol[]>;
  folding?(context: DocumentContext<M>): Answer<FoldingRange[]>;
  links?(context: DocumentContext<M>): Answer<DocumentLink[]>;
  definition?(context: DocumentContext<M>, position: Position): Answer<Definition | LocationLink[]>;
  codeLenses?(context: DocumentContext<M>): CodeLens[];
  format?(context: DocumentContext<M>): Answer<TextEdit[]>;
  formatRange?(context: DocumentContext<M>, range: Range): Answer<TextEdit[]>;
  selectionRanges?(context: DocumentContext<M>, positions: readonly Position[]): SelectionRange[];
  highlights?(context: DocumentContext<M>, position: Position): DocumentHighlight[];
  references?(context: DocumentContext<M>, position: Position, includeDeclaration: boolean): Answer<Location[]>;
  prepareRename?(context: DocumentContext<M>, position: Position): RenamedName | null;
  rename?(context: DocumentContext<M>, position: Position, newName: string): Promise<RenameResult>;
  /** `null` for a document that is too large: the client then asks for ranges. */
  semanticTokens?(context: DocumentContext<M>): SemanticTokens | null;
  semanticTokensInRange?(context: DocumentContext<M>, range: Range): SemanticTokens;
  inlayHints?(context: DocumentContext<M>, range: Range): InlayHint[];
}
