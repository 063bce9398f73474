import { describe, expect, it } from 'vitest';
import { LineIndex } from '../text/lineIndex';
import { checkProperties } from './properties';

/** The text after the first fix of its only finding. */
function repaired(text: string): string {
  const [finding, ...others] = checkProperties(text);
  expect(others).toEqual([]);
  const lines = new LineIndex(text);
  const offsetOf = (position: { line: number; character: number }) => {
    for (let offset = 0; offset <= text.length; offset++) {
      const { line, character } = lines.position(offset);
      if (line === position.line && character === position.character) return offset;
    }
    throw new Error('The place lies outside of the text.');
  };
  const edits = finding!.fixes!()[0]!.edits!.map(({ range, text: put }) => ({
    start: offsetOf(range.start),
    end: offsetOf(range.end),
    put,
  }));
  return edits
    .reverse()
    .reduce((result, { start, end, put }) => result.slice(0, start) + put + result.slice(end), text);
}

describe('The quick fix of a properties file', () => {
  it.each([
    [
      'writes a hexadecimal MD5 in base64',
      '<Properties><Content-MD5> d41d8cd98f00b204e9800998ecf8427e</Content-MD5></Properties>',
      '<Properties><Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5></Properties>',
    ],
    [
      'corrects a name in both tags',
      '<Properties>\n <ContentType>a</ContentType>\n</Properties>',
      '<Properties>\n <Content-Type>a</Content-Type>\n</Properties>',
    ],
    [
      'corrects the name of an empty element',
      '<Properties><ContentType/></Properties>',
      '<Properties><Content-Type/></Properties>',
    ],
    [
      'removes a property of export jobs with its line',
      '<Properties>\r\n  <Etag>1</Etag>\r\n  <Content-Type>a</Content-Type>\r\n</Properties>',
      '<Properties>\r\n  <Content-Type>a</Content-Type>\r\n</Properties>',
    ],
    ['removes an empty one', '<Properties>\n<Etag/>\n</Properties>', '<Properties>\n</Properties>'],
    [
      'leaves what stands on the same line',
      '<Properties> <Etag>1</Etag> <Content-Type>a</Content-Type></Properties>',
      '<Properties>  <Content-Type>a</Content-Type></Properties>',
    ],
  ])('%s', (_, text, expected) => {
    expect(repaired(text)).toBe(expected);
    expect(checkProperties(expected)).toEqual([]);
  });
});
