/** Escapes text for a Markdown table or sentence: it contains no markup and stays on one line. */
export function markdownText(text: string): string {
  return text
    .replace(/\p{C}/gu, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&')
    .trim();
}

/** A Markdown table. Cells are Markdown. */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(titles),
    line(titles.map((_, index) => (numeric.includes(index) ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}
