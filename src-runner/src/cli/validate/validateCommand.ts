import { basename, join } from 'node:path';
import { version } from '../../../../package.json';
import { checkJobFile } from '#core/job/checkJobFile';
import { jobIncludes } from '#core/job/jobFile';
import { mergeDrives } from '#core/job/jobDrives';
import type { JobDrives } from '#core/job/jobDrives';
import { ruleSettings } from '#core/rules/ruleConfiguration';
import type { RuleSettings } from '#core/rules/ruleSettings';
import { sentence, translate } from '../../language/sentence';
import { ExitCode, UsageError } from '../exitCode';
import type { Terminal } from '../terminal';
import { addCounts, countFindings } from './fileReport';
import type { FileReport } from './fileReport';
import { readJobFolder, readTableFile } from './jobFolder';
import type { JobFolder, TableFile } from './jobFolder';
import { machineDisk } from './machineDisk';
import { eventsReport } from './reports/eventsReport';
import { githubReport } from './reports/githubReport';
import { jsonReport } from './reports/jsonReport';
import type { ReportWriter } from './reports/reportWriter';
import { sarifReport } from './reports/sarifReport';
import { textReport } from './reports/textReport';
import { readBeginning, UnreadableFileError } from './textFile';
import { checkCompanionFile, isCompanionName, readCompanionFile } from './validateCompanion';
import { parseValidateOptions } from './validateOptions';
import type { ValidateOptions } from './validateOptions';
import { checkJrmFile, isJrmName } from './validateJrm';
import { checkDatasetFile, checkDrivesetFile, encodingReport } from './validateTable';
import { findTargets } from './validationTargets';
import type { TargetFolder } from './validationTargets';

const writers: Readonly<Record<ValidateOptions['format'], () => ReportWriter>> = {
  text: textReport,
  json: jsonReport,
  sarif: () => sarifReport(version),
  github: githubReport,
};

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

/** One run over all that was named. */
class Validation {
  readonly writer: ReportWriter;
  /** What could not be read, and why. */
  readonly messages: string[] = [];
  /** Without their findings, which are written and gone. */
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

  /** Checks the files of one folder, which are one job. Its drivesets come first: the datasets are compared with them. */
  async checkFolder(target: TargetFolder): Promise<void> {
    const found = await readJobFolder(target.path, target.files, this.options.configuration, this.unreadableUnlessNamed(target));
    const folder = { ...found, tables: await this.withNamed(found, target) };
    const isAsked = (path: string) => target.named === undefined || target.named.has(basename(path));
    const drives: JobDrives[] = [];
    for (const { path } of folder.tables.filter(isEmpty)) {
      if (isAsked(path)) this.unreadable(sentence`${path} is empty. Write the header of a dataset or a driveset, and the records below it.`);
    }
    const tables = folder.tables.filter((file) => !isEmpty(file));
    for (const file of tables.filter(({ kind }) => kind === 'driveset')) {
      await this.attempt(async () => {
        const check = await checkDrivesetFile(file, this.settings(folder, file.path), this.options.limit, this.terminal.signal);
        if (jobIncludes(folder.job?.file, basename(file.path), file.kind)) drives.push(check.drives);
        if (isAsked(file.path)) await this.report(check.report);
      });
    }
    const merged = mergeDrives(drives);
    for (const file of tables.filter(({ kind }) => kind === 'dataset')) {
      if (isAsked(file.path)) await this.attempt(() => this.checkDataset(folder, file, merged));
    }
    for (const name of [...(target.named ?? target.files)].filter(isJrmName)) await this.attempt(() => this.checkJrm(folder, name, tables));
    if (folder.job && isAsked(folder.job.path)) {
      const { path, text } = folder.job;
      const findings = checkJobFile(text, merged, this.settings(folder, path), translate);
      await this.report({ file: path, findings, counts: countFindings(findings), more: 0, records: 0 });
    }
    for (const name of target.named ?? target.files.filter(isCompanionName)) await this.attempt(() => this.checkCompanion(folder, name));
  }

