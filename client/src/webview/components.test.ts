import { describe, expect, it } from 'vitest';
import { bar, barChart, button, dataTable, details, marked } from './components';

/** What a reader of the page hears: its text without the tags, and without hidden content. */
const spoken = (markup: string): string =>
  markup
    .replace(/<svg[^]*?<\/svg>/g, '')
    .replace(/<(\w+)[^>]*aria-hidden="true"[^>]*>[^<]*<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('The parts of a page', () => {
  it('say in words what their signs show', () => {
    for (const mark of ['done', 'notYet', 'unknown', 'error', 'warning', 'information'] as const) {
      expect(spoken(marked(mark, 'the words').text)).toBe('the words');
    }
  });

  it('have a text beside every bar, and no bar beyond its frame', () => {
    for (const part of [-1, 0, 0.5, 1, 7, Number.NaN, Number.POSITIVE_INFINITY]) {
      const { text } = bar(part, '73 %');
      expect(spoken(text)).toBe('73 %');
      const width = Number(/class="value" width="([^"]*)"/.exec(text)?.[1]);
      expect(width).toBeGreaterThanOrEqual(0);
      expect(width).toBeLessThanOrEqual(100);
    }
  });

  it('make charts that are tables', () => {
    const { text } = barChart('Bytes per container', 'Container', 'Bytes', [
      { name: 'archive', value: 10, text: '10 B' },
      { name: '<img src=x>', value: 5, text: '5 B' },
    ]);
    expect(spoken(text)).toBe('Bytes per container Container Bytes archive 10 B &lt;img src=x&gt; 5 B');
    expect(text).toContain('width="100"');
    expect(text).toContain('class="value" width="50"');
    expect(text).not.toContain('<img');
  });

  it('name the rows and columns of tables for those who hear them', () => {
    const { text } = dataTable('Drives', [{ title: 'Drive' }, { title: 'Files', numeric: true }], [['G', 3]]);
    expect(text).toContain('<caption>Drives</caption>');
    expect(text).toContain('<th scope="row">G</th><td class="numeric">3</td>');
  });

  it('keep what a button says in one attribute, whatever it names', () => {
    const message = { type: 'open', file: `"><script>alert('x')</script>` };
    const { text } = button('Open', message, { kind: 'link' });
    const attribute = /data-message="([^"]*)"/.exec(text)?.[1] ?? '';
    expect(
      JSON.parse(
        attribute.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'"),
      ),
    ).toEqual(message);
    expect(text).not.toContain('<script');
  });

  it('name what opens, so that it can be opened again', () => {
    expect(details('drive-G', 'Drive G', 'x').text).toBe('<details id="drive-G"><summary>Drive G</summary>x</details>');
  });
});
