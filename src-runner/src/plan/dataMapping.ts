import type { JrmMapping } from '#core/jrm/jrm';
import type { SourceRow } from '../scan/sourceCatalogue';

/** The JRM's mapping for a record of the dataset. @param driveIds the ids of the drives that hold its files */
export function mappingOf(
  {
    basePath,
    destination,
    itemType,
    disposition,
  }: Pick<SourceRow, 'basePath' | 'destination' | 'itemType' | 'disposition'>,
  driveIds: readonly string[],
): JrmMapping {
  const slash = destination.indexOf('/');
  const container = slash === -1 ? destination : destination.slice(0, slash);
  const path = slash === -1 ? '' : destination.slice(slash + 1);
  return {
    SourcePath: basePath,
    DestinationContainer: container,
    BlobType: itemType === 'blob' ? 'BlockBlob' : itemType,
    ...(path === '' ? {} : { DestinationPath: path }),
    Disposition: disposition,
    Drives: driveIds,
  };
}
