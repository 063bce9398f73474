import { contentOf } from '#core/csv/fieldContent';
import { destinationName } from '#core/dataset/destination';
import { asDatasetRow } from '#core/columns/datasetColumns';
import { driveLetter } from '#core/names/driveLetter';
import type { JobContext } from '../languageContext';
import { allowedValues } from './jrmFieldDocs';

/** How many records of datasets and drivesets contribute values. */
const MAX_RECORDS = 2000;

/** Known values for a field of a JRM; never a key. `driveIds`: the ids of the drives that the JRM lists. */
export function jrmValues(
  context: JobContext,
  list: string | undefined,
  name: string,
  driveIds: readonly string[],
): readonly string[] {
  const allowed = allowedValues(list, name);
  if (allowed.length > 0) return allowed;
  switch (`${list ?? ''}.${name}`) {
    case 'Drives.DriveLetter':
      return columnValues(context, 'driveset', (fields) => driveLetter(contentOf(fields['driveLetter']) ?? ''));
    case 'DataMapping.DestinationContainer':
      return columnValues(context, 'dataset', (fields) => destinationName(asDatasetRow(fields)));
    case 'DataMapping.SourcePath':
      return columnValues(context, 'dataset', (fields) => contentOf(fields['basePath']));
    case 'DataMapping.Drives':
    case 'Checksums.DriveId':
      return driveIds;
    default:
      return [];
  }
}

type Fields = Parameters<typeof contentOf>[0] extends infer F ? Readonly<Record<string, F>> : never;

function columnValues(
  { job, isCancelled }: JobContext,
  kind: 'dataset' | 'driveset',
  valueOf: (fields: Fields) => string | undefined,
): string[] {
  const values = new Set<string>();
  let records = 0;
  for (const { table } of job) {
    if (table.kind !== kind) continue;
    for (const { fields } of table.records()) {
      if (++records > MAX_RECORDS || isCancelled()) break;
      const value = valueOf(fields);
      if (value) values.add(value);
    }
  }
  return [...values];
}
