import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range } from '../text/position';
import { XmlEvents, type XmlForm } from './xmlEvents';

/** Names and values, with the text that their ranges cover. */
function covered(text: string, pieceLength: number, form?: XmlForm): (readonly [string, string])[] {
  const lines = text.split(/\r\n|\n|\r/);
  const at = ({ start, end }: Range) => {
    const middle = lines.slice(start.line + 1, end.line);
    return start.line === end.line
      ? lines[start.line]!.slice(start.character, end.character)
      : [lines[start.line]!.slice(start.character), ...middle, lines[end.line]!.slice(0, end.character)].join('\n');
  };
  const found: (readonly [string, string])[] = [];
  const xml: XmlEvents = new XmlEvents(
    {
      open: (name, attributes, range) => {
        found.push([name, at(range)]);
        for (const [key, value] of Object.entries(attributes)) found.push([value, at(xml.attributeRange(key)!)]);
      },
      close: (_, content, range) => {
        if (content !== '' && !at(range).includes('<')) found.push([content, at(range)]);
      },
      syntax: (message) => expect.fail(message),
    },
    form,
  );
  for (let start = 0; start < text.length; start += pieceLength) xml.push(text.slice(start, start + pieceLength));
  xml.end();
  return found;
}

describe('The places of XML events', () => {
  it('are those of what is told, in pieces of any length and with line breaks anywhere', () => {
    const space = fc.constantFrom(' ', '\n', '\r\n', '\r', '\n\n', ' \n ');
    const lineBreak = fc.constantFrom('', '\n', '\r\n', 'ü\n', '<!-- \n -->', '<?a\nb?>');
    const element = fc.tuple(
      space,
      space,
      lineBreak,
      fc.constantFrom(
        '/>',
        '>text</Block>',
        '>two\nlines</Block>',
        '>text</Block >',
        '>x</Block\n>',
        '\n>y</Block \r\n\t>',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(element, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        (elements, pieceLength) => {
          const text = `<?xml version="1.0"?>\n<Root\n>${elements.map(([before, after, between, end]) => `<Block${before}Offset="12"${after}Id='ab'${end}${between}`).join('')}</Root>`;
          for (const [told, place] of covered(text, pieceLength)) expect(place).toBe(told);
          expect(covered(text, pieceLength)).toEqual(covered(text, text.length));
          // The same without the root: a sequence of elements.
          const sequence = text.slice(0, -'</Root>'.length).replace('<Root\n>', '').replaceAll('ü', '');
          for (const [told, place] of covered(sequence, pieceLength, 'sequence')) expect(place).toBe(told);
          expect(covered(sequence, pieceLength, 'sequence')).toEqual(covered(sequence, sequence.length, 'sequence'));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('A sequence of elements', () => {
  const said = (text: string) => {
    const found: string[] = [];
    const xml = new XmlEvents(
      { open: (name) => found.push(name), close: () => undefined, syntax: (message) => found.push(`! ${message}`) },
      'sequence',
    );
    xml.push(text);
    xml.end();
    return found;
  };

  it.each([
    ['<a/><b></b>\r\n<c/>', ['a', 'b', 'c']],
    ['\ufeff<?xml version="1.0"?>\n<a/>\n<b/>', ['a', 'b']],
    ['<a/>text<b/>', ['a', '! text data outside of root node']],
    ['', ['! document must contain a root element']],
    ['text', ['! document must contain a root element']],
    ['<a/><b>', ['a', 'b', '! unclosed tag: b']],
    ['<a/></b>', ['a', '! unmatched closing tag: b']],
    ['<a>&x;</a>', ['a', '! undefined entity']],
  ])('%j is told element by element', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each(['x\r', 'x y\r', 'x'])('places what stands behind the root within its line: %j', (tail) => {
    let found: Range | undefined;
    const events = new XmlEvents({
      open: () => undefined,
      close: () => undefined,
      syntax: (_, range) => (found = range),
    });
    events.push(`<a>\n</a>\n${tail}`);
    events.end();
    const length = !tail.includes('\r') ? tail.length : tail.indexOf('\r');
    expect(found).toEqual({ start: { line: 2, character: length - 1 }, end: { line: 2, character: length } });
  });
});
