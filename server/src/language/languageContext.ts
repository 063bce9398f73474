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
  /** `undefined` where it is unknown. */
  readonly container: string | undefined;
  readonly location: () => Location;
}

/** An open document of the folder. */
export interface OpenJobFile {
  readonly uri: string;
  /** Only for a JRM. */
  readonly mappings: (() => SourceMapping[]) | undefined;
}

/** The files of the job that a document belongs to. */
export interface JobFiles {
  readonly job: Job;
  /**
   * True for the job's own `job.json` or `sneakernet.json`, but not for a file whose name differs in case where case
   * matters.
   */
  readonly decidesJob: boolean;
}

/** A document's folder, as it was last read. */
export interface FolderAccess {
  /** URI of the folder, with a slash at its end. */
  readonly uri: string;
  /** Names of the files in it. */
  readonly names: readonly string[];
  readonly directories: readonly string[];
  uriOf(name: string): string;
  /**
   * The text of a file in it, from an editor, otherwise from disk; `undefined` where it is longer than `limit` bytes or
   * cannot be read.
   */
  read(name: string, limit: number): Promise<string | undefined>;
  /**
   * The beginning of a file's text: at least `bytes` bytes if the file has as many; `undefined` where it cannot be
   * read.
   */
  beginning(name: string, bytes: number): Promise<string | undefined>;
}

/** An entry of a directory, as path completion shows it. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}

/**
 * What language features may see of the machine. Answers are `undefined` where the path is not on this machine or must
 * not be read.
 */
export interface PathAccess {
  /** Entries of a directory, named as in a CSV (`F:\dir\`, mapped, or native). */
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  /** The `file:` URI of a path as written in a CSV, where it can exist on this machine. */
  toUri(path: string): string | undefined;
  /** True where a BasePath may be a native absolute path of this machine. */
  readonly nativePaths: boolean;
}

/** Settings that affect the answers of language features. */
export interface LanguageSettings {
  /** Whether formatting aligns columns. `off` and `shrink` remove the spaces of an earlier alignment. */
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

/** What the client says it can do. */
export interface ClientAbilities {
  /** `textDocument.completion.completionItem.snippetSupport`. */
  readonly snippets: boolean;
  /** `workspace.workspaceEdit.resourceOperations` with `create`. */
  readonly createFiles: boolean;
  /** `textDocument.codeAction.resolveSupport` with `edit`. */
  readonly resolveEdits: boolean;
  /** Commands that the client has and the server may offer. */
  readonly commands: ReadonlySet<string>;
}

/** What every language feature may know: the document it was asked about, and the job around it. */
export interface JobContext {
  readonly uri: string;
  /** All tables of the job; if the document is one of them, it comes first. */
  readonly job: readonly JobTable[];
  /** False where `job` lacks tables of the job, because they are too large or still being read. */
  readonly jobIsComplete: boolean;
  /** `undefined` for a document without a folder. */
  readonly jobFiles: JobFiles | undefined;
  /** The open documents of the folder. */
  readonly openFiles: readonly OpenJobFile[];
  /** `undefined` for a document without a folder. */
  readonly folder: FolderAccess | undefined;
  readonly paths: PathAccess;
  readonly settings: LanguageSettings;
  /** The folder's `sneakernet.json`, where rules are turned off. `undefined` for a document without a folder. */
  readonly ruleFile: RuleFile | undefined;
  readonly client: ClientAbilities;
  /** Translates every sentence that the user reads. */
  readonly localize: Localize;
  /** Checked by work with a limit, which then stops early and returns what it has. */
  readonly isCancelled: () => boolean;
  /** Does work that grows with the file, while other requests are handled; `undefined` where it was given up. */
  readonly run: <T>(steps: Steps<T>) => Promise<T | undefined>;
}

/** What a language feature works on: a document that has been read. */
export interface DocumentContext<M extends DocumentModel = DocumentModel> extends JobContext {
  readonly model: M;
  readonly reading: DocumentReading;
  /**
   * What the folder's journals say about their drives, for languages that compare with them; `undefined` where there
   * are no journals.
   */
  readonly journals?: JournalDrives | undefined;
  /** The drives of the job, for languages that compare with them. */
  readonly drives?: JobDrives | undefined;
}
