import { basename, normalize } from 'node:path';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { DatasetRow, Dialect } from '#core/columns/datasetColumns';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { notComparedFinding } from '#core/job/checkJobFile';
import { mergeEarlierDrives } from '#core/driveset/earlierDrives';
import type { EarlierDrives } from '#core/driveset/earlierDrives';
import type { PathRules } from '#core/job/pathMap';
import { readingOf } from '#core/job/reading';
import type { Reading } from '#core/job/reading';
import { detectDialect } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';
import { DatasetReading } from '#core/validate/datasetReading';
import { sentence } from '../language/sentence';
import type { ReadRecords } from '../scan/scanSources';
import { sourceRecord } from '../scan/sourceRecord';
import { UsageError } from '../model/usageError';
import type { JobOptions, JobWatch } from './jobOptions';
import { addNotes } from './fileReport';
import type { FileReport } from './fileReport';
import { JobComparison } from './jobComparison';
import { jobFolderOf, listFolder, readJobFolder } from './jobFolder';
import type { TableFile } from './jobFolder';
import { machineDisk } from './machineDisk';
import { readBeginning, readText } from './textFile';
import { checkDatasetFile, checkDrivesetFile } from './validateTable';

const windows = process.platform === 'win32';

/** The most findings listed per file. */
const LISTED = 1000;

/** The dataset and driveset files of a job, checked by the same rules as in `validate`. */
export interface JobTables {
  readonly reports: readonly FileReport[];
  /** The records of all drivesets. */
  readonly drives: readonly DrivesetEntry[];
  /** Reads the records of all datasets. Only valid if no report has errors. */
  readonly readRecords: ReadRecords;
  /** Whether the shares that the job writes to are large ones. */
  readonly largeFileShares: boolean;
}

interface DatasetFile {
  readonly file: TableFile;
  readonly reading: Reading;
  readonly dialect: Dialect;
  /** How its paths are read on this machine. */
  readonly paths: PathRules;
}

/** @throws UsageError, UnreadableFileError */
export async function readJobTables(options: JobOptions, watch: JobWatch): Promise<JobTables> {
  if (options.datasets.length === 0) throw new UsageError(sentence`specify the dataset: --dataset dataset.csv.`);
  const { signal } = watch;
  const reports: FileReport[] = [];
  const drives: EarlierDrives[] = [];
  const entries: DrivesetEntry[] = [];
  for (const path of options.drivesets) {
    const file = await readTable(path, 'driveset');
    const { settings } = await readingBeside(path, options);
    const check = await checkDrivesetFile(file, {
      settings,
      earlier: mergeEarlierDrives(drives),
      limit: LISTED,
      signal,
    });
    reports.push(check.report);
    drives.push(check.drives);
    entries.push(...check.entries);
  }
  const datasets: DatasetFile[] = [];
  for (const path of options.datasets) {
    const file = await readTable(path, 'dataset');
    const reading = await readingBeside(path, options);
    datasets.push({
      file,
      reading,
      dialect: reading.dialect ?? detectDialect(file.beginning.head),
      paths: { windows, map: reading.pathMap },
    });
  }
  const comparison = await JobComparison.read(datasets, signal);
  for (const { file, reading, dialect, paths } of datasets) {
    const { others, notCompared } = comparison.of(file);
    const report = await checkDatasetFile(file, {
      settings: reading.settings,
      dialect,
      nativePaths: reading.nativePaths,
      tool: reading.tool,
      disk: machineDisk(paths),
      drives: mergeEarlierDrives(drives).letters,
      others,
      limit: LISTED,
      signal,
      onProgress: (bytesRead, size) => {
        watch.progress(`${file.path}: ${Math.floor((100 * bytesRead) / size)} %`);
      },
    });
    reports.push(addNotes(report, notCompared.length > 0 ? [notComparedFinding(notCompared)] : [], reading.settings));
  }
  return {
    reports,
    drives: entries,
    readRecords: async (take) => {
      for (const dataset of datasets) await readDataset(dataset, take, signal);
    },
    largeFileShares: datasets.some(({ reading }) => reading.largeFileShares),
  };
}

/** A named file, whatever its name is, unless it is of the other kind. */
async function readTable(name: string, kind: TableKind): Promise<TableFile> {
  const path = normalize(name);
  const beginning = await readBeginning(path);
  const [first = ''] = beginning.head.split(/\r?\n/, 1);
  const other = kind === 'dataset' ? /^\W*DriveLetter\b/i : /^\W*BasePath\b/i;
  const isDataset = kind === 'dataset';
  if (other.test(first)) {
    throw new UsageError(
      isDataset
        ? sentence`${path} is a driveset, according to its header. Specify it with --driveset.`
        : sentence`${path} is a dataset, according to its header. Specify it with --dataset.`,
    );
  }
  if (beginning.size === 0 || beginning.head.trim() === '') {
    throw new UsageError(
      isDataset
        ? sentence`${path} is empty. Add the header of a dataset, and its records below.`
        : sentence`${path} is empty. Add the header of a driveset, and its records below.`,
    );
  }
  return { path, name: basename(path), kind, beginning };
}

/** How a file is read, according to the job that it belongs to. */
async function readingBeside(path: string, options: JobOptions): Promise<Reading> {
  const { folder, name } = await jobFolderOf(normalize(path));
  const { files } = await listFolder(folder).catch(() => ({ files: [] as readonly string[] }));
  const { job } = await readJobFolder(
    folder,
    files.filter((file) => /^(?:sneakernet|job)\.json$/i.test(file)),
    options.configuration,
    () => undefined,
  );
  return readingOf(job, name, windows, options.editor, { dialect: options.dialect, pathMap: options.pathMap });
}

async function readDataset(
  { file, dialect, paths }: DatasetFile,
  take: Parameters<ReadRecords>[0],
  signal: AbortSignal,
): Promise<void> {
  const { path, beginning } = file;
  const reading = new DatasetReading(
    { head: beginning.head, context: { dialect, nativePaths: true, disk: noDiskFacts } },
    (at, role) => {
      if (role === 'header' || role === 'above') return;
      const record = sourceRecord(at.fields as unknown as DatasetRow, dialect, { dataset: path, line: at.line }, paths);
      if (record) take(record);
    },
  );
  await readText(
    path,
    beginning,
    (text) => {
      reading.push(text);
      return false;
    },
    signal,
  );
  reading.end();
}
