import type { JobDrives } from '#core/driveset/jobDrives';
import { leftOutFinding, notComparedFinding } from '#core/job/checkJobFile';
import { readingOf } from '#core/job/reading';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import type { FileFinding } from '#core/rules/fileFinding';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { noOtherDatasets } from '#core/dataset/otherDatasets';
import type { OtherDatasets } from '#core/dataset/otherDatasets';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { DiskFacts } from '#core/disk/diskFacts';
import type { RuleCode } from '#core/rules/catalogue/index';
import { PathFacts } from '../disk/pathFacts';
import { isTracked } from '#core/disk/gitIndex';
import { folderAccess, folderOf, jobFolderOf, jobsAbove, listFolder, pathBelow, readJobFolder } from '../job/jobFolder';
import type { FolderNames, JobAbove, JobFolder, SiblingTable } from '../job/jobFolder';
import type { FolderAccess, JobFileModel, JobTable } from '../language/languageContext';
import { kept } from '../runtime/kept';
import { parseSettings, sameChecks, wishesOf } from '../runtime/settings';
import type { Settings } from '../runtime/settings';
import { failureText, ownWork } from '../runtime/failures';
import { runSteps } from '../runtime/runSteps';
import { alone, DatasetComparison } from './datasetComparison';
import type { OtherTable } from './datasetComparison';
import { drivesFor, jobDrives, jobDrivesets, withoutDrives } from './drivesetComparison';
import type { JobDriveset } from './drivesetComparison';
import { fileNameOf, isSameUri, isTableKind } from './documentKind';
import { OpenDocument } from './openDocument';
import type { DocumentOptions } from './openDocument';
import type { OpenTable } from './readTable';
import { recheckSteps } from './recheckSteps';
import { sideFileInJob } from './sideFileInJob';
import { SiblingTables } from './siblingTables';
import type { WorkspaceHost } from './workspaceHost';
import { workInPauses } from './workInPauses';
import { WorkQueue } from './workQueue';

/** A larger index of git is not read: the repository of a job's CSVs is small. */
const MAX_INDEX = 64 * 1024 * 1024;

/** Tells one job's drives from another's. Those of earlier drivesets cost nothing to hand on. */
const drivesKey = (drives: JobDrives): string => JSON.stringify([...drives]);
const NO_DRIVES = drivesKey(withoutDrives.drives);

/** How much of a job is waited for and read. */
export type JobExtent = 'known' | 'open' | 'whole';

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
  others: OtherDatasets;
  /** The table that drives and others were given to. */
  related: OpenTable | undefined;
  /** What is said of the file as a whole, for it is not compared with all of its job. */
  notes: readonly FileFinding[];
  /** URI of the folder of its job. */
  jobUri: string | undefined;
  /** What a dataset of the job names it as. */
  sideFile: SideFileKind | undefined;
  /** True while the file's own work goes on in the background. */
  isWorking: boolean;
}

/** The documents that are open, the folders that they lie in, and the jobs that they form. */
export class Workspace {
  trusted = false;
  private readonly open = new Map<string, OpenState>();
  private readonly folders = new Map<string, Promise<JobFolder>>();
  private readonly above = new Map<string, Promise<readonly JobAbove[]>>();
  private readonly listings = new Map<string, Promise<FolderNames>>();
  private readonly siblingTables: SiblingTables;
  private readonly comparison = new DatasetComparison();
  /** The language of each document when it was opened last. */
  private readonly languages = new Map<string, string>();
  private readonly defaults = parseSettings(undefined);

