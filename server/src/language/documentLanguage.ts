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

/** An answer: at once, later, or none. */
type Answer<T> = T | null | undefined | Promise<T | null | undefined>;

/** What a document is to its job, where its content affects findings in the documents beside it. */
export type JobPart = 'datasets' | 'drives' | 'settings';

/** The parts of its job, besides its own text, that a document's findings depend on. */
export interface ComparedParts {
  /** What the journals of its folder say about their drives. */
  readonly journals?: boolean;
  /** The drives of the job's drivesets. */
  readonly drives?: boolean;
  /** The records of the job's datasets; open ones are waited for. False: findings never depend on them. */
  readonly datasets?: boolean;
}

/** What the status item shows for a document. */
export interface DocumentState {
  readonly records: number;
  /** Of a dataset. */
  readonly dialect?: Dialect;
}

/** The state of a document that has no records. */
export const withoutRecords = (): DocumentState => ({ records: 0 });

/** Why a rename is refused, as the user reads it, or the edit that it makes. */
export type RenameResult = { readonly refused: string } | { readonly edit: WorkspaceEdit };

/** A name that can be changed. */
export interface RenamedName {
  readonly range: Range;
  readonly placeholder: string;
}

/**
 * What the server does with one kind of document. Everything except the model is stateless; features that a language
 * lacks are left out. Code that serves the protocol asks the language, and never checks the kind of document itself.
 */
export interface DocumentLanguage<M extends DocumentModel = DocumentModel> {
  readonly part?: JobPart;
  readonly compares?: ComparedParts;
  /** True where the settings affect reading; otherwise they are applied when findings are listed. */
  readonly readsUnderSettings?: boolean;
  /** True where findings have no code actions. */
  readonly hasNoActions?: boolean;
  /** Reads a text that was opened. */
  read(text: string, reading: DocumentReading): Steps<M>;
  /**
   * A model of the first line and one other, for a text that is still being read; `undefined` where that other line has
   * no meaning alone.
   */
  excerpt?(lines: string, reading: DocumentReading): M | undefined;
  /** The table of a job, where the document is one. */
  tableOf?(model: M): TableFile;
  /** Where sources went, according to a JRM. */
  mappings?(model: M, uri: string): SourceMapping[];
  /** `undefined` where the document is not part of a job. */
  state?(model: M): DocumentState;
  /** The findings. A language that creates findings lazily can ignore `limit`, because only that many are listed. */
  findings(context: DocumentContext<M>, limit?: number): Steps<FileFindings>;
  /** Findings that touch a range, for their fixes. Where absent, `findings` is searched. */
  findingsIn?(context: DocumentContext<M>, range: Range): Steps<FileFindings>;
  /**
   * The edits after which no finding has a certain fix left. Where absent, the document is read and mended repeatedly.
   */
  fixAll?(context: DocumentContext<M>, code?: RuleCode): Steps<TextEdit[]>;
  convert?(context: DocumentContext<M>, conversion: Conversion): Steps<TextEdit[]>;
  /**
   * How `sneakernet.json` names the record at a line; `undefined` where there is none. Where absent, findings are
   * accepted for the document as a whole.
   */
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
