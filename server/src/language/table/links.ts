import type { DocumentLink } from 'vscode-languageserver-types';
import { contentOf, contentSpan } from '#core/csv/fieldContent';
import { template } from '#core/text/template';
import type { TableContext } from './tableFile';

/** How many records get links for their paths. */
const MAX_RECORDS = 1000;

/** Templates. */
const tooltips = {
  basePath: template('Open the source'),
  metadataFile: template('Open the metadata file'),
  propertiesFile: template('Open the properties file'),
} as const;
const keys = Object.keys(tooltips) as readonly (keyof typeof tooltips)[];

/** Links to sources that are files and to side files, in the first records, where they can exist on this machine. */
export function documentLinks(context: TableContext): DocumentLink[] {
  const {
    model: { table },
    paths,
    isCancelled,
    localize,
  } = context;
  if (table.kind !== 'dataset') return [];
  const links: DocumentLink[] = [];
  let records = 0;
  for (const { row, fields } of table.records()) {
    if (++records > MAX_RECORDS || isCancelled()) break;
    for (const key of keys) {
      const field = fields[key];
      const path = contentOf(field);
      // Editors open files; a link to a folder would fail.
      if (!field || !path || path === 'None' || /[\\/]$/.test(path)) continue;
      const target = paths.toUri(path);
      if (target === undefined) continue;
      const { start, end } = contentSpan(field, 0, path.length);
      links.push({ range: table.csv.rangeOf(row, start, end), target, tooltip: localize(tooltips[key]) });
    }
  }
  return links;
}
