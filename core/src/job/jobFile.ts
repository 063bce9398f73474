import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { parseJsonTree } from '../text/boundedJson';

/** A string of a JSON file; offsets are UTF-16 units, without the quotes. */
export interface LocatedText {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What a `job.json` says (schemas/job.schema.json). Whatever is missing or of another type is left out. */
export interface JobFile {
  /** Paths relative to the file's folder; `undefined` where the folder decides. */
  readonly dataset: readonly LocatedText[] | undefined;
  readonly driveset: readonly LocatedText[] | undefined;
  readonly journal: LocatedText | undefined;
  readonly sessionId: LocatedText | undefined;
  readonly logDirectory: LocatedText | undefined;
  readonly dialect: 'blob' | 'files' | undefined;
}

/** Reads a `job.json`; comments and trailing commas are tolerated, and what cannot be read is left out. */
export function parseJobFile(text: string): JobFile {
  const root = parseJsonTree(text, [], { allowTrailingComma: true });
  const dialect: unknown = root && valueAt(root, 'dialect');
  return {
    dataset: root && texts(root, 'dataset'),
    driveset: root && texts(root, 'driveset'),
    journal: root && located(findNodeAtLocation(root, ['journal'])),
    sessionId: root && located(findNodeAtLocation(root, ['sessionId'])),
    logDirectory: root && located(findNodeAtLocation(root, ['logDirectory'])),
    dialect: dialect === 'blob' || dialect === 'files' ? dialect : undefined,
  };
}

/** True where a table of the folder belongs to its job: all do, unless `job.json` names those of the kind. */
export function jobIncludes(job: JobFile | undefined, fileName: string, kind: 'dataset' | 'driveset'): boolean {
  const named = job?.[kind];
  return named === undefined || named.some(({ value }) => value.split(/[\\/]/).at(-1) === fileName);
}

/** What a `job.json` names a file of its own folder as. */
export function tableNamedIn(job: JobFile | undefined, fileName: string): 'dataset' | 'driveset' | undefined {
  const isNamed = (kind: 'dataset' | 'driveset') => job?.[kind]?.some(({ value }) => value.replace(/^(?:\.[\\/])+/, '') === fileName) ?? false;
  return (['dataset', 'driveset'] as const).find(isNamed);
}

function valueAt(root: Node, key: string): unknown {
  const node = findNodeAtLocation(root, [key]);
  return node && getNodeValue(node);
}

function texts(root: Node, key: string): LocatedText[] | undefined {
  const node = findNodeAtLocation(root, [key]);
  if (node?.type === 'string') return [located(node)!];
  return node?.type === 'array' ? (node.children ?? []).flatMap((child) => located(child) ?? []) : undefined;
}

function located(node: Node | undefined): LocatedText | undefined {
  if (node?.type !== 'string') return undefined;
  return { value: node.value as string, start: node.offset + 1, end: node.offset + node.length - 1 };
}
