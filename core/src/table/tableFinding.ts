import type { Fix } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { Severity } from '../rules/rule';
import type { Range } from '../text/position';
import type { TableRow } from './tableRow';

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

/** A finding of an open document, ready to be shown and repaired. */
export interface TableFinding extends PlacedFinding {
  /** The record it stands in; `undefined` for one about the whole file. */
  readonly row: TableRow | undefined;
  /** Computed only when somebody asks. Certain ones come first. */
  readonly fixes: () => readonly Fix[];
}

/** How many findings a document has, whether listed or not. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
}
