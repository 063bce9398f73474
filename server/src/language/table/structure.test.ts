import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { codeLenses } from './codeLenses';
import { foldingRanges } from './folding';
import { inlayHints } from './inlayHints';
import { documentLinks } from './links';
import { selectionRanges } from './selectionRanges';
import { semanticTokens, semanticTokensInRange, semanticTokensLegend } from './semanticTokens';
import { documentSymbols } from './symbols';
import { contextOf, dataset, datasetHeader, driveset, drivesetHeader, withCursor } from '../../../test/languageContext';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';
const wholeFile = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
const many = (count: number) => dataset(`${datasetHeader}\n${'F:\\a\\,photos/,,,,\n'.repeat(count)}`);

describe('Document symbols', () => {
  it('name each copy by where it comes from and goes to', () => {
    const [symbol] = documentSymbols(contextOf(dataset(`${datasetHeader}\n"F:\\Photos\\",photos/2019/,,,,\n`)));
    expect(symbol).toMatchObject({
      name: 'F:\\Photos\\ → photos/2019/',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 29 } },
      selectionRange: { start: { line: 1, character: 0 }, end: { line: 1, character: 12 } },
    });
  });

  it('name each drive by its letter and options, never by its key', () => {
    const symbols = documentSymbols(
      contextOf(driveset(`${drivesetHeader}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${KEY}\n${KEY},x\n`)),
    );
    expect(symbols.map(({ name }) => name)).toEqual(['G: AlreadyFormatted, AlreadyEncrypted', '?: x']);
  });

  it('show nothing of a URL, which may hold a signature', () => {
    const [symbol] = documentSymbols(
      contextOf(dataset(`${datasetHeader}\nF:\\a\\,https://x.blob.core.windows.net/p/?sig=abc,,,,\n`)),
    );
    expect(symbol!.name).toBe('F:\\a\\ → URL');
  });

  it('end at 5,000', () => {
    expect(documentSymbols(contextOf(many(6000)))).toHaveLength(5000);
  });
});

describe('Folding', () => {
  it('folds records over several lines, and runs of rows to one container', () => {
    const text = `${datasetHeader}\n"F:\\a\nb\\",x/,,,,\nF:\\1\\,photos/1/,,,,\nF:\\2\\,photos/2/,,,,\n\nF:\\3\\,photos/3/,,,,\nF:\\4\\,music/,,,,\n`;
    expect(foldingRanges(contextOf(dataset(text)))).toEqual([
      { startLine: 1, endLine: 2 },
      { startLine: 3, endLine: 6 },
    ]);
  });

  it('works with a file of any length', () => {
    expect(foldingRanges(contextOf(many(15_000)))).toEqual([{ startLine: 1, endLine: 9999 }]);
  });
});

describe('A selection', () => {
  it('grows from the value to the field, the record and the file', () => {
    const { text, position } = withCursor(`${datasetHeader}\nF:\\a\\,"pho‸tos/",,,,\n`);
    const spans: [number, number][] = [];
    for (
      let at: SelectionRange | undefined = selectionRanges(contextOf(dataset(text)), [position])[0];
      at;
      at = at.parent
    ) {
      spans.push([at.range.start.character, at.range.end.character]);
    }
    expect(spans).toEqual([
      [7, 14],
      [6, 15],
      [0, 19],
      [0, 0],
    ]);
  });
});

describe('Links', () => {
  it('lead to sources that are files and to side files, not to None, and not to folders, which no editor opens', () => {
    const links = documentLinks(
      contextOf(
        dataset(`${datasetHeader}\n"F:\\a.txt",x/a.txt,,,F:\\meta.xml,None\n"F:\\a\\",x/,,,,\n/srv/b/,y/,,,,\n`),
      ),
    );
    expect(links).toMatchObject([
      { target: 'file:///F:/a.txt', range: { start: { line: 1, character: 1 }, end: { line: 1, character: 9 } } },
      { target: 'file:///F:/meta.xml' },
    ]);
    expect(links).toHaveLength(2);
  });
});

