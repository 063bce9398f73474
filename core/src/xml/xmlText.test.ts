import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { XmlTextError, xmlText, xmlTextLength, xmlTextProblem } from './xmlText';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '&',
      '<',
      '>',
      '"',
      "'",
      ']]>',
      '\t',
      '\n',
      '\r',
      'é',
      '名',
      '🎈',
      '\u0085',
      '\u2028',
      '\ufffd',
      'a',
    ),
  }),
);

describe('Text in XML', () => {
  it('is read as written, as content and as an attribute, or refused', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (xmlTextProblem(text)) {
          expect(() => xmlText(text, 'BlobPath')).toThrow(XmlTextError);
          return;
        }
        const escaped = xmlText(text, 'BlobPath');
        let content = '';
        let attribute = '';
        const parser = new SaxesParser();
        parser.on('text', (part) => (content += part));
        parser.on('opentag', ({ attributes }) => (attribute = attributes['b']!));
        parser.write(`<a b="${escaped}">${escaped}</a>`).close();
        expect({ content, attribute }).toEqual({ content: text, attribute: text });
        expect(xmlTextLength(text)).toBe(Buffer.byteLength(escaped));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a\u0000', 1, 'NUL'],
    ['\u000b', 0, 'U+000B'],
    ['ab\uffff', 2, 'U+FFFF'],
    ['x\ud800y', 1, 'U+D800'],
    ['\udc00', 0, 'U+DC00'],
  ])('cannot hold %j', (text, start, name) => {
    expect(xmlTextProblem(text)).toMatchObject({ start, end: start + 1, args: [name] });
    expect(() => xmlText(text, 'FilePath')).toThrow(`FilePath holds ${name}`);
  });
});
