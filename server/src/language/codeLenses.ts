import type { CodeLens } from 'vscode-languageserver-types';
import { lineOfRow } from '#core/csv/csvRow';
import type { LanguageContext } from './languageContext';

/** What can be done with a dataset's job, over its header line. The commands take the dataset's URI. */
export function codeLenses({ table, uri, settings }: LanguageContext): CodeLens[] {
  if (table.kind !== 'dataset') return [];
  const position = { line: table.headerRow ? lineOfRow(table.headerRow) : 0, character: 0 };
  const range = { start: position, end: position };
  const lenses: CodeLens[] = [{ range, command: { title: 'Validate job', command: 'sneakernet.validateJob', arguments: [uri] } }];
  if (settings.canPrepare) lenses.push({ range, command: { title: 'Prepare drives', command: 'sneakernet.prepareDrives', arguments: [uri] } });
  return lenses;
}
