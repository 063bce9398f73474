import * as vscode from 'vscode';
import { basename } from '../workbench/basename';
import { anyCase } from '../server/documentSelector';
import type { JobLayout } from './jobLayout';
import { TableKinds } from './tableKinds';

/** A job of the workspace: its CSVs, and the present or future places of its outputs. */
export interface Job {
  readonly folder: vscode.Uri;
  /** The name of its folder, preceded by its parent's if another job has the same name. */
  readonly name: string;
  readonly datasets: readonly vscode.Uri[];
  readonly drivesets: readonly vscode.Uri[];
  readonly journal: vscode.Uri;
  /** The JRM of the first session. */
  readonly jrm: vscode.Uri;
  /** The id of the first session. */
  readonly sessionId: string;
  readonly logDirectory: vscode.Uri;
}

const CHOSEN_KEY = 'sneakernet.job';
/** The most files searched: in a workspace with more, nobody chooses a job. */
const MAX_FILES = 2000;
const csv = anyCase('csv');
const TABLES = `**/{*.${csv},*.${anyCase('txt')},${anyCase('job.json')}}`;
/** Files with telling names are searched first: there may be very many others. */
const FILES = `**/{*${anyCase('dataset')}*.${csv},*${anyCase('driveset')}*.${csv},${anyCase('job.json')},*.${anyCase('jrn')}}`;
const IGNORED = '**/node_modules/**';
/** Files that are written together lead to a single search. */
const SETTLED_MILLISECONDS = 300;

