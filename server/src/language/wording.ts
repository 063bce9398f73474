import { byteCount } from '#core/text/byteCount';
import { maskedBeginning } from '#core/text/maskSecrets';

/** Longer texts are cut when shown. */
const MAX_SHOWN = 120;

/** A text on one line, without secrets, cut in the middle where it is long: the ends of a path say most. */
export function shortened(text: string): string {
  const line = maskedBeginning(text, 4 * MAX_SHOWN)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const cut = text.length > 4 * MAX_SHOWN ? `${line}…` : line;
  return cut.length <= MAX_SHOWN ? cut : `${cut.slice(0, MAX_SHOWN / 2)}…${cut.slice(1 - MAX_SHOWN / 2)}`;
}

/** A text as a Markdown code span, shown literally. */
export function codeSpan(text: string): string {
  const content = shortened(text);
  let fence = '`';
  while (content.includes(fence)) fence += '`';
  const padding = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}`;
}

/** A size that stands in a file in bytes, as people write it; `undefined` where it is none. */
export function writtenSize(text: string): string | undefined {
  return /^\d{1,16}$/.test(text) ? byteCount(Number(text)) : undefined;
}