  /** Says how it went; the exit code. */
  conclude(): number {
    const { errors, warnings, information } = addCounts(this.reports.map(({ counts }) => counts));
    const records = this.reports.reduce((sum, report) => sum + report.records, 0);
    const unlisted = this.reports.reduce((sum, report) => sum + report.more, 0);
    if (this.reports.length === 0 && this.messages.length === 0) {
      throw new UsageError(sentence`no dataset, driveset, job.json, JRM, journal, manifest or copy log in ${this.options.paths.join(', ')}. Name the folder of a job, or its files.`);
    }
    const parts = [count(errors, 'error'), count(warnings, 'warning'), count(information, 'hint')].join(', ');
    this.terminal.say(`${parts} in ${count(records, 'record')} of ${count(this.reports.length, 'file')}.`);
    if (unlisted > 0) this.terminal.say(`${count(unlisted, 'finding')} not listed: "--max-findings all" lists them.`);
    if (this.messages.length > 0) return ExitCode.Usage;
    return errors > 0 ? ExitCode.Findings : ExitCode.Done;
  }

  private async checkDataset(folder: JobFolder, file: TableFile, drives: JobDrives): Promise<void> {
    const { options, terminal } = this;
    const pathMap = { ...folder.configuration?.pathMap, ...options.pathMap };
    const report = await checkDatasetFile(file, {
      settings: this.settings(folder, file.path),
      dialect: options.dialect ?? folder.configuration?.dialect ?? folder.job?.file.dialect,
      disk: machineDisk({ windows: process.platform === 'win32', map: pathMap }),
      drives: jobIncludes(folder.job?.file, basename(file.path), file.kind) ? drives : new Map(),
      limit: options.limit,
      signal: terminal.signal,
      onProgress: (bytesRead, size, reading) => {
        const times = reading > 1 ? ` (reading ${reading})` : '';
        terminal.progress(`${file.path}: ${Math.floor((100 * bytesRead) / size)} %${times}`);
        this.tellProgress(file.path, bytesRead, size);
      },
    });
    await this.report(report);
  }

  private async checkJrm(folder: JobFolder, name: string, tables: readonly TableFile[]): Promise<void> {
    const { options, terminal } = this;
    const path = join(folder.path, name);
    const check = {
      settings: this.settings(folder, path),
      tables: tables.filter((table) => jobIncludes(folder.job?.file, basename(table.path), table.kind)),
      dialect: options.dialect ?? folder.configuration?.dialect ?? folder.job?.file.dialect,
      limit: options.limit,
      signal: terminal.signal,
    };
    await this.report(await checkJrmFile(path, check));
  }

  private async checkCompanion(folder: JobFolder, name: string): Promise<void> {
    const file = await readCompanionFile(join(folder.path, name));
    if (!file) return;
    const { path } = file;
    const { limit } = this.options;
    const onProgress = (bytesRead: number, size: number) => {
      this.tellProgress(path, bytesRead, size);
    };
    await this.report(await checkCompanionFile(file, { settings: this.settings(folder, path), limit, signal: this.terminal.signal, onProgress }));
  }

  /** A program that reads events is told now and then, not for every piece. */
  private tellProgress(file: string, bytesRead: number, size: number): void {
    if (!this.writer.progress || performance.now() < this.nextProgress) return;
    this.nextProgress = performance.now() + PROGRESS_INTERVAL;
    void this.terminal.write(this.writer.progress(file, bytesRead, size));
  }

  /** Adds the named files that no CSV's name or header told of. */
  private async withNamed(folder: JobFolder, { named }: TargetFolder): Promise<TableFile[]> {
    const tables = [...folder.tables];
    for (const name of named ?? []) {
      const path = join(folder.path, name);
      if (folder.job?.path === path || tables.some((table) => table.path === path)) continue;
      await this.attempt(async () => {
        if (isJrmName(name) || (await readCompanionFile(path))) return;
        const table = await readTableFile(path);
        if (table) tables.push(table);
        else await this.reportUnknown(path, folder);
      });
    }
    return tables;
  }

  private async reportUnknown(path: string, folder: JobFolder): Promise<void> {
    const beginning = await readBeginning(path);
    const report = encodingReport({ path, beginning }, this.settings(folder, path));
    if (report) await this.report(report);
    else this.unreadable(sentence`${path} is neither a dataset nor a driveset, nor a file that comes with a job: its first line names none of their columns. Write the header there.`);
  }

  private unreadableUnlessNamed(target: TargetFolder): (message: string) => void {
    // A named file is read again, and named in the message then.
    return target.named === undefined ? this.unreadable : () => undefined;
  }

  private settings({ path: folder, configuration }: JobFolder, path: string): RuleSettings {
    return ruleSettings(this.options.rules, configuration, path.slice(folder === '.' ? 0 : folder.length).replaceAll('\\', '/').replace(/^\/+/, ''));
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

/** True for a file that holds nothing, or nothing but empty lines. */
function isEmpty({ beginning: { head, size } }: TableFile): boolean {
  return size === 0 || (size < 1024 && head.trim() === '');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
