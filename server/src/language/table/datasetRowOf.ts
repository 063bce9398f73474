import type { Range } from 'vscode-languageserver-types';
import { contentOf, contentSpan } from '#core/csv/fieldContent';
import type { Steps } from '#core/work/steps';
import type { JobContext } from '../languageContext';

/** How many rows are looked at in one step. */
const STEP = 500;

/** A place in a dataset of the job. */
export interface DatasetPlace {
  readonly uri: string;
  /** The destination. */
  readonly range: Range;
}

/** The record in the job's datasets whose destination is the blob's path, or the longest directory above it. */
export async function datasetRowOf({ job, run }: JobContext, blobPath: string): Promise<DatasetPlace | undefined> {
  return run(search(job, blobPath));
}

function* search(job: JobContext['job'], blobPath: string): Steps<DatasetPlace | undefined> {
  let best: DatasetPlace | undefined;
  let bestLength = 0;
  let rows = 0;
  for (const { uri, table } of job) {
    if (table.kind !== 'dataset') continue;
    for (const { row, fields } of table.records()) {
      if (++rows % STEP === 0) yield;
      const field = fields['destination'];
      const destination = contentOf(field) ?? '';
      const covers = destination === blobPath || (destination.endsWith('/') && blobPath.startsWith(destination));
      if (!field || !covers || destination.length <= bestLength) continue;
      const { start, end } = contentSpan(field, 0, destination.length);
      best = { uri, range: table.csv.rangeOf(row, start, end) };
      bestLength = destination.length;
    }
  }
  return best;
}
