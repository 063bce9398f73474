/** Replaces the text between two UTF-16 offsets; `end` is exclusive. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of the original text, or inserted text. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** The text after edits, which must be in order and not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/**
 * A single list of edits that has the effect of `first` followed by `second`. Both lists are in order and do not
 * overlap; the offsets of `second` refer to the text after `first`. The cost is linear in both lists.
 */
export function composeEdits(first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const composed: Piece[] = [];
  const pieces = piecesOf(first);
  let piece = pieces.next().value;
  /** Where `piece` begins in the text between the two lists. */
  let at = 0;
  const skipTo = (offset: number, keep: boolean) => {
    while (at < offset && piece) {
      const length = lengthOf(piece);
      const taken = Math.min(length, offset - at);
      if (keep) composed.push(sliceOf(piece, 0, taken));
      at += taken;
      piece = taken < length ? sliceOf(piece, taken, length) : pieces.next().value;
    }
  };
  for (const edit of second) {
    skipTo(edit.start, true);
    composed.push({ text: edit.text });
    skipTo(edit.end, false);
  }
  while (piece) {
    composed.push(piece);
    piece = pieces.next().value;
  }
  return editsOf(composed);
}

/** The edits without unchanged text at their ends, and without those that change nothing. */
export function trimEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  return edits.flatMap((edit) => {
    let { start, end } = edit;
    let from = 0;
    let to = edit.text.length;
    while (start < end && from < to && text.charCodeAt(start) === edit.text.charCodeAt(from)) {
      start++;
      from++;
    }
    while (start < end && from < to && text.charCodeAt(end - 1) === edit.text.charCodeAt(to - 1)) {
      end--;
      to--;
    }
    return start === end && from === to ? [] : [{ start, end, text: edit.text.slice(from, to) }];
  });
}

/** The text after `edits` as pieces of the original text and insertions; the last piece is open-ended. */
function* piecesOf(edits: readonly TextEdit[]): Generator<Piece, undefined> {
  let at = 0;
  for (const edit of edits) {
    if (edit.start > at) yield { start: at, end: edit.start };
    if (edit.text !== '') yield { text: edit.text };
    at = edit.end;
  }
  yield { start: at, end: Infinity };
  return undefined;
}

function editsOf(pieces: readonly Piece[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let text: string[] = [];
  for (const piece of pieces) {
    if ('text' in piece) {
      text.push(piece.text);
      continue;
    }
    const inserted = text.join('');
    if (piece.start > at || inserted !== '') edits.push({ start: at, end: piece.start, text: inserted });
    text = [];
    at = piece.end;
  }
  return edits;
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function sliceOf(piece: Piece, from: number, to: number): Piece {
  return 'text' in piece ? { text: piece.text.slice(from, to) } : { start: piece.start + from, end: piece.start + to };
}
