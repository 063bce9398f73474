import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { finish } from '../work/steps';
import { foldedElements } from './xmlFolding';
import { enclosingElement, textsIn, xmlPlaceAt } from './xmlPlace';
import { attributesOf, unescapeXml, xmlTags } from './xmlTags';
import { xmlText, xmlTextProblem } from './xmlText';

const sample = `<?xml version="1.0"?>
<Drive>
  <!-- <Not a="tag"> -->
  <DriveId>9WM &amp; 35</DriveId>
  <Blob Status = 'Done' Note="a > b">
    <BlobPath>c/a.jpg</BlobPath><Empty/>
  </Blob>
  <![CDATA[ <Nor this> ]]>
</Drive>
`;
const tagsOf = (text: string) => Array.from(xmlTags(text), ({ kind, name }) => `${kind} ${name}`);

const name = fc.constantFrom('Drive', 'Blob', 'Block', 'a');
const value = fc
  .string({ unit: fc.constantFrom('a', '>', '/', "'", '=', ' ', '\n', '&'), maxLength: 6 })
  .filter((text) => !xmlTextProblem(text));
const element: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.dictionary(fc.constantFrom('x', 'y'), value),
      fc.array(
        fc.oneof(
          { depthSize: 'small' },
          value.map((text) => xmlText(text, 'a')),
          tie('element'),
          fc.constantFrom('<!-- <a> -->', '<![CDATA[<a>]]>', '<?a b?>'),
        ),
        { maxLength: 4 },
      ),
      fc.boolean(),
    )
    .map(([tag, attributes, children, isEmpty]) => {
      const written = Object.entries(attributes)
        .map(([key, text]) => ` ${key}="${xmlText(text, 'a')}"`)
        .join('');
      return isEmpty ? `<${tag}${written}/>` : `<${tag}${written}>${children.join('')}</${tag}>`;
    }),
})).element;

/** A text that counts how many of its characters are read. */
class CountedText {
  reads = 0;

  constructor(private readonly text: string) {}

  /** Acts as a string for code that reads its characters or searches it. */
  get asString(): string {
    return new Proxy(this, {
      get: (counted, key) => {
        if (typeof key === 'symbol' || !/^\d+$/.test(key)) return Reflect.get(counted, key, counted) as unknown;
        counted.reads++;
        return counted.text[Number(key)];
      },
    }) as unknown as string;
  }

  get length(): number {
    return this.text.length;
  }

  charCodeAt(at: number): number {
    this.reads++;
    return this.text.charCodeAt(at);
  }

  startsWith(beginning: string, at: number): boolean {
    this.reads += beginning.length;
    return this.text.startsWith(beginning, at);
  }

  indexOf(wanted: string, from: number): number {
    const found = this.text.indexOf(wanted, from);
    this.reads += (found < 0 ? this.text.length : found) - from + 1;
    return found;
  }

  slice(from: number, to: number): string {
    this.reads += to - from;
    return this.text.slice(from, to);
  }
}

