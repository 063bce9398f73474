import { contentOf } from '../csv/fieldContent';
import { rootElement } from '../xml/rootElement';
import type { SideFileKind } from '../sideFiles/sideFile';
import type { RowFields } from '../table/tableRules';

/** True of a text that can be a side file, whatever it is called: whether it is one, a dataset tells that names it. */
export function mayBeSideFile(text: string): boolean {
  const root = rootElement(text);
  return root === 'Metadata' || root === 'Properties';
}

/** What a record of a dataset names a file as. By the file's name alone: the path may be one of another machine. */
export function namedSideFile({ metadataFile, propertiesFile }: RowFields, fileName: string): SideFileKind | undefined {
  const wanted = fileName.toLowerCase();
  const nameIn = (path = '') => path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1).toLowerCase();
  if (nameIn(contentOf(metadataFile)) === wanted) return 'metadata';
  return nameIn(contentOf(propertiesFile)) === wanted ? 'properties' : undefined;
}