describe('Semantic tokens', () => {
  const typeOf = (data: readonly number[], i: number) => semanticTokensLegend.tokenTypes[data[5 * i + 3]!];

  it('give each column a colour, the header a modifier and the key a type of its own', () => {
    const { data } = semanticTokens(
      contextOf(driveset(`${drivesetHeader}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${KEY}\n`)),
    )!;
    expect(data).toHaveLength(50);
    expect(data.slice(0, 10)).toEqual([0, 0, 11, 0, 1, 0, 12, 12, 1, 1]);
    expect(typeOf(data, 4)).toBe('importexportColumn4');
    expect(typeOf(data, 9)).toBe('importexportKey');
    expect(data.slice(25, 35)).toEqual([1, 0, 1, 0, 0, 0, 2, 16, 1, 0]);
  });

  it('split fields over several lines, at every kind of line break', () => {
    const { data } = semanticTokens(contextOf(dataset('BasePath,DstBlobPathOrPrefix\r\n"a\r\nbc\rd",x\r\n')))!;
    expect(data.slice(10)).toEqual([1, 0, 2, 0, 0, 1, 0, 2, 0, 0, 1, 0, 2, 0, 0, 0, 3, 1, 1, 0]);
  });

  it('start over after six columns, and leave spaces out', () => {
    const { data } = semanticTokens(contextOf(dataset('BasePath, DstBlobPathOrPrefix,c,d,e,f,g\n')))!;
    expect(typeOf(data, 6)).toBe('importexportColumn0');
    expect(data[6]).toBe(10);
  });

  it('are given by range alone in a large file', () => {
    const context = contextOf(many(10_001));
    expect(semanticTokens(context)).toBeNull();
    const { data } = semanticTokensInRange(context, {
      start: { line: 10_000, character: 0 },
      end: { line: 10_001, character: 0 },
    });
    expect(data[0]).toBe(10_000);
  });
});

describe('Inlay hints', () => {
  it('name the column before each value, where the user wants them', () => {
    const table = dataset(`${datasetHeader}\nF:\\a\\,x/\n`);
    expect(inlayHints(contextOf(table), wholeFile)).toEqual([
      { position: { line: 1, character: 0 }, label: 'BasePath:', paddingRight: true },
      { position: { line: 1, character: 6 }, label: 'DstBlobPathOrPrefix:', paddingRight: true },
    ]);
    expect(inlayHints(contextOf(table, { settings: { columnNameHints: false } }), wholeFile)).toEqual([]);
  });

  it('are limited, whatever range is asked for', () => {
    expect(inlayHints(contextOf(many(5000)), wholeFile)).toHaveLength(500 * 6);
  });
});

describe('Code lenses', () => {
  const commands = (...commands: string[]) =>
    codeLenses(contextOf(dataset(`\n${datasetHeader}\n`), { commands })).map(({ command, range }) => [
      command!.command,
      range.start.line,
    ]);

  it('stand over the header of a dataset, for the commands that the client has', () => {
    expect(commands()).toEqual([]);
    expect(commands('sneakernet.validateJob')).toEqual([['sneakernet.validateJob', 1]]);
    expect(commands('sneakernet.validateJob', 'sneakernet.prepareDrives')).toEqual([
      ['sneakernet.validateJob', 1],
      ['sneakernet.prepareDrives', 1],
    ]);
  });

  it('do not stand over a driveset', () => {
    expect(codeLenses(contextOf(driveset(drivesetHeader)))).toEqual([]);
  });
});

it('Everything stops when it is cancelled', () => {
  const context = contextOf(many(100), { isCancelled: () => true });
  expect(documentSymbols(context)).toEqual([]);
  expect(foldingRanges(context)).toEqual([]);
  expect(documentLinks(context)).toEqual([]);
  expect(inlayHints(context, wholeFile)).toEqual([]);
  expect(semanticTokens(context)).toEqual({ data: [] });
});
