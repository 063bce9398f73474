import type { Range } from '../text/position';
import type { RuleCode } from './catalogue';
import type { Severity } from './rule';

/** Another place that a finding is about. */
export interface RelatedPlace {
  /** The file's identity, as the job names it; `undefined` for the finding's own file. */
  readonly file?: string;
  readonly range: Range;
  readonly message: string;
}

/** The same before it is put into the user's language: the message is a template for `args`. */
export interface RelatedTemplate extends RelatedPlace {
  readonly args?: readonly string[];
  /** Of another row, where it stands, from zero: it is said, too. */
  readonly line?: number;
}

/** A finding with its place in the document. */
export interface PlacedFinding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedPlace[];
}

/** How many findings a document has, whether listed or not. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
}
