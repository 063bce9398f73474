import type { Column } from '../csv/column';
import { contentOf } from '../csv/fieldContent';
import { repairedContainerName } from '../names/containerName';
import { isDirectoryPath, lastName } from '../names/windowsPath';
import type { RowFields } from './tableRules';
import type { TableDocument } from './tableDocument';
import type { TableRow } from './tableRow';

/** The value that a record probably means for a column that it lacks; empty where nothing suggests one. */
export function proposeValue(table: TableDocument, row: TableRow, column: Column): string {
  const fields = table.read(row);
  switch (column.key) {
    case 'destination':
      return proposeDestination(contentOf(fields['basePath']) ?? '');
    case 'type':
      return column.name === 'ItemType' ? 'file' : (column.default ?? '');
    case 'formatOption':
      return 'AlreadyFormatted';
    case 'silentOption':
      return 'PromptOnFormat';
    case 'encryption':
      return hasKey(fields) ? 'AlreadyEncrypted' : 'Encrypt';
    default:
      return '';
  }
}

/**
 * `photos/` for the directory `F:\Photos\`; `photos/cat.jpg` for the file `F:\Photos\cat.jpg`; empty where no valid
 * name can be made.
 */
export function proposeDestination(source: string): string {
  const name = lastName(source);
  if (isDirectoryPath(source)) {
    const container = containerFor(name.text);
    return container === undefined ? '' : `${container}/`;
  }
  if (name.text === '') return '';
  const parent = lastName(source.slice(0, name.start));
  const container = containerFor(parent.text) ?? containerFor(name.text.replace(/\.[^.]*$/, ''));
  return container === undefined ? '' : `${container}/${name.text}`;
}

/** A valid container name close to `name`. Names that are too short are extended: a drive's root becomes `drive-f`. */
function containerFor(name: string): string | undefined {
  const drive = /^([A-Za-z]):$/.exec(name);
  if (drive) return `drive-${drive[1]!.toLowerCase()}`;
  return (
    repairedContainerName(name) ??
    repairedContainerName(name.slice(0, 60)) ??
    (name === '' ? undefined : repairedContainerName(`data-${name}`))
  );
}

function hasKey(fields: RowFields): boolean {
  return (contentOf(fields['key']) ?? '') !== '';
}