/** The jobs of the workspace, and the one that the commands apply to. */
export class Jobs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watcher: vscode.FileSystemWatcher;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private found: readonly Job[] = [];
  private searching: Promise<readonly Job[]> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private chosen: string | undefined;
  /** True until another file is activated. */
  private wasJustChosen = false;
  private front: string | undefined;
  private readonly kinds = new TableKinds();

  /** Fires when jobs were found or lost, their files have changed, or another one was chosen. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.chosen = memory.get<string>(CHOSEN_KEY);
    this.watcher = vscode.workspace.createFileSystemWatcher(TABLES);
    const changed = (uri: vscode.Uri) => {
      // The kind of a known table seldom changes, but its content often does.
      if (isJobFile(uri) || !this.kinds.isTable(uri)) this.searchSoon();
    };
    const search = () => {
      this.searchSoon();
    };
    // Renaming a folder raises no events for the files in it.
    const searchForFolder = ({ path }: vscode.Uri) => {
      if (!basename(path).includes('.')) this.searchSoon();
    };
    const folders = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const follow = () => {
      this.followFront();
    };
    this.subscriptions = [
      this.changed,
      this.watcher,
      this.watcher.onDidCreate(search),
      this.watcher.onDidDelete(search),
      this.watcher.onDidChange(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(search),
      folders,
      folders.onDidCreate(searchForFolder),
      folders.onDidDelete(searchForFolder),
      vscode.window.tabGroups.onDidChangeTabs(follow),
      vscode.window.tabGroups.onDidChangeTabGroups(follow),
      vscode.window.onDidChangeActiveTextEditor(follow),
    ];
  }

  /** The jobs known so far, by name. */
  get all(): readonly Job[] {
    return this.found;
  }

  /** The job of the active file; otherwise the chosen one, or the only one. */
  get current(): Job | undefined {
    const chosen = this.found.find(({ folder }) => folder.toString() === this.chosen);
    if (this.wasJustChosen && chosen) return chosen;
    return this.ofFile(frontFile()) ?? chosen ?? (this.found.length === 1 ? this.found[0] : undefined);
  }

  /** The jobs, once the search is finished. */
  async ready(): Promise<readonly Job[]> {
    return (this.searching ??= this.search());
  }

  /** The job that a file belongs to: that of the nearest folder above it, or one that names it. */
  jobOf(uri: vscode.Uri): Job | undefined {
    const text = uri.toString();
    const owner = this.found.find(({ datasets, drivesets, journal, jrm }) =>
      [...datasets, ...drivesets, journal, jrm].some((file) => file.toString() === text),
    );
    if (owner) return owner;
    const above = this.found.filter(
      ({ folder }) => text === folder.toString() || text.startsWith(`${folder.toString()}/`),
    );
    return above.reduce<Job | undefined>(
      (nearest, job) => (nearest && nearest.folder.path.length >= job.folder.path.length ? nearest : job),
      undefined,
    );
  }

  /** Makes commands apply to a job until a file of another job is activated, and remembers the choice. */
  async choose(job: Job): Promise<void> {
    const text = job.folder.toString();
    const before = this.current;
    const isOther = this.chosen !== text;
    this.wasJustChosen = true;
    this.chosen = text;
    if (isOther) await this.memory.update(CHOSEN_KEY, text);
    if (isOther || this.current !== before) this.changed.fire();
  }

  /**
   * Asks for a job, and chooses it.
   *
   * @returns undefined if there is none, or none was chosen
   */
  async pick(): Promise<Job | undefined> {
    const jobs = await this.ready();
    if (jobs.length === 0) {
      const create = vscode.l10n.t('New Job…');
      const none = vscode.l10n.t(
        'This workspace has no job. A job is a folder with a dataset and a driveset CSV, or with a job.json that names them.',
      );
      if ((await vscode.window.showInformationMessage(none, create)) === create)
        await vscode.commands.executeCommand('sneakernet.newJob');
      return undefined;
    }
    const current = this.current;
    const items = jobs.map((job) => ({
      label: job.name,
      description: [
        ...(job === current ? [vscode.l10n.t('chosen')] : []),
        vscode.l10n.t('datasets: {0}, drivesets: {1}', job.datasets.length, job.drivesets.length),
      ].join(' · '),
      detail: job.folder.fsPath,
      job,
    }));
    items.sort((a, b) => Number(b.job === current) - Number(a.job === current));
    const item = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which job?'),
      matchOnDetail: true,
    });
    if (item) await this.choose(item.job);
    return item?.job;
  }

  /**
   * The job for a command: that of the file or folder it was called on, otherwise `current`, otherwise the one that the
   * user picks. Searches again if its folder has moved.
   */
  async forCommand(target?: unknown): Promise<Job | undefined> {
    await this.ready();
    let job = this.forTarget(target);
    if (job && !(await isThere(job.folder))) {
      this.searching = this.search();
      await this.searching;
      job = this.forTarget(target);
    }
    if (job === undefined) return this.pick();
    await this.choose(job);
    return job;
  }

  private forTarget(target: unknown): Job | undefined {
    return this.ofFile(target instanceof vscode.Uri ? target : undefined) ?? this.current;
  }

  private ofFile(uri: vscode.Uri | undefined): Job | undefined {
    return uri && this.jobOf(uri);
  }

  /** The active file decides which job is meant. */
  private followFront(): void {
    const before = this.current;
    const front = frontFile()?.toString();
    if (front === this.front) return;
    this.front = front;
    this.wasJustChosen = false;
    if (this.current !== before) this.changed.fire();
  }

  private searchSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.searching = this.search();
    }, SETTLED_MILLISECONDS);
  }

  private async search(): Promise<readonly Job[]> {
    const files = await Promise.all(
      [FILES, TABLES].map((pattern) => vscode.workspace.findFiles(pattern, IGNORED, MAX_FILES)),
    );
    const byRoot = new Map<string, Map<string, vscode.Uri>>();
    for (const uri of files.flat()) {
      const root = uri.with({ path: '/' }).toString();
      const known = byRoot.get(root);
      if (known) known.set(uri.path, uri);
      else byRoot.set(root, new Map([[uri.path, uri]]));
    }
    const found = (
      await Promise.all([...byRoot.values()].map((uris) => jobsOf([...uris.values()], this.kinds)))
    ).flat();
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

/** The active file, in any kind of editor. */
function frontFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function isJobFile({ path }: vscode.Uri): boolean {
  return basename(path).toLowerCase() === 'job.json';
}

/** Finds the jobs among files of the same scheme and authority. */
async function jobsOf(files: readonly vscode.Uri[], kinds: TableKinds): Promise<Job[]> {
  const { jobFolders, jobLayout } = await import('./jobLayout');
  const [origin] = files;
  // In a browser the system is not known.
  const ignoresCase = origin?.scheme === 'file' && (process.platform === 'win32' || process.platform === 'darwin');
  const jobTexts = new Map<string, string>();
  const paths: string[] = [];
  for (const uri of files) {
    if (!isJobFile(uri)) {
      paths.push(uri.path);
    } else if (ignoresCase || basename(uri.path) === 'job.json') {
      const bytes = await readIfThere(uri);
      if (bytes) jobTexts.set(uri.path.slice(0, uri.path.lastIndexOf('/')), new TextDecoder().decode(bytes));
    }
  }
  const found: Job[] = [];
  for (const folder of jobFolders(paths, jobTexts, ignoresCase)) {
    const known = await Promise.all(
      folder.job.candidates.map(async ({ path, named: kind }) => {
        const uri = origin!.with({ path: `${folder.path}/${path}` });
        return [uri.path, await kinds.kindOf(uri, kind)] as const;
      }),
    );
    const layout = jobLayout(folder, new Map(known));
    if (layout) found.push(jobAt(origin!, layout));
  }
  return found;
}

function jobAt(
  origin: vscode.Uri,
  { folder, datasets, drivesets, journal, jrm, sessionId, logDirectory }: JobLayout,
): Job {
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

/** Puts the parent's name before jobs with equal names. */
function named(jobs: readonly Job[]): Job[] {
  return jobs.map((job) => {
    const isAlone = jobs.every((other) => other === job || other.name !== job.name);
    return isAlone ? job : { ...job, name: vscode.workspace.asRelativePath(job.folder, true) };
  });
}

/** Undefined if the file is gone again. */
async function readIfThere(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    return undefined;
  }
}
