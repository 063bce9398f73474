import type { RelatedTemplate } from './placedFinding';
import type { Range } from '../text/position';
import type { Certainty, Finding } from './finding';

/** Replaces a stretch of a file. */
export interface RangedEdit {
  readonly range: Range;
  readonly text: string;
}

/** A repair of a file that is no table. Of several, certain ones come first. */
export interface FileFix {
  /** What the user reads in the menu, in the imperative; `{0}` and so on stand for `args`. That of a guess says what it assumes. */
  readonly title: string;
  readonly args?: readonly string[];
  readonly certainty: Certainty;
  /** They do not overlap. */
  readonly edits?: readonly RangedEdit[];
  /** Instead of `edits`, where an edit would be wrong: a command of the extension, which is given the file's URI. */
  readonly command?: string;
}

/** What a rule says about a file that is no table. */
export interface FileFinding extends Range, Pick<Finding, 'code' | 'variant' | 'args'> {
  readonly related?: readonly RelatedTemplate[];
  /** Computed only when somebody asks for them. */
  readonly fixes?: () => readonly FileFix[];
}

/** How often a rule says the same of a file. */
export interface FindingTally extends Pick<Finding, 'code' | 'variant'> {
  readonly count: number;
}

/** What is found in a file. */
export interface FileFindings {
  /** In the order of the text, so far as that matters. Made as they are asked for, and no further than a limit. */
  readonly found: Iterable<FileFinding>;
  /** All of them, counted, where `found` is too long to be counted; otherwise `found` is. */
  readonly tallies?: Iterable<FindingTally>;
}
