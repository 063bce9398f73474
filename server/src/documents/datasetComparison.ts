import { DatasetIndex, noOtherDatasets, OtherDatasets } from '#core/dataset/otherDatasets';
import type { Job } from '#core/job/job';
import { LARGEST_COMPARED } from '#core/limits/limits';
import type { TableDocument } from '#core/table/tableDocument';
import { utf8Length } from '#core/text/utf8Length';
import type { TableFile } from '../language/table/tableFile';

/** Another dataset of a job. */
export interface OtherTable {
  readonly uri: string;
  /** Relative to the job's folder. */
  readonly path: string;
  /** `undefined` where it is too large to be read for a comparison. */
  readonly table: TableFile | undefined;
}

/** What a dataset is compared with. */
export interface Comparison {
  readonly others: OtherDatasets;
  /** Names of datasets that are not compared with it, because one of the two is too large. */
  readonly notCompared: readonly string[];
}

/** The comparison of a dataset that belongs to no job. */
export const alone: Comparison = { others: noOtherDatasets, notCompared: [] };

/** Compares the datasets of a job. Each version of a table is indexed once. */
export class DatasetComparison {
  private readonly indexes = new WeakMap<TableDocument, { readonly revision: number; readonly index: DatasetIndex }>();

  of({ table, dialect }: TableFile, path: string, job: Job, others: readonly OtherTable[]): Comparison {
    const found = others
      .map((other) => ({ path: other.path, index: this.indexOf(other) }))
      .sort((a, b) => job.compare(a.path, b.path));
    if (isLarge(table)) return { others: noOtherDatasets, notCompared: found.map((other) => other.path) };
    const indexes = (isEarlier: boolean) =>
      found.flatMap(({ path: other, index }) =>
        index && index.dialect === dialect && job.compare(other, path) < 0 === isEarlier ? [index] : [],
      );
    return {
      others: new OtherDatasets(indexes(true), indexes(false)),
      notCompared: found.filter(({ index }) => !index).map((other) => other.path),
    };
  }

  private indexOf({ uri, path, table: opened }: OtherTable): DatasetIndex | undefined {
    if (!opened) return undefined;
    const { table, dialect = 'blob' } = opened;
    const known = this.indexes.get(table);
    if (known?.revision === table.revision && known.index.fileName === path) return known.index;
    if (isLarge(table)) return undefined;
    const index = new DatasetIndex(uri, path, dialect);
    for (const { row, fields, line } of table.records())
      index.add(fields, line, ({ start, end }) => table.csv.rangeOf(row, start, end));
    this.indexes.set(table, { revision: table.revision, index });
    return index;
  }
}

/** True for a table that is too large to be compared with others. */
function isLarge({ csv }: TableDocument): boolean {
  // A UTF-16 unit takes one to three bytes in UTF-8.
  if (csv.length * 3 <= LARGEST_COMPARED) return false;
  return csv.length > LARGEST_COMPARED || utf8Length(csv.getText()) > LARGEST_COMPARED;
}
