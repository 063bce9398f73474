import type { Range, RangedEdit } from '../text/position';
import type { RuleCode } from './catalogue';
import type { Fix } from './finding';
import type { Severity } from './rule';

/** Another place that is related to a finding. */
export interface RelatedPlace {
  /** The file's identity, as the job names it; `undefined` for the finding's own file. */
  readonly file?: string;
  readonly range: Range;
  readonly message: string;
}

/** The same before translation: the message is a template for `args`. */
export interface RelatedTemplate extends RelatedPlace {
  readonly args?: readonly string[];
  /** Zero-based line of a related row; the message mentions it. */
  readonly line?: number;
}

/** A finding as the user reads it. */
export interface PlacedFinding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedPlace[];
  /** Computed only on demand. Certain fixes come first. */
  readonly fixes?: (() => readonly Fix<RangedEdit>[]) | undefined;
}

/** How many findings a document has, including those that are not listed. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
}

/** The counter for each severity. */
export const counterOf = { error: 'errors', warning: 'warnings', information: 'information' } as const;
