import type { Span } from '../text/position';

/** Why a name is refused, and because of which part. `start` and `end` are UTF-16 offsets within the checked text. */
export interface NameProblem<Kind extends string = string> extends Span {
  readonly kind: Kind;
  /** Numbers and characters for the message; never the name itself if it may contain a secret. */
  readonly args: readonly string[];
}

/** How many problems are listed; a text with more is not a name at all. */
export const problemLimit = 16;

/** The result for every valid name, so that checking one allocates nothing. */
export const noProblems: readonly never[] = [];
