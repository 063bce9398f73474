import type { Html } from './html';
import { html } from './html';
import { pageStyle } from './pageStyle';

/** What a page shows, and what brings it back after the window was reloaded. */
export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** Kept by VS Code with the page, as JSON; no secrets. */
  readonly state?: unknown;
}

/** Extension to page: shows another content in place of the one that stands there. */
export interface RenderMessage {
  readonly type: 'render';
  readonly title: string;
  readonly body: string;
  readonly state: unknown;
}

export interface PageFrame {
  /** BCP 47, of the words in the page. */
  readonly language: string;
  /** URI of the script that all pages share. */
  readonly script: string;
  /** CSS behind that of all pages. */
  readonly style?: string;
}

/** A whole page. Nothing in it runs or is loaded but its one script and its one style. */
export function pageText({ title, body, state }: PageContent, { language, script, style = '' }: PageFrame): string {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const head = html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>`;
  const main = html`<main id="page" data-state="${JSON.stringify(state ?? null)}">${body}</main>`;
  const loaded = html`<script nonce="${nonce}" src="${script}"></script>`;
  return `<!DOCTYPE html>
<html lang="${html`${language}`.text}">
<head>
${head.text}
<style nonce="${nonce}">${pageStyle}${style}</style>
</head>
<body>
${main.text}
${loaded.text}
</body>
</html>
`;
}
