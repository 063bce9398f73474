import type { BrowsedEntry } from '../../../../src-runner/src/protocol';
import type { LazyTreeNode } from '../../views/treeNode';
import type { Words } from '../../webview/words';
import { OPEN_DRIVE_FILE } from './openDrive';

/** A file or directory of the open drive. */
export interface DriveNode extends LazyTreeNode {
  /** `\dir\name`. Undefined for a node that stands for further entries. */
  readonly drivePath?: string;
  readonly size?: number;
  readonly children?: () => Promise<readonly DriveNode[]>;
}

/** Lists some entries of a directory. */
export type ListDirectory = (
  path: string,
  start: number,
  count: number,
) => Promise<{ readonly entries: readonly BrowsedEntry[]; readonly hasMore: boolean }>;

/** Entries that are shown at once. */
const PAGE_LENGTH = 1000;

/**
 * The content of a directory, sub-directories first. A node at the end stands for the entries that do not fit on the
 * page.
 */
export async function driveNodes(
  path: string,
  list: ListDirectory,
  words: Words,
  start = 0,
): Promise<readonly DriveNode[]> {
  const { entries, hasMore } = await list(path, start, PAGE_LENGTH);
  const nodes = entries.map((entry) => driveNode(path, entry, list, words));
  // Sorted within a page only, because the pages of a directory are loaded one by one.
  const sorted = [
    ...nodes.filter(({ context }) => context === 'drive.folder'),
    ...nodes.filter(({ context }) => context !== 'drive.folder'),
  ];
  return hasMore ? [...sorted, moreNode(path, start + entries.length, list, words)] : sorted;
}

function driveNode(
  parent: string,
  { name, type, size, modified }: BrowsedEntry,
  list: ListDirectory,
  words: Words,
): DriveNode {
  const { localize, quantities } = words;
  const drivePath = `${parent}\\${name}`;
  const common = { id: drivePath, label: name, drivePath, value: drivePath };
  if (type === 'directory') {
    return {
      ...common,
      icon: 'folder',
      context: 'drive.folder',
      spoken: localize('{0}, folder', name),
      children: () => driveNodes(drivePath, list, words),
    };
  }
  const length = quantities.size(size);
  return {
    ...common,
    size,
    icon: 'file',
    context: 'drive.file',
    description: modified === 0 ? length : `${length} · ${quantities.date(modified)}`,
    spoken: localize('{0}, file, {1}', name, length),
    command: { id: OPEN_DRIVE_FILE, title: localize('Open'), args: [{ drivePath, size }] },
  };
}

function moreNode(path: string, start: number, list: ListDirectory, { localize, quantities }: Words): DriveNode {
  return {
    id: `${path}#${start}`,
    label: localize('More entries'),
    description: localize('starting at number {0}', quantities.count(start + 1)),
    icon: 'ellipsis',
    context: 'driveMore',
    children: () => driveNodes(path, list, { localize, quantities }, start),
  };
}
