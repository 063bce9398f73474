import type { Position, Range } from 'vscode-languageserver-types';
import type { Dialect, ToolVersion } from '#core/columns/datasetColumns';
import type { DiskFacts } from '#core/disk/diskFacts';
import type { Sha256 } from '#core/jrm/jrm';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { RuleSettings } from '#core/rules/ruleSettings';
import type { Steps } from '#core/work/steps';

/** What decides how a document is read and checked, besides its text. */
export interface DocumentReading {
  /** What the user has decided about rules in it. */
  readonly settings: RuleSettings;
  /** Of a dataset; `auto`: the header tells. */
  readonly dialect: Dialect | 'auto';
  readonly nativePaths: boolean;
  readonly disk: DiskFacts;
  readonly tool: ToolVersion;
  /** True where git tracks the file. */
  readonly tracked: boolean;
  readonly sha256: Sha256;
  /** Told of a rule that threw; its findings are lost, the others stand. */
  readonly onRuleFailure: (codes: readonly RuleCode[], error: unknown) => void;
}

/** The text of an open document and what was read in it; it follows the user's edits. */
export interface DocumentModel {
  readonly length: number;
  offsetAt(position: Position): number;
  edit(range: Range, text: string): void;
  getText(): string;
  /** The beginning of the text: enough of it to tell what the document is. */
  head(): string;
  /** True where an edit has changed what all of the text means: it has to be read anew. */
  readonly isStale?: boolean;
  /** Whether an edit there can make another kind of document of it; anywhere, where a model does not say. */
  decidesKind?(range: Range): boolean;
  /** False where the beginning of the text asks for another reading, in the same kind. */
  isReadAs?(head: string): boolean;
  /** Catches up with the edits, where an edit leaves work to do. Nobody asks for anything before it is done. */
  settle?(): Steps<void>;
}
