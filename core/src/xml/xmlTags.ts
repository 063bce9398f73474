/** A tag of an XML text. Offsets in UTF-16 units. */
export interface XmlTag {
  readonly kind: 'open' | 'close' | 'empty';
  readonly name: string;
  readonly nameStart: number;
  /** The offset of `<`. */
  readonly start: number;
  /** The offset after `>`; for a tag without one, where the next tag begins. */
  readonly end: number;
}

const space = /\s/;
const delimiters: ReadonlySet<string> = new Set(['<', '>', '/', '=', '"', "'"]);

/** Parts that are skipped as a whole: their beginning and end. */
const passages = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;

/**
 * The tags between two offsets, regardless of errors in the text. `from` must be outside of tags. Takes linear time and
 * keeps nothing.
 */
export function* xmlTags(text: string, from = 0, to = text.length): Generator<XmlTag, undefined> {
  let at = from;
  for (;;) {
    const start = text.indexOf('<', at);
    if (start < 0 || start >= to) return undefined;
    const passage = passages.find(([beginning]) => text.startsWith(beginning, start));
    if (passage) {
      const [beginning, ending] = passage;
      const end = text.indexOf(ending, start + beginning.length);
      if (end < 0) return undefined;
      at = end + ending.length;
      continue;
    }
    const tag = tagAt(text, start);
    if (tag) yield tag;
    at = tag?.end ?? start + 1;
  }
}

/** The tag that begins at an offset; undefined where no name follows. */
export function tagAt(text: string, start: number): XmlTag | undefined {
  const nameStart = text[start + 1] === '/' ? start + 2 : start + 1;
  let nameEnd = nameStart;
  while (nameEnd < text.length && !delimiters.has(text[nameEnd]!) && !space.test(text[nameEnd]!)) nameEnd++;
  if (nameEnd === nameStart) return undefined;
  const name = text.slice(nameStart, nameEnd);
  let quote = '';
  for (let at = nameEnd; at < text.length; at++) {
    const character = text[at]!;
    // No attribute value can contain `<`, so the tag has no end.
    if (character === '<') return { kind: kindOf(text, nameStart, start, at), name, nameStart, start, end: at };
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return { kind: kindOf(text, nameStart, start, at), name, nameStart, start, end: at + 1 };
    }
  }
  return { kind: kindOf(text, nameStart, start, text.length), name, nameStart, start, end: text.length };
}

function kindOf(text: string, nameStart: number, start: number, close: number): XmlTag['kind'] {
  if (nameStart === start + 2) return 'close';
  return text[close - 1] === '/' ? 'empty' : 'open';
}

/** An attribute as written. */
export interface WrittenAttribute {
  readonly name: string;
  readonly nameStart: number;
  readonly value: string;
  readonly valueStart: number;
}

/** The attributes of a tag. */
export function attributesOf(text: string, { nameStart, name, end }: XmlTag): WrittenAttribute[] {
  const from = nameStart + name.length;
  const found: WrittenAttribute[] = [];
  for (const match of text.slice(from, end).matchAll(/([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g)) {
    const value = match[2] ?? match[3] ?? '';
    found.push({
      name: match[1]!,
      nameStart: from + match.index,
      value,
      valueStart: from + match.index + match[0].length - 1 - value.length,
    });
  }
  return found;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A text or attribute value with XML's predefined entities decoded. */
export function unescapeXml(text: string): string {
  return text.replace(
    /&(?:(\w+)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g,
    (entity, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name !== undefined) return Object.hasOwn(entities, name) ? entities[name]! : entity;
      const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    },
  );
}
