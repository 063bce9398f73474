import type { Range, RangedEdit } from '../text/position';
import type { Finding, FindingOf, Fix } from './finding';
import type { FindingCounts, RelatedTemplate } from './placedFinding';

/** A repair of a document. */
export type FileFix = Fix<RangedEdit>;

/** A finding in its document. Every language answers with these. */
export interface FileFinding extends Range, FindingOf<RangedEdit> {
  readonly related?: readonly RelatedTemplate[];
  /** How `sneakernet.json` names the record that it is about, if the record has such a name. */
  readonly subject?: string | undefined;
}

/** How often a rule reports the same about a file. */
export interface FindingTally extends Pick<Finding, 'code' | 'variant'> {
  readonly count: number;
}

/** The findings of a document. */
export interface FileFindings {
  /** Roughly in the order of the text. They are created lazily, and only up to a limit. */
  readonly found: Iterable<FileFinding>;
  /** Counts of all findings, where `found` does not contain all; otherwise `found` is counted. */
  readonly tallies?: Iterable<FindingTally>;
  /** Counts of findings, besides `tallies`, to which the user's settings have already been applied. */
  readonly counts?: FindingCounts;
}

/** Findings, preceded by those about the document as a whole. */
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
