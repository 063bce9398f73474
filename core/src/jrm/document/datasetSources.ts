import { contentOf } from '../../csv/fieldContent';
import { sourceKey } from '../../dataset/datasetRelation';
import { destinationName } from '../../dataset/destination';
import type { DatasetRow } from '../../columns/datasetColumns';
import { lineOfRow } from '../../csv/csvChunk';
import type { TableDocument } from '../../table/tableDocument';
import type { Range } from '../../text/position';
import type { Steps } from '../../work/steps';
import { Related } from './jrmSegment';
import type { MappingKeys } from './jrmSegment';

/** A table of the job that a JRM belongs to. */
export interface JobTableFile {
  /** The file's identity, as findings in other files name it. */
  readonly file: string;
  /** As messages show it. */
  readonly fileName: string;
  readonly table: TableDocument;
}

/** A record of a dataset that has a source. */
export interface DatasetSource {
  readonly dataset: JobTableFile;
  readonly line: number;
  readonly container: string;
}

/** Rows looked at in one step. */
const STEP = 256;

/** The sources that the datasets of a job name, for comparing them with the mappings of a JRM. */
export class DatasetSources {
  readonly #records = new Map<string, DatasetSource[]>();

  private constructor(readonly datasets: readonly JobTableFile[]) {}

  /** Reads all records of the datasets. */
  static *read(datasets: readonly JobTableFile[]): Steps<DatasetSources> {
    const sources = new DatasetSources(datasets);
    let count = 0;
    for (const dataset of datasets) {
      for (const { row, fields } of dataset.table.records()) {
        const source = contentOf(fields['basePath']);
        const container = destinationName(fields as unknown as DatasetRow);
        if (source) sources.#add(source, { dataset, line: lineOfRow(row), container: container ?? '' });
        if (++count % STEP === 0) yield;
      }
    }
    return sources;
  }

  #add(source: string, record: DatasetSource): void {
    const key = sourceKey(source);
    const known = this.#records.get(key);
    if (known) known.push(record);
    else this.#records.set(key, [record]);
  }

  /** The records that a mapping can come of. */
  find(source: string): readonly DatasetSource[] {
    return this.#records.get(sourceKey(source)) ?? [];
  }

  /** What a mapping has wrong, as bits of `Related`. */
  relate({ source, container }: MappingKeys): number {
    const records = this.find(source);
    if (records.length === 0) return Related.NotInDataset;
    return container === '' || records.some((record) => record.container === container || record.container === '') ? 0 : Related.OtherDestination;
  }
}

/** Where a record of a dataset names its source. */
export function sourceRange({ dataset, line }: DatasetSource): Range {
  for (const { row, fields } of dataset.table.records(line, line)) {
    const field = fields['basePath'];
    return dataset.table.csv.rangeOf(row, field?.start ?? 0, field?.end ?? 0);
  }
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}
