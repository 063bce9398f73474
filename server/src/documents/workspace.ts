import type { JobDrives } from '#core/driveset/jobDrives';
import { readingOf } from '#core/job/reading';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import type { FileFinding } from '#core/rules/fileFinding';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { DiskFacts } from '#core/disk/diskFacts';
import type { RuleCode } from '#core/rules/catalogue/index';
import { PathFacts } from '../disk/pathFacts';
import { isTracked } from '#core/disk/gitIndex';
import { LONGEST_GIT_INDEX } from '#core/limits/limits';
import type { JobFolder } from '../job/jobFolder';
import type { DocumentReading } from '../language/documentModel';
import type { FolderAccess, OpenJobFile } from '../language/languageContext';
import { UriMap, fileNameOf, folderOf, isBelow, pathBelow } from '../language/uris';
import { parseSettings, sameChecks, wishesOf } from '../runtime/settings';
import type { Settings } from '../runtime/settings';
import { failureText, ownWork } from '../runtime/failures';
import { runSteps } from '../runtime/runSteps';
import { JobFolders } from './jobFolders';
import { JobTables } from './jobTables';
import type { JobExtent, JobMember, TablesOfJob } from './jobTables';
import { OpenDocument } from './openDocument';
import type { DocumentOptions } from './openDocument';
import { recheckSteps } from './recheckSteps';
import { sideFileInJob } from './sideFileInJob';
import { ToldOfJob } from './toldOfJob';
import type { WorkspaceHost } from './workspaceHost';
import { WorkQueue } from './workQueue';

interface OpenState extends JobMember {
  /** Work that no request waits for. */
  readonly background: WorkQueue;
  /** True while a preparation is queued that has not begun: it will use the state at that time. */
  preparationWaits: boolean;
  settings: Settings;
  optionsKey: string;
  facts: PathFacts | undefined;
  /** The kind of side file that a dataset of the job names it as. */
  sideFile: SideFileKind | undefined;
}

/** The open documents, the folders that they are in, and the jobs that they form. */
export class Workspace {
  trusted = false;
  private readonly open = new UriMap<OpenState>();
  private readonly folders: JobFolders;
  private readonly tables: JobTables;
  /** The language in which each document was last opened. */
  private readonly languages = new Map<string, string>();
  private readonly defaults = parseSettings(undefined);

  constructor(private readonly host: WorkspaceHost) {
    this.folders = new JobFolders(
      host.runtime,
      () => this.documents,
      (uri) => this.get(uri),
    );
    this.tables = new JobTables(this.folders, this.open, host.runtime, (folder, path) =>
      this.siblingReading(folder, path),
    );
  }

  /** Starts to follow a document. */
  add(uri: string, languageId: string, version: number, text: string): OpenDocument {
    // If a file was open in another language before, the user has chosen this one.
    const earlier = this.languages.get(uri);
    this.languages.set(uri, languageId);
    const document = new OpenDocument(
      uri,
      languageId,
      version,
      text,
      this.bareOptions(),
      earlier !== undefined && earlier !== languageId,
    );
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
      told: new ToldOfJob(),
      jobUri: folderOf(uri),
      sideFile: undefined,
    };
    // If a client opens a document twice, the second one counts.
    if (this.open.has(uri)) this.remove(uri);
    this.open.set(uri, state);
    this.folders.forget(uri);
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
    // The job is no longer asked about.
    if (isLast) this.tables.forget(folder);
    this.folders.forget(uri);
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

  /** True where two documents are in one folder or belong to one job. */
  areBeside(one: string, other: string): boolean {
    const folder = folderOf(one);
    const jobOf = (uri: string) => this.open.get(uri)?.jobUri ?? folderOf(uri);
    return folder !== undefined && (folderOf(other) === folder || jobOf(one) === jobOf(other));
  }

  /** Findings about a file as a whole that come from its job. */
  notes(uri: string): readonly FileFinding[] {
    return this.open.get(uri)?.told.notes ?? [];
  }

  settings(uri: string): Settings {
    return this.open.get(uri)?.settings ?? this.defaults;
  }

  /** The user's settings for any resource, including folders. */
  async fetchSettings(uri: string): Promise<Settings> {
    return parseSettings(await this.host.configuration(uri));
  }

  /** The document, once it has been read under its settings and folder; `undefined` if it is closed by then. */
  async ready(uri: string): Promise<OpenDocument | undefined> {
    const state = this.open.get(uri);
    if (!state) return undefined;
    await state.queue.idle();
    await state.document.read();
    if (state.document.table) await this.tables.tell(state);
    else if ((await this.sideFile(state.document)) !== state.sideFile) {
      // A dataset has begun or ceased to name it.
      this.prepareSoon(state);
      await state.queue.idle();
      await state.document.read();
    }
    if (state.document.isClosed) return this.ready(uri);
    return state.document;
  }

