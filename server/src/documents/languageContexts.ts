import type { ClientCapabilities } from 'vscode-languageserver';
import { journalName, LONGEST_JOURNAL, mergeJournalDrives, readJournalDrives, unreadJournal } from '#core/journal/journalDrives';
import type { JournalDrives } from '#core/journal/journalDrives';
import { toMachinePath } from '#core/job/pathMap';
import type { OpenDocument } from './openDocument';
import type { OpenTable } from './readTable';
import type { JobExtent, Workspace } from './workspace';
import type { FileContext } from '../language/fileLanguage';
import type { FolderAccess, JobContext, LanguageContext, PathAccess } from '../language/languageContext';
import type { Localize } from '#core/text/localize';
import { runSteps } from '../runtime/runSteps';
import type { Runtime } from '../runtime/runtime';
import type { Settings } from '../runtime/settings';

/** What the client has said about itself. */
export interface ClientFacts {
  readonly capabilities: ClientCapabilities;
  readonly localize: Localize;
  /** Commands that it has. */
  readonly commands: ReadonlySet<string>;
}

const noCommands: ReadonlySet<string> = new Set();

/** Makes what the language features work on. */
export class LanguageContexts {
  constructor(
    private readonly workspace: Workspace,
    private readonly runtime: Runtime,
    private readonly client: () => ClientFacts,
  ) {}

  /** For a table that is read. `extent`: how much of the job is wanted. */
  async ofTable(document: OpenDocument, isCancelled: () => boolean, extent: JobExtent): Promise<LanguageContext | undefined> {
    const { table } = document;
    return table && { ...(await this.ofJob(document, isCancelled, extent)), table: table.table, dialect: table.dialect };
  }

  /** For some records of a table that is still being read. */
  async ofExcerpt(document: OpenDocument, { table, dialect }: OpenTable, isCancelled: () => boolean): Promise<LanguageContext> {
    const { job, ...context } = await this.ofJob(document, isCancelled, 'known');
    return { ...context, job: [{ uri: document.uri, table }, ...job], table, dialect };
  }

  /** For a file that is no table, once it is read. */
  async ofFile(document: OpenDocument, isCancelled: () => boolean, extent: JobExtent): Promise<FileContext | undefined> {
    const { file } = document;
    const { onRuleFailure } = this.workspace;
    if (!file) return undefined;
    const context = await this.ofJob(document, isCancelled, extent);
    const journals = file.language.comparesJournals && context.folder ? await journalsOf(context.folder) : undefined;
    return { ...context, model: file.model, journals, onRuleFailure, ruleSettings: document.ruleSettings };
  }

  private async ofJob(document: OpenDocument, isCancelled: () => boolean, extent: JobExtent): Promise<JobContext> {
    const { uri } = document;
    const { workspace } = this;
    const { capabilities, localize, commands } = this.client();
    const settings = workspace.settings(uri);
    const folder = await workspace.folder(uri);
    const { textDocument, workspace: workspaceClient } = capabilities;
    const { tables, complete } = await workspace.jobTables(uri, extent);
    return {
      uri,
      job: tables,
      jobIsComplete: complete,
      openFiles: workspace.openFiles(uri),
      folder: await workspace.folderAccess(uri),
      paths: this.paths(settings),
      settings: { format: settings.format, columnNameHints: settings.columnNameHints, hover: settings.hover },
      ruleFile: folder && { uri: folder.configurationUri, text: folder.configurationText },
      client: {
        snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
        createFiles: workspaceClient?.workspaceEdit?.resourceOperations?.includes('create') ?? false,
        resolveEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
        // Without trust, nothing is run.
        commands: workspace.trusted ? commands : noCommands,
      },
      localize,
      isCancelled,
      run: (steps) => runSteps(steps, isCancelled),
    };
  }

  private paths(settings: Settings): PathAccess {
    const { workspace, runtime } = this;
    const machinePath = (path: string) => toMachinePath(path, { windows: runtime.windows, map: settings.pathMap });
    return {
      nativePaths: workspace.nativePaths(settings),
      list: async (path) => {
        // Without trust, nothing outside the workspace is looked at.
        const directory = workspace.trusted ? machinePath(path) : undefined;
        const entries = directory === undefined ? undefined : await runtime.list(directory);
        return entries?.map(({ name, directory: isDirectory }) => ({ name, kind: isDirectory ? 'directory' : 'file' }));
      },
      toUri: (path) => {
        const native = machinePath(path);
        return native === undefined ? undefined : runtime.toUri(native);
      },
    };
  }
}

/** What the journals of a folder say of their drives. */
async function journalsOf(folder: FolderAccess): Promise<JournalDrives | undefined> {
  const drives: JournalDrives[] = [];
  for (const name of folder.names.filter((other) => journalName.test(other))) {
    const text = await folder.read(name, LONGEST_JOURNAL);
    drives.push(text === undefined ? unreadJournal : readJournalDrives(text));
  }
  return mergeJournalDrives(drives);
}
