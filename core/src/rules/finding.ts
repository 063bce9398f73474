import type { Span, SpanEdit } from '../text/position';
import type { RuleCode } from './catalogue';

/** A fix that changes every record of a file. */
export type Conversion =
  | { readonly kind: 'delimiter' }
  | { readonly kind: 'column-order' }
  | { readonly kind: 'add-column'; readonly column: string }
  | { readonly kind: 'dialect'; readonly to: 'blob' | 'files' };

/**
 * How sure a fix is. `certain`: there is one possible reading, and nothing is lost; these fixes are preferred, and *fix
 * all* applies them. `guess`: only offered separately, with a title that says what it assumes.
 */
export type Certainty = 'certain' | 'guess';

/**
 * A fix that can be offered: edits, a conversion, or a command. Certain fixes come before others. Rules for single
 * records give places as spans of the record, all others as ranges of the document.
 */
export interface Fix<Edit = SpanEdit> {
  /**
   * The imperative sentence that the menu shows; `{0}` and so on stand for `args`. For a guess, it says what is
   * assumed.
   */
  readonly title: string;
  readonly args?: readonly string[];
  readonly certainty: Certainty;
  /** Must not overlap. */
  readonly edits?: readonly Edit[];
  /** Used instead of `edits` where every record of a table has to change. */
  readonly conversion?: Conversion;
  /** Used instead of `edits` where an edit would be wrong: a command of the extension, called with the file's URI. */
  readonly command?: string;
}

/** What a rule reports, and how to fix it. */
export interface FindingOf<Edit> {
  readonly code: RuleCode;
  /** The message's variant; `default` when absent. */
  readonly variant?: string;
  /** Fills `{0}`, `{1}` … of the message. Never a secret. */
  readonly args?: readonly string[];
  /** Computed only on demand. */
  readonly fixes?: () => readonly Fix<Edit>[];
}

/** A finding about one record. Spans are relative to the record. */
export interface Finding extends Span, FindingOf<SpanEdit> {}

/** Called once for each finding of a rule. */
export type Report = (finding: Finding) => void;
