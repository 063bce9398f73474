import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Definition,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  LocationLink,
  Position,
  Range,
} from 'vscode-languageserver-types';
import type { JournalDrives } from '#core/journal/journalDrives';
import type { FileFindings } from '#core/rules/fileFinding';
import type { RuleSettings } from '#core/rules/ruleSettings';
import type { Steps } from '#core/work/steps';
import type { FileModel, FileReading } from './fileModel';
import type { JobContext } from './languageContext';

/** What a language feature of such a file works on. */
export interface FileContext<M extends FileModel = FileModel> extends JobContext {
  readonly model: M;
  /** What the journals of the folder say of their drives, where the language compares with them; `undefined` where there are none. */
  readonly journals?: JournalDrives | undefined;
  readonly onRuleFailure: FileReading['onRuleFailure'];
  /** What the user has decided about rules in this file. */
  readonly ruleSettings: RuleSettings;
}

/**
 * What the server does with one kind of file that is no table. Everything but the model is without state; what a language does not
 * have is left out.
 */
export interface FileLanguage<M extends FileModel = FileModel> {
  /** True where it compares a file with the journals of its folder. */
  readonly comparesJournals?: boolean;
  /** Reads a text that was opened. */
  read(text: string, reading: FileReading): Steps<M>;
  findings(context: FileContext<M>): Steps<FileFindings>;
  /** How many records the status shows. */
  recordCount?(model: M): number;
  completion?(context: FileContext<M>, position: Position): CompletionList | CompletionItem[] | null | Promise<CompletionList | CompletionItem[] | null>;
  hover?(context: FileContext<M>, position: Position): Hover | null | Promise<Hover | null>;
  symbols?(context: FileContext<M>): DocumentSymbol[] | Promise<DocumentSymbol[]>;
  folding?(context: FileContext<M>): FoldingRange[] | Promise<FoldingRange[]>;
  links?(context: FileContext<M>): DocumentLink[] | Promise<DocumentLink[]>;
  definition?(context: FileContext<M>, position: Position): Definition | LocationLink[] | null | Promise<Definition | LocationLink[] | null>;
  codeLenses?(context: FileContext<M>): CodeLens[];
  /** Findings that touch a range, for their fixes; `findings` is searched where a language has none of its own. */
  findingsIn?(context: FileContext<M>, range: Range): Steps<FileFindings>;
}
