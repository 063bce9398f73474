import * as vscode from 'vscode';
import { basename } from '../basename';
import { anyCase } from '../documentSelector';
import type { JobLayout } from './jobLayout';
import { jobLayouts } from './jobLayout';

/** A job of the workspace: its CSVs, and where its outputs are, or will be. */
export interface Job {
  readonly folder: vscode.Uri;
  /** The folder's, with its parent where another job has the same. */
  readonly name: string;
  readonly datasets: readonly vscode.Uri[];
  readonly drivesets: readonly vscode.Uri[];
  readonly journal: vscode.Uri;
  /** Of the first session. */
  readonly jrm: vscode.Uri;
  /** Of the first session. */
  readonly sessionId: string;
  readonly logDirectory: vscode.Uri;
}

const CHOSEN_KEY = 'sneakernet.job';
/** More folders than that are no workspace that somebody chooses a job in. */
const MAX_FILES = 2000;
const csv = anyCase('csv');
const TABLES = `**/{*${anyCase('dataset')}*.${csv},*${anyCase('driveset')}*.${csv},job.json}`;
const FILES = `**/{*${anyCase('dataset')}*.${csv},*${anyCase('driveset')}*.${csv},job.json,*.${anyCase('jrn')}}`;
const IGNORED = '**/node_modules/**';
/** Files that are written together are looked for together. */
const SETTLED_MILLISECONDS = 300;

