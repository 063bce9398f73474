import { describe, expect, it } from 'vitest';
import { formatMessage } from '../rules/message';
import { XmlEvents } from './xmlEvents';
import { translatedXmlProblem } from './xmlProblem';

/** The message for a text that is not XML. */
function problemOf(text: string): string | undefined {
  let said: string | undefined;
  const xml = new XmlEvents({ open: () => undefined, close: () => undefined, syntax: (message) => (said = message) });
  xml.push(text);
  xml.end();
  return said;
}

const marked = (template: string) => `«${template}»`;

describe('What is said of a text that is no XML', () => {
  it.each([
    '',
    'x',
    '<a',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>]]></a>',
    '<a b></a>',
    '<a b=c></a>',
    '<a b="1" b="2"/>',
    '<a b="1"c="2"/>',
    '<a>&b;</a>',
    '<a>&;</a>',
    '<a>&b c;</a>',
    '<a>&#x110000;</a>',
    '</>',
    '<a></a >x',
    '<a / >',
    '<1/>',
    '<a 1="2"/>',
    '</1>',
    '<a></a/>',
    '<!-- -- --><a/>',
    '<!x>',
    '<a><!DOCTYPE b></a>',
    '<? ?><a/>',
    '<a><?xml version="1.0"?></a>',
    ' <?xml version="1.0"?><a/>',
    '<?xml?><a/>',
    '<?xml encoding="a"?><a/>',
    '<?xml version="2.0"?><a/>',
    '<?xml version="1.0" encoding="ü"?><a/>',
    '<?xml version="1.0" standalone="a"?><a/>',
    '<?xml version=1?><a/>',
    '<?xml version="1.0" ? ><a/>',
    '<?xml version="1.0" a="b"?><a/>',
    '<a>\0</a>',
    '<a b="<"/>',
    '<a b',
    '<a b=',
    '<?a',
    '<?\0?><a/>',
    '<a></a',
    '<a>'.repeat(70),
  ])('is said in the user’s language: %j', (text) => {
    const said = problemOf(text);
    expect(said).toBeDefined();
    expect(translatedXmlProblem(said!, marked)).toMatch(/^«.*»$/s);
  });

  it('keeps the name that it is about, whatever that is', () => {
    expect(translatedXmlProblem('unclosed tag: $&{0}', (template) => template.replace('unclosed tag', 'offen'))).toBe(
      'offen: $&{0}',
    );
    expect(translatedXmlProblem('something new', marked)).toBe('something new');
  });

  it('is translated as a part of its finding', () => {
    const german = (template: string) =>
      ({
        'The XML is not well-formed: {0}.': 'Kein XML: {0}.',
        'The XML is not well-formed: {0}. Download the log once more; it may have been cut off.': 'Kein XML: {0}.',
        'unclosed tag: {0}': '{0} ist offen',
      })[template] ?? template;
    for (const [code, variant] of [
      ['jrm/syntax', 'xml'],
      ['manifest/syntax', 'default'],
      ['log/syntax', 'default'],
      ['metadata/syntax', 'default'],
      ['properties/syntax', 'default'],
    ] as const) {
      expect(formatMessage(code, variant, [problemOf('<a>')!], german)).toBe('Kein XML: a ist offen.');
    }
  });
});
