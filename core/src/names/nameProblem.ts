import type { Span } from '../text/position';

/** Why a name is refused, and where in it. `start` and `end` are UTF-16 offsets within the checked text. */
export interface NameProblem<Kind extends string = string> extends Span {
  readonly kind: Kind;
  /** Numbers and characters for the message; never the name itself where it may hold a secret. */
  readonly args: readonly string[];
}

/** A name with more problems than this is not a name; the others are not listed. */
export const problemLimit = 16;

/** The answer for every sound name, so that a check of one allocates nothing. */
export const noProblems: readonly never[] = [];
