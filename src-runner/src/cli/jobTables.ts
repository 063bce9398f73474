import { basename, dirname, normalize } from 'node:path';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { DatasetRow, Dialect } from '#core/dataset/datasetRow';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { mergeDrives } from '#core/job/jobDrives';
import type { JobDrives } from '#core/job/jobDrives';
import type { PathRules } from '#core/job/pathMap';
import { ruleSettings } from '#core/rules/ruleConfiguration';
import type { RuleConfiguration } from '#core/rules/ruleConfiguration';
import { detectDialect } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';
import { DatasetReading } from '#core/validate/datasetReading';
import { sentence } from '../language/sentence';
import type { ReadRecords } from '../scan/scanSources';
import { sourceRecord } from '../scan/sourceRecord';
import { UsageError } from './exitCode';
import type { JobOptions } from './jobOptions';
import type { Terminal } from './terminal';
import type { FileReport } from './validate/fileReport';
import { listFolder, readJobFolder } from './validate/jobFolder';
import type { TableFile } from './validate/jobFolder';
import { machineDisk } from './validate/machineDisk';
import { readBeginning, readText } from './validate/textFile';
import { checkDatasetFile, checkDrivesetFile } from './validate/validateTable';

/** Findings of a file that are listed. */
const LISTED = 1000;

/** The dataset and driveset files of a job, checked by the rules that `validate` applies. */
export interface JobTables {
  readonly reports: readonly FileReport[];
  /** The records of all drivesets. */
  readonly drives: readonly DrivesetEntry[];
  readonly paths: PathRules;
  /** Reads the records of all datasets. Only of use where no report has errors. */
  readonly readRecords: ReadRecords;
}

interface DatasetFile {
  readonly file: TableFile;
  readonly dialect: Dialect;
}

/** @throws UsageError, UnreadableFileError */
export async function readJobTables(options: JobOptions, terminal: Terminal): Promise<JobTables> {
  if (options.datasets.length === 0) throw new UsageError(sentence`name the dataset: --dataset dataset.csv.`);
  const reports: FileReport[] = [];
  const drives: JobDrives[] = [];
  const entries: DrivesetEntry[] = [];
  for (const path of options.drivesets) {
    const file = await readTable(path, 'driveset');
    const { configuration } = await settingsBeside(path, options);
    const check = await checkDrivesetFile(file, ruleSettings(new Map(), configuration, basename(path)), LISTED, terminal.signal);
    reports.push(check.report);
    drives.push(check.drives);
    entries.push(...check.entries);
  }
  const datasets: DatasetFile[] = [];
  let map: PathRules['map'] = options.pathMap;
  for (const path of options.datasets) {
    const file = await readTable(path, 'dataset');
    const { configuration, dialect: named } = await settingsBeside(path, options);
    map = { ...configuration?.pathMap, ...map };
    const dialect = named ?? detectDialect(file.beginning.head);
    datasets.push({ file, dialect });
    reports.push(
      await checkDatasetFile(file, {
        settings: ruleSettings(new Map(), configuration, basename(path)),
        dialect,
        disk: machineDisk({ windows: process.platform === 'win32', map }),
        drives: mergeDrives(drives),
        limit: LISTED,
        signal: terminal.signal,
        onProgress: (bytesRead, size) => {
          terminal.progress(`${path}: ${Math.floor((100 * bytesRead) / size)} %`);
        },
      }),
    );
  }
  return {
    reports,
    drives: entries,
    paths: { windows: process.platform === 'win32', map },
    readRecords: async (take) => {
      for (const dataset of datasets) await readDataset(dataset, take, terminal.signal);
    },
  };
}

/** A named file, whatever it is called; but not one of the other kind. */
async function readTable(name: string, kind: TableKind): Promise<TableFile> {
  const path = normalize(name);
  const beginning = await readBeginning(path);
  const [first = ''] = beginning.head.split(/\r?\n/, 1);
  const other = kind === 'dataset' ? /^\W*DriveLetter\b/i : /^\W*BasePath\b/i;
  const isDataset = kind === 'dataset';
  if (other.test(first)) {
    throw new UsageError(isDataset ? sentence`${path} is a driveset, by its header. Name it with --driveset.` : sentence`${path} is a dataset, by its header. Name it with --dataset.`);
  }
  if (beginning.size === 0 || beginning.head.trim() === '') {
    throw new UsageError(isDataset ? sentence`${path} is empty. Write the header of a dataset, and the records below it.` : sentence`${path} is empty. Write the header of a driveset, and the records below it.`);
  }
  return { path, kind, beginning };
}

/** What a `sneakernet.json` or `job.json` beside a file says. */
async function settingsBeside(path: string, options: JobOptions): Promise<{ readonly configuration: RuleConfiguration | undefined; readonly dialect: Dialect | undefined }> {
  const folder = dirname(normalize(path));
  const { files } = await listFolder(folder).catch(() => ({ files: [] as readonly string[] }));
  const { configuration, job } = await readJobFolder(
    folder,
    files.filter((name) => name === 'sneakernet.json' || name === 'job.json'),
    options.configuration,
    () => undefined,
  );
  return { configuration, dialect: options.dialect ?? configuration?.dialect ?? job?.file.dialect };
}

async function readDataset({ file, dialect }: DatasetFile, take: Parameters<ReadRecords>[0], signal: AbortSignal): Promise<void> {
  const { path, beginning } = file;
  const reading = new DatasetReading({ head: beginning.head, context: { dialect, nativePaths: true, disk: noDiskFacts } }, (at, role) => {
    if (role === 'header' || role === 'above') return;
    const record = sourceRecord(at.fields as unknown as DatasetRow, dialect, { dataset: path, line: at.line });
    if (record) take(record);
  });
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
