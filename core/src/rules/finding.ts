import type { Span, SpanEdit } from '../text/position';
import type { RuleCode } from './catalogue';

/** A repair that concerns every record of a file. */
export type Conversion =
  | { readonly kind: 'delimiter' }
  | { readonly kind: 'column-order' }
  | { readonly kind: 'add-column'; readonly column: string }
  | { readonly kind: 'dialect'; readonly to: 'blob' | 'files' };

/**
 * How sure a repair is. `certain`: there is one possible reading, and nothing is lost: these are preferred, and what *fix all* applies.
 * `guess`: offered by itself, one at a time, with a title that says what it assumes.
 */
export type Certainty = 'certain' | 'guess';

/** A repair that can be offered. Of several, certain ones come first. */
export interface Fix {
  /** What the user reads in the menu, in the imperative; `{0}` and so on stand for `args`. That of a guess says what it assumes. */
  readonly title: string;
  readonly args?: readonly string[];
  readonly certainty: Certainty;
  /** Edits of the finding's own record; they do not overlap. */
  readonly edits: readonly SpanEdit[];
  /** Instead of `edits`, where the whole file has to change. */
  readonly conversion?: Conversion;
}

/** What a rule says about one record. Spans are within the record. */
export interface Finding extends Span {
  readonly code: RuleCode;
  /** The message's variant; `default` when absent. */
  readonly variant?: string;
  /** Fills `{0}`, `{1}` … of the message. Never a secret. */
  readonly args?: readonly string[];
  /** Computed only when somebody asks for them. */
  readonly fixes?: () => readonly Fix[];
}

/** Takes a rule's findings, one call each. */
export type Report = (finding: Finding) => void;
