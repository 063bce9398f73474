import { characterLength, characterName } from '../names/characterName';
import type { NameProblem } from '../names/nameProblem';

/**
 * What XML 1.0 cannot contain, not even as a character reference: C0 controls except TAB, LF and CR; surrogates; U+FFFE
 * and U+FFFF.
 */
// eslint-disable-next-line no-control-regex -- what is looked for are control characters.
const refused = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

// eslint-disable-next-line no-control-regex -- what is looked for are control characters.
const special = /[&<>"\u0009\u000a\u000d]/;

/** Characters that never need escaping in XML. Most texts have no others, and this check takes half the time. */
const plain = /^[ !#-%'-;=?-~]*$/;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Unescaped, a parser would turn line ends into LF, and all three into spaces within an attribute.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The first character that XML cannot contain: a name with it can be neither in a manifest nor in a drive info. */
export function xmlTextProblem(text: string): NameProblem<'character'> | undefined {
  const start = text.search(refused);
  if (start < 0) return undefined;
  return { kind: 'character', start, end: start + characterLength(text, start), args: [characterName(text, start)] };
}

/**
 * A value contains a character that XML cannot. The message names the character and where the value was to be written,
 * but not the value.
 */
export class XmlTextError extends Error {}

/**
 * `text` as the content of an element or of an attribute in double quotes; a parser returns the same text.
 *
 * @param where what the value is, for the message
 * @throws XmlTextError
 */
export function xmlText(text: string, where: string): string {
  if (plain.test(text)) return text;
  const problem = xmlTextProblem(text);
  if (problem)
    throw new XmlTextError(
      `${where} holds ${problem.args[0] ?? ''}, which XML cannot contain. Choose a name without it.`,
    );
  return special.test(text) ? text.replace(/[&<>"\t\n\r]/g, (character) => escapes[character]!) : text;
}

/** The length of `xmlText`'s result in UTF-8. */
export function xmlTextLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) length += escapes[text[index]!]?.length ?? 1;
    else if (code < 0x800) length += 2;
    // A surrogate is half of a four-byte character.
    else length += code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  return length;
}
