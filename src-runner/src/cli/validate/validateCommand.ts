import { basename, join } from 'node:path';
import { version } from '../../../../package.json';
import { checkConfiguration, checkJobFile, leftOutFinding, notComparedFinding } from '#core/job/checkJobFile';
import { mergeEarlierDrives, noEarlierDrives } from '#core/driveset/earlierDrives';
import type { EarlierDrives } from '#core/driveset/earlierDrives';
import { noDrives } from '#core/driveset/jobDrives';
import type { JobDrives } from '#core/driveset/jobDrives';
import { readingOf } from '#core/job/reading';
import type { Reading } from '#core/job/reading';
import { journalName } from '#core/journal/journalDrives';
import type { FileFinding } from '#core/rules/fileFinding';
import { placeFindings } from '#core/rules/placeFindings';
import { sentence, translate } from '../../language/sentence';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Terminal } from '../terminal';
import { addCounts, addNotes } from '../../job/fileReport';
import type { FileReport } from '../../job/fileReport';
import { JobComparison, type ComparedFile } from '../../job/jobComparison';
import { jobFolderOf, readJobFolder, readTableFile } from '../../job/jobFolder';
import type { JobFolder, TableFile } from '../../job/jobFolder';
import { machineDisk } from '../../job/machineDisk';
import { eventsReport } from './reports/eventsReport';
import { githubReport } from './reports/githubReport';
import { jsonReport } from './reports/jsonReport';
import type { ReportWriter } from './reports/reportWriter';
import { sarifReport } from './reports/sarifReport';
import { textReport } from './reports/textReport';
import { readBeginning, UnreadableFileError } from '../../job/textFile';
import {
  checkCompanionFile,
  checkImportJobFile,
  isCompanionName,
  kindOfCompanion,
  readCompanionFile,
} from '../../job/validateCompanion';
import { parseValidateOptions } from './validateOptions';
import type { ValidateOptions } from './validateOptions';
import { checkJrmFile } from '../../job/validateJrm';
import { checkDatasetFile, checkDrivesetFile, encodingReport } from '../../job/validateTable';
import { findTargets } from './validationTargets';
import type { TargetFolder } from './validationTargets';

const writers: Readonly<Record<ValidateOptions['format'], () => ReportWriter>> = {
  text: textReport,
  json: jsonReport,
  sarif: () => sarifReport(version),
  github: githubReport,
};

const windows = process.platform === 'win32';

/** Milliseconds between two progress events. */
const PROGRESS_INTERVAL = 200;

/** `sneakernet validate`. */
export async function validate(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseValidateOptions(args);
  const validation = new Validation(options, terminal);
  try {
    const folders = await findTargets(options.paths, validation.unreadable);
    await terminal.write(validation.writer.begin());
    for (const folder of folders) await validation.checkFolder(folder);
  } catch (error) {
    if (!terminal.signal.aborted) throw error;
    terminal.say(sentence`Cancelled.`);
    return ExitCode.Cancelled;
  }
  await terminal.write(validation.writer.end(validation.messages));
  return validation.conclude();
}

/** One run over everything that was named. */
class Validation {
  readonly writer: ReportWriter;
  /** What could not be read, and why. */
  readonly messages: string[] = [];
  /** Without their findings, which have been written already. */
  private readonly reports: FileReport[] = [];
  private nextProgress = 0;

  constructor(
    private readonly options: ValidateOptions,
    private readonly terminal: Terminal,
  ) {
    this.writer = options.events ? eventsReport() : writers[options.format]();
  }

  readonly unreadable = (message: string): void => {
    this.messages.push(message);
    this.terminal.say(`sneakernet: ${message}`);
  };

