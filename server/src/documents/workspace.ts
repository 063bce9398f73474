import { drivesOf } from '#core/driveset/drivesetTable';
import { mergeDrives, noDrives } from '#core/job/jobDrives';
import type { JobDrives } from '#core/job/jobDrives';
import { jobIncludes, tableNamedIn } from '#core/job/jobFile';
import type { TableDocument } from '#core/table/tableDocument';
import { finish } from '#core/work/steps';
import type { Steps } from '#core/work/steps';
import { ruleSettings } from '#core/rules/ruleConfiguration';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { DiskFacts } from '#core/disk/diskFacts';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { Translate } from '#core/rules/template';
import { dependsOnDisk } from '#core/dataset/datasetTable';
import { PathFacts } from '../disk/pathFacts';
import { isTracked } from '#core/disk/gitIndex';
import { folderOf, readJobFolder } from '../job/jobFolder';
import type { JobFolder } from '../job/jobFolder';
import type { FolderAccess, JobFileModel, JobTable } from '../language/languageContext';
import type { Runtime } from '../runtime';
import { parseSettings, sameChecks } from '../settings';
import type { Settings } from '../settings';
import { failureText, ownWork } from '../failures';
import type { Log } from '../failures';
import { runSteps } from '../runSteps';
import { fileNameOf, isSameUri, isTableKind } from './documentKind';
import { OpenDocument } from './openDocument';
import type { DocumentOptions } from './openDocument';
import { readTable } from './readTable';
import type { OpenTable } from './readTable';
import { WorkQueue } from './workQueue';

/** A larger index of git is not read: the repository of a job's CSVs is small. */
const MAX_INDEX = 64 * 1024 * 1024;
/** A dataset that is not open is read for every question about the job up to this length, in UTF-16 units. */
const SMALL_SIBLING = 256 * 1024;

/** Work that nobody waits for begins when the user has paused for so long, in milliseconds. */
const BACKGROUND_DELAY = 200;

/** A file that cannot be read in parts is read as a whole up to this length, in bytes. */
const LARGEST_WHOLE = 512 * 1024 * 1024;

async function beginningOf(runtime: Runtime, path: string, length: number): Promise<string | undefined> {
  if (!runtime.openFile) return runtime.readText(path, LARGEST_WHOLE);
  const file = await runtime.openFile(path);
  try {
    return file && new TextDecoder().decode(await file.read(0, Math.min(length, file.size)));
  } finally {
    await file?.close();
  }
}

/** Tells one job's drives from another's. */
const drivesKey = (drives: JobDrives): string => JSON.stringify([...drives]);
const NO_DRIVES = drivesKey(noDrives);

/** What the workspace asks of its surroundings. */
export interface WorkspaceHost {
  readonly runtime: Runtime;
  /** The `sneakernet` section for a resource, as the client gives it. It never rejects. */
  configuration(uri: string): Promise<unknown>;
  /** Nobody will ask about the resource's settings. */
  forgetConfiguration(uri: string): void;
  readonly log: Log;
  /** Puts a sentence into the user's language. */
  readonly translate: Translate;
  /** Findings of documents may have changed without an edit. */
  refresh(): void;
}

/** The tables of a job. */
export interface JobTables {
  readonly tables: readonly (JobTable & OpenTable)[];
  /** False where the job has more than these. */
  readonly complete: boolean;
}

interface OpenState {
  readonly document: OpenDocument;
  /** What has to be done before the document answers: its settings and its folder are looked at. */
  readonly queue: WorkQueue;
  /** What nobody waits for. */
  readonly background: WorkQueue;
  /** True while the queue holds a preparation that has not begun: it will see what is so by then. */
  preparationWaits: boolean;
  settings: Settings;
  optionsKey: string;
  facts: PathFacts | undefined;
  drivesKey: string;
  /** True while the file's own work goes on in the background. */
  isWorking: boolean;
}

/** The documents that are open, the folders that they lie in, and the jobs that they form. */
export class Workspace {
  trusted = false;
  private readonly open = new Map<string, OpenState>();
  private readonly folders = new Map<string, Promise<JobFolder>>();
  private readonly siblingTables = new Map<string, { text: string; table: OpenTable }>();
  /** The language of each document when it was opened last. */
  private readonly languages = new Map<string, string>();
  private readonly defaults = parseSettings(undefined);

  constructor(private readonly host: WorkspaceHost) {}

