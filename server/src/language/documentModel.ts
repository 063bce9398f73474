import type { Position, Range } from 'vscode-languageserver-types';
import type { Dialect, ToolVersion } from '#core/columns/datasetColumns';
import type { DiskFacts } from '#core/disk/diskFacts';
import type { Sha256 } from '#core/jrm/jrm';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { RuleSettings } from '#core/rules/ruleSettings';
import type { Steps } from '#core/work/steps';

/** Everything besides its text that decides how a document is read and checked. */
export interface DocumentReading {
  /** The user's settings for rules in it. */
  readonly settings: RuleSettings;
  /** Only for datasets; `auto`: determined by the header. */
  readonly dialect: Dialect | 'auto';
  readonly nativePaths: boolean;
  readonly disk: DiskFacts;
  readonly tool: ToolVersion;
  /** True where git tracks the file. */
  readonly tracked: boolean;
  readonly sha256: Sha256;
  /** Called when a rule throws; its findings are lost, all others are kept. */
  readonly onRuleFailure: (codes: readonly RuleCode[], error: unknown) => void;
}

/** The text of an open document and what was read from it. It follows the user's edits. */
export interface DocumentModel {
  readonly length: number;
  offsetAt(position: Position): number;
  edit(range: Range, text: string): void;
  getText(): string;
  /** The beginning of the text: enough to tell the kind of document. */
  head(): string;
  /** True where an edit has changed the meaning of the whole text, so that it must be read again. */
  readonly isStale?: boolean;
  /** Whether an edit in this range can change the kind of the document. Where absent, any edit can. */
  decidesKind?(range: Range): boolean;
  /** False where the beginning of the text requires reading it differently, though the kind is the same. */
  isReadAs?(head: string): boolean;
  /** Completes the work that edits have left, if any. Nothing else is called before it is done. */
  settle?(): Steps<void>;
}
