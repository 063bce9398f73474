import type { Html, HtmlContent } from './html';
import { html } from './html';

/** The message to the extension when something in a page is pressed. */
export interface PageMessage {
  readonly type: string;
  /** What the message is about: a drive letter, a file's URI. */
  readonly [detail: string]: string | number;
}

/** A mark always has words with it, because its meaning must not be in the icon alone. */
export type Mark = 'done' | 'notYet' | 'unknown' | 'error' | 'warning' | 'information';

const signs: Readonly<Record<Mark, string>> = {
  done: '✓',
  notYet: '○',
  unknown: '?',
  error: '✕',
  warning: '⚠',
  information: 'ℹ',
};

/** A mark and its words. */
export function marked(mark: Mark, words: string): Html {
  return html`<span class="mark ${mark}"><span class="sign" aria-hidden="true">${signs[mark]}</span> ${words}</span>`;
}

/** A paragraph that begins with a mark and its words, such as a warning. */
export function notice(mark: Mark, words: string, content?: HtmlContent): Html {
  return html`<p class="notice ${mark}" role="note">${marked(mark, words)}${content !== undefined && html` ${content}`}</p>`;
}

export interface ButtonLook {
  /** The page's main button. */
  readonly primary?: boolean;
  /** Shown on its own, or within text. */
  readonly kind?: 'button' | 'link';
  readonly title?: string;
}

/** A button, even if it looks like a link: it does something in the editor instead of leading to a page. */
export function button(
  label: HtmlContent,
  message: PageMessage,
  { primary = false, kind = 'button', title }: ButtonLook = {},
): Html {
  const look = kind === 'link' ? 'link' : primary ? 'primary' : 'secondary';
  return html`<button type="button" class="${look}" data-message="${JSON.stringify(message)}" title="${title ?? ''}">${label}</button>`;
}

/** The buttons of a page. */
export function toolbar(label: string, buttons: readonly Html[]): Html {
  return html`<div class="toolbar" role="toolbar" aria-label="${label}">${buttons}</div>`;
}

/**
 * A horizontal bar with a text that says what the bar shows.
 * @param part from 0 to 1.
 * @param text the equivalent, such as "73 %".
 */
export function bar(part: number, text: string): Html {
  const width = Math.round(1000 * Math.min(1, Math.max(0, Number.isFinite(part) ? part : 0))) / 10;
  return html`<span class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="10"></rect><rect class="value" width="${width}" height="10"></rect></svg><span class="barText">${text}</span></span>`;
}

export interface Column {
  readonly title: string;
  /** Numbers are right-aligned. */
  readonly numeric?: boolean;
}

/** A table whose first column names the rows. */
export function dataTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly HtmlContent[])[],
): Html {
  const classOf = (index: number) => (columns[index]?.numeric ? 'numeric' : '');
  return html`<div class="tableFrame"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col" class="${classOf(index)}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${classOf(index)}">${cell}</td>`))}</tr>
`,
  )}</tbody>
</table></div>`;
}

export interface ChartRow {
  readonly name: HtmlContent;
  /** In any unit; the largest value gives the longest bar. */
  readonly value: number;
  /** The value as text, with its unit. */
  readonly text: string;
}

/** A bar chart in the form of a table, so that its values can be read, also aloud. */
export function barChart(caption: string, nameTitle: string, valueTitle: string, rows: readonly ChartRow[]): Html {
  const largest = rows.reduce((most, { value }) => Math.max(most, value), 0);
  return dataTable(
    caption,
    [{ title: nameTitle }, { title: valueTitle }],
    rows.map(({ name, value, text }) => [name, bar(largest === 0 ? 0 : value / largest, text)]),
  );
}

/**
 * A part that can be expanded. It keeps its state when the page is rendered again.
 * @param id unique in the page.
 */
export function details(id: string, summary: HtmlContent, content: HtmlContent): Html {
  return html`<details id="${id}"><summary>${summary}</summary>${content}</details>`;
}
