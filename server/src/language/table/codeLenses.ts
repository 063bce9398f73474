import type { CodeLens } from 'vscode-languageserver-types';
import { lineOfRow } from '#core/csv/csvChunk';
import type { TableContext } from './tableFile';

/** What can be done with a dataset's job, over its header line. The commands take the dataset's URI. */
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
