import { SaxesParser } from 'saxes';

/** One element of a flat document, with UTF-16 offsets in the text. */
export interface FlatElement {
  readonly name: string;
  readonly nameStart: number;
  /** The element's text, with entities and CDATA decoded. */
  readonly value: string;
  /** Where the content begins: after the start tag. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Why a document is not flat. `args` are for the message of that name under metadata/syntax. */
export interface FlatXmlProblem {
  readonly kind: 'default' | 'root' | 'nested' | 'text';
  readonly args: readonly string[];
  readonly start: number;
  readonly end: number;
}

const chunkLength = 1 << 16;

/**
 * Reads `<root><name>value</name>…</root>` and stops at the first thing that does not have this shape. Attributes are
 * skipped. Entities other than XML's five predefined ones are an error and never expanded, so that nothing grows. The
 * text is read in chunks, so that a problem ends the work early.
 *
 * @param onElement called for each element inside the root, in order
 */
export function readFlatXml(
  text: string,
  root: string,
  onElement: (element: FlatElement) => void,
): FlatXmlProblem | undefined {
  const parser = new SaxesParser({ position: true });
  let problem: FlatXmlProblem | undefined;
  let depth = 0;
  let open: { name: string; nameStart: number; valueStart: number; parts: string[] } | undefined;
  let textStart = 0;
  const fail = (kind: FlatXmlProblem['kind'], args: readonly string[], start: number, end: number): void => {
    problem ??= {
      kind,
      args,
      start: Math.max(0, Math.min(start, text.length)),
      end: Math.max(0, Math.min(end, text.length)),
    };
  };
  const onText = (value: string): void => {
    if (open) open.parts.push(value);
    else if (depth === 1 && value.trim() !== '') {
      const start = textStart + text.slice(textStart).search(/\S/);
      fail('text', [], start, start + value.trim().split(/[\r\n]/, 1)[0]!.length);
    }
  };

  parser.on('error', ({ message }) => {
    // The parser puts the position before its message; here, the offset gives it.
    fail('default', [message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')], parser.position - 1, parser.position);
  });
  parser.on('opentagstart', ({ name }) => {
    const nameStart = parser.position - 1 - name.length;
    const nameEnd = nameStart + name.length;
    depth++;
    if (depth === 1 && name !== root) fail('root', [root], nameStart, nameEnd);
    else if (depth === 2) open = { name, nameStart, valueStart: nameEnd, parts: [] };
    else if (depth > 2) fail('nested', [open?.name ?? root], nameStart, nameEnd);
  });
  parser.on('opentag', () => {
    textStart = parser.position;
    if (depth === 2 && open) open.valueStart = parser.position;
  });
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', ({ name, isSelfClosing }) => {
    if (depth === 2 && open && problem === undefined) {
      const valueEnd = isSelfClosing ? open.valueStart : text.lastIndexOf('</', parser.position - 1);
      onElement({
        name: open.name,
        nameStart: open.nameStart,
        value: open.parts.join(''),
        valueStart: open.valueStart,
        valueEnd,
      });
    }
    if (depth === 2 && name === open?.name) open = undefined;
    depth--;
    textStart = parser.position;
  });

  // The parser throws at unpaired surrogates, which text from an editor may have, though text from a file has none.
  const wellFormed = text.replace(/\p{Cs}/gu, '\ufffd');
  for (let start = 0; start < wellFormed.length && problem === undefined; start += chunkLength) {
    parser.write(wellFormed.slice(start, start + chunkLength));
  }
  if (problem === undefined) parser.close();
  return problem;
}