/** The jobs of the workspace, and the one that the commands are about. */
export class Jobs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watcher: vscode.FileSystemWatcher;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private found: readonly Job[] = [];
  private searching: Promise<readonly Job[]> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private chosen: string | undefined;

  /** Fires when jobs were found or lost, their files are others, or another one was chosen. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.chosen = memory.get<string>(CHOSEN_KEY);
    this.watcher = vscode.workspace.createFileSystemWatcher(TABLES);
    const changed = ({ path }: vscode.Uri) => {
      if (basename(path) === 'job.json') this.searchSoon();
    };
    const search = () => {
      this.searchSoon();
    };
    this.subscriptions = [
      this.changed,
      this.watcher,
      this.watcher.onDidCreate(search),
      this.watcher.onDidDelete(search),
      this.watcher.onDidChange(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(search),
    ];
  }

  /** The jobs that are known by now, by name. */
  get all(): readonly Job[] {
    return this.found;
  }

  /** The chosen job; the only one where there is one. */
  get current(): Job | undefined {
    const chosen = this.found.find(({ folder }) => folder.toString() === this.chosen);
    return chosen ?? (this.found.length === 1 ? this.found[0] : undefined);
  }

  /** The jobs, once they have been looked for. */
  async ready(): Promise<readonly Job[]> {
    return (this.searching ??= this.search());
  }

  /** The job that a file belongs to: that of the nearest folder above it, or one that names it. */
  jobOf(uri: vscode.Uri): Job | undefined {
    const text = uri.toString();
    const owner = this.found.find(({ datasets, drivesets, journal, jrm }) => [...datasets, ...drivesets, journal, jrm].some((file) => file.toString() === text));
    if (owner) return owner;
    const above = this.found.filter(({ folder }) => text === folder.toString() || text.startsWith(`${folder.toString()}/`));
    return above.reduce<Job | undefined>((nearest, job) => (nearest && nearest.folder.path.length >= job.folder.path.length ? nearest : job), undefined);
  }

  /** Makes a job the one that commands are about, and remembers it. */
  async choose(job: Job): Promise<void> {
    const text = job.folder.toString();
    if (this.chosen === text) return;
    this.chosen = text;
    await this.memory.update(CHOSEN_KEY, text);
    this.changed.fire();
  }

  /** Asks for a job, and chooses it. @returns undefined where there is none, or none was chosen */
  async pick(): Promise<Job | undefined> {
    const jobs = await this.ready();
    if (jobs.length === 0) {
      const create = vscode.l10n.t('New Job…');
      const none = vscode.l10n.t('This workspace has no job: a folder with a dataset and a driveset CSV, or with a job.json that names them.');
      if ((await vscode.window.showInformationMessage(none, create)) === create) await vscode.commands.executeCommand('sneakernet.newJob');
      return undefined;
    }
    const current = this.current;
    const items = jobs.map((job) => ({
      label: job.name,
      description: [...(job === current ? [vscode.l10n.t('chosen')] : []), vscode.l10n.t('datasets: {0}, drivesets: {1}', job.datasets.length, job.drivesets.length)].join(' · '),
      detail: job.folder.fsPath,
      job,
    }));
    items.sort((a, b) => Number(b.job === current) - Number(a.job === current));
    const item = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which job?'), matchOnDetail: true });
    if (item) await this.choose(item.job);
    return item?.job;
  }

  /**
   * The job that a command is about: that of a file or folder it was called on, the chosen one, that of the active editor, or else
   * the one that the user picks.
   */
  async forCommand(target?: unknown): Promise<Job | undefined> {
    await this.ready();
    const named = target instanceof vscode.Uri ? this.jobOf(target) : undefined;
    const job = named ?? this.current ?? this.ofActiveEditor();
    if (job === undefined) return this.pick();
    await this.choose(job);
    return job;
  }

  private ofActiveEditor(): Job | undefined {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri && this.jobOf(uri);
  }

  private searchSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.searching = this.search();
    }, SETTLED_MILLISECONDS);
  }

  private async search(): Promise<readonly Job[]> {
    const files = await vscode.workspace.findFiles(FILES, IGNORED, MAX_FILES);
    const byRoot = new Map<string, vscode.Uri[]>();
    for (const uri of files) {
      const root = uri.with({ path: '/' }).toString();
      byRoot.set(root, [...(byRoot.get(root) ?? []), uri]);
    }
    const found = (await Promise.all([...byRoot.values()].map(jobsOf))).flat();
    this.found = named(found).sort((a, b) => a.name.localeCompare(b.name));
    await vscode.commands.executeCommand('setContext', 'sneakernet.jobsSearched', true);
    await vscode.commands.executeCommand('setContext', 'sneakernet.hasJob', this.found.length > 0);
    this.changed.fire();
    return this.found;
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** Jobs among files of one scheme and authority. */
async function jobsOf(files: readonly vscode.Uri[]): Promise<Job[]> {
  const { parseJobFile } = await import('../../../server/src/protocol/jobFile');
  const jobFiles = new Map<string, ReturnType<typeof parseJobFile>>();
  const paths: string[] = [];
  const [origin] = files;
  for (const uri of files) {
    if (basename(uri.path) !== 'job.json') {
      paths.push(uri.path);
      continue;
    }
    const bytes = await readIfThere(uri);
    if (bytes) jobFiles.set(uri.path.slice(0, uri.path.lastIndexOf('/')), parseJobFile(new TextDecoder().decode(bytes)));
  }
  return jobLayouts(paths, jobFiles).map((layout) => jobAt(origin!, layout));
}

function jobAt(origin: vscode.Uri, { folder, datasets, drivesets, journal, jrm, sessionId, logDirectory }: JobLayout): Job {
  const uriOf = (path: string) => origin.with({ path });
  return {
    folder: uriOf(folder),
    name: basename(folder),
    datasets: datasets.map(uriOf),
    drivesets: drivesets.map(uriOf),
    journal: uriOf(journal),
    jrm: uriOf(jrm),
    sessionId,
    logDirectory: uriOf(logDirectory),
  };
}

/** Jobs of one name get that of their parent before it. */
function named(jobs: readonly Job[]): Job[] {
  return jobs.map((job) => {
    const isAlone = jobs.every((other) => other === job || other.name !== job.name);
    return isAlone ? job : { ...job, name: vscode.workspace.asRelativePath(job.folder, true) };
  });
}

/** Undefined where it is gone again. */
async function readIfThere(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    return undefined;
  }
}
