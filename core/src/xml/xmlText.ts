import { characterLength, characterName } from '../names/characterName';
import type { NameProblem } from '../names/nameProblem';

/** What XML 1.0 cannot hold, not even as a character reference: C0 controls but TAB, LF and CR; surrogates; U+FFFE and U+FFFF. */
// eslint-disable-next-line no-control-regex -- what is looked for are control characters.
const refused = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

// eslint-disable-next-line no-control-regex -- what is looked for are control characters.
const special = /[&<>"\u0009\u000a\u000d]/;

/** What stands for itself in any XML. Most texts have nothing else, and are told so at half the cost. */
const plain = /^[ !#-%'-;=?-~]*$/;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // As they are, a parser would turn line ends into LF, and all three into spaces within an attribute.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The first character that no XML document can hold, so that a name with it fits neither a manifest nor a drive info. */
export function xmlTextProblem(text: string): NameProblem<'character'> | undefined {
  const start = text.search(refused);
  if (start < 0) return undefined;
  return { kind: 'character', start, end: start + characterLength(text, start), args: [characterName(text, start)] };
}

/** A value has a character that XML cannot hold. The message names the character and where the value was to go; not the value. */
export class XmlTextError extends Error {}

/**
 * `text` as the content of an element or the value of an attribute in double quotes; a parser gives back the same text.
 *
 * @param where what the value is, for the message
 * @throws XmlTextError
 */
export function xmlText(text: string, where: string): string {
  if (plain.test(text)) return text;
  const problem = xmlTextProblem(text);
  if (problem)
    throw new XmlTextError(`${where} holds ${problem.args[0] ?? ''}, which XML cannot: choose a name without it.`);
  return special.test(text) ? text.replace(/[&<>"\t\n\r]/g, (character) => escapes[character]!) : text;
}

/** The bytes that `xmlText` takes in UTF-8. */
export function xmlTextLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) length += escapes[text[index]!]?.length ?? 1;
    else if (code < 0x800) length += 2;
    // A surrogate is half of a character of four bytes.
    else length += code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  return length;
}
