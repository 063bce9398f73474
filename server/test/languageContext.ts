import type { Position } from 'vscode-languageserver-types';
import type { Dialect } from '#core/columns/datasetColumns';
import { openDataset } from '#core/dataset/datasetTable';
import { noDiskFacts } from '#core/disk/diskFacts';
import { openDriveset } from '#core/driveset/drivesetTable';
import type { TableDocument } from '#core/table/tableDocument';
import { detectDialect } from '#core/table/tableKind';
import { finish } from '#core/work/steps';
import { localizer } from '#core/text/localize';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import type { DocumentReading } from '../src/language/documentModel';
import type { DirectoryEntry, JobTable, LanguageSettings } from '../src/language/languageContext';
import { TableFile } from '../src/language/table/tableFile';
import type { TableContext } from '../src/language/table/tableFile';

export const DATASET = 'file:///job/dataset.csv';
export const DRIVESET = 'file:///job/driveset.csv';

export const datasetHeader = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile';
export const filesHeader = 'BasePath,DstItemPathOrPrefix,ItemType';
export const drivesetHeader = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey';

export function dataset(text: string, dialect: Dialect = detectDialect(text)): TableDocument {
  return openDataset(text, { context: { dialect, nativePaths: false, disk: noDiskFacts } }).table;
}

export function driveset(text: string): TableDocument {
  return openDriveset(text, { context: { tracked: false } });
}

interface ContextOptions {
  readonly job?: readonly JobTable[];
  readonly settings?: Partial<LanguageSettings>;
  readonly snippets?: boolean;
  readonly resolveEdits?: boolean;
  readonly createFiles?: boolean;
  readonly commands?: readonly string[];
  readonly ruleFileText?: string;
  readonly nativePaths?: boolean;
  readonly directories?: Readonly<Record<string, readonly DirectoryEntry[]>>;
  readonly isCancelled?: () => boolean;
}

/** A reading in which nothing is set, no disk is known, and no rule fails. */
export const plainReading: DocumentReading = {
  settings: defaultRuleSettings,
  dialect: 'auto',
  nativePaths: false,
  disk: noDiskFacts,
  tool: 'current',
  tracked: false,
  sha256: () => ({ update: () => undefined, digest: () => '' }),
  onRuleFailure: (codes, error) => {
    throw new Error(`${codes.join()} failed.`, { cause: error });
  },
};

/** A context over one table, with a job of that table alone unless told otherwise. */
export function contextOf(table: TableDocument, options: ContextOptions = {}): TableContext {
  const uri = table.kind === 'dataset' ? DATASET : DRIVESET;
  const own = { uri, table };
  const { isCancelled = () => false } = options;
  const others = (options.job ?? []).filter((other) => other.uri !== uri);
  return {
    uri,
    model: new TableFile(
      table,
      table.kind === 'driveset' ? undefined : table.columns.some(({ name }) => name === 'ItemType') ? 'files' : 'blob',
    ),
    reading: plainReading,
    job: [own, ...others],
    jobIsComplete: true,
    jobFiles: undefined,
    openFiles: [],
    folder: undefined,
    paths: {
      list: (path) => Promise.resolve(options.directories?.[path]),
      toUri: (path) => (/^[A-Z]:\\/.test(path) ? `file:///${path.replaceAll('\\', '/')}` : undefined),
      nativePaths: options.nativePaths ?? false,
    },
    settings: { format: 'off', columnNameHints: true, hover: true, ...options.settings },
    ruleFile: { uri: 'file:///job/sneakernet.json', text: options.ruleFileText },
    localize: localizer(),
    client: {
      snippets: options.snippets ?? false,
      createFiles: options.createFiles ?? true,
      resolveEdits: options.resolveEdits ?? true,
      commands: new Set(options.commands),
    },
    isCancelled,
    run: async (steps) => {
      await Promise.resolve();
      return isCancelled() ? undefined : finish(steps);
    },
  };
}

/** A text in which `‸` marks the cursor. */
export function withCursor(marked: string): { text: string; position: Position } {
  const at = marked.indexOf('‸');
  if (at < 0) throw new Error('The text has no cursor.');
  const before = marked.slice(0, at).split(/\r\n|\n|\r/);
  return { text: marked.replace('‸', ''), position: { line: before.length - 1, character: before.at(-1)!.length } };
}
