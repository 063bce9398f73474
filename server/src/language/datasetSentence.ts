import type { Field } from '#core/csv/field';
import { contentOf } from '#core/csv/fieldContent';
import type { DatasetRow, Dialect } from '#core/dataset/datasetRow';
import { isUrl, namespaceOf, parseDestination } from '#core/dataset/destination';
import { datasetValues } from '#core/dataset/datasetColumns';
import { rootContainer } from '#core/names/containerName';
import { isDirectoryPath, lastName } from '#core/names/windowsPath';
import { codeSpan } from './wording';

/** What a dataset record will do, in one sentence of Markdown; says what is missing where it can do nothing. */
export function datasetSentence(row: DatasetRow, dialect: Dialect): string {
  const source = meantText(row.basePath);
  const destination = meantText(row.destination);
  if (!source) return 'Copies nothing: BasePath is empty.';
  const isDirectory = isDirectoryPath(source);
  const copies = isDirectory ? `Recursively copies ${codeSpan(source)}` : `Copies the file ${codeSpan(source)}`;
  const where = destination ? whereTo(row, destination, isDirectory, dialect) : undefined;
  if (where === undefined) return `${copies}, once the destination names a ${namespaceOf(row, dialect)}.`;
  const clauses = [`${copies} to ${where}`, itemClause(row, source, isDirectory, dialect), conflictClause(row, dialect), sideFileClause(row)];
  return `${clauses.filter((clause) => clause !== undefined).join(', ')}.`;
}

/** A field's text; of one in typographic quotes, what they enclose. */
function meantText(field: Field | undefined): string | undefined {
  return contentOf(field) ?? field?.value.trim().replaceAll(/^[“”„‟«»]+|[“”„‟«»]+$/g, '');
}

function whereTo(row: DatasetRow, text: string, isDirectory: boolean, dialect: Dialect): string | undefined {
  // A URL may hold a signature, so nothing of it is shown.
  if (isUrl(text)) return undefined;
  const { leading, nameEnd, pathStart, endsInSeparator } = parseDestination(text);
  const name = text.slice(leading, nameEnd);
  if (name === '') return undefined;
  const path = text.slice(pathStart);
  const namespace = namespaceOf(row, dialect);
  const isRoot = namespace === 'container' && name === rootContainer;
  const place = isRoot ? 'the root container' : `${namespace} ${codeSpan(name)}`;
  if (!isDirectory) {
    if (path === '') return place;
    return `${place} as ${codeSpan(path)}`;
  }
  if (path === '') return isRoot ? `${place}, without its sub-directories` : place;
  return endsInSeparator ? `${place} under ${codeSpan(path)}` : `${place}, with ${codeSpan(path)} in front of every name`;
}

const plurals: Readonly<Record<string, readonly [one: string, many: string]>> = {
  BlockBlob: ['as a block blob', 'as block blobs'],
  PageBlob: ['as a page blob', 'as page blobs'],
  blob: ['as a blob', 'as blobs'],
  file: ['as a file', 'as files'],
};

/** Left out where the value is none that the tool knows. Source: the tool's documentation, for an empty BlobType. */
function itemClause(row: DatasetRow, source: string, isDirectory: boolean, dialect: Dialect): string | undefined {
  const text = contentOf(row.type) ?? '';
  const number = isDirectory ? 1 : 0;
  if (text === '' && dialect === 'blob') {
    if (isDirectory) return 'as block blobs (`.vhd` and `.vhdx` files as page blobs)';
    return plurals[/\.vhdx?$/i.test(lastName(source).text) ? 'PageBlob' : 'BlockBlob']![number];
  }
  return datasetValues(dialect, 'type').includes(text) ? plurals[text]?.[number] : undefined;
}

const conflicts: Readonly<Record<string, string>> = {
  '': 'renaming on conflict',
  rename: 'renaming on conflict',
  'no-overwrite': 'skipping what already exists',
  overwrite: 'overwriting what already exists',
};

function conflictClause(row: DatasetRow, dialect: Dialect): string | undefined {
  // Version 2.2.0.300 of the tool no longer looks at Disposition.
  return dialect === 'files' ? conflicts['overwrite'] : conflicts[contentOf(row.disposition) ?? ''];
}

function sideFileClause(row: DatasetRow): string | undefined {
  const files = [
    ['metadata', contentOf(row.metadataFile)],
    ['properties', contentOf(row.propertiesFile)],
  ].flatMap(([kind, path]) => (path && path !== 'None' ? [`${kind} from ${codeSpan(path)}`] : []));
  return files.length > 0 ? `with ${files.join(' and ')}` : undefined;
}
