import type { DocumentSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { contentOf } from '#core/csv/fieldContent';
import { isUrl } from '#core/dataset/destination';
import { driveLetter } from '#core/names/driveLetter';
import { isDirectoryPath } from '#core/names/windowsPath';
import type { RowFields } from '#core/table/tableRules';
import type { TableRow } from '#core/table/tableRow';
import type { TableContext } from './tableFile';
import { shortened } from '../wording';

/** A longer outline would help nobody and slow the client down. */
const MAX_SYMBOLS = 5000;

interface RecordLabel {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The column whose field is selected when the user goes to this symbol. */
  readonly key: string;
}

/** One symbol per record, for the first 5,000. */
export function documentSymbols(context: TableContext): DocumentSymbol[] {
  const {
    model: { table },
    isCancelled,
  } = context;
  const symbols: DocumentSymbol[] = [];
  const labelOf = table.kind === 'dataset' ? labelOfCopy : labelOfDrive;
  for (const { row, fields } of table.records()) {
    if (symbols.length >= MAX_SYMBOLS || isCancelled()) break;
    const { name, kind, key } = labelOf(fields);
    const field = fields[key];
    const selection = { start: field?.start ?? 0, end: field?.end ?? 0 };
    const end = lengthOf(context, row);
    symbols.push({
      name,
      kind,
      range: table.csv.rangeOf(row, 0, end),
      selectionRange: table.csv.rangeOf(row, selection.start, selection.end),
    });
  }
  return symbols;
}

function labelOfCopy(fields: RowFields): RecordLabel {
  const source = contentOf(fields['basePath']) ?? fields['basePath']?.value ?? '';
  const destination = contentOf(fields['destination']) ?? fields['destination']?.value ?? '';
  const kind = isDirectoryPath(source) ? SymbolKind.Package : SymbolKind.File;
  return { name: `${shown(source)} → ${shown(destination)}`, kind, key: 'basePath' };
}

function labelOfDrive(fields: RowFields): RecordLabel {
  const text = contentOf(fields['driveLetter']) ?? '';
  const options = ['formatOption', 'encryption']
    .map((key) => contentOf(fields[key]) ?? '')
    .filter((option) => /^\w{1,32}$/.test(option));
  // A key may have been put into the wrong column, so only a letter is shown.
  const letter = driveLetter(text) ?? '?';
  return {
    name: options.length > 0 ? `${letter}: ${options.join(', ')}` : `${letter}:`,
    kind: SymbolKind.Object,
    key: 'driveLetter',
  };
}

function shown(text: string): string {
  if (text.trim() === '') return '?';
  // A URL may contain a signature.
  return isUrl(text) ? 'URL' : shortened(text);
}

/** The length of the record without its line break. */
function lengthOf({ model: { table } }: TableContext, row: TableRow): number {
  const { start, end } = table.csv.scan(row);
  return end - start;
}