  /** Starts to follow a document. */
  add(uri: string, languageId: string, version: number, text: string): OpenDocument {
    // A file that was open in another language has been put into this one by its user.
    const earlier = this.languages.get(uri);
    this.languages.set(uri, languageId);
    const document = new OpenDocument(uri, languageId, version, text, this.bareOptions(), earlier !== undefined && earlier !== languageId);
    const onFailure = (error: unknown) => {
      this.host.log(`Work on ${uri} failed: ${failureText(error)}`);
    };
    const state: OpenState = {
      document,
      queue: new WorkQueue(onFailure),
      background: new WorkQueue(onFailure),
      preparationWaits: false,
      settings: this.defaults,
      optionsKey: '',
      facts: undefined,
      drivesKey: NO_DRIVES,
      isWorking: false,
    };
    // A client that opens a document twice means the second one.
    if (this.open.has(uri)) this.remove(uri);
    this.open.set(uri, state);
    this.forgetFolder(uri);
    this.prepareSoon(state);
    return document;
  }

  remove(uri: string): void {
    const state = this.open.get(uri);
    state?.document.close();
    state?.facts?.close();
    this.open.delete(uri);
    this.host.forgetConfiguration(uri);
    const folder = folderOf(uri);
    const isLast = folder !== undefined && !this.documents.some((other) => folderOf(other.uri) === folder);
    // Nobody asks about the folder any more.
    if (isLast) for (const sibling of this.siblingTables.keys()) if (folderOf(sibling) === folder) this.siblingTables.delete(sibling);
    this.forgetFolder(uri);
  }

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri)?.document;
  }

  get documents(): OpenDocument[] {
    return [...this.open.values()].map(({ document }) => document);
  }

  /** A document and those of its folder. */
  documentsBeside(document: OpenDocument): OpenDocument[] {
    const folder = folderOf(document.uri);
    return this.documents.filter((other) => other === document || (folder !== undefined && folderOf(other.uri) === folder));
  }

  settings(uri: string): Settings {
    return this.open.get(uri)?.settings ?? this.defaults;
  }

  /** The user's settings for any resource, a folder among them. */
  async fetchSettings(uri: string): Promise<Settings> {
    return parseSettings(await this.host.configuration(uri));
  }

  /** The document, once it is read under its settings and folder. `undefined` where it is closed by then. */
  async ready(uri: string): Promise<OpenDocument | undefined> {
    const state = this.open.get(uri);
    if (!state) return undefined;
    await state.queue.idle();
    await state.document.read();
    if (state.document.table?.kind === 'dataset') await this.relateToDrives(state);
    if (state.document.isClosed) return this.ready(uri);
    this.workInBackground(state);
    return state.document;
  }

  folder(uri: string): Promise<JobFolder | undefined> {
    const folder = folderOf(uri);
    if (folder === undefined) return Promise.resolve(undefined);
    let reading = this.folders.get(folder);
    if (!reading) {
      const isWanted = () => this.documents.some((document) => folderOf(document.uri) === folder);
      reading = readJobFolder(folder, this.host.runtime, (name) => this.openText(name), isWanted);
      this.folders.set(folder, reading);
      // What failed is tried again by whoever asks next.
      reading.catch(() => this.folders.delete(folder));
    }
    return reading;
  }

  /**
   * The tables of the job that a document belongs to, its own first. `whole`: waits for datasets that are still being
   * read, and reads large ones that no editor has open; otherwise both are left out.
   */
  async jobTables(uri: string, whole: boolean): Promise<JobTables> {
    const folder = await this.folder(uri);
    const own = this.open.get(uri)?.document;
    const tables = own?.table ? [{ uri, ...own.table }] : [];
    if (!folder) return { tables, complete: true };
    let { complete } = folder;
    for (const { document, queue } of [...this.open.values()]) {
      if (document.uri === uri || folderOf(document.uri) !== folder.uri) continue;
      if (whole || document.kind === 'driveset') {
        await queue.idle();
        await document.read();
      }
      const { table, kind } = document;
      if (!isTableKind(kind) || !jobIncludes(folder.job, fileNameOf(document.uri), kind)) continue;
      if (table) tables.push({ uri: document.uri, ...table });
      else complete = false;
    }
    for (const sibling of folder.siblings) {
      if (this.open.has(sibling.uri) || !jobIncludes(folder.job, fileNameOf(sibling.uri), sibling.kind)) continue;
      if (!whole && sibling.kind === 'dataset' && sibling.text.length > SMALL_SIBLING) complete = false;
      else tables.push({ uri: sibling.uri, ...this.siblingTable(sibling.uri, sibling.kind, sibling.text) });
    }
    return { tables, complete };
  }

  /** Open files of a document's folder that are no tables. */
  openFiles(uri: string): JobFileModel[] {
    const folder = folderOf(uri);
    if (folder === undefined) return [];
    return this.documents.flatMap(({ uri: other, file }) => (file && folderOf(other) === folder ? [{ uri: other, kind: file.kind, model: file.model }] : []));
  }

  /** What a document may see of its folder. */
  async folderAccess(uri: string): Promise<FolderAccess | undefined> {
    const folder = await this.folder(uri);
    if (!folder) return undefined;
    const uriOf = (name: string) => folder.uri + encodeURIComponent(name);
    return {
      uri: folder.uri,
      names: folder.names,
      directories: folder.directories,
      uriOf,
      read: async (name, limit) => {
        const open = this.documents.find((document) => folderOf(document.uri) === folder.uri && fileNameOf(document.uri) === name);
        if (open) return open.getText();
        const path = folder.names.includes(name) ? this.host.runtime.toPath(uriOf(name)) : undefined;
        return path === undefined ? undefined : this.host.runtime.readText(path, limit);
      },
      beginning: async (name, bytes) => {
        const path = folder.names.includes(name) ? this.host.runtime.toPath(uriOf(name)) : undefined;
        return path === undefined ? undefined : beginningOf(this.host.runtime, path, bytes);
      },
    };
  }

  /** The drives of the job that a document belongs to. */
  async drives(uri: string): Promise<JobDrives> {
    const drivesets = (await this.jobTables(uri, false)).tables.filter(({ kind }) => kind === 'driveset');
    return mergeDrives(drivesets.map((driveset) => drivesOf(driveset.table, driveset.uri, fileNameOf(driveset.uri))));
  }

  /** The files of a folder have changed, or one of its documents: what was read of it no longer counts. */
  forgetFolder(uri: string): void {
    const folder = folderOf(uri);
    if (folder !== undefined) this.folders.delete(folder);
  }

  /** Reads settings, folder and tables again for every document, as after a change of settings. */
  reload(): void {
    this.folders.clear();
    for (const state of this.open.values()) this.prepareSoon(state);
    this.host.refresh();
  }

  /** Looks at a document's settings again. */
  prepareAgain(uri: string): void {
    const state = this.open.get(uri);
    if (!state) return;
    this.prepareSoon(state);
    this.host.refresh();
  }

  /** Reads the folder's files again for the documents that lie in it. */
  reloadFolder(uri: string): void {
    const folder = folderOf(uri);
    this.forgetFolder(uri);
    for (const state of this.open.values()) {
      if (folderOf(state.document.uri) === folder) this.prepareSoon(state);
    }
    this.host.refresh();
  }

  /** Looks at the disk again for a document's paths. */
  lookAgain(uri: string): void {
    const state = this.open.get(uri);
    if (!state?.facts) return;
    state.optionsKey = '';
    this.prepareSoon(state);
  }

  private prepareSoon(state: OpenState): void {
    if (state.preparationWaits) return;
    state.preparationWaits = true;
    ownWork(
      state.queue.add(async () => {
        state.preparationWaits = false;
        await this.prepare(state);
      }),
      state.document.uri,
      this.host.log,
    );
  }

  private openText(uri: string): string | undefined {
    for (const { document } of this.open.values()) {
      if (isSameUri(document.uri, uri)) return isTableKind(document.kind) ? '' : document.getText();
    }
    return undefined;
  }

  private siblingTable(uri: string, kind: OpenTable['kind'], text: string): OpenTable {
    const known = this.siblingTables.get(uri);
    if (known?.text === text) return known.table;
    const table = finish(readTable(text, kind, this.bareOptions()));
    this.siblingTables.set(uri, { text, table });
    return table;
  }

  private async prepare(state: OpenState): Promise<void> {
    const { document } = state;
    const { uri } = document;
    const [settings, folder, tracked] = await Promise.all([this.fetchSettings(uri), this.folder(uri), this.tracked(document)]);
    if (document.isClosed) return;
    const { configuration } = folder ?? {};
    const merged = { ...settings, pathMap: { ...settings.pathMap, ...configuration?.pathMap }, dialect: configuration?.dialect ?? settings.dialect };
    const named = tableNamedIn(folder?.job, fileNameOf(uri));
    const key = JSON.stringify([folder?.configurationText, tracked, this.trusted, document.kind, named]);
    const unchanged = key === state.optionsKey && sameChecks(merged, state.settings);
    state.settings = merged;
    if (unchanged) return;
    state.optionsKey = key;
    state.drivesKey = NO_DRIVES;
    document.setOptions({
      settings: ruleSettings(merged.rules, configuration, fileNameOf(uri)),
      dialect: folder?.job?.dialect ?? merged.dialect,
      nativePaths: this.nativePaths(merged),
      disk: this.disk(state, merged),
      tracked,
      named,
      onRuleFailure: this.onRuleFailure,
      onFailure: this.onEditFailure,
      sha256: this.host.runtime.sha256,
    });
  }

  nativePaths({ runnerPlatform }: Settings): boolean {
    return runnerPlatform === 'native' || (runnerPlatform === 'auto' && !this.host.runtime.windows);
  }

  private disk(state: OpenState, { pathMap }: Settings): DiskFacts {
    state.facts?.close();
    state.facts = undefined;
    if (!this.trusted) return noDiskFacts;
    const facts = new PathFacts(this.host.runtime, { windows: this.host.runtime.windows, map: pathMap }, this.host.translate, (paths) => {
      const isWanted = () => !state.document.isClosed && state.facts === facts;
      if (isWanted()) ownWork(state.background.add(() => this.recheck(state.document, paths, isWanted)), state.document.uri, this.host.log);
    }, this.host.log);
    state.facts = facts;
    return facts;
  }

  /** Checks the rows again whose paths have become known, in slices, so that messages are answered in between. */
  private async recheck(document: OpenDocument, paths: ReadonlySet<string>, isWanted: () => boolean): Promise<void> {
    const table = document.table?.table;
    if (!table) return;
    const done = await runSteps(recheckSteps(table, paths), () => !isWanted());
    if (done) this.host.refresh();
  }

  private async tracked(document: OpenDocument): Promise<boolean> {
    const { uri, kind } = document;
    const path = kind === 'driveset' ? this.host.runtime.toPath(uri) : undefined;
    const { runtime } = this.host;
    return path !== undefined && isTracked(path.split(runtime.windows ? /[\\/]/ : '/'), (index) => runtime.readBytes(index, MAX_INDEX, () => !document.isClosed));
  }

  private async relateToDrives(state: OpenState): Promise<void> {
    const drives = await this.drives(state.document.uri);
    const key = drivesKey(drives);
    if (key === state.drivesKey) return;
    state.drivesKey = key;
    state.document.table?.setDrives(drives);
  }

  /** Does what an open file has to do that nobody waits for, whenever its user has paused. */
  private workInBackground(state: OpenState): void {
    const { document } = state;
    if (state.isWorking || !document.file?.model.background?.()) return;
    state.isWorking = true;
    const work = async () => {
      try {
        while (!document.isClosed && document.file?.model.background?.()) {
          const { revision } = document;
          await new Promise((resolve) => setTimeout(resolve, BACKGROUND_DELAY));
          // What an edit has left to be read is read first: until then the model is of no text.
          await document.read();
          const isOvertaken = () => document.isClosed || document.revision !== revision;
          const steps = isOvertaken() ? undefined : document.file.model.background();
          if (!steps) continue;
          const changed = await runSteps(steps, isOvertaken);
          if (changed) this.host.refresh();
          else if (!isOvertaken()) return;
        }
      } finally {
        state.isWorking = false;
      }
    };
    ownWork(state.background.add(work), document.uri, this.host.log);
  }

  private bareOptions(): DocumentOptions {
    return {
      settings: ruleSettings(this.defaults.rules, undefined, ''),
      dialect: this.defaults.dialect,
      nativePaths: this.nativePaths(this.defaults),
      disk: noDiskFacts,
      tracked: false,
      named: undefined,
      onRuleFailure: this.onRuleFailure,
      onFailure: this.onEditFailure,
      sha256: this.host.runtime.sha256,
    };
  }

  private readonly onEditFailure = (error: unknown): void => {
    this.host.log(`An edit failed, and its document is read anew: ${failureText(error)}`);
  };

  /** Notes a rule that failed in the log. */
  readonly onRuleFailure = (codes: readonly RuleCode[], error: unknown): void => {
    this.host.log(`The rules ${codes.join(', ')} failed: ${failureText(error)}`);
  };
}

/** Checks the rows again that name one of some paths, between edits: a row that one has replaced was checked when it came. */
function* recheckSteps(table: TableDocument, paths: ReadonlySet<string>): Steps<boolean> {
  const { csv } = table;
  for (const row of [...csv.rows()]) {
    yield;
    // All rows are new and checked where the text was read anew.
    if (table.csv !== csv) return true;
    if (!row.chunk || row.blank || row === table.headerRow) continue;
    if (dependsOnDisk(table.read(row), paths)) table.recheckRow(row);
  }
  return true;
}
