import { contentOf } from '#core/csv/fieldContent';
import { convertSteps } from '#core/table/convert';
import { fixAllSteps } from '#core/table/fixAll';
import { tableFindings, tableFindingsIn } from '#core/table/findings';
import type { TableKind } from '#core/table/tableKind';
import { finish } from '#core/work/steps';
import type { DocumentLanguage } from '../documentLanguage';
import type { AcceptedSubject } from '../ruleFileEdits';
import { shortened } from '../wording';
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
import { tableEdits } from './tableEdits';
import { TableFile } from './tableFile';
import type { TableContext } from './tableFile';

/** Requests about longer lines wait until their table is read. */
const LONGEST_EXCERPT = 64 * 1024;

/** Datasets and drivesets. */
export function tableLanguage(kind: TableKind): DocumentLanguage<TableFile> {
  return {
    ...(kind === 'dataset' ? { part: 'datasets' } : { part: 'drives', compares: { datasets: false } }),
    readsUnderSettings: true,
    read: (text, reading) => TableFile.read(text, kind, reading),
    excerpt: (lines, reading) =>
      lines.length > LONGEST_EXCERPT || hasOpenQuote(lines) ? undefined : finish(TableFile.read(lines, kind, reading)),
    tableOf: (table) => table,
    state: ({ table, dialect }) => ({ records: table.recordCount, ...(dialect && { dialect }) }),
    findings: ({ model: { table } }, limit = Infinity) => tableFindings(table, limit),
    // eslint-disable-next-line require-yield -- they are made as they are asked for.
    *findingsIn({ model: { table } }, range) {
      return tableFindingsIn(table, range);
    },
    *fixAll({ model: { table } }, code) {
      return tableEdits(table, yield* fixAllSteps(table, code === undefined ? undefined : new Set([code])));
    },
    *convert({ model: { table } }, conversion) {
      return tableEdits(table, yield* convertSteps(table, conversion));
    },
    acceptedAt,
    completion: complete,
    hover,
    symbols: documentSymbols,
    folding: foldingRanges,
    links: documentLinks,
    definition,
    codeLenses,
    format,
    formatRange,
    selectionRanges,
    highlights: documentHighlights,
    references,
    prepareRename,
    rename,
    semanticTokens,
    semanticTokensInRange,
    inlayHints,
  };
}

/** True for a record that continues on the next line. */
function hasOpenQuote(lines: string): boolean {
  return (lines.split('"').length - 1) % 2 !== 0;
}

/** The record at a line. */
function acceptedAt({ model: { table }, localize }: TableContext, line: number): AcceptedSubject | undefined {
  const row = table.csv.rowAtLine(line);
  if (!row || row.blank || row === table.headerRow) return undefined;
  const fields = table.read(row);
  if (table.kind === 'dataset') {
    const basePath = contentOf(fields['basePath']);
    return basePath ? { shown: shortened(basePath), names: { basePath } } : undefined;
  }
  const driveLetter = contentOf(fields['driveLetter']);
  return driveLetter && /^[A-Za-z]$/.test(driveLetter)
    ? { shown: localize('drive {0}', driveLetter), names: { driveLetter } }
    : undefined;
}
