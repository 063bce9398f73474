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

/**
 * A repair that can be offered: edits, a conversion, or a command. Of several, certain ones come first. A rule about one record says
 * where by spans of that record, anybody else by ranges of the document.
 */
export interface Fix<Edit = SpanEdit> {
  /** What the user reads in the menu, in the imperative; `{0}` and so on stand for `args`. That of a guess says what it assumes. */
  readonly title: string;
  readonly args?: readonly string[];
  readonly certainty: Certainty;
  /** They do not overlap. */
  readonly edits?: readonly Edit[];
  /** Instead of `edits`, where every record of a table has to change. */
  readonly conversion?: Conversion;
  /** Instead of `edits`, where an edit would be wrong: a command of the extension, which is given the file's URI. */
  readonly command?: string;
}

/** What a rule says, and what can be done about it. */
export interface FindingOf<Edit> {
  readonly code: RuleCode;
  /** The message's variant; `default` when absent. */
  readonly variant?: string;
  /** Fills `{0}`, `{1}` … of the message. Never a secret. */
  readonly args?: readonly string[];
  /** Computed only when somebody asks for them. */
  readonly fixes?: () => readonly Fix<Edit>[];
}

/** A finding about one record. Spans are within the record. */
export interface Finding extends Span, FindingOf<SpanEdit> {}

/** Takes a rule's findings, one call each. */
export type Report = (finding: Finding) => void;
