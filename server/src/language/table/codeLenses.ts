import type { CodeLens } from 'vscode-languageserver-types';
import { lineOfRow } from '#core/csv/csvChunk';
import type { TableContext } from './tableFile';

/** Commands for a dataset's job, above the header line. They take the dataset's URI. */
export function codeLenses({ model: { table }, uri, client, localize }: TableContext): CodeLens[] {
  if (table.kind !== 'dataset') return [];
  const position = { line: table.headerRow ? lineOfRow(table.headerRow) : 0, character: 0 };
  const range = { start: position, end: position };
  return [
    { title: localize('Validate job'), command: 'sneakernet.validateJob' },
    { title: localize('Prepare drives'), command: 'sneakernet.prepareDrives' },
  ]
    .filter(({ command }) => client.commands.has(command))
    .map((command) => ({ range, command: { ...command, arguments: [uri] } }));
}