  /** The folder of the job that a document belongs to. */
  folder(uri: string): Promise<JobFolder | undefined> {
    return this.folders.of(uri);
  }

  /** The tables of the job that a document belongs to. */
  jobTables(uri: string, extent: JobExtent): Promise<TablesOfJob> {
    return this.tables.of(uri, extent);
  }

  /** The open documents in a document's folder. */
  openFiles(uri: string): OpenJobFile[] {
    const folder = folderOf(uri);
    if (folder === undefined) return [];
    return this.documents.flatMap(({ uri: other, opened }) => {
      if (!opened || folderOf(other) !== folder) return [];
      const { language, model } = opened;
      return [{ uri: other, mappings: language.mappings && (() => language.mappings!(model, other)) }];
    });
  }

  /** What a document may see of its folder. */
  folderAccess(uri: string): Promise<FolderAccess | undefined> {
    return this.folders.access(uri);
  }

  /** The drives of the job that a document belongs to. */
  drives(uri: string): Promise<JobDrives> {
    return this.tables.drives(uri);
  }

  /** Reads settings, folders and tables again for every document, for example after the settings have changed. */
  reload(): void {
    this.folders.clear();
    for (const state of this.open.values()) this.prepareSoon(state);
    this.host.refresh();
  }

  /** Reads a document's settings again. */
  prepareAgain(uri: string): void {
    const state = this.open.get(uri);
    if (!state) return;
    this.prepareSoon(state);
    this.host.refresh();
  }

  /** Reads the folder's files again for the documents in it. */
  reloadFolder(uri: string): void {
    const folder = folderOf(uri);
    this.folders.forget(uri);
    if (folder === undefined) return;
    for (const state of this.open.values()) {
      if (isBelow(folder, state.document.uri) || (state.jobUri !== undefined && folder.startsWith(state.jobUri)))
        this.prepareSoon(state);
    }
    this.host.refresh();
  }

  /** Looks up a document's paths on disk again. */
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

  /** How to read a table of the job that no editor has open. */
  private async siblingReading(folder: JobFolder, path: string): Promise<DocumentReading> {
    const { dialect } = readingOf(
      folder.job,
      path,
      this.host.runtime.windows,
      wishesOf(await this.fetchSettings(folder.uri)),
    );
    return { ...this.bareOptions(), dialect: dialect ?? 'auto' };
  }

  private async prepare(state: OpenState): Promise<void> {
    const { document } = state;
    const [settings, folder, tracked, sideFile] = await Promise.all([
      this.fetchSettings(document.uri),
      this.folder(document.uri),
      this.tracked(document),
      this.sideFile(document),
    ]);
    if (document.isClosed) return;
    const path = (folder && pathBelow(folder.uri, document.uri)) ?? fileNameOf(document.uri);
    const reading = readingOf(folder?.job, path, this.host.runtime.windows, wishesOf(settings));
    const merged: Settings = {
      ...settings,
      pathMap: reading.pathMap,
      dialect: reading.dialect ?? 'auto',
      tool: reading.tool,
    };
    const named = folder?.job.namedAs(path);
    state.sideFile = sideFile;
    state.jobUri = folder?.uri;
    const key = JSON.stringify([
      folder?.uri,
      folder?.configurationText,
      tracked,
      this.trusted,
      document.kind,
      named,
      sideFile,
    ]);
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

  private readonly sideFile = (document: OpenDocument) =>
    sideFileInJob(document, () => this.jobTables(document.uri, 'open'));

  private disk(state: OpenState, { pathMap }: Settings): DiskFacts {
    state.facts?.close();
    state.facts = undefined;
    if (!this.trusted) return noDiskFacts;
    const facts = new PathFacts(
      this.host.runtime,
      { windows: this.host.runtime.windows, map: pathMap },
      this.host.translate,
      (paths) => {
        const isWanted = () => !state.document.isClosed && state.facts === facts;
        if (isWanted())
          ownWork(
            state.background.add(() => this.recheck(state.document, paths, isWanted)),
            state.document.uri,
            this.host.log,
          );
      },
      this.host.log,
    );
    state.facts = facts;
    return facts;
  }

  /** Rechecks the rows whose paths have become known, in slices, so that messages are handled in between. */
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
    return (
      path !== undefined &&
      isTracked(path.split(runtime.windows ? /[\\/]/ : '/'), (index) =>
        runtime.readBytes(index, LONGEST_GIT_INDEX, () => !document.isClosed),
      )
    );
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

  /** Logs a rule that failed. */
  readonly onRuleFailure = (codes: readonly RuleCode[], error: unknown): void => {
    this.host.log(`The rules ${codes.join(', ')} failed: ${failureText(error)}`);
  };
}
