import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runRunner, startRunner } from './runnerProcess';
import type { EndedRun, RunOptions, StartedRun } from './runnerProcess';

export interface JrmDrive {
  readonly DriveId: string;
  readonly DriveLetter: string;
  readonly BitLockerKey: string;
  readonly ManifestHash: string;
}

/** The parts of a JRM that the tests read. */
export interface Jrm {
  readonly Drives: readonly JrmDrive[];
  readonly Checksums: readonly {
    readonly FilePath: string;
    readonly SHA256: string;
    readonly BlobPath: string;
    readonly DriveId: string;
    readonly Size: number;
  }[];
}

/** A job in a temporary folder: sources, a dataset of one row or more, a driveset, and the outputs of its sessions. */
export class PreparationJob {
  readonly folder: string;
  readonly journal: string;
  private readonly rows: string[] = [];
  private readonly drives: string[] = [];

  constructor(parent = tmpdir()) {
    this.folder = mkdtempSync(join(parent, 'sneakernet-job-'));
    this.journal = join(this.folder, 'job.jrn');
  }

  get source(): string {
    return join(this.folder, 'source');
  }

  image(letter = 'H'): string {
    return join(this.folder, 'drives', `${letter}.vhd`);
  }

  /** Writes a source file, with a modification time if that matters. */
  write(path: string, content: string | Uint8Array, modified?: Date): string {
    const file = join(this.source, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (modified) utimesSync(file, modified, modified);
    return file;
  }

  /** Adds a record; by default for all sources, into one container. */
  row(base = `${this.source}/`, destination = 'container/', type = 'BlockBlob', sideFiles = 'None,None'): this {
    this.rows.push(`${base},${destination},${type},rename,${sideFiles}`);
    return this;
  }

  drive(letter = 'H', record = 'Format,SilentMode,Encrypt,'): this {
    this.drives.push(`${letter},${record}`);
    return this;
  }

  /**
   * Writes the CSVs in their current state.
   *
   * @returns the options that name them
   */
  csvs(): string[] {
    const dataset = join(this.folder, 'dataset.csv');
    const driveset = join(this.folder, 'driveset.csv');
    writeFileSync(
      dataset,
      `BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n${this.rows.join('\n')}\n`,
    );
    writeFileSync(
      driveset,
      `DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n${this.drives.join('\n')}\n`,
    );
    return ['--dataset', dataset, '--driveset', driveset];
  }

  plan(args: readonly string[] = [], options: Partial<RunOptions> = {}): Promise<EndedRun> {
    return runRunner(['plan', ...this.csvs(), ...args], { cwd: this.folder, ...options });
  }

  start(args: readonly string[] = [], options: Partial<RunOptions> = {}, session = 'session#1'): StartedRun {
    return startRunner(['prep', ...this.csvs(), '--journal', this.journal, '--session', session, ...args], {
      cwd: this.folder,
      ...options,
    });
  }

  prep(args: readonly string[] = [], options: Partial<RunOptions> = {}, session = 'session#1'): Promise<EndedRun> {
    return this.start(args, options, session).ended;
  }

  startResume(args: readonly string[] = [], options: Partial<RunOptions> = {}): StartedRun {
    return startRunner(['prep', '--journal', this.journal, '--session', 'session#1', '--resume', ...args], {
      cwd: this.folder,
      ...options,
    });
  }

  resume(args: readonly string[] = [], options: Partial<RunOptions> = {}): Promise<EndedRun> {
    return this.startResume(args, options).ended;
  }

  verify(args: readonly string[] = [], letter = 'H'): Promise<EndedRun> {
    return runRunner(['verify', '--jrm', this.jrmPath, '--drive', `${letter}=${this.image(letter)}`, ...args], {
      cwd: this.folder,
    });
  }

  run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<EndedRun> {
    return runRunner(args, { cwd: this.folder, ...options });
  }

  /** What a session continues from. */
  get recovery(): string {
    return join(this.folder, 'job.recovery');
  }

  get jrmPath(): string {
    return join(this.folder, 'job.jrm');
  }

  jrm(): Jrm {
    return JSON.parse(readFileSync(this.jrmPath, 'utf8')) as Jrm;
  }

  /** The recovery key of a finished drive. */
  keyOf(letter = 'H'): string {
    return this.jrm().Drives.find(({ DriveLetter }) => DriveLetter === letter)!.BitLockerKey;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
