import type { Field } from '#core/csv/field';
import { contentOf } from '#core/csv/fieldContent';
import type { DatasetRow, Dialect } from '#core/columns/datasetColumns';
import { isUrl, namespaceOf, parseDestination } from '#core/dataset/destination';
import { datasetValues } from '#core/columns/datasetColumns';
import { rootContainer } from '#core/names/containerName';
import { isDirectoryPath, lastName } from '#core/names/windowsPath';
import { template } from '#core/text/template';
import type { Localize } from '#core/text/localize';
import { codeSpan } from '../wording';

/** One Markdown sentence about what a dataset record will do, or about what is missing if it can do nothing. */
export function datasetSentence(row: DatasetRow, dialect: Dialect, localize: Localize): string {
  const source = meantText(row.basePath);
  const destination = meantText(row.destination);
  if (!source) return localize('Copies nothing: BasePath is empty.');
  const isDirectory = isDirectoryPath(source);
  const what = codeSpan(source);
  const where = destination ? whereTo(row, destination, isDirectory, dialect, localize) : undefined;
  if (where === undefined) {
    const copies = isDirectory ? localize('Recursively copies {0}', what) : localize('Copies the file {0}', what);
    const once =
      namespaceOf(row, dialect) === 'share'
        ? localize('as soon as the destination names a share')
        : localize('as soon as the destination names a container');
    return `${copies}, ${once}.`;
  }
  const copies = isDirectory
    ? localize('Recursively copies {0} to {1}', what, where)
    : localize('Copies the file {0} to {1}', what, where);
  const item = itemClause(row, source, isDirectory, dialect);
  const conflict = conflictClause(row, dialect);
  const clauses = [copies, item && localize(item), conflict && localize(conflict), sideFileClause(row, localize)];
  return `${clauses.filter((clause) => clause !== undefined).join(', ')}.`;
}

/** The text of a field; if it is in typographic quotes, the text between them. */
function meantText(field: Field | undefined): string | undefined {
  return contentOf(field) ?? field?.value.trim().replaceAll(/^[“”„‟«»]+|[“”„‟«»]+$/g, '');
}

function whereTo(
  row: DatasetRow,
  text: string,
  isDirectory: boolean,
  dialect: Dialect,
  localize: Localize,
): string | undefined {
  // A URL may contain a signature, so nothing of it is shown.
  if (isUrl(text)) return undefined;
  const { leading, nameEnd, pathStart, endsInSeparator } = parseDestination(text);
  const name = text.slice(leading, nameEnd);
  if (name === '') return undefined;
  const path = text.slice(pathStart);
  const namespace = namespaceOf(row, dialect);
  const isRoot = namespace === 'container' && name === rootContainer;
  const named =
    namespace === 'share' ? localize('share {0}', codeSpan(name)) : localize('container {0}', codeSpan(name));
  const place = isRoot ? localize('the root container') : named;
  if (!isDirectory) {
    if (path === '') return place;
    return localize('{0} as {1}', place, codeSpan(path));
  }
  if (path === '') return isRoot ? localize('{0}, without its sub-directories', place) : place;
  return endsInSeparator
    ? localize('{0} under {1}', place, codeSpan(path))
    : localize('{0}, with {1} at the beginning of every name', place, codeSpan(path));
}

/** Templates for the result of one file, and of many. */
const itemTemplates: Readonly<Record<string, readonly [one: string, many: string]>> = {
  BlockBlob: [template('as a block blob'), template('as block blobs')],
  PageBlob: [template('as a page blob'), template('as page blobs')],
  blob: [template('as a blob'), template('as blobs')],
  file: [template('as a file'), template('as files')],
};

/** Left out where the tool does not know the value. Source for an empty BlobType: the tool's documentation. */
function itemClause(row: DatasetRow, source: string, isDirectory: boolean, dialect: Dialect): string | undefined {
  const text = contentOf(row.type) ?? '';
  const number = isDirectory ? 1 : 0;
  if (text === '' && dialect === 'blob') {
    if (isDirectory) return 'as block blobs (`.vhd` and `.vhdx` files as page blobs)';
    return itemTemplates[/\.vhdx?$/i.test(lastName(source).text) ? 'PageBlob' : 'BlockBlob']![number];
  }
  return datasetValues(dialect, 'type').includes(text) ? itemTemplates[text]?.[number] : undefined;
}

/** Templates, by Disposition. */
const conflictTemplates: Readonly<Record<string, string>> = {
  '': template('renaming on conflict'),
  rename: template('renaming on conflict'),
  'no-overwrite': template('skipping what already exists'),
  overwrite: template('overwriting what already exists'),
};

function conflictClause(row: DatasetRow, dialect: Dialect): string | undefined {
  // Version 2.2.0.300 of the tool no longer looks at Disposition.
  return dialect === 'files' ? conflictTemplates['overwrite'] : conflictTemplates[contentOf(row.disposition) ?? ''];
}

function sideFileClause(row: DatasetRow, localize: Localize): string | undefined {
  const [metadata, properties] = [row.metadataFile, row.propertiesFile].map((field) => {
    const path = contentOf(field);
    return path && path !== 'None' ? codeSpan(path) : undefined;
  });
  if (metadata && properties) return localize('with metadata from {0} and properties from {1}', metadata, properties);
  if (metadata) return localize('with metadata from {0}', metadata);
  return properties && localize('with properties from {0}', properties);
}
