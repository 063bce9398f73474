/**
 * Messages between client and server beyond LSP. Only types and method names, so that the client can import them
 * without the server.
 */

/** Server to client: what the language status item shows for a document. */
export const statusNotification = 'sneakernet/status';

/** Kinds of documents whose findings are counted. */
export type StatusKind =
  | 'dataset'
  | 'driveset'
  | 'job'
  | 'jrm'
  | 'jrm-xml'
  | 'journal'
  | 'manifest'
  | 'drive-info'
  | 'metadata'
  | 'properties'
  | 'copy-log'
  | 'export-list'
  | 'import-job';

export interface DocumentStatus {
  readonly uri: string;
  readonly version: number;
  readonly kind: StatusKind;
  /** Datasets only. */
  readonly dialect?: 'blob' | 'files';
  readonly records: number;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  /** Findings beyond the limit, counted but not shown. */
  readonly more: number;
}

/** Client to server: the text of a new job's two files. */
export const newJobRequest = 'sneakernet/newJob';

export interface NewJobParams {
  readonly dialect: 'blob' | 'files';
  readonly sources: readonly { readonly path: string; readonly kind: 'directory' | 'file' }[];
  /** Container or share, with an optional virtual directory. */
  readonly destination: string;
  readonly drives: readonly { readonly letter: string; readonly alreadyEncrypted: boolean }[];
}

export interface NewJobResult {
  readonly dataset: string;
  readonly driveset: string;
}

/** Client to server: asks whether the rules object to a new job's destination. Answers NewJobProblem. */
export const newJobProblemRequest = 'sneakernet/newJobProblem';

export interface NewJobProblem {
  /** In the user's language; undefined where there is no objection. */
  readonly message?: string;
}

/** Client to server: checks every file of a folder from disk, whatever its size; findings are published. */
export const validateJobRequest = 'sneakernet/validateJob';

export interface ValidateJobParams {
  /** The folder's URI. */
  readonly folder: string;
  /**
   * True where the user did not ask: its findings are replaced by those of the next folder checked in the background,
   * and replace no others.
   */
  readonly isInBackground?: boolean;
  readonly workDoneToken?: string | number;
}

export interface ValidateJobResult {
  readonly files: number;
  readonly records: number;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly cancelled: boolean;
}

/** Client to server: the workspace has become trusted. */
export const trustNotification = 'sneakernet/trust';

export interface TrustParams {
  readonly trusted: boolean;
}

export interface InitializationOptions {
  readonly workspaceTrusted?: boolean;
  /** Translations of the server's sentences, keyed by the English sentence; without them it speaks English. */
  readonly l10n?: Readonly<Record<string, string>>;
  /** Commands that the client has and the server may offer; absent: none. */
  readonly commands?: readonly string[];
}
