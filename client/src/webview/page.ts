import type { Html } from './html';
import { html } from './html';
import { pageStyle } from './pageStyle';

/** The content of a page, and the state that restores it after the window was reloaded. */
export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** VS Code keeps it with the page, as JSON; must not contain secrets. */
  readonly state?: unknown;
}

/** Extension to page: replaces the content. */
export interface RenderMessage {
  readonly type: 'render';
  readonly title: string;
  readonly body: string;
  readonly state: unknown;
}

export interface PageFrame {
  /** The language of the page, as a BCP 47 tag. */
  readonly language: string;
  /** URI of the script that all pages share. */
  readonly script: string;
  /** CSS after that of all pages. */
  readonly style?: string;
}

/** A whole page. Only its one script and one style are allowed to run and load. */
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
