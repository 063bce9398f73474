import type { Span } from './position';

/**
 * The edits of fixes that do not touch each other, each fix as a whole: of two that do, the first is kept. In the order
 * of the text.
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

/** The index of the first of some ordered spans from which on a condition holds. */
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
