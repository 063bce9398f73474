import type { BrowsedEntry } from '../../../../src-runner/src/protocol';
import type { LazyTreeNode } from '../../views/treeNode';
import type { Words } from '../../webview/words';
import { OPEN_DRIVE_FILE } from './openDrive';

/** A file or directory of the drive that is open. */
export interface DriveNode extends LazyTreeNode {
  /** `\dir\name`. Undefined of a node that stands for further entries. */
  readonly drivePath?: string;
  readonly size?: number;
  readonly children?: () => Promise<readonly DriveNode[]>;
}

/** A part of a directory's entries. */
export type ListDirectory = (
  path: string,
  start: number,
  count: number,
) => Promise<{ readonly entries: readonly BrowsedEntry[]; readonly hasMore: boolean }>;

/** Entries that are shown at once. */
const PAGE_LENGTH = 1000;

/** What is in a directory: directories first. What does not fit in a list stands behind a node of its own. */
export async function driveNodes(
  path: string,
  list: ListDirectory,
  words: Words,
  start = 0,
): Promise<readonly DriveNode[]> {
  const { entries, hasMore } = await list(path, start, PAGE_LENGTH);
  const nodes = entries.map((entry) => driveNode(path, entry, list, words));
  // Within a page; a directory whose pages come one by one has no other order than its own.
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
    label: localize('Further entries'),
    description: localize('from number {0} on', quantities.count(start + 1)),
    icon: 'ellipsis',
    context: 'driveMore',
    children: () => driveNodes(path, list, { localize, quantities }, start),
  };
}
