import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xmlSurroundings } from './xmlSurroundings';

/** The names of the elements that are open at `‸`, and of their siblings. */
function around(marked: string, longLists: readonly string[] = []) {
  const { open, siblings } = xmlSurroundings(
    marked.replace('‸', ''),
    { start: marked.indexOf('‸'), end: marked.indexOf('‸') },
    longLists,
  );
  return [open.map(({ name }) => name), [...siblings].sort()];
}

describe('What stands around a place of an XML text', () => {
  it.each([
    ['', [], []],
    ['<a><b>1</b>‸<c/></a>', ['a'], ['b', 'c']],
    ['<a><b><x>1</x></b>‸<c><y/></c></a><d/>', ['a'], ['b', 'c']],
    ['<a><b>‸</b></a>', ['a', 'b'], []],
    ['<a></a>‸', [], ['a']],
    ['<a><!-- <b> --><c>‸', ['a', 'c'], []],
    ['<a><![CDATA[ </a> ]]>‸', ['a'], []],
    ['<?xml version="1.0"?><!DOCTYPE a><a>‸', ['a'], []],
    ['<a><b><c>1</b>‸</a>', ['a'], ['b']],
    ['<a> --> <b>‸', ['a', 'b'], []],
  ])('is told of %s', (marked, open, siblings) => {
    expect(around(marked.includes('‸') ? marked : '‸')).toEqual([open, siblings]);
  });

  it('is told in a list of very many, without a look at each', () => {
    const items = '<item><name>1</name></item>'.repeat(20_000);
    expect(around(`<root><other/><list>${items}‸</list></root>`, ['list'])[0]).toEqual(['root', 'list']);
    expect(around(`<root><list>${items}</list><next>‸</next></root>`, ['list'])).toEqual([['root', 'next'], []]);
    expect(around(`<root><list>${items}</list>‸</root>`, ['list'])).toEqual([['root'], ['list']]);
    expect(around(`<root><list>${items}<item><name>‸</name></item></list></root>`, ['list'])[0]).toEqual([
      'root',
      'list',
      'item',
      'name',
    ]);
  });

  it('is that of the tree wherever the text is XML', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        name.map((leaf) => `<${leaf}></${leaf}>`),
        fc
          .tuple(name, fc.array(tie('tree'), { maxLength: 3 }), fc.constantFrom('', ' x ', '<!-- <a> -->'))
          .map(([node, children, text]) => `<${node}>${text}${children.join(text)}</${node}>`),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.nat(), (text, seed) => {
        const ends = Array.from(text.matchAll(/<\/?[abc]>(?! -->)/g), ({ index, 0: tag }) => index + tag.length);
        const offset = ends[seed % ends.length]!;
        const stack: string[] = [];
        for (const [tag] of text
          .slice(0, offset)
          .replaceAll('<!-- <a> -->', '')
          .matchAll(/<\/?[abc]>/g)) {
          if (tag.startsWith('</')) stack.pop();
          else stack.push(tag[1]!);
        }
        expect(xmlSurroundings(text, { start: offset, end: offset }, []).open.map(({ name }) => name)).toEqual(stack);
      }),
    );
  });
});
