import { DatasetIndex, OtherDatasets } from '#core/dataset/otherDatasets';
import type { Dialect } from '#core/columns/datasetColumns';
import { noDiskFacts } from '#core/disk/diskFacts';
import { LARGEST_COMPARED } from '#core/limits/limits';
import type { RowFields } from '#core/table/tableRules';
import type { Range, Span } from '#core/text/position';
import { detectDialect } from '#core/table/tableKind';
import { DatasetReading } from '#core/validate/datasetReading';
import type { TableFile } from './jobFolder';
import { readText, UnreadableFileError } from './textFile';

/** A dataset of a job, and how it is read. */
export interface ComparedFile {
  readonly file: TableFile;
  /** `undefined`: the header decides. */
  readonly dialect: Dialect | undefined;
}

/** What one dataset of a job is compared with. */
export interface Comparison {
  readonly others: OtherDatasets;
  /** Names of datasets that it cannot be compared with, because one of the two is too large. */
  readonly notCompared: readonly string[];
}

/**
 * The datasets of a job, in its order, prepared for comparison with each other. Large ones are left out to bound the
 * memory.
 */
export class JobComparison {
  private constructor(
    private readonly datasets: readonly { readonly file: TableFile; readonly index: DatasetIndex | undefined }[],
  ) {}

  static async read(files: readonly ComparedFile[], signal: AbortSignal): Promise<JobComparison> {
    // A single dataset has nothing to be compared with.
    const indexes =
      files.length < 2
        ? []
        : await Promise.all(
            files.map(async (compared) => ({ file: compared.file, index: await readIndex(compared, signal) })),
          );
    return new JobComparison(indexes);
  }

  /** What a dataset is compared with. */
  of({ path }: TableFile): Comparison {
    const at = this.datasets.findIndex(({ file }) => file.path === path);
    const others = this.datasets.filter((_, index) => index !== at);
    const own = this.datasets[at]?.index;
    if (!own)
      return { others: new OtherDatasets([], []), notCompared: at < 0 ? [] : others.map(({ file }) => file.name) };
    const indexesOf = (part: typeof this.datasets) =>
      part.flatMap(({ index }) => (index?.dialect === own.dialect ? [index] : []));
    return {
      others: new OtherDatasets(indexesOf(this.datasets.slice(0, at)), indexesOf(this.datasets.slice(at + 1))),
      notCompared: others.flatMap(({ file, index }) => (index ? [] : [file.name])),
    };
  }
}

async function readIndex(compared: ComparedFile, signal: AbortSignal): Promise<DatasetIndex | undefined> {
  const { file, dialect = detectDialect(file.beginning.head) } = compared;
  if (file.beginning.size > LARGEST_COMPARED) return undefined;
  const index = new DatasetIndex(file.path, file.name, dialect);
  await readRows(
    compared,
    ({ fields, line, rangeOf }) => {
      index.add(fields, line, rangeOf);
    },
    signal,
  );
  return index;
}

/** A record of a dataset. `rangeOf` converts a part of it to a range in the file. */
export interface DatasetFileRow {
  readonly fields: RowFields;
  readonly line: number;
  readonly rangeOf: (span: Span) => Range;
}

/**
 * The records of a dataset that is small enough for comparison. If it cannot be read to its end, the records before
 * that.
 */
export async function readRows(
  { file: { path, beginning }, dialect = detectDialect(beginning.head) }: ComparedFile,
  take: (row: DatasetFileRow) => void,
  signal: AbortSignal,
): Promise<void> {
  if (beginning.size > LARGEST_COMPARED || beginning.encoding !== 'utf-8') return;
  const reading = new DatasetReading(
    { head: beginning.head, context: { dialect, nativePaths: true, disk: noDiskFacts } },
    (at, role) => {
      if (role !== 'header' && role !== 'above')
        take({ fields: at.fields, line: at.line, rangeOf: (span) => at.rangeOf(span) });
    },
  );
  const push = (text: string) => {
    reading.push(text);
    return false;
  };
  try {
    await readText(path, beginning, push, signal);
  } catch (error) {
    // Reported when the dataset itself is checked.
    if (!(error instanceof UnreadableFileError)) throw error;
  }
  reading.end();
}
