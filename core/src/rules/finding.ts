import type { Span, SpanEdit } from '../text/position';
import type { RuleCode } from './catalogue';

/** A repair that concerns every record of a file. */
export type Conversion =
  | { readonly kind: 'delimiter' }
  | { readonly kind: 'column-order' }
  | { readonly kind: 'add-column'; readonly column: string };

/** A repair that can be offered. The first of several is the preferred one, and what *fix all* applies. */
export interface Fix {
  /** What the user reads in the menu, in the imperative; `{0}` and so on stand for `args`. */
  readonly title: string;
  readonly args?: readonly string[];
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
