import { describe, expect, it } from 'vitest';
import { html } from './html';
import { pageText } from './page';

const frame = { language: 'en', script: 'https://host/dist/webview/pageScript.js' };
const hostile = '</title></main><script>alert(1)</script>" onload="x';

describe('A page', () => {
  const text = pageText({ title: hostile, body: html`<h1>${hostile}</h1>`, state: { file: hostile } }, frame);

  it('lets nothing run or load but its own script and style', () => {
    const [, nonce = ''] = /script-src &#39;nonce-([\w-]+)&#39;/.exec(text) ?? [];
    expect(nonce).toHaveLength(36);
    expect(text).toContain(
      `default-src &#39;none&#39;; script-src &#39;nonce-${nonce}&#39;; style-src &#39;nonce-${nonce}&#39;`,
    );
    expect([...text.matchAll(/<(?:script|style)\b[^>]*>/g)].map(([tag]) => tag)).toEqual([
      `<style nonce="${nonce}">`,
      `<script nonce="${nonce}" src="${frame.script}">`,
    ]);
    expect(text).not.toMatch(/<[^>]*\s(?:style|on\w+)="/);
  });

  it('has another nonce each time', () => {
    expect(pageText({ title: '', body: html`` }, frame)).not.toBe(pageText({ title: '', body: html`` }, frame));
  });

  it('keeps its state in an attribute, whatever it holds', () => {
    const state = /data-state="([^"]*)"/.exec(text)?.[1] ?? '';
    expect(JSON.parse(state.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>'))).toEqual({
      file: hostile,
    });
  });

  it('says its language, for those who hear it', () => {
    expect(text).toContain('<html lang="en">');
  });
});
