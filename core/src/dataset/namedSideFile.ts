import { contentOf } from '../csv/fieldContent';
import { rootElement } from '../xml/rootElement';
import type { SideFileKind } from '../sideFiles/sideFile';
import type { RowFields } from '../table/tableRules';

/** True for a text that can be a side file, whatever its name. Whether it is one depends on a dataset that names it. */
export function mayBeSideFile(text: string): boolean {
  const root = rootElement(text);
  return root === 'Metadata' || root === 'Properties';
}

/**
 * The kind of side file that a dataset's record names a file as. Only the file's name is compared, because the path may
 * belong to another machine.
 */
export function namedSideFile({ metadataFile, propertiesFile }: RowFields, fileName: string): SideFileKind | undefined {
  const wanted = fileName.toLowerCase();
  const nameIn = (path = '') => path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1).toLowerCase();
  if (nameIn(contentOf(metadataFile)) === wanted) return 'metadata';
  return nameIn(contentOf(propertiesFile)) === wanted ? 'properties' : undefined;
}