  constructor(private readonly host: WorkspaceHost) {
    this.siblingTables = new SiblingTables(host.runtime);
  }

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
      others: noOtherDatasets,
      related: undefined,
      notes: [],
      jobUri: folderOf(uri),
      sideFile: undefined,
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
    const folder = state?.jobUri;
    const isLast = folder !== undefined && ![...this.open.values()].some(({ jobUri }) => jobUri === folder);
    // Nobody asks about the job any more.
    if (isLast) this.siblingTables.forget(folder);
    this.forgetFolder(uri);
  }

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri)?.document;
  }

  get documents(): OpenDocument[] {
    return [...this.open.values()].map(({ document }) => document);
  }

  /** A document and those of its job. */
  documentsBeside(document: OpenDocument): OpenDocument[] {
    return this.documents.filter((other) => other === document || this.areBeside(document.uri, other.uri));
  }

  /** True where two documents lie in one folder, or belong to one job. */
  areBeside(one: string, other: string): boolean {
    const folder = folderOf(one);
    const jobOf = (uri: string) => this.open.get(uri)?.jobUri ?? folderOf(uri);
    return folder !== undefined && (folderOf(other) === folder || jobOf(one) === jobOf(other));
  }

  /** What is said of a file as a whole because of its job. */
  notes(uri: string): readonly FileFinding[] {
    return this.open.get(uri)?.notes ?? [];
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
    if (state.document.table) await this.relateToJob(state);
    else if ((await this.sideFile(state.document)) !== state.sideFile) {
      // A dataset has come to name it, or does not any more.
      this.prepareSoon(state);
      await state.queue.idle();
      await state.document.read();
    }
    if (state.document.isClosed) return this.ready(uri);
    this.workInBackground(state);
    return state.document;
  }

  /** The folder of the job that a document belongs to. */
  async folder(uri: string): Promise<JobFolder | undefined> {
    const own = folderOf(uri);
    if (own === undefined) return undefined;
    const above = await kept(this.above, own, () => jobsAbove(own, this.host.runtime, this.openTexts));
    const folder = jobFolderOf(uri, own, above, this.host.runtime.ignoresCase);
    const isWanted = () => this.documents.some((document) => document.uri.startsWith(folder));
    return kept(this.folders, folder, async () => {
      const jobs = folder === own ? above : await kept(this.above, folder, () => jobsAbove(folder, this.host.runtime, this.openTexts));
      return readJobFolder(folder, jobs, this.host.runtime, this.openTexts, isWanted);
    });
  }

  /**
   * The tables of the job that a document belongs to, its own first, the others in the order of the job. `open`: waits for datasets
   * that are still being read; `whole`: reads large ones that no editor has open, too. Otherwise both are left out.
   */
  async jobTables(uri: string, extent: JobExtent): Promise<JobTables> {
    const folder = await this.folder(uri);
    const own = this.open.get(uri)?.document;
    const tables = own?.table ? [{ uri, ...own.table }] : [];
    if (!folder) return { tables, complete: true };
    let { complete } = folder;
    const others: { path: string; table: JobTable & OpenTable }[] = [];
    for (const { document, queue } of [...this.open.values()]) {
      const path = this.pathInJob(folder, document);
      if (document.uri === uri || path === undefined) continue;
      if (extent !== 'known' || document.kind === 'driveset') {
        await queue.idle();
        await document.read();
      }
      if (document.table) others.push({ path, table: { uri: document.uri, ...document.table } });
      else complete = false;
    }
    for (const sibling of folder.siblings) {
      if (!folder.job.includes(sibling.path, sibling.kind)) continue;
      const table = extent === 'whole' || sibling.text !== undefined ? await this.siblingTable(folder, sibling) : undefined;
      if (table) others.push({ path: sibling.path, table: { uri: sibling.uri, ...table } });
      else complete = false;
    }
    others.sort((a, b) => folder.job.compare(a.path, b.path));
    return { tables: [...tables, ...others.map(({ table }) => table)], complete };
  }

  /** The path of a table in the folder of a job that it belongs to. */
  private pathInJob(folder: JobFolder, { uri, kind }: OpenDocument): string | undefined {
    const path = isTableKind(kind) ? pathBelow(folder.uri, uri) : undefined;
    if (path === undefined || !isTableKind(kind) || !folder.job.includes(path, kind)) return undefined;
    // One that belongs to a job below can be named by this one, too.
    return this.open.get(uri)?.jobUri === folder.uri || folder.job.namedAs(path) !== undefined ? path : undefined;
  }

  /** Open files of a document's folder that are no tables. */
  openFiles(uri: string): JobFileModel[] {
    const folder = folderOf(uri);
    if (folder === undefined) return [];
    return this.documents.flatMap(({ uri: other, file }) => (file && folderOf(other) === folder ? [{ uri: other, kind: file.kind, model: file.model }] : []));
  }

  /** What a document may see of the folder that it lies in. */
  async folderAccess(uri: string): Promise<FolderAccess | undefined> {
    const folder = folderOf(uri);
    if (folder === undefined) return undefined;
    const names = await kept(this.listings, folder, () => listFolder(folder, this.host.runtime));
    return folderAccess(folder, names, this.host.runtime, (name) => this.documents.find((document) => folderOf(document.uri) === folder && fileNameOf(document.uri) === name)?.getText());
  }

  /** The drives of the job that a document belongs to. */
  async drives(uri: string): Promise<JobDrives> {
    return jobDrives(await this.drivesets(uri));
  }

  private async drivesets(uri: string): Promise<JobDriveset[]> {
    return jobDrivesets((await this.jobTables(uri, 'known')).tables, await this.folder(uri));
  }

  /** The files of a folder have changed, or one of its documents: what was read of it no longer counts. */
  forgetFolder(uri: string): void {
    const folder = folderOf(uri);
    if (folder === undefined) return;
    this.listings.delete(folder);
    // A job may have files in folders below its own.
    for (const known of this.folders.keys()) if (folder.startsWith(known)) this.folders.delete(known);
    for (const known of this.above.keys()) if (known.startsWith(folder)) this.above.delete(known);
  }

  /** Reads settings, folder and tables again for every document, as after a change of settings. */
  reload(): void {
    this.folders.clear();
    this.above.clear();
    this.listings.clear();
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
    if (folder === undefined) return;
    for (const state of this.open.values()) {
      if (state.document.uri.startsWith(folder) || (state.jobUri !== undefined && folder.startsWith(state.jobUri))) this.prepareSoon(state);
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

  private readonly openTexts = { uris: () => this.documents.map(({ uri }) => uri), text: (uri: string) => this.openText(uri) };

  private openText(uri: string): string | undefined {
    for (const { document } of this.open.values()) {
      if (isSameUri(document.uri, uri)) return isTableKind(document.kind) ? '' : document.getText();
    }
    return undefined;
  }

  /** A table of the job that no editor has open; `undefined` where it is too large, or gone. */
  private async siblingTable(folder: JobFolder, sibling: SiblingTable): Promise<OpenTable | undefined> {
    const { dialect } = readingOf(folder.job, sibling.path, this.host.runtime.windows, wishesOf(await this.fetchSettings(folder.uri)));
    return this.siblingTables.read(sibling, { ...this.bareOptions(), dialect: dialect ?? 'auto' });
  }

  private async prepare(state: OpenState): Promise<void> {
    const { document } = state;
    const [settings, folder, tracked, sideFile] = await Promise.all([this.fetchSettings(document.uri), this.folder(document.uri), this.tracked(document), this.sideFile(document)]);
    if (document.isClosed) return;
    const path = (folder && pathBelow(folder.uri, document.uri)) ?? fileNameOf(document.uri);
    const reading = readingOf(folder?.job, path, this.host.runtime.windows, wishesOf(settings));
    const merged: Settings = { ...settings, pathMap: reading.pathMap, dialect: reading.dialect ?? 'auto', tool: reading.tool };
    const named = folder?.job.namedAs(path);
    state.sideFile = sideFile;
    state.jobUri = folder?.uri;
    const key = JSON.stringify([folder?.uri, folder?.configurationText, tracked, this.trusted, document.kind, named, sideFile]);
    const unchanged = key === state.optionsKey && sameChecks(merged, state.settings);
    state.settings = merged;
    if (unchanged) return;
    state.optionsKey = key;
    document.setOptions({
      settings: reading.settings,
      dialect: merged.dialect,
      nativePaths: reading.nativePaths,
      tool: reading.tool,
      disk: this.disk(state, merged),
      tracked,
      named,
      sideFile,
      onRuleFailure: this.onRuleFailure,
      onFailure: this.onEditFailure,
      sha256: this.host.runtime.sha256,
    });
  }

  nativePaths({ runnerPlatform }: Settings): boolean {
    return runnerPlatform === 'native' || (runnerPlatform === 'auto' && !this.host.runtime.windows);
  }

  private readonly sideFile = (document: OpenDocument) => sideFileInJob(document, () => this.jobTables(document.uri, 'open'));

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

  /** Compares a table with the others of its job. */
  private async relateToJob(state: OpenState): Promise<void> {
    const { document } = state;
    const folder = await this.folder(document.uri);
    const { uri, table } = document;
    if (!table) return;
    const path = folder && this.pathInJob(folder, document);
    const notes: FileFinding[] = folder && path !== undefined && folder.job.leftOut.length > 0 && !folder.job.file ? [leftOutFinding(folder.job)] : [];
    const { drives, earlier } = folder && path !== undefined ? drivesFor(table, path, folder.job, await this.drivesets(uri)) : withoutDrives;
    if (document.table !== state.related) {
      // One that was read anew knows nothing of its job.
      state.related = document.table;
      state.drivesKey = NO_DRIVES;
      state.others = noOtherDatasets;
    }
    document.table?.setEarlierDrives(earlier);
    const key = drivesKey(drives);
    if (key !== state.drivesKey) {
      state.drivesKey = key;
      document.table?.setDrives(drives);
    }
    if (table.kind === 'dataset') {
      const { others, notCompared } = folder && path !== undefined ? this.comparison.of(table, path, folder.job, await this.otherDatasets(folder, document)) : alone;
      if (notCompared.length > 0) notes.push(notComparedFinding(notCompared));
      if (!others.equals(state.others)) {
        state.others = others;
        document.table?.setOthers(others);
      }
    }
    state.notes = notes;
  }

  /** The other datasets of a job, in any order. */
  private async otherDatasets(folder: JobFolder, { uri }: OpenDocument): Promise<readonly OtherTable[]> {
    const found: OtherTable[] = [];
    for (const { document, queue } of [...this.open.values()]) {
      const path = this.pathInJob(folder, document);
      if (path === undefined || document.uri === uri || document.kind !== 'dataset') continue;
      await queue.idle();
      await document.read();
      if (document.table) found.push({ uri: document.uri, path, table: document.table });
    }
    for (const sibling of folder.siblings) {
      if (sibling.kind !== 'dataset' || !folder.job.includes(sibling.path, 'dataset')) continue;
      found.push({ uri: sibling.uri, path: sibling.path, table: sibling.text === undefined ? undefined : await this.siblingTable(folder, sibling) });
    }
    return found;
  }

  /** Does what an open file has to do that nobody waits for, whenever its user has paused. */
  private workInBackground(state: OpenState): void {
    const { document } = state;
    if (state.isWorking || !document.file?.model.background?.()) return;
    state.isWorking = true;
    const work = () =>
      workInPauses(document, () => { this.host.refresh(); }).finally(() => {
        state.isWorking = false;
      });
    ownWork(state.background.add(work), document.uri, this.host.log);
  }

  private bareOptions(): DocumentOptions {
    return {
      settings: defaultRuleSettings,
      dialect: this.defaults.dialect,
      nativePaths: this.nativePaths(this.defaults),
      tool: this.defaults.tool,
      disk: noDiskFacts,
      tracked: false,
      named: undefined,
      sideFile: undefined,
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
