import type { Dialect } from '#core/dataset/datasetRow';
import type { TableDocument } from '#core/table/tableDocument';
import type { Steps } from '#core/work/steps';
import type { Localize } from '../localize';

/** A table of a job, open in an editor or read from disk. */
export interface JobTable {
  readonly uri: string;
  readonly table: TableDocument;
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
  /** True where *Prepare drives* can be offered. */
  readonly canPrepare: boolean;
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
}

/** What a language feature works on: the document it was asked for, and the job around it. */
export interface LanguageContext extends JobTable {
  /** Of a dataset; `undefined` for a driveset. */
  readonly dialect: Dialect | undefined;
  /** All tables of the job, this one among them. */
  readonly job: readonly JobTable[];
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
