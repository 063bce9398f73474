import type { DocumentSymbol, FoldingRange } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { CHECKSUMS, SEAL } from '#core/jrm/jrm';
import type { JrmReading } from '#core/jrm/jrmReading';
import { textMember } from '#core/jrm/placedValue';
import type { PlacedValue } from '#core/jrm/placedValue';
import type { Localize } from '#core/text/localize';
import type { DocumentContext } from '../languageContext';
import type { TextFile } from '../textFile';
import { shortened } from '../wording';
import type { JrmFile } from './jrmFile';
import { rangeIn } from './jrmPlace';

/** How many records of a list become symbols; the list's own symbol gives the total. */
const maxSymbols = (list: string): number => (list === CHECKSUMS ? 200 : 1000);

/** The outline: the members, and the first records of each list. */
export function jrmSymbols<P>({ model, localize }: DocumentContext<TextFile<JrmReading<P>>>): DocumentSymbol[] {
  const { parsed } = model;
  return parsed.members.map(({ name, text, place, extent, isList, count, first }) => {
    const base = { range: parsed.rangeOf(extent), selectionRange: parsed.rangeOf(place) };
    const label = shortened(name) || '?';
    if (!isList)
      return {
        ...base,
        name: label,
        ...(text === undefined || name === SEAL ? {} : { detail: shortened(text) }),
        kind: SymbolKind.Property,
      };
    const children = first.slice(0, maxSymbols(name)).map(({ value, extent: record }) => ({
      ...recordLabel(name, value, localize),
      range: parsed.rangeOf(record),
      selectionRange: parsed.rangeOf(value.head),
    }));
    return {
      ...base,
      name: localize('{0} ({1})', label, count.toLocaleString('en-US')),
      kind: SymbolKind.Array,
      children,
    };
  });
}

/** The name of a record in the outline. */
function recordLabel<P>(
  list: string,
  value: PlacedValue<P>,
  localize: Localize,
): Pick<DocumentSymbol, 'name' | 'detail' | 'kind'> {
  const text = (name: string) => textMember(value, name) ?? '?';
  switch (list) {
    case 'Drives':
      return {
        name: shortened(text('DriveId')) || '?',
        detail: shortened(text('VolumeLabel')),
        kind: SymbolKind.Object,
      };
    case 'DataMapping':
      return {
        name: localize('{0} → {1}', shortened(text('SourcePath')), shortened(text('DestinationContainer'))),
        kind: SymbolKind.Package,
      };
    case CHECKSUMS:
      return { name: shortened(text('FilePath')) || '?', kind: SymbolKind.File };
    default:
      return { name: '?', kind: SymbolKind.Object };
  }
}

/** For a JRM in JSON: its lists, and records that span several lines. */
export function jrmFolding({ model }: DocumentContext<JrmFile>): FoldingRange[] {
  return model.parsed.folds
    .map((fold) => rangeIn(model, fold))
    .map(({ start, end }) => ({ startLine: start.line, endLine: end.line - 1 }))
    .filter(({ startLine, endLine }) => endLine > startLine)
    .sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
