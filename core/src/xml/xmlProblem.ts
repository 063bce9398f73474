import { template } from '../text/template';

/** The parser's messages, without the positions before them and full stops, and those that `XmlEvents` adds. */
const sentences: readonly string[] = [
  template('unclosed tag: {0}'),
  template('unmatched closing tag: {0}'),
  template('duplicate attribute: {0}'),
  template('malformed name: {0}'),
  template('expected the name {0}'),
  template('expected one of {0}'),
  template('disallowed character'),
  template('disallowed character in tag name'),
  template('disallowed character in closing tag'),
  template('disallowed character in attribute name'),
  template('disallowed character in processing instruction name'),
  template('the string "]]>" is disallowed in char data'),
  template('text data outside of root node'),
  template('document must contain a root element'),
  template('documents may contain only one root'),
  template('unexpected end'),
  template('unexpected close tag'),
  template('weird empty close tag'),
  template('forward-slash in opening tag not followed by >'),
  template('no whitespace between attributes'),
  template('whitespace required'),
  template('attribute without value'),
  template('unquoted attribute value'),
  template('value required'),
  template('value must be quoted'),
  template('undefined entity'),
  template('malformed character entity'),
  template('empty entity name'),
  template('disallowed character in entity name'),
  template('malformed comment'),
  template('incorrect syntax'),
  template('inappropriately located doctype declaration'),
  template('processing instruction without a target'),
  template('processing instructions are not allowed before root'),
  template('XML declaration is incomplete'),
  template('XML declaration must contain a version'),
  template('the XML declaration must appear at the start of the document'),
  template('an XML declaration must be at the start of the document'),
  template('did not expect any more name/value pairs'),
  template('The character ? is disallowed anywhere in XML declarations'),
  template('version number must match /^1\\.[0-9]+$/'),
  template('encoding value must match /^[A-Za-z0-9][A-Za-z0-9._-]*$/'),
  template('standalone value must match "yes" or "no"'),
  template('the elements are nested too deeply'),
  template('the text of an element is too long'),
  template('a tag or a piece of text is too long'),
];

const plain: ReadonlySet<string> = new Set(sentences);
/** Sentences that end with a name. */
const named = sentences
  .filter((sentence) => sentence.endsWith('{0}'))
  .map((sentence) => ({ sentence, beginning: sentence.slice(0, -'{0}'.length) }));

/** A sentence of the parser in the user's language; an unknown one stays as it is. */
export function translatedXmlProblem(said: string, translate: (template: string) => string): string {
  if (plain.has(said)) return translate(said);
  const known = named.find(({ beginning }) => said.startsWith(beginning));
  // Not a replacement pattern, because the name may contain its special characters.
  return known ? translate(known.sentence).split('{0}').join(said.slice(known.beginning.length)) : said;
}