  /** Checks the files of one job. Its drivesets come first, because the datasets are compared with them. */
  async checkFolder(target: TargetFolder): Promise<void> {
    const found = await readJobFolder(
      target.path,
      target.files,
      this.options.configuration,
      this.unreadableUnlessNamed(target),
    );
    const folder = { ...found, tables: await this.withNamed(found, target) };
    const { job } = folder;
    const asked = new Set(target.asked);
    for (const { path } of target.isWhole ? job.candidates : []) {
      // A file that the job names in a sub-folder may lie in a folder that is not searched.
      if (path.includes('/') && (await jobFolderOf(join(target.path, path))).folder === target.path) asked.add(path);
    }
    const isAsked = (name: string) => asked.has(name);
    for (const { path, name } of folder.tables.filter(isEmpty)) {
      if (isAsked(name))
        this.unreadable(sentence`${path} is empty. Add the header of a dataset or a driveset, and its records below.`);
    }
    const tables = folder.tables.filter((file) => !isEmpty(file));
    const isOfJob = ({ name, kind }: TableFile) => job.includes(name, kind);
    const drives: EarlierDrives[] = [];
    for (const file of tables.filter(({ kind }) => kind === 'driveset')) {
      await this.attempt(async () => {
        const earlier = isOfJob(file) ? mergeEarlierDrives(drives) : noEarlierDrives;
        const check = await checkDrivesetFile(file, {
          settings: this.reading(folder, file.name).settings,
          earlier,
          limit: this.options.limit,
          signal: this.terminal.signal,
        });
        if (isOfJob(file)) drives.push(check.drives);
        if (isAsked(file.name)) await this.report(this.withNotes(check.report, folder, file, []));
      });
    }
    const merged = mergeEarlierDrives(drives).letters;
    const datasets = tables.filter(({ kind }) => kind === 'dataset');
    const compared = this.datasetsOf(folder, datasets.filter(isOfJob));
    const comparison = await JobComparison.read(compared, this.terminal.signal);
    for (const file of datasets) {
      if (isAsked(file.name))
        await this.attempt(() => this.checkDataset(folder, file, isOfJob(file) ? merged : noDrives, comparison));
    }
    await this.checkJson(folder, target, merged);
    const companions = new Set([...target.named, ...[...target.asked].filter(isCompanionName)]);
    const journals = target.files.filter((name) => journalName.test(name)).map((name) => join(target.path, name));
    for (const name of companions)
      await this.attempt(() => this.checkCompanion(folder, name, tables.filter(isOfJob), journals));
  }

  private async checkJson(folder: JobFolder, { asked }: TargetFolder, drives: JobDrives): Promise<void> {
    const { job, jobFile, configurationFile } = folder;
    if (
      configurationFile &&
      (this.options.configuration !== undefined || asked.has(basename(configurationFile.path)))
    ) {
      await this.reportFile(folder, configurationFile.path, checkConfiguration(configurationFile.text));
    }
    if (jobFile && asked.has(basename(jobFile.path)) && job.file)
      await this.reportFile(folder, jobFile.path, checkJobFile(jobFile.text, job, drives));
  }

  private async reportFile(folder: JobFolder, path: string, found: readonly FileFinding[]): Promise<void> {
    const { listed, counts, more } = placeFindings(
      { found },
      this.reading(folder, basename(path)).settings,
      this.options.limit,
      translate,
    );
    await this.report({ file: path, findings: listed, counts, more, records: 0 });
  }

  /** Adds the findings for a table as a whole. */
  private withNotes(
    report: FileReport,
    folder: JobFolder,
    { name, kind }: TableFile,
    notCompared: readonly string[],
  ): FileReport {
    const { job } = folder;
    const notes = [
      ...(job.leftOut.length > 0 && !job.file && job.includes(name, kind) ? [leftOutFinding(job)] : []),
      ...(notCompared.length > 0 ? [notComparedFinding(notCompared)] : []),
    ];
    return addNotes(report, notes, this.reading(folder, name).settings);
  }

  /** Writes the summary; returns the exit code. */
  conclude(): number {
    const { errors, warnings, information } = addCounts(this.reports.map(({ counts }) => counts));
    const records = this.reports.reduce((sum, report) => sum + report.records, 0);
    const unlisted = this.reports.reduce((sum, report) => sum + report.more, 0);
    if (this.reports.length === 0 && this.messages.length === 0) {
      throw new UsageError(
        sentence`there is no dataset, driveset, job.json, JRM, journal, manifest or copy log in ${this.options.paths.join(', ')}. Specify the folder of a job, or its files.`,
      );
    }
    const parts = [count(errors, 'error'), count(warnings, 'warning'), count(information, 'hint')].join(', ');
    this.terminal.say(`${parts} in ${count(records, 'record')} of ${count(this.reports.length, 'file')}.`);
    if (unlisted > 0) this.terminal.say(`${count(unlisted, 'finding')} not listed: "--max-findings all" lists them.`);
    if (this.messages.length > 0) return ExitCode.Usage;
    return errors > 0 ? ExitCode.Findings : ExitCode.Done;
  }

