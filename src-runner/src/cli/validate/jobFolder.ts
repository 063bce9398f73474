import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { parseJobFile, tableNamedIn } from '#core/job/jobFile';
import type { JobFile } from '#core/job/jobFile';
import { parseRuleConfiguration } from '#core/rules/ruleConfiguration';
import type { RuleConfiguration } from '#core/rules/ruleConfiguration';
import { recogniseTable } from '#core/table/recognition';
import type { TableKind } from '#core/table/tableKind';
import { LineIndex } from '#core/text/lineIndex';
import { sentence } from '../../language/sentence';
import { UsageError } from '../exitCode';
import { readBeginning, reasonOf } from './textFile';
import type { FileBeginning } from './textFile';
import { readSmallFile } from '../../model/regularFile';

/** A CSV of a job. */
export interface TableFile {
  readonly path: string;
  readonly kind: TableKind;
  readonly beginning: FileBeginning;
}

/** What lies in a folder that belongs to a job. */
export interface JobFolder {
  readonly path: string;
  readonly tables: readonly TableFile[];
  /** `job.json`, where there is one. */
  readonly job: { readonly path: string; readonly text: string; readonly file: JobFile } | undefined;
  readonly configuration: RuleConfiguration | undefined;
}

/** Names in a folder that are not looked at. */
const IGNORED = new Set(['node_modules']);

/** Reads the names in a folder: files, and folders to be searched. @throws UsageError */
export async function listFolder(path: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const visible = entries.filter(({ name }) => !name.startsWith('.') && !IGNORED.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      files: visible.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name),
      folders: visible.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    };
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UsageError(sentence`the folder ${path} cannot be read: ${reasonOf(error)}`);
  }
}

/** Finds the files of a folder's job. Those that cannot be read are left out, and `onUnreadable` is told. */
export async function readJobFolder(
  path: string,
  files: readonly string[],
  configurationFile: string | undefined,
  onUnreadable: (message: string) => void,
): Promise<JobFolder> {
  const jobPath = join(path, 'job.json');
  const jobText = files.includes('job.json') ? readText(jobPath) : undefined;
  const job = jobText === undefined ? undefined : { path: jobPath, text: jobText, file: parseJobFile(jobText) };
  const tables: TableFile[] = [];
  for (const name of files) {
    if (!/\.csv$/i.test(name)) continue;
    try {
      const table = await readTableFile(join(path, name), tableNamedIn(job?.file, name));
      if (table) tables.push(table);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      onUnreadable(error.message);
    }
  }
  const ownConfiguration = files.includes('sneakernet.json') ? join(path, 'sneakernet.json') : undefined;
  const configuration = readConfiguration(configurationFile ?? ownConfiguration);
  return { path, tables, job, configuration };
}

/** A CSV with what it is, by what it shows or `job.json` names it as; `undefined` for any other. @throws UnreadableFileError */
export async function readTableFile(path: string, named?: TableKind): Promise<TableFile | undefined> {
  const beginning = await readBeginning(path);
  // One that is no text has nothing but its name to show.
  const head = beginning.encoding === 'binary' ? '' : beginning.head;
  const kind = recogniseTable(head, { name: basename(path), named });
  return kind && { path, kind, beginning };
}

function readConfiguration(path: string | undefined): RuleConfiguration | undefined {
  if (path === undefined) return undefined;
  const text = readText(path);
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) {
    const { line, character } = new LineIndex(text).position(first.offset);
    throw new UsageError(sentence`${path}:${line + 1}:${character + 1} is not JSON (${printParseErrorCode(first.error)}). Correct it, or remove the file.`);
  }
  return parseRuleConfiguration(text);
}

/** Bytes: no `job.json` or `sneakernet.json` has more. */
const LONGEST_SETTINGS = 4 * 1024 * 1024;

function readText(path: string): string {
  try {
    return readSmallFile(path, LONGEST_SETTINGS).toString('utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UsageError(sentence`${path} cannot be read: ${reasonOf(error)}`);
  }
}
