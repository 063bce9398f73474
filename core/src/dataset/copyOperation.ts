import { contentOf } from '../csv/fieldContent';
import type { RowFields } from '../table/tableRules';
import { rootContainer } from '../names/containerName';
import { isDirectoryPath } from '../names/windowsPath';

/** What a dataset record copies, where to and how, as texts that outlive the record. */
export interface CopyOperation {
  readonly source: string;
  readonly destination: string;
  /** Type, disposition and side files. */
  readonly manner: readonly string[];
}

export function copyOperation(fields: RowFields): CopyOperation {
  const text = (key: string) => contentOf(fields[key]) ?? '';
  const manner = ['type', 'disposition', 'metadataFile', 'propertiesFile'].map((key) =>
    text(key).replace(/^None$/, ''),
  );
  return { source: text('basePath'), destination: text('destination'), manner };
}

/** True where `whole`, a directory, copies all that `part` copies to exactly the same place in the same manner. */
export function includesCopy(whole: CopyOperation, part: CopyOperation): boolean {
  if (!isDirectoryPath(whole.source) || !whole.destination.endsWith('/')) return false;
  const above = part.source.slice(0, whole.source.length);
  const isWithin =
    above === whole.source || (!above.startsWith('/') && above.toLowerCase() === whole.source.toLowerCase());
  if (!isWithin) return false;
  const below = part.source.slice(whole.source.length).replaceAll('\\', '/');
  // The root container has no sub-directories, so files in them are not copied to it.
  if (whole.destination === `${rootContainer}/` && below.includes('/')) return false;
  return part.destination === whole.destination + below && part.manner.every((value, i) => value === whole.manner[i]);
}
