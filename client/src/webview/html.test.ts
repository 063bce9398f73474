import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html';

describe('html', () => {
  it('puts text in escaped, and HTML as it is', () => {
    expect(html`<p>${'<b>&"\''}${html`<i>${1}</i>`}</p>`.text).toBe('<p>&lt;b&gt;&amp;&quot;&#39;<i>1</i></p>');
  });

  it('joins lists, and leaves out what is nothing', () => {
    expect(html`<ul>${['a', 'b'].map((text) => html`<li>${text}</li>`)}${undefined}${false}${null}</ul>`.text).toBe(
      '<ul><li>a</li><li>b</li></ul>',
    );
  });

  it('shows characters that turn text around as a replacement', () => {
    expect(html`${'exe.\u202egpj\u0000\ud800'}`.text).toBe('exe.\ufffdgpj\ufffd\ufffd');
  });

  it('lets no text become a tag, an entity or the end of an attribute', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '=', ' ', 'script', '\u2028', '&lt;', '-->'),
        }),
        (name) => {
          const { text } = html`<a title="${name}">${name}</a>`;
          const [, attribute = '', content = ''] = /^<a title="([^"]*)">([^]*)<\/a>$/.exec(text) ?? [];
          expect(attribute).toBe(content);
          expect(content).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
          const back = content
            .replaceAll('&lt;', '<')
            .replaceAll('&gt;', '>')
            .replaceAll('&quot;', '"')
            .replaceAll('&#39;', "'")
            .replaceAll('&amp;', '&');
          expect(back).toBe(name);
        },
      ),
    );
  });

  it.each([
    ['a value outside quotes', () => html`<a title=${'x'}>`],
    ['a value as the name of an attribute', () => html`<a ${'x'}="1">`],
    ['a handler', () => html`<a onclick="${'x'}">`],
    ['a value in a script', () => html`<script>let a = ${'x'};</script>`],
    ['a value in a style', () => html`<style>a { color: ${'x'} }</style>`],
  ])('refuses %s', (_, make) => {
    expect(make).toThrow(TypeError);
  });
});
