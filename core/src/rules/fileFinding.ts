import type { Range, RangedEdit } from '../text/position';
import type { Finding, FindingOf, Fix } from './finding';
import type { FindingCounts, RelatedTemplate } from './placedFinding';

/** A repair of a document. */
export type FileFix = Fix<RangedEdit>;

/** A finding in its document, of any kind: what every language answers with. */
export interface FileFinding extends Range, FindingOf<RangedEdit> {
  readonly related?: readonly RelatedTemplate[];
  /** What `sneakernet.json` names the record by that it is about, where it is about one that has such a name. */
  readonly subject?: string | undefined;
}

/** How often a rule says the same of a file. */
export interface FindingTally extends Pick<Finding, 'code' | 'variant'> {
  readonly count: number;
}

/** What is found in a document. */
export interface FileFindings {
  /** In the order of the text, so far as that matters. Made as they are asked for, and no further than a limit. */
  readonly found: Iterable<FileFinding>;
  /** All of them, counted, where `found` is not all of them; otherwise `found` is counted. */
  readonly tallies?: Iterable<FindingTally>;
  /** Those that have been counted under the user's settings already, besides `tallies`. */
  readonly counts?: FindingCounts;
}

/** Findings, with what is said of the document as a whole before them. */
export function withNotes(notes: readonly FileFinding[], { found, tallies, counts }: FileFindings): FileFindings {
  if (notes.length === 0) return { found, ...(tallies && { tallies }), ...(counts && { counts }) };
  const all = function* () {
    yield* notes;
    yield* found;
  };
  if (!tallies && !counts) return { found: { [Symbol.iterator]: all } };
  return {
    found: { [Symbol.iterator]: all },
    tallies: [
      ...notes.map(({ code, ...rest }) => ({
        code,
        ...(rest.variant === undefined ? {} : { variant: rest.variant }),
        count: 1,
      })),
      ...(tallies ?? []),
    ],
    ...(counts && { counts }),
  };
}
