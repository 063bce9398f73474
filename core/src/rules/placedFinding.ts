import type { Range, RangedEdit } from '../text/position';
import type { RuleCode } from './catalogue';
import type { Fix } from './finding';
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

/** A finding as the user reads it. */
export interface PlacedFinding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedPlace[];
  /** Computed only when somebody asks for them. Certain ones come first. */
  readonly fixes?: (() => readonly Fix<RangedEdit>[]) | undefined;
}

/** How many findings a document has, whether listed or not. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
}

/** What a severity is counted as. */
export const counterOf = { error: 'errors', warning: 'warnings', information: 'information' } as const;
