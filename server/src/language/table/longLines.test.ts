import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MockInstance } from 'vitest';
import { RecordScanner } from '#core/csv/recordScanner';
import { collectFindings, tableFindings } from '#core/table/findings';
import { fixAllSteps } from '#core/table/fixAll';
import type { TableDocument } from '#core/table/tableDocument';
import { codeActions } from '../codeActions';
import { complete } from './completion';
import { foldingRanges } from './folding';
import { formatRange } from './formatting';
import { hover } from './hover';
import { inlayHints } from './inlayHints';
import { documentLinks } from './links';
import { definition, documentHighlights, prepareRename } from './occurrences';
import { selectionRanges } from './selectionRanges';
import { semanticTokens } from './semanticTokens';
import { documentSymbols } from './symbols';
import { tableLanguage } from './tableLanguage';
import { contextOf, dataset, datasetHeader, driveset, drivesetHeader } from '../../../test/languageContext';

const FIELDS = 5000;
const sound = 'F:\\a\\,c/,BlockBlob,rename,None,None\n';

/** One line with very many fields, each of them wrong in some way. */
const lines: Readonly<
  Record<string, { readonly line: number; readonly text: string; readonly opened?: (text: string) => TableDocument }>
> = {
  'unknown columns': { line: 0, text: `BasePath,DstBlobPathOrPrefix${',x1'.repeat(FIELDS)}\n${sound}` },
  'columns that are nearly ours': {
    line: 0,
    text: `BasePath,DstBlobPathOrPrefix${',BlobTypo'.repeat(FIELDS)}\n${sound}`,
  },
  'spaces beside delimiters': { line: 1, text: `${datasetHeader}\nF:\\a\\${' , c/ '.repeat(FIELDS)}\n` },
  'typographic quotes': { line: 1, text: `${datasetHeader}\n${'\u201cF:\\a\\\u201d,'.repeat(FIELDS)}\n` },
  'stray quotes': { line: 1, text: `${datasetHeader}\n${'a"b"c,'.repeat(FIELDS)}\n` },
  'joined records': {
    line: 1,
    text: `${datasetHeader}\n${'"F:\\a\\",c/,BlockBlob,rename,None,None '.repeat(FIELDS / 5)}\n`,
  },
  'byte order marks': { line: 1, text: `${datasetHeader}\n${'x\ufeff,'.repeat(FIELDS)}\n` },
  'quotes that never close': { line: 1, text: `${datasetHeader}\n${'"F:\\a\\,'.repeat(FIELDS)}\n` },
  'no header': { line: 0, text: `${'F:\\a\\,c/,'.repeat(FIELDS)}\n` },
  'joined drives': {
    line: 1,
    text: `${drivesetHeader}\n${'G,Format,SilentMode,Encrypt, '.repeat(FIELDS / 4)}\n`,
    opened: driveset,
  },
};

let scan: MockInstance<RecordScanner['scan']>;
/** How often a long record was read since the spy was cleared. */
let longReadings = 0;

beforeEach(() => {
  const original = Reflect.get(RecordScanner.prototype, 'scan');
  scan = vi.spyOn(RecordScanner.prototype, 'scan').mockImplementation(function (this: RecordScanner, ...args) {
    const isWhole = original.apply(this, args);
    if (this.end - this.start > FIELDS) longReadings++;
    return isWhole;
  });
});

afterEach(() => {
  scan.mockRestore();
});

function clear(): void {
  scan.mockClear();
  longReadings = 0;
}

describe.each(Object.entries(lines))('on a line with %s', (_, { line, text, opened = dataset }) => {
  const setUp = () => {
    const table = opened(text);
    const context = contextOf(table, { ruleFileText: '{ "suppress": [] }' });
    const { listed } = collectFindings(table, 1000);
    const length = text.split('\n')[line]!.length;
    clear();
    const diagnostics = listed.map(({ code, range }) => ({ code, range, message: '' }));
    return { table, context, diagnostics, line, length };
  };

  it('the line is read a few times for all of its actions, not once for each finding', async () => {
    const { context, diagnostics, length } = setUp();
    const actions = await codeActions(
      context,
      tableLanguage(context.model.kind),
      { start: { line, character: 0 }, end: { line, character: length } },
      { diagnostics },
    );
    expect(actions.length).toBeGreaterThan(0);
    expect(longReadings).toBeLessThan(5);
  });

  it('the line is read a few times for all of its findings', () => {
    const { table } = setUp();
    expect(collectFindings(table, 1000).listed.length).toBeGreaterThan(0);
    expect(longReadings).toBeLessThan(5);
  });

  it('fixing all reads it a few times a round, and lets others in between rounds', () => {
    const { table } = setUp();
    const steps = fixAllSteps(table);
    let most = 0;
    for (;;) {
      clear();
      const step = steps.next();
      most = Math.max(most, longReadings);
      if (step.done) break;
    }
    expect(most).toBeLessThan(8);
  });

  it('every other request reads it a few times', async () => {
    const { context, length } = setUp();
    const positions = [0, 3, Math.floor(length / 2), length].map((character) => ({ line, character }));
    const range = { start: positions[0]!, end: positions[3]! };
    const requests: readonly (() => unknown)[] = [
      ...positions.flatMap((position) => [
        () => hover(context, position),
        () => complete(context, position),
        () => selectionRanges(context, [position]),
        () => documentHighlights(context, position),
        () => prepareRename(context, position),
        () => definition(context, position),
      ]),
      () => documentSymbols(context),
      () => semanticTokens(context),
      () => formatRange(context, range),
      () => inlayHints(context, range),
      () => documentLinks(context),
      () => foldingRanges(context),
    ];
    for (const request of requests) {
      clear();
      await request();
      expect(longReadings, String(request)).toBeLessThan(12);
    }
  });
});

describe('code actions', () => {
  it('are offered for findings behind the first hundreds of a line', async () => {
    const text = `${datasetHeader}\n${'\u201cF:\\a\\\u201d,'.repeat(900)}\n`;
    const context = contextOf(dataset(text));
    const at = { line: 1, character: 8 * 850 + 1 };
    const actions = await codeActions(
      context,
      tableLanguage(context.model.kind),
      { start: at, end: at },
      { diagnostics: [] },
    );
    expect(
      actions.flatMap(({ edit }) => edit?.changes?.[context.uri]?.map(({ range }) => range.start.character) ?? []),
    ).toContain(8 * 850);
  });
});

describe('a driveset with very many records', () => {
  const rows = 5000;
  const table = () =>
    driveset(
      `${drivesetHeader}\n${'G,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089-411631\n'.repeat(rows)}`,
    );

  it('reads each record once for its findings, and those that are listed a few times more', () => {
    const opened = table();
    scan.mockClear();
    const { listed, counts } = collectFindings(opened, 100);
    expect(listed).toHaveLength(101);
    expect(counts.errors).toBe(rows);
    expect(scan.mock.calls.length).toBeLessThan(rows + 1000);
  });

  it('lets others in while its findings are collected', () => {
    const steps = tableFindings(table(), 100);
    let most = 0;
    let count = 0;
    for (;;) {
      scan.mockClear();
      const step = steps.next();
      most = Math.max(most, scan.mock.calls.length);
      count++;
      if (step.done) break;
    }
    expect(most).toBeLessThan(1000);
    expect(count).toBeGreaterThan(40);
  });
});
