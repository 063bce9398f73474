import { parseJobFile, tableNamedIn } from '#core/job/jobFile';
import type { JobFile } from '#core/job/jobFile';
import { parseRuleConfiguration } from '#core/rules/ruleConfiguration';
import type { RuleConfiguration } from '#core/rules/ruleConfiguration';
import { recogniseTable } from '#core/table/recognition';
import type { TableKind } from '#core/table/tableKind';
import type { Runtime } from '../runtime';

/** Tables that are not open are read for the job's sake up to this size, and no more of them than this. */
const MAX_SIBLING = 4 * 1024 * 1024;
const MAX_SIBLINGS = 32;
const MAX_CONFIGURATION = 1024 * 1024;

/** A table of the folder as it lies on the disk. */
export interface SiblingTable {
  readonly uri: string;
  readonly kind: TableKind;
  readonly text: string;
}

/** What lies in a folder besides the documents that are open. */
export interface JobFolder {
  /** URI of the folder, with a slash at its end. */
  readonly uri: string;
  /** Text of `sneakernet.json`; `undefined` where there is none. */
  readonly configurationText: string | undefined;
  readonly configuration: RuleConfiguration | undefined;
  readonly job: JobFile | undefined;
  readonly siblings: readonly SiblingTable[];
  /** False where the folder has more tables than could be read. */
  readonly complete: boolean;
  /** Names of the files in it. */
  readonly names: readonly string[];
  /** Names of the directories in it. */
  readonly directories: readonly string[];
}

/** The folder of a document, with a slash at its end; `undefined` where it has none (`untitled:`). */
export function folderOf(uri: string): string | undefined {
  return /^[a-z][a-z0-9+.-]+:\//i.test(uri) && !uri.startsWith('untitled:') ? uri.slice(0, uri.lastIndexOf('/') + 1) : undefined;
}

/**
 * Reads what a job needs of a folder. `openText` gives the text of a file that is open in the client, which
 * counts instead of the disk's; open tables are left out, for their owner has them. What is not wanted any more is not read.
 */
export async function readJobFolder(uri: string, runtime: Runtime, openText: (uri: string) => string | undefined, isWanted: () => boolean): Promise<JobFolder> {
  const path = runtime.toPath(uri);
  const entries = (path === undefined ? undefined : await runtime.list(path)) ?? [];
  const uriOf = (name: string) => uri + encodeURIComponent(name);
  const textOf = async (name: string, limit: number) => {
    const open = openText(uriOf(name));
    if (open !== undefined || path === undefined || !entries.some((entry) => entry.name === name)) return open;
    return runtime.readText(`${path}/${name}`, limit, isWanted);
  };
  const [configurationText, jobText] = await Promise.all([textOf('sneakernet.json', MAX_CONFIGURATION), textOf('job.json', MAX_CONFIGURATION)]);
  const names = entries.filter(({ directory }) => !directory).map(({ name }) => name);
  const directories = entries.filter(({ directory }) => directory).map(({ name }) => name);
  const tableNames = names.filter((name) => /\.(?:csv|txt)$/i.test(name));
  const job = jobText === undefined ? undefined : parseJobFile(jobText);
  const siblings: SiblingTable[] = [];
  let complete = tableNames.length <= MAX_SIBLINGS;
  for (const name of tableNames.slice(0, MAX_SIBLINGS)) {
    if (openText(uriOf(name)) !== undefined) continue;
    const text = await runtime.readText(`${path!}/${name}`, MAX_SIBLING, isWanted);
    const named = tableNamedIn(job, name);
    // What could not be read may be a table.
    if (text === undefined && (named ?? /(?:data|drive)[-_ ]?set/i.test(name))) complete = false;
    const kind = text === undefined ? undefined : recogniseTable(text, { name, named });
    if (text !== undefined && kind) siblings.push({ uri: uriOf(name), kind, text });
  }
  return {
    uri,
    configurationText,
    configuration: configurationText === undefined ? undefined : parseRuleConfiguration(configurationText),
    job,
    siblings,
    complete,
    names,
    directories,
  };
}
