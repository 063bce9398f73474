import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../examples';
import type { FileFinding } from '../rules/fileFinding';
import { formatMessage } from '../rules/message';
import { misplaced } from '../../test/places';
import { checkExportList, ExportListReading } from './exportListReading';

const blobs = (...elements: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<BlobList>\n${elements.map((element) => `  ${element}\n`).join('')}</BlobList>\n`;
const files = (...elements: readonly string[]) =>
  `<AzureFileList>\n${elements.map((element) => `  ${element}\n`).join('')}</AzureFileList>\n`;
const said = ({ code, variant = 'default' }: FileFinding) => `${code.slice('export-list/'.length)} ${variant}`;
const underlined = (text: string, { start, end }: Pick<FileFinding, 'start' | 'end'>) =>
  text.split('\n')[start.line]!.slice(start.character, end.character);

/** The text that a finding's first fix writes, and its certainty. */
function fixOf({ fixes }: FileFinding): readonly [string, string] | undefined {
  const fix = fixes?.()[0];
  return fix && [fix.edits!.map(({ text }) => text).join(' '), fix.certainty];
}

describe('An export list', () => {
  it.each([
    blobs(
      '<BlobPath>pictures/animals/koala.jpg</BlobPath>',
      '<BlobPath>/pictures/a b.jpg</BlobPath>',
      '<BlobPath>$root/logo.bmp</BlobPath>',
    ),
    blobs(
      '<BlobPathPrefix>/</BlobPathPrefix>',
      '<BlobPathPrefix>/$root/</BlobPathPrefix>',
      '<BlobPathPrefix>/$roo</BlobPathPrefix>',
      '<BlobPathPrefix>/book</BlobPathPrefix>',
      '<BlobPathPrefix>/b</BlobPathPrefix>',
      '<BlobPathPrefix>/music/</BlobPathPrefix>',
      '<BlobPathPrefix>/music/love</BlobPathPrefix>',
      '<BlobPathPrefix>/$web/img/</BlobPathPrefix>',
    ),
    blobs(
      '<BlobPath>photos/a &amp; b.jpg</BlobPath>',
      '<!-- of 2024 -->',
      '<BlobPath>photos/ends with dot.</BlobPath>',
    ) +
      files(
        '<FilePath>/share/dir/a.txt</FilePath>',
        '<FilePathPrefix>/share/con</FilePathPrefix>',
        '<FilePathPrefix>/sha</FilePathPrefix>',
        '<FilePathPrefix>/share/dir/</FilePathPrefix>',
      ),
    files('<FilePath>/share/a.txt</FilePath>'),
    '\ufeff<BlobList><BlobPath>abc/d</BlobPath></BlobList>',
  ])('that is sound has no finding: %#', (text) => {
    expect(checkExportList([text]).map(said)).toEqual([]);
  });

  it.each<[element: string, expected: string, fix: readonly [string, string] | undefined]>([
    ['<BlobPathPrefix>photos/2024/</BlobPathPrefix>', 'prefix-slash default', ['/photos/2024/', 'certain']],
    ['<BlobPathPrefix>photos</BlobPathPrefix>', 'prefix-slash default', ['/photos', 'certain']],
    ['<BlobPathPrefix>Photos/a&amp;b</BlobPathPrefix>', 'prefix-slash default', ['/photos/a&amp;b', 'certain']],
    ['<blobPath>photos/a.jpg</blobPath>', 'tag-case default', ['BlobPath BlobPath', 'certain']],
    ['<BLOBPATHPREFIX>/photos/</BLOBPATHPREFIX>', 'tag-case default', ['BlobPathPrefix BlobPathPrefix', 'certain']],
    ['<BlobPathPrefxi>/photos/</BlobPathPrefxi>', 'element near', ['BlobPathPrefix BlobPathPrefix', 'guess']],
    ['<Container>photos</Container>', 'element default', undefined],
    ['<FilePath>/share/a.txt</FilePath>', 'element default', undefined],
    ['<BlobPath/>', 'empty path', undefined],
    ['<BlobPath>  </BlobPath>', 'empty path', undefined],
    ['<BlobPath>https://acc.blob.core.windows.net/photos/a.jpg</BlobPath>', 'path url', ['photos/a.jpg', 'guess']],
    ['<BlobPathPrefix>https://acc.blob.core.windows.net/photos/</BlobPathPrefix>', 'path url', ['/photos/', 'guess']],
    ['<BlobPath>https://acc.blob.core.windows.net/photos/a.jpg?sv=1&amp;sig=abc</BlobPath>', 'path url', undefined],
    [String.raw`<BlobPath>photos\a.jpg</BlobPath>`, 'path backslash', ['photos/a.jpg', 'guess']],
    ['<BlobPath>Photos/a.jpg</BlobPath>', 'path upper-case', ['photos/a.jpg', 'certain']],
    ['<BlobPathPrefix>/Photos</BlobPathPrefix>', 'path upper-case', ['/photos', 'certain']],
    ['<BlobPath>ph/a.jpg</BlobPath>', 'path container', undefined],
    ['<BlobPath>pho_tos/a.jpg</BlobPath>', 'path container', undefined],
    ['<BlobPathPrefix>/pho_tos</BlobPathPrefix>', 'path container', undefined],
    ['<BlobPathPrefix>//photos/</BlobPathPrefix>', 'path container', undefined],
    [`<BlobPathPrefix>/${'a'.repeat(64)}</BlobPathPrefix>`, 'path container', undefined],
    ['<BlobPath>photos</BlobPath>', 'path no-blob', undefined],
    ['<BlobPath>photos/</BlobPath>', 'path no-blob', undefined],
    ['<BlobPath>$root/dir/a.jpg</BlobPath>', 'path root', undefined],
    ['<BlobPathPrefix>/$root/dir/</BlobPathPrefix>', 'path root', undefined],
    [`<BlobPath>photos/${'a'.repeat(1025)}</BlobPath>`, 'path name', undefined],
    ['<BlobPath>photos/*.jpg</BlobPath>', 'path wildcard', undefined],
    ['<BlobPath>photos/a.jpg </BlobPath>', 'path space', ['photos/a.jpg', 'guess']],
    ['<BlobPath> photos/a.jpg</BlobPath>', 'path space', ['photos/a.jpg', 'certain']],
  ])('with %s is told so', (element, expected, fix) => {
    const text = blobs('<BlobPath>photos/sound.jpg</BlobPath>', element);
    const findings = checkExportList([text]);
    expect(findings.map(said)).toEqual([expected]);
    expect(fixOf(findings[0]!)).toEqual(fix);
    expect(findings[0]!.start.line).toBe(3);
  });

  it.each([
    ['<FilePath>share/</FilePath>', 'path no-file'],
    ['<FilePath>/Share/a</FilePath>', 'path share-upper-case'],
    ['<FilePath>/share/a:b</FilePath>', 'path file'],
    ['<FilePath>/share/con/a</FilePath>', 'path file'],
    ['<FilePath>/sh/a</FilePath>', 'path share'],
    ['<FilePathPrefix>share/</FilePathPrefix>', 'prefix-slash default'],
    ['<BlobPath>photos/a</BlobPath>', 'element default'],
  ])('for shares with %s is told so', (element, expected) => {
    expect(checkExportList([files('<FilePath>/share/sound.txt</FilePath>', element)]).map(said)).toEqual([expected]);
  });

  it.each<[text: string, expected: readonly string[]]>([
    ['<BlobList/>', ['empty default']],
    ['<BlobList></BlobList>\n<AzureFileList/>', ['empty default']],
    ['<bloblist><blobpath>photos/a</blobpath></bloblist>', ['tag-case default', 'tag-case default']],
    ['<Lists><BlobList/></Lists>', ['syntax root']],
    ['<BlobList>photos/a.jpg</BlobList>', ['syntax text', 'empty default']],
    ['<BlobList><BlobPath><b/>photos/a</BlobPath></BlobList>', ['syntax nested']],
    ['<BlobList><BlobPath>photos/a & b</BlobPath></BlobList>', ['syntax default']],
    ['<BlobList><BlobPath>photos/a', ['syntax default']],
    ['', ['syntax default']],
  ])('that is %j is told so', (text, expected) => {
    expect(checkExportList([text]).map(said)).toEqual(expected);
  });

  it('is underlined where it is wrong and nowhere else', () => {
    const text = blobs('<blobPath>Photos/a</blobPath>');
    expect(checkExportList([text]).map((finding) => underlined(text, finding))).toEqual(['blobPath', 'Photos/a']);
  });

  it('shows no signature of an address', () => {
    const [finding] = checkExportList([
      blobs('<BlobPath>https://a.blob.core.windows.net/c/b?sv=2020&amp;sig=c2VjcmV0</BlobPath>'),
    ]);
    expect(formatMessage(finding!.code, finding!.variant, finding!.args)).not.toContain('c2VjcmV0');
  });

  it.each(['element', 'tag-case', 'prefix-slash', 'path'] as const)(
    'is mended by the fix of export-list/%s',
    (rule) => {
      const { failing } = examplesOf(`export-list/${rule}`);
      const [finding] = checkExportList([failing.text]);
      const lines = failing.text.split('\n');
      const edits = finding!.fixes!()[0]!.edits!.toSorted((a, b) => b.range.start.character - a.range.start.character);
      for (const { range, text } of edits)
        lines[range.start.line] =
          lines[range.start.line]!.slice(0, range.start.character) +
          text +
          lines[range.start.line]!.slice(range.end.character);
      expect(checkExportList([lines.join('\n')])).toEqual([]);
    },
  );

  it('is the same in pieces of any length, and never stumbles', () => {
    const whole =
      blobs('<blobPath>Photos/a</blobPath >', '<BlobPathPrefix>x</BlobPathPrefix>', '<BlobPath/>') +
      files('<FilePath>/share/a\n</FilePath>');
    const part = fc.constantFrom(
      ...whole.split(/(?<=[<>/\s])/),
      '&x;',
      '&amp;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '\ud800',
      '\r\n',
      '\r',
      '<!DOCTYPE a [<!ENTITY x "y">]>',
    );
    const found = (text: string, length: number) => {
      const findings: FileFinding[] = [];
      const reading = new ExportListReading((finding) => findings.push(finding));
      for (let at = 0; at < text.length; at += length) reading.push(text.slice(at, at + length));
      reading.end();
      return findings.map(({ fixes, ...finding }) => ({ ...finding, fixes: fixes?.() }));
    };
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.nat(whole.length),
        fc.nat(60),
        fc.integer({ min: 1, max: 200 }),
        (parts, at, length, piece) => {
          const text = whole.slice(0, at) + parts.join('') + whole.slice(at + length);
          expect(found(text, piece)).toEqual(found(text, text.length || 1));
          expect(misplaced(text, checkExportList([text]))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
