import { maskSecrets } from '#core/text/maskSecrets';

/** Longer texts are cut when shown. */
const MAX_SHOWN = 120;

/** How much of a text is searched for secrets. */
const MAX_MASKED = 16 * 1024;

/** A text on one line, without secrets. A long one is cut in the middle, because the ends of a path say most. */
export function shortened(text: string): string {
  const line = maskSecrets(text.slice(0, MAX_MASKED))
    .slice(0, 4 * MAX_SHOWN)
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
