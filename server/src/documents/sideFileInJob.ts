import { mayBeSideFile, namedSideFile } from '#core/dataset/namedSideFile';
import { LARGEST_COMPARED } from '#core/limits/limits';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import type { JobTable } from '../language/languageContext';
import { fileNameOf } from '../language/uris';
import { isTableKind } from './documentKind';
import type { OpenDocument } from './openDocument';

/** The kind of side file that a dataset of its job names a document as. Large datasets are not searched. */
export async function sideFileInJob(
  document: OpenDocument,
  jobTables: () => Promise<{ readonly tables: readonly JobTable[] }>,
): Promise<SideFileKind | undefined> {
  if (isTableKind(document.kind) || !mayBeSideFile(document.head)) return undefined;
  const name = fileNameOf(document.uri);
  for (const { table } of (await jobTables()).tables) {
    const isLooked = table.kind === 'dataset' && table.csv.length <= LARGEST_COMPARED;
    if (!isLooked || !table.csv.getText().toLowerCase().includes(name.toLowerCase())) continue;
    for (const { fields } of table.records()) {
      const found = namedSideFile(fields, name);
      if (found) return found;
    }
  }
  return undefined;
}
