import type { ClientCapabilities } from 'vscode-languageserver';
import { journalName, mergeJournalDrives, readJournalDrives, unreadJournal } from '#core/journal/journalDrives';
import type { JournalDrives } from '#core/journal/journalDrives';
import { toMachinePath } from '#core/job/pathMap';
import { LONGEST_JOURNAL } from '#core/limits/limits';
import type { OpenDocument, ReadDocument } from './openDocument';
import type { JobExtent } from './jobTables';
import type { Workspace } from './workspace';
import type { DocumentContext, FolderAccess, JobContext, PathAccess } from '../language/languageContext';
import type { Localize } from '#core/text/localize';
import { canonicalUri, fileNameOf } from '../language/uris';
import { runSteps } from '../runtime/runSteps';
import type { Runtime } from '../runtime/runtime';
import type { Settings } from '../runtime/settings';

/** What the client says about itself. */
export interface ClientFacts {
  readonly capabilities: ClientCapabilities;
  readonly localize: Localize;
  /** Commands that the client has. */
  readonly commands: ReadonlySet<string>;
}

const noCommands: ReadonlySet<string> = new Set();

/** Creates the contexts that language features work on. */
export class LanguageContexts {
  constructor(
    private readonly workspace: Workspace,
    private readonly runtime: Runtime,
    private readonly client: () => ClientFacts,
  ) {}

  /** The context of a document that has been read. `extent`: how much of the job is needed. */
  async of(
    document: OpenDocument,
    { language, model }: ReadDocument,
    isCancelled: () => boolean,
    extent: JobExtent,
  ): Promise<DocumentContext> {
    const { uri } = document;
    const { compares } = language;
    const context = await this.ofJob(document, isCancelled, extent);
    const journals = compares?.journals && context.folder ? await journalsOf(context.folder) : undefined;
    const drives = compares?.drives ? await this.workspace.drives(uri) : undefined;
    return { ...context, model, reading: document.readingOptions, journals, drives };
  }

  /** The context of an excerpt of a document that is still being read. */
  async ofExcerpt(document: OpenDocument, excerpt: ReadDocument, isCancelled: () => boolean): Promise<DocumentContext> {
    const { job, ...context } = await this.of(document, excerpt, isCancelled, 'known');
    const own = excerpt.language.tableOf?.(excerpt.model);
    return { ...context, job: own ? [{ uri: document.uri, table: own.table }, ...job] : job };
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
      jobFiles: folder && {
        job: folder.job,
        decidesJob: fileNameOf(uri) === folder.jobName || canonicalUri(uri) === folder.configurationUri,
      },
      openFiles: workspace.openFiles(uri),
      folder: await workspace.folderAccess(uri),
      paths: this.paths(settings),
      settings: { format: settings.format, columnNameHints: settings.columnNameHints, hover: settings.hover },
      ruleFile: folder && { uri: folder.configurationUri, text: folder.configurationText },
      client: {
        snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
        createFiles: workspaceClient?.workspaceEdit?.resourceOperations?.includes('create') ?? false,
        resolveEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
        // Nothing is run in an untrusted workspace.
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
        // In an untrusted workspace, nothing outside it is looked at.
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

/** What the journals of a folder say about their drives. */
async function journalsOf(folder: FolderAccess): Promise<JournalDrives | undefined> {
  const drives: JournalDrives[] = [];
  for (const name of folder.names.filter((other) => journalName.test(other))) {
    const text = await folder.read(name, LONGEST_JOURNAL);
    drives.push(text === undefined ? unreadJournal : readJournalDrives(text));
  }
  return mergeJournalDrives(drives);
}
