import { findNodeAtLocation } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { Dialect } from '../columns/datasetColumns';
import { LONGEST_JSON } from '../limits/limits';
import { parseJsonTree, type LocatedText } from '../text/boundedJson';

/** The content of a `job.json` (schemas/job.schema.json). Missing values and those of the wrong type are left out. */
export interface JobFile {
  /** Paths relative to the file's folder; `undefined` where all tables of the folder count. */
  readonly dataset: readonly LocatedText[] | undefined;
  readonly driveset: readonly LocatedText[] | undefined;
  readonly journal: LocatedText | undefined;
  readonly sessionId: LocatedText | undefined;
  readonly logDirectory: LocatedText | undefined;
  readonly dialect: Dialect | undefined;
}

const members = ['dataset', 'driveset', 'journal', 'sessionId', 'logDirectory', 'dialect'] as const;

/** Reads a `job.json`; comments and trailing commas are tolerated, and unreadable parts are left out. */
export function parseJobFile(text: string): JobFile {
  const root = text.length > LONGEST_JSON ? undefined : parseJsonTree(text, [], { allowTrailingComma: true });
  const dialect: unknown = root && findNodeAtLocation(root, ['dialect'])?.value;
  return {
    dataset: root && texts(root, 'dataset'),
    driveset: root && texts(root, 'driveset'),
    journal: root && located(findNodeAtLocation(root, ['journal'])),
    sessionId: root && located(findNodeAtLocation(root, ['sessionId'])),
    logDirectory: root && located(findNodeAtLocation(root, ['logDirectory'])),
    dialect: dialect === 'blob' || dialect === 'files' ? dialect : undefined,
  };
}

/**
 * True for a text that is recognizably the `job.json` of an import job, because other programs have files with that
 * name. It names a driveset, or has two of the known members, or only known members.
 */
export function isJobFile(text: string): boolean {
  const root = text.length > LONGEST_JSON ? undefined : parseJsonTree(text, [], { allowTrailingComma: true });
  if (root?.type !== 'object') return false;
  const names = new Set(
    (root.children ?? []).flatMap(({ children }) =>
      typeof children?.[0]?.value === 'string' ? [children[0].value] : [],
    ),
  );
  if (names.has('driveset')) return true;
  const own = members.filter((name) => names.has(name));
  const others = [...names].filter((name) => name !== '$schema' && !(members as readonly string[]).includes(name));
  if (own.length !== 1 || own[0] !== 'dataset') return own.length > 1 || (own.length === 1 && others.length === 0);
  // Other programs have data sets, too.
  return others.length === 0 && (texts(root, 'dataset') ?? []).every(({ value }) => /\.(?:csv|txt)$/i.test(value));
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
