import type { Location } from 'vscode-languageserver-types';
import type { JobDrives } from '#core/driveset/jobDrives';
import type { Job } from '#core/job/job';
import type { JournalDrives } from '#core/journal/journalDrives';
import type { TableDocument } from '#core/table/tableDocument';
import type { Steps } from '#core/work/steps';
import type { Localize } from '#core/text/localize';
import type { DocumentModel, DocumentReading } from './documentModel';

/** A table of a job, open in an editor or read from disk. */
export interface JobTable {
  readonly uri: string;
  readonly table: TableDocument;
}

/** Where a JRM says that a source went. */
export interface SourceMapping {
  readonly source: string;
  /** `undefined` where it cannot be told. */
  readonly container: string | undefined;
  readonly location: () => Location;
}

/** A document of the folder that an editor has open. */
export interface OpenJobFile {
  readonly uri: string;
  /** Of a JRM. */
  readonly mappings: (() => SourceMapping[]) | undefined;
}

/** The files of the job around a document. */
export interface JobFiles {
  readonly job: Job;
  /** True of the job's own `job.json` or `sneakernet.json`: where case counts, a file of the same name in another case is none. */
  readonly decidesJob: boolean;
}

/** The folder that a document lies in, as it was read last. */
export interface FolderAccess {
  /** URI of the folder, with a slash at its end. */
  readonly uri: string;
  /** Names of the files in it. */
  readonly names: readonly string[];
  readonly directories: readonly string[];
  uriOf(name: string): string;
  /** The text of a file in it, as an editor has it, else as it lies on the disk; `undefined` where it has more bytes than `limit` or cannot be read. */
  read(name: string, limit: number): Promise<string | undefined>;
  /** The beginning of a file's text, of so many bytes at least where it has as many; `undefined` where it cannot be read. */
  beginning(name: string, bytes: number): Promise<string | undefined>;
}

/** An entry of a directory, as path completion shows it. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}

/** What the language features may see of the machine. Answers `undefined` where the path is not of this machine or must not be read. */
export interface PathAccess {
  /** Entries of a directory named as in a CSV (`F:\dir\`, mapped, or native). */
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  /** The `file:` URI of a path as written in a CSV, where it can exist on this machine. */
  toUri(path: string): string | undefined;
  /** True where native absolute paths of this machine are accepted in a BasePath. */
  readonly nativePaths: boolean;
}

/** Settings that change what the language features answer. */
export interface LanguageSettings {
  /** Whether formatting aligns columns. `off` and `shrink` take the spaces of an alignment away. */
  readonly format: 'off' | 'align' | 'shrink';
  readonly columnNameHints: boolean;
  readonly hover: boolean;
}

/** The `sneakernet.json` beside a table. */
export interface RuleFile {
  readonly uri: string;
  /** Its text; `undefined` where it does not exist yet. */
  readonly text: string | undefined;
}

/** What the client has said that it can do. */
export interface ClientAbilities {
  /** `textDocument.completion.completionItem.snippetSupport`. */
  readonly snippets: boolean;
  /** `workspace.workspaceEdit.resourceOperations` with `create`. */
  readonly createFiles: boolean;
  /** `textDocument.codeAction.resolveSupport` with `edit`. */
  readonly resolveEdits: boolean;
  /** Commands that it has and that the server may offer. */
  readonly commands: ReadonlySet<string>;
}

/** What every language feature may know: which document it was asked about, and the job around it. */
export interface JobContext {
  readonly uri: string;
  /** All tables of the job, the document's own first where it is one. */
  readonly job: readonly JobTable[];
  /** False where the job has tables that are not among `job`: too large ones, and such as are still being read. */
  readonly jobIsComplete: boolean;
  /** `undefined` for a document without a folder. */
  readonly jobFiles: JobFiles | undefined;
  /** Documents of the folder that are open. */
  readonly openFiles: readonly OpenJobFile[];
  /** `undefined` for a document without a folder. */
  readonly folder: FolderAccess | undefined;
  readonly paths: PathAccess;
  readonly settings: LanguageSettings;
  /** The folder's `sneakernet.json`: what rules are turned off in. `undefined` for a document without a folder. */
  readonly ruleFile: RuleFile | undefined;
  readonly client: ClientAbilities;
  /** Every sentence that the user reads goes through it. */
  readonly localize: Localize;
  /** Looked at inside work with a limit, which then ends early with what it has. */
  readonly isCancelled: () => boolean;
  /** Does work that grows with the file while other requests are heard; `undefined` where it was given up in between. */
  readonly run: <T>(steps: Steps<T>) => Promise<T | undefined>;
}

/** What a language feature works on: a document that is read. */
export interface DocumentContext<M extends DocumentModel = DocumentModel> extends JobContext {
  readonly model: M;
  readonly reading: DocumentReading;
  /** What the journals of the folder say of their drives, where the language compares with them; `undefined` where there are none. */
  readonly journals?: JournalDrives | undefined;
  /** The drives of the job, where the language compares with them. */
  readonly drives?: JobDrives | undefined;
}
