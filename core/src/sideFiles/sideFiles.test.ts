import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMessage } from '../rules/message';
import { checkMetadata, checkProperties, checkSideFile, firstProblem } from './index';
import type { SideFileFinding } from './sideFile';

const brief = ({ code, variant = 'default', start, end }: SideFileFinding): string =>
  `${code} ${variant} ${start.line}:${start.character}-${end.line}:${end.character}`;

describe('a metadata file', () => {
  it.each([
    '<Metadata/>',
    '<Metadata></Metadata>',
    '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<Metadata>\r\n  <owner>a &amp; b</owner>\r\n  <_x1/>\r\n</Metadata>\r\n',
    '<Metadata xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><!-- note --><owner><![CDATA[a<b]]></owner></Metadata>',
    '<Metadata><größe>10</größe></Metadata>',
  ])('may be %j', (text) => {
    expect(checkMetadata(text)).toEqual([]);
  });

  it.each<[text: string, expected: string]>([
    ['', 'metadata/syntax default 0:0-0:0'],
    ['<Metadata>', 'metadata/syntax default 0:9-0:10'],
    ['<metadata/>', 'metadata/syntax root 0:1-0:9'],
    ['<Metadata><a><b/></a></Metadata>', 'metadata/syntax nested 0:14-0:15'],
    ['<Metadata>\n  text\n</Metadata>', 'metadata/syntax text 1:2-1:6'],
    ['<Metadata><a-b>x</a-b></Metadata>', 'metadata/name default 0:12-0:13'],
    ['<Metadata>\r\n<a>x</a>\r\n<A>y</A></Metadata>', 'metadata/duplicate default 2:1-2:2'],
  ])('may not be %j', (text, expected) => {
    expect(checkMetadata(text).map(brief)).toEqual([expected]);
  });

  it('is measured in bytes, names included, up to 8 KB', () => {
    expect(checkMetadata(`<Metadata><a>${'x'.repeat(8191)}</a><b>y</b></Metadata>`).map(brief)).toEqual([
      'metadata/size default 0:8209-0:8210',
    ]);
    expect(checkMetadata(`<Metadata><a>${'x'.repeat(8191)}</a></Metadata>`)).toEqual([]);
    expect(checkMetadata(`<Metadata><a>${'é'.repeat(4096)}</a></Metadata>`)).toHaveLength(1);
    expect(checkMetadata(`<Metadata><ab>${'😀'.repeat(2047)}xx</ab></Metadata>`)).toEqual([]);
    expect(checkMetadata(`<Metadata><ab>${'😀'.repeat(2047)}xxx</ab></Metadata>`)).toHaveLength(1);
  });

  it('shows every wrong name in one pass', () => {
    expect(checkMetadata('<Metadata><a.b/><c-d/><e/></Metadata>').map(({ code }) => code)).toEqual([
      'metadata/name',
      'metadata/name',
    ]);
  });
});

describe('a properties file', () => {
  it('may set the documented properties', () => {
    const text = `<Properties>
  <Content-Type>image/jpeg</Content-Type>
  <Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5>
  <Content-Encoding>gzip</Content-Encoding>
  <Content-Language>de</Content-Language>
  <Cache-Control>no-cache</Cache-Control>
</Properties>`;
    expect(checkProperties(text)).toEqual([]);
  });

  it.each([
    ['<Metadata/>', 'properties/syntax root 0:1-0:9'],
    ['<Properties>\n  <content-type>x</content-type></Properties>', 'properties/unknown near 1:3-1:15'],
    ['<Properties><Owner>x</Owner></Properties>', 'properties/unknown default 0:13-0:18'],
    ['<Properties><Etag>x</Etag></Properties>', 'properties/export-only default 0:13-0:17'],
    ['<Properties><Content-MD5/></Properties>', 'properties/content-md5 default 0:13-0:24'],
    ['<Properties><Content-MD5>abc</Content-MD5></Properties>', 'properties/content-md5 default 0:25-0:28'],
    [
      '<Properties><Content-MD5>1B2M2Y8AsgTpgAmY7PhCfh==</Content-MD5></Properties>',
      'properties/content-md5 default 0:25-0:49',
    ],
  ])('may not be %j', (text, expected) => {
    expect(checkProperties(text).map(brief)).toEqual([expected]);
  });

  it('is told the base64 form of a hexadecimal MD5', () => {
    const [finding] = checkProperties(
      '<Properties><Content-MD5>D41D8CD98F00B204E9800998ECF8427E</Content-MD5></Properties>',
    );
    expect(formatMessage(finding!.code, finding!.variant, finding!.args)).toContain('1B2M2Y8AsgTpgAmY7PhCfg==');
  });
});

describe('the first problem of a side file', () => {
  it('is none for a sound file, or for one that only has a warning', () => {
    expect(firstProblem('<Metadata/>', 'metadata')).toBeNull();
    expect(firstProblem('<Properties><Etag>x</Etag></Properties>', 'properties')).toBeNull();
  });

  it('is a sentence with its place, to stand inside another sentence', () => {
    expect(firstProblem('<Metadata>\n<a>x</b></Metadata>', 'metadata')).toMatchObject({
      line: 1,
      message: expect.stringMatching(/^The XML .*[^.]$/) as string,
    });
  });
});

describe('hostile XML', () => {
  const bomb = `<?xml version="1.0"?>
<!DOCTYPE Metadata [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<Metadata><a>&b;</a><c>&x;</c></Metadata>`;

  it('expands no entity and reads no other file', () => {
    const findings = checkMetadata(bomb);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.code).toBe('metadata/syntax');
  });

  it('ends at the first thing that is out of shape, however long and deep it goes on', () => {
    expect(checkMetadata('<a>'.repeat(2_000_000))).toHaveLength(1);
    expect(checkMetadata(`<Metadata>${'<a>'.repeat(2_000_000)}`)).toHaveLength(1);
    expect(checkMetadata('<'.repeat(2_000_000))).toHaveLength(1);
    expect(checkMetadata(`<Metadata>${'<a.b/>'.repeat(200_000)}</Metadata>`).length).toBeLessThanOrEqual(102);
    expect(
      checkProperties(`<Properties><Content-MD5>${'a'.repeat(5_000_000)}</Content-MD5></Properties>`),
    ).toHaveLength(1);
    expect(checkMetadata(`<Metadata ${'a="1" '.repeat(100_000)}/>`).length).toBeLessThanOrEqual(1);
  });

  const piece = fc.constantFrom(
    '<Metadata>',
    '</Metadata>',
    '<Properties>',
    '</Properties>',
    '<a>',
    '</a>',
    '<a',
    '/>',
    '>',
    '<',
    '&',
    '&amp;',
    '&#x10FFFF;',
    '&#0;',
    '&x;',
    '"',
    "'",
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml version="1.0"?>',
    '<?p',
    '?>',
    '<!DOCTYPE',
    '[',
    ']',
    '\r\n',
    '\r',
    '\0',
    '\uD800',
    '😀',
    'é',
    ' ',
    'x',
    '<Content-MD5>',
    '</Content-MD5>',
  );

  it.each(['metadata', 'properties'] as const)('of any kind is answered with places inside the %s file', (kind) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split(/\r\n|\r|\n/);
        for (const finding of checkSideFile(text, kind)) {
          for (const { line, character } of [finding.start, finding.end]) {
            expect(line).toBeLessThan(lines.length);
            expect(character).toBeLessThanOrEqual(lines[line]!.length + 1);
            expect(character).toBeGreaterThanOrEqual(0);
          }
          expect(formatMessage(finding.code, finding.variant, finding.args)).not.toMatch(/\{\d\}/);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
