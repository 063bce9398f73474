import type { DocumentSymbol, FoldingRange } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { CHECKSUMS } from '#core/jrm/jrm';
import { textMember } from '#core/jrm/document/jrmDocument';
import type { JrmDocument } from '#core/jrm/document/jrmDocument';
import type { JrmSegment } from '#core/jrm/document/jrmSegment';
import type { PlacedValue } from '#core/jrm/document/placedValue';
import type { Localize } from '#core/text/localize';
import type { DocumentContext } from '../languageContext';
import { shortened } from '../wording';
import type { JrmFile } from './jrmFile';
import { rangeOf } from './jrmPlace';

/** Records of a list that become symbols; its own symbol says how many there are. */
export const maxSymbols = (list: string): number => (list === CHECKSUMS ? 200 : 1000);
/** Records looked at for being folded. */
const MAX_FOLDS = 5000;

/** The outline: the members, and the first records of each list. */
export function jrmSymbols({ model, localize, isCancelled }: DocumentContext<JrmFile>): DocumentSymbol[] {
  const { document } = model;
  const symbols: DocumentSymbol[] = [];
  let list: { symbol: DocumentSymbol; children: DocumentSymbol[]; count: number } | undefined;
  const endList = (last: JrmSegment | undefined) => {
    if (!list || !last) return;
    list.symbol.name = localize('{0} ({1})', list.symbol.name, list.count.toLocaleString('en-US'));
    list.symbol.children = list.children;
    list.symbol.range = { start: list.symbol.range.start, end: document.text.rangeIn(last, 0, document.text.textOf(last).length).end };
    list = undefined;
  };
  let last: JrmSegment | undefined;
  for (const segment of document.text.segments()) {
    if (isCancelled()) return [];
    if (segment.kind === 'open' || segment.kind === 'member') {
      endList(last);
      const symbol = memberSymbol(document, segment);
      symbols.push(symbol);
      if (segment.kind === 'open') list = { symbol, children: [], count: 0 };
    } else if (segment.kind === 'item' && list) {
      list.count++;
      if (list.children.length < maxSymbols(segment.state.list)) list.children.push(recordSymbol(document, segment, localize));
    } else if (segment.kind === 'close' || segment.kind === 'end') {
      endList(segment.kind === 'close' ? segment : last);
    }
    last = segment;
  }
  endList(last);
  return symbols;
}

function memberSymbol(document: JrmDocument, segment: JrmSegment): DocumentSymbol {
  const { namePlace, value } = document.read(segment);
  const { length } = document.text.textOf(segment);
  const place = namePlace ?? { start: 0, end: length };
  return {
    name: shortened(segment.name) || '?',
    ...(value?.type === 'text' && segment.name !== 'Seal' ? { detail: shortened(value.value as string) } : {}),
    kind: segment.kind === 'open' ? SymbolKind.Array : SymbolKind.Property,
    range: document.text.rangeIn(segment, Math.max(0, place.start - 1), length),
    selectionRange: rangeOf(document, segment, place),
  };
}

function recordSymbol(document: JrmDocument, segment: JrmSegment, localize: Localize): DocumentSymbol {
  const { value } = document.read(segment);
  const { length } = document.text.textOf(segment);
  const place = value?.place ?? { start: 0, end: length };
  const base = { range: rangeOf(document, segment, place), selectionRange: rangeOf(document, segment, value?.head ?? place) };
  return { ...base, ...recordLabel(segment.state.list, value, localize) };
}

/** What a record of a list is called in the outline. */
export function recordLabel<P>(list: string, value: PlacedValue<P> | undefined, localize: Localize): Pick<DocumentSymbol, 'name' | 'detail' | 'kind'> {
  const text = (name: string) => (value && textMember(value, name)) ?? '?';
  switch (list) {
    case 'Drives':
      return { name: shortened(text('DriveId')) || '?', detail: shortened(text('VolumeLabel')), kind: SymbolKind.Object };
    case 'DataMapping':
      return { name: localize('{0} → {1}', shortened(text('SourcePath')), shortened(text('DestinationContainer'))), kind: SymbolKind.Package };
    case CHECKSUMS:
      return { name: shortened(text('FilePath')) || '?', kind: SymbolKind.File };
    default:
      return { name: '?', kind: SymbolKind.Object };
  }
}

/** The file, its lists, and records over several lines. */
export function jrmFolding({ model, isCancelled }: DocumentContext<JrmFile>): FoldingRange[] {
  const { text } = model.document;
  const ranges: FoldingRange[] = [];
  const lineAt = (segment: JrmSegment, within: number) => text.positionIn(segment, within).line;
  const add = (startLine: number, endLine: number) => {
    if (endLine > startLine) ranges.push({ startLine, endLine });
  };
  let open: number | undefined;
  let records = 0;
  for (const segment of text.segments()) {
    if (isCancelled()) return [];
    if (segment.kind === 'open') {
      open = lineAt(segment, text.textOf(segment).length);
    } else if (segment.kind === 'close' && open !== undefined) {
      add(open, lineAt(segment, text.textOf(segment).length) - 1);
      open = undefined;
    } else if (segment.kind === 'item' && ++records <= MAX_FOLDS) {
      const raw = text.textOf(segment);
      const start = raw.search(/[^\s,]/);
      if (start >= 0 && raw.includes('\n', start)) add(lineAt(segment, start), lineAt(segment, raw.length) - 1);
    }
  }
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