describe('The tags of an XML text', () => {
  it('are found without what only looks like one', () => {
    expect(tagsOf(sample)).toEqual([
      'open Drive',
      'open DriveId',
      'close DriveId',
      'open Blob',
      'open BlobPath',
      'close BlobPath',
      'empty Empty',
      'close Blob',
      'close Drive',
    ]);
    const blob = Array.from(xmlTags(sample)).find((tag) => tag.name === 'Blob')!;
    expect(
      attributesOf(sample, blob).map((attribute) => [
        attribute.name,
        attribute.value,
        sample.slice(attribute.valueStart).startsWith(attribute.value),
      ]),
    ).toEqual([
      ['Status', 'Done', true],
      ['Note', 'a > b', true],
    ]);
  });

  it('are those that a parser finds, where the text is XML', () => {
    fc.assert(
      fc.property(element, (text) => {
        const expected: string[] = [];
        const values: string[] = [];
        const parser = new SaxesParser();
        parser.on('opentag', ({ name: tag, isSelfClosing, attributes }) => {
          expected.push(`${isSelfClosing ? 'empty' : 'open'} ${tag}`);
          values.push(...Object.values(attributes));
        });
        parser.on('closetag', ({ name: tag, isSelfClosing }) => {
          if (!isSelfClosing) expected.push(`close ${tag}`);
        });
        parser.write(text).close();
        expect(tagsOf(text)).toEqual(expected);
        expect(
          Array.from(xmlTags(text)).flatMap((tag) =>
            attributesOf(text, tag).map((attribute) => unescapeXml(attribute.value)),
          ),
        ).toEqual(values);
      }),
    );
  });

  it('come one behind the other, whatever the text is', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '/', '"', "'", 'a', ' ', '=', '<!--', '-->', '<![CDATA[', ']]>', '<?', '\n'),
        }),
        fc.nat(60),
        (text, offset) => {
          let last = 0;
          for (const tag of xmlTags(text)) {
            expect(tag.start).toBeGreaterThanOrEqual(last);
            expect(tag.end).toBeGreaterThan(tag.start);
            expect(tag.end).toBeLessThanOrEqual(text.length);
            expect(text.slice(tag.nameStart, tag.nameStart + tag.name.length)).toBe(tag.name);
            last = tag.end;
          }
          const place = xmlPlaceAt(text, offset);
          if (place?.content) expect(place.content.end).toBeLessThanOrEqual(text.length);
          for (const { startLine, endLine } of finish(foldedElements(text, 10)))
            expect(endLine).toBeGreaterThan(startLine);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(['<a ', '<a "', '<!--', '<', '<a>', '</a>', '<a/>', '<a>"', '<?', '<![CDATA[', '< ', 'a'])(
    'are found, and folded, by reading each character of a long text of "%s" a few times',
    (part) => {
      const read = (count: number): number => {
        const text = new CountedText(part.repeat(count));
        for (const tag of xmlTags(text.asString)) expect(tag.start).toBeLessThan(tag.end);
        expect(finish(foldedElements(text.asString, 10))).toEqual([]);
        return text.reads;
      };
      const [few, many] = [read(500), read(5000)];
      // Both functions read the text, and the four beginnings of skipped markup are 17 characters.
      expect(few).toBeLessThan(50 * 500 * part.length);
      expect(many).toBeLessThanOrEqual(10.5 * few);
    },
  );
});

describe('A place in an XML text', () => {
  const at = (marked: string) => {
    const offset = sample.indexOf(marked.replace('‸', '')) + marked.indexOf('‸');
    return xmlPlaceAt(sample, offset);
  };

  it.each([
    ['<Dri‸veId>', 'DriveId', 'name'],
    ['9WM‸', 'DriveId', 'content'],
    ['</Drive‸Id>', 'DriveId', 'name'],
    ["'Do‸ne'", 'Blob', 'attribute'],
    ['Sta‸tus', 'Blob', 'attribute'],
    ['c/a.‸jpg', 'BlobPath', 'content'],
  ])('%s is in %s: its %s', (marked, element_, part) => {
    expect(at(marked)).toMatchObject({ tag: { name: element_ }, part });
  });

  it('has the text of its element without entities', () => {
    expect(at('<Dri‸veId>')?.content?.text).toBe('9WM & 35');
    expect(at('</Drive‸Id>')?.content?.text).toBe('9WM & 35');
  });

  it('lies in the innermost element of a name', () => {
    const offset = sample.indexOf('c/a.jpg');
    const blob = enclosingElement(sample, offset, 'Blob', 1000)!;
    expect(sample.slice(blob.start, blob.end)).toMatch(/^<Blob [^]*<\/Blob>$/);
    expect(enclosingElement(sample, sample.indexOf('9WM'), 'Blob', 1000)).toBeUndefined();
    expect(enclosingElement(sample, sample.length - 2, 'Blob', 1000)).toBeUndefined();
    expect([...textsIn(sample, blob)].map(([key, { content }]) => [key, content?.text])).toEqual([
      ['Blob', ''],
      ['BlobPath', 'c/a.jpg'],
      ['Empty', undefined],
    ]);
  });

  it('folds elements that end on a line of their own', () => {
    expect(finish(foldedElements(sample, 100))).toEqual([
      { startLine: 1, endLine: 7 },
      { startLine: 4, endLine: 5 },
    ]);
    expect(finish(foldedElements(sample.replaceAll('\n', '\r\n'), 100))).toHaveLength(2);
  });
});
