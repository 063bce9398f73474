import type { Span } from './position';

/**
 * The edits of as many fixes as do not touch each other, each fix as a whole: of two that do, the one that comes first stays. In the
 * order of the text.
 */
export function withoutOverlaps<Edit extends Span>(fixes: Iterable<readonly Edit[]>): Edit[] {
  const taken: Edit[] = [];
  for (const edits of fixes) {
    if (edits.some((edit) => touches(taken, edit))) continue;
    for (const edit of edits) taken.splice(placeOf(taken, edit), 0, edit);
  }
  return taken;
}

function touches(taken: readonly Span[], { start, end }: Span): boolean {
  const next = taken[firstIndex(taken, (other) => other.end >= start)];
  return next !== undefined && next.start <= end;
}

function placeOf(taken: readonly Span[], { start, end }: Span): number {
  return firstIndex(taken, (other) => other.start > start || (other.start === start && other.end > end));
}

/** The first of some spans, which are in order, from which on something is true. */
function firstIndex(spans: readonly Span[], isBehind: (span: Span) => boolean): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(spans[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