  private async checkDataset(
    folder: JobFolder,
    file: TableFile,
    drives: JobDrives,
    comparison: JobComparison,
  ): Promise<void> {
    const { options, terminal } = this;
    const { settings, dialect, pathMap, nativePaths, tool } = this.reading(folder, file.name);
    const { others, notCompared } = comparison.of(file);
    const report = await checkDatasetFile(file, {
      settings,
      dialect,
      nativePaths,
      tool,
      disk: machineDisk({ windows, map: pathMap }),
      drives,
      others,
      // A finding for the dataset as a whole counts towards the limit.
      limit: Math.max(1, options.limit - Number(notCompared.length > 0)),
      signal: terminal.signal,
      onProgress: (bytesRead, size, reading) => {
        const times = reading > 1 ? ` (reading ${reading})` : '';
        terminal.progress(`${file.path}: ${Math.floor((100 * bytesRead) / size)} %${times}`);
        this.tellProgress(file.path, bytesRead, size);
      },
    });
    await this.report(this.withNotes(report, folder, file, notCompared));
  }

  private async checkCompanion(
    folder: JobFolder,
    name: string,
    tables: readonly TableFile[],
    journals: readonly string[],
  ): Promise<void> {
    const path = join(folder.path, name);
    const datasets = this.datasetsOf(folder, tables);
    const kind = await kindOfCompanion(path, datasets, this.terminal.signal);
    const { settings } = this.reading(folder, name);
    const { limit } = this.options;
    const { signal } = this.terminal;
    if (kind === 'jrm' || kind === 'jrm-xml') {
      const compared = tables.map((file) => ({ file, dialect: this.reading(folder, file.name).dialect }));
      await this.report(await checkJrmFile(path, { settings, tables: compared, limit, signal }));
      return;
    }
    if (kind === 'import-job') {
      await this.report(await checkImportJobFile(path, journals, { settings, limit, signal }));
      return;
    }
    const file = await readCompanionFile(path, datasets, signal);
    if (!file) return;
    const onProgress = (bytesRead: number, size: number) => {
      this.tellProgress(path, bytesRead, size);
    };
    await this.report(await checkCompanionFile(file, { settings, limit, signal, onProgress }));
  }

  private datasetsOf(folder: JobFolder, tables: readonly TableFile[]): readonly ComparedFile[] {
    return tables
      .filter(({ kind }) => kind === 'dataset')
      .map((file) => ({ file, dialect: this.reading(folder, file.name).dialect }));
  }

  /** Limits progress events, which would otherwise be sent for every piece. */
  private tellProgress(file: string, bytesRead: number, size: number): void {
    if (!this.writer.progress || performance.now() < this.nextProgress) return;
    this.nextProgress = performance.now() + PROGRESS_INTERVAL;
    void this.terminal.write(this.writer.progress(file, bytesRead, size));
  }

  /** Adds the named files that do not belong to the job. */
  private async withNamed(folder: JobFolder, { named, asked }: TargetFolder): Promise<TableFile[]> {
    const tables = [...folder.tables];
    // Named files are checked even if the job has too many and leaves them out.
    for (const name of new Set([...named, ...folder.job.leftOut.filter((left) => asked.has(left))])) {
      const path = join(folder.path, name);
      if (
        [folder.jobFile?.path, folder.configurationFile?.path].includes(path) ||
        tables.some((table) => table.path === path)
      )
        continue;
      await this.attempt(async () => {
        if (await kindOfCompanion(path, this.datasetsOf(folder, folder.tables), this.terminal.signal)) return;
        const table = await readTableFile(folder.path, name, folder.job.namedAs(name));
        if (table) tables.push(table);
        else if (named.has(name)) await this.reportUnknown(path, name, folder);
      });
    }
    return tables;
  }

  private async reportUnknown(path: string, name: string, folder: JobFolder): Promise<void> {
    const beginning = await readBeginning(path);
    const report = encodingReport({ path, beginning }, this.reading(folder, name).settings);
    if (report) await this.report(report);
    else
      this.unreadable(
        sentence`${path} is neither a dataset nor a driveset nor another file of a job: its first line contains none of their column names. Add the header there.`,
      );
  }

  private unreadableUnlessNamed(target: TargetFolder): (message: string) => void {
    // A named file is read again later, and reported then.
    return target.isWhole ? this.unreadable : () => undefined;
  }

  private reading({ job }: JobFolder, name: string): Reading {
    const { editor, rules, dialect, pathMap } = this.options;
    return readingOf(job, name, windows, editor, { rules, dialect, pathMap });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      this.unreadable(error.message);
    }
  }

  private async report(report: FileReport): Promise<void> {
    this.reports.push({ ...report, findings: [] });
    await this.terminal.write(this.writer.file(report));
  }
}

/** Whether a file is empty or has only empty lines. */
function isEmpty({ beginning: { head, size } }: TableFile): boolean {
  return size === 0 || (size < 1024 && head.trim() === '');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
