import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position, Range } from 'vscode-languageserver-types';
import { applyEdits } from '#core/text/textEdit';
import { codeActions, resolveCodeAction } from '../codeActions';
import { codeLenses } from './codeLenses';
import { complete } from './completion';
import { foldingRanges } from './folding';
import { format, formatRange } from './formatting';
import { hover } from './hover';
import { inlayHints } from './inlayHints';
import { documentLinks } from './links';
import { definition, documentHighlights, prepareRename, references, rename } from './occurrences';
import { selectionRanges } from './selectionRanges';
import { semanticTokens, semanticTokensInRange } from './semanticTokens';
import { documentSymbols } from './symbols';
import { tableLanguage } from './tableLanguage';
import {
  contextOf,
  dataset,
  datasetHeader,
  driveset,
  drivesetHeader,
  filesHeader,
} from '../../../test/languageContext';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';

const piece = fc.constantFrom(
  ...[
    'F:\\a\\',
    'F:\\b c\\d.vhd',
    '/srv/x',
    '\\\\s\\t\\',
    ',',
    ',',
    ', ',
    ' ,',
    ';',
    '\t',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    '“',
    '”',
    'photos/',
    'Photos',
    '$root/',
  ],
  ...[
    'BlockBlob',
    'blockblob',
    'rename',
    'None',
    'G',
    'h:',
    'Format',
    'Encrypt',
    KEY,
    datasetHeader,
    filesHeader,
    drivesetHeader,
    '\ufeff',
    '\0',
    '😀',
    ' ',
    'https://a.blob.core.windows.net/x?sig=1',
  ],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
  fc
    .constantFrom(datasetHeader, filesHeader, drivesetHeader)
    .chain((header) => fc.array(piece, { maxLength: 30 }).map((parts) => `${header}\n${parts.join('')}`)),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const place = fc.record({ line: fc.nat(12), character: fc.nat(80) });

/** All ranges anywhere in an answer. */
function rangesIn(value: unknown): Range[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'start' in value && 'end' in value ? [value as Range] : [];
  return [...own, ...Object.values(value).flatMap(rangesIn)];
}

describe('On any text, at any place', () => {
  it('every feature answers, and its ranges lie in the document', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.boolean(),
        place,
        place,
        fc.constantFrom('off', 'align', 'shrink'),
        async (content, isDataset, from, to, formatOption) => {
          const table = isDataset ? dataset(content) : driveset(content);
          const context = contextOf(table, {
            settings: { format: formatOption },
            commands: ['sneakernet.validateJob', 'sneakernet.prepareDrives'],
            snippets: content.length % 2 === 0,
            resolveEdits: content.length % 3 === 0,
            directories: { 'F:\\': [{ name: 'x y', kind: 'directory' }], '/': [{ name: 'a,b.xml', kind: 'file' }] },
          });
          const [start, end]: [Position, Position] = from.line <= to.line ? [from, to] : [to, from];
          const range = { start, end };
          const actions = await codeActions(context, tableLanguage(context.model.kind), range, {
            diagnostics: [],
            only: ['quickfix', 'source.fixAll'],
          });
          const answers: unknown[] = [
            await complete(context, from),
            hover(context, from),
            await format(context),
            await formatRange(context, range),
            documentSymbols(context),
            selectionRanges(context, [from, to]),
            documentLinks(context),
            documentHighlights(context, from),
            await references(context, from),
            await definition(context, from),
            prepareRename(context, from),
            await rename(context, from, 'archive'),
            inlayHints(context, range),
            codeLenses(context),
            actions.filter(({ edit }) => !edit?.documentChanges),
            (
              await Promise.all(
                actions.map((action) => resolveCodeAction(context, tableLanguage(context.model.kind), action)),
              )
            ).filter(({ edit }) => !edit?.documentChanges),
          ];
          semanticTokens(context);
          semanticTokensInRange(context, range);
          for (const { startLine, endLine } of foldingRanges(context)) {
            expect(startLine).toBeLessThan(endLine);
            expect(endLine).toBeLessThan(table.csv.lineCount);
          }
          for (const found of rangesIn(answers)) {
            expect(table.csv.positionAt(table.csv.offsetAt(found.start))).toEqual(found.start);
            expect(table.csv.positionAt(table.csv.offsetAt(found.end))).toEqual(found.end);
            expect(table.csv.offsetAt(found.start)).toBeLessThanOrEqual(table.csv.offsetAt(found.end));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('no digit of a key that its mask hides is in any answer that does not edit the key', async () => {
    const hidden = /014509|132033|080300|252615|584177|672089/;
    const drives = fc
      .array(fc.oneof(piece, fc.constant(KEY)), { maxLength: 30 })
      .map((parts) => `${drivesetHeader}\n${parts.join('')}`);
    await fc.assert(
      fc.asyncProperty(drives, place, async (content, at) => {
        const context = contextOf(driveset(content), {
          commands: ['sneakernet.validateJob', 'sneakernet.prepareDrives'],
        });
        const line = { start: { line: at.line, character: 0 }, end: { line: at.line, character: 1000 } };
        const answers = [
          await complete(context, at),
          hover(context, at),
          documentSymbols(context),
          documentLinks(context),
          documentHighlights(context, at),
          prepareRename(context, at),
          inlayHints(context, line),
          (await codeActions(context, tableLanguage(context.model.kind), line, { diagnostics: [] })).map(
            ({ title, diagnostics }) => [title, diagnostics],
          ),
        ];
        expect(JSON.stringify(answers)).not.toMatch(hidden);
      }),
      { numRuns: 500 },
    );
  });

  it('formatting twice is formatting once', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.boolean(),
        fc.constantFrom('off', 'align', 'shrink'),
        async (content, isDataset, formatOption) => {
          const open = (t: string) =>
            contextOf(isDataset ? dataset(t) : driveset(t), { settings: { format: formatOption } });
          const once = await formatted(open(content));
          expect(await formatted(open(once))).toBe(once);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

async function formatted(context: ReturnType<typeof contextOf>): Promise<string> {
  const { csv } = context.model.table;
  const edits = (await format(context)).map(({ range, newText }) => ({
    start: csv.offsetAt(range.start),
    end: csv.offsetAt(range.end),
    text: newText,
  }));
  return applyEdits(csv.getText(), edits);
}
