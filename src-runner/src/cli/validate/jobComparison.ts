import { DatasetIndex, OtherDatasets } from '#core/dataset/otherDatasets';
import type { Dialect } from '#core/dataset/datasetRow';
import { noDiskFacts } from '#core/disk/diskFacts';
import { LARGEST_COMPARED } from '#core/job/job';
import { detectDialect } from '#core/table/tableKind';
import { DatasetReading } from '#core/validate/datasetReading';
import type { TableFile } from './jobFolder';
import { readText, UnreadableFileError } from './textFile';

/** A dataset of a job, and how it is read. */
export interface ComparedFile {
  readonly file: TableFile;
  /** `undefined`: the header tells. */
  readonly dialect: Dialect | undefined;
}

/** What one dataset of a job is compared with. */
export interface Comparison {
  readonly others: OtherDatasets;
  /** Names of datasets that it is not compared with, because one of the two is too large. */
  readonly notCompared: readonly string[];
}

/** The datasets of a job, in its order, as they are compared with each other. Large ones are not: memory is bounded. */
export class JobComparison {
  private constructor(private readonly datasets: readonly { readonly file: TableFile; readonly index: DatasetIndex | undefined }[]) {}

  static async read(files: readonly ComparedFile[], signal: AbortSignal): Promise<JobComparison> {
    // One alone is not compared with any.
    const indexes = files.length < 2 ? [] : await Promise.all(files.map(async (compared) => ({ file: compared.file, index: await readIndex(compared, signal) })));
    return new JobComparison(indexes);
  }

  /** What a dataset is compared with. */
  of({ path }: TableFile): Comparison {
    const at = this.datasets.findIndex(({ file }) => file.path === path);
    const others = this.datasets.filter((_, index) => index !== at);
    const own = this.datasets[at]?.index;
    if (!own) return { others: new OtherDatasets([], []), notCompared: at < 0 ? [] : others.map(({ file }) => file.name) };
    const indexesOf = (part: typeof this.datasets) => part.flatMap(({ index }) => (index?.dialect === own.dialect ? [index] : []));
    return {
      others: new OtherDatasets(indexesOf(this.datasets.slice(0, at)), indexesOf(this.datasets.slice(at + 1))),
      notCompared: others.flatMap(({ file, index }) => (index ? [] : [file.name])),
    };
  }
}

async function readIndex({ file: { path, name, beginning }, dialect = detectDialect(beginning.head) }: ComparedFile, signal: AbortSignal): Promise<DatasetIndex | undefined> {
  if (beginning.size > LARGEST_COMPARED) return undefined;
  const index = new DatasetIndex(path, name, dialect);
  if (beginning.encoding !== 'utf-8') return index;
  const reading = new DatasetReading({ head: beginning.head, context: { dialect, nativePaths: true, disk: noDiskFacts } }, (at, role) => {
    if (role !== 'header' && role !== 'above') index.add(at.fields, at.line, (span) => at.rangeOf(span));
  });
  const take = (text: string) => {
    reading.push(text);
    return false;
  };
  try {
    await readText(path, beginning, take, signal);
  } catch (error) {
    // It is named in a message when it is checked itself.
    if (!(error instanceof UnreadableFileError)) throw error;
  }
  reading.end();
  return index;
}
