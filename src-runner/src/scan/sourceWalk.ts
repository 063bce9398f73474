import { opendirSync } from 'node:fs';
import type { BigIntStats, Dirent } from 'node:fs';
import { itemTypeOfFile } from '#core/dataset/itemType';
import { sizeProblems } from '#core/dataset/sourceSize';
import { systemCodeOf } from '../model/systemError';
import { kindOf, reasonOfCode } from './accessError';
import type { CatalogueBuilder } from './catalogueBuilder';
import { SourceState, statPath, timesOf, type LookAtFiles, type StatColumns } from './fileStats';
import type { OwnOutputs } from './ownOutputs';
import type { OpenedRow, RowResolver } from './rowResolver';
import type { Judgement, ScanFindings } from './scanFindings';
import { joinPath } from './sourcePath';
import { judgeName } from './sourceJudge';
import { isSystemFolder, isVolumeRoot } from './systemFolders';
import type { PathAbove } from './sourceJudge';
import { heldNames } from './targetTree';
import type { HeldNames, TargetDirectory, TargetEntry, TargetTree } from './targetTree';

/** Files are looked at in groups of this size, so that messages to other threads cost next to nothing per file. */
const FILES_AT_ONCE = 2048;
/** This many groups may be under way. */
const MAX_PENDING = 8;

/** Directory entries read per call. */
const ENTRIES_AT_ONCE = 256;

interface WalkParts {
  readonly builder: CatalogueBuilder;
  readonly findings: ScanFindings;
  readonly resolver: RowResolver;
  readonly targets: TargetTree;
  readonly followSymlinks: boolean;
  readonly signal: AbortSignal;
  readonly lookAt: LookAtFiles;
  readonly ownOutputs: OwnOutputs;
  readonly onOwnOutput: (path: string) => void;
  readonly onSystemFolder: (path: string) => void;
  readonly onMedium: (path: string) => void;
  readonly onProgress: (files: number) => void;
}

/** A directory that is being read. */
interface Reading {
  readonly row: OpenedRow;
  readonly path: string;
  /** Its index in the catalogue's directories. */
  readonly index: number;
  readonly target: TargetDirectory;
  /** Where its entries are in the blob paths; `prefix` ends in `glue`. */
  readonly above: PathAbove;
  readonly glue: string;
  readonly parent: Reading | undefined;
  /** Device and inode, if links are followed. */
  readonly identity: string;
}

/** Files of one directory that wait to be looked at. */
interface Group {
  readonly reading: Reading;
  readonly names: string[];
}

/** Reads the directories of all rows, one after the other, in the order of their names. */
export class SourceWalk {
  private groups: Group[] = [];
  private waiting = 0;
  /** What is being looked at, oldest first: files enter the catalogue in the order of the walk. */
  private readonly pending: {
    readonly groups: readonly Group[];
    readonly found: StatColumns | Promise<StatColumns>;
  }[] = [];

  constructor(private readonly parts: WalkParts) {}

  async readRow(row: OpenedRow): Promise<void> {
    const stack = [this.open(row)];
    for (let at = stack.pop(); at; at = stack.pop()) {
      this.parts.signal.throwIfAborted();
      const below = this.read(at);
      while (below.length > 0) stack.push(below.pop()!);
      while (this.waiting >= FILES_AT_ONCE) {
        this.send();
        if (this.pending.length > MAX_PENDING) await this.take();
      }
    }
  }

  /** Waits for everything that is still being looked at. */
  async finish(): Promise<void> {
    this.send();
    while (this.pending.length > 0) await this.take();
  }

  private open(row: OpenedRow): Reading {
    const { builder, targets, followSymlinks } = this.parts;
    const { machinePath, node, route, record, times } = row;
    const prefix = [...route.directories.slice(1), route.last].join('/');
    return {
      row,
      path: machinePath,
      index: builder.directories.append(row.row, undefined, node, ''),
      target: targets.open(node, route.last === '' ? times : undefined),
      above: { namespace: record.namespace, prefix, depth: route.directories.length - 1 },
      glue: route.last,
      parent: undefined,
      identity: followSymlinks ? identityOf(statPath(machinePath, true)) : '',
    };
  }

  /** Reads one directory. Returns its sub-directories. */
  private read(at: Reading): Reading[] {
    const { files, directories } = this.list(at);
    const { glue, row } = at;
    const names = directories.length === 0 ? files : [...files, ...directories];
    const targetNames = glue === '' ? names : names.map((name) => glue + name);
    const held = heldNames(at.target, targetNames, row.row);
    for (let i = 0; i < files.length; i++) this.judge(at, files[i]!, targetNames[i]!, false, held);
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      const names = files.length <= FILES_AT_ONCE ? files : files.slice(start, start + FILES_AT_ONCE);
      this.groups.push({ reading: at, names });
      this.waiting += names.length;
    }
    return directories.flatMap((name) => this.enter(at, name, held) ?? []);
  }

  private enter(at: Reading, name: string, held: HeldNames | undefined): Reading | undefined {
    const { builder, targets, followSymlinks } = this.parts;
    const path = joinPath(at.path, name);
    const stats = statPath(path, followSymlinks);
    if (typeof stats === 'string') {
      this.report(at, path, unreadable(stats, name));
      return undefined;
    }
    const identity = followSymlinks ? identityOf(stats) : '';
    if (followSymlinks && isWithin(at, identity)) {
      this.report(at, path, { code: 'source/symbolic-link', variant: 'loop' });
      return undefined;
    }
    const targetName = at.glue + name;
    const entry = this.judge(at, name, targetName, true, held);
    const target = targets.enter(at.target, targetName, entry, timesOf(stats));
    if (!entry) held?.add({ name: targetName, isDirectory: true, row: at.row.row, node: target.node });
    const { namespace, prefix, depth } = at.above;
    return {
      row: at.row,
      path,
      index: builder.directories.append(at.row.row, at.index, target.node, name),
      target,
      above: { namespace, prefix: `${prefix}${name}/`, depth: depth + 1 },
      glue: '',
      parent: at,
      identity,
    };
  }

  /** The files and directories in a directory, by name. Anything else is reported. */
  private list(at: Reading): { readonly files: string[]; readonly directories: string[] } {
    const files: string[] = [];
    const directories: string[] = [];
    try {
      // Entry by entry, because a list of a million objects would take more memory than everything else.
      const open = opendirSync(at.path, { bufferSize: ENTRIES_AT_ONCE });
      try {
        for (let entry = open.readSync(); entry; entry = open.readSync()) {
          if (entry.isFile()) files.push(entry.name);
          else this.sort(at, entry, files, directories);
        }
      } finally {
        open.closeSync();
      }
    } catch (error) {
      const code = systemCodeOf(error);
      this.report(
        at,
        at.path,
        code === 'ENOENT'
          ? { code: 'source/unreadable', variant: 'vanished' }
          : { code: 'source/unreadable', args: [reasonOfCode(code)] },
      );
    }
    const own = this.withoutOwn(at, files);
    sortNames(own);
    const data = this.withoutSystemFolders(at, directories);
    sortNames(data);
    return { files: own, directories: at.row.route.isRootContainer ? this.skip(at, data) : data };
  }

  /** The folders in which Windows keeps what it needs of a volume are no data, and nobody may read them. */
  private withoutSystemFolders(at: Reading, directories: string[]): string[] {
    if (at.parent !== undefined || !directories.some(isSystemFolder)) return directories;
    if (!isVolumeRoot(at.row.record.basePath, at.path)) return directories;
    return directories.filter((name) => {
      if (!isSystemFolder(name)) return true;
      this.parts.onSystemFolder(joinPath(at.path, name));
      return false;
    });
  }

  private withoutOwn(at: Reading, files: string[]): string[] {
    const { ownOutputs, onOwnOutput, followSymlinks } = this.parts;
    const names = ownOutputs.within(at.path, at.parent === undefined || followSymlinks);
    if (!names) return files;
    return files.filter((name) => {
      if (!names.has(name)) return true;
      onOwnOutput(joinPath(at.path, name));
      return false;
    });
  }

  private sort(at: Reading, entry: Dirent, files: string[], directories: string[]): void {
    const { name } = entry;
    if (entry.isDirectory()) {
      directories.push(name);
      return;
    }
    const path = joinPath(at.path, name);
    if (!entry.isSymbolicLink()) {
      this.report(at, path, { code: 'source/special-file', args: [kindOf(entry)] });
      return;
    }
    const target = this.parts.followSymlinks ? statPath(path, true) : undefined;
    if (target === undefined) this.report(at, path, { code: 'source/symbolic-link' });
    else if (target === 'ENOENT' || target === 'ELOOP')
      this.report(at, path, { code: 'source/symbolic-link', variant: 'dangling' });
    else if (typeof target === 'string') this.report(at, path, unreadable(target, name));
    else if (target.isFile()) this.takeLink(path, name, files);
    else if (target.isDirectory()) directories.push(name);
    else this.report(at, path, { code: 'source/special-file', args: [kindOf(target)] });
  }

  private takeLink(path: string, name: string, files: string[]): void {
    if (this.parts.ownOutputs.has(path)) this.parts.onOwnOutput(path);
    else files.push(name);
  }

  /** Sub-directories are skipped for the root container, whose blobs lie in no directory. */
  private skip(at: Reading, directories: readonly string[]): string[] {
    for (const name of directories)
      this.report(at, joinPath(at.path, name), { code: 'dataset/root-container-subdirectories', variant: 'skipped' });
    return [];
  }

  /** Judges a name. Returns the directory that it joins, if another record has brought one of that name. */
  private judge(
    at: Reading,
    name: string,
    targetName: string,
    isDirectory: boolean,
    held: HeldNames | undefined,
  ): TargetEntry | undefined {
    for (const judgement of judgeName(at.above, targetName, isDirectory))
      this.report(at, joinPath(at.path, name), judgement);
    const entry = held?.find(targetName);
    if (entry === undefined) {
      if (!isDirectory) held?.add({ name: targetName, isDirectory, row: at.row.row, node: at.target.node });
      return undefined;
    }
    const isSame = entry.name === targetName && entry.isDirectory === isDirectory;
    if (isSame && isDirectory) return entry;
    const { resolver } = this.parts;
    const { row, record, route } = at.row;
    this.report(
      at,
      joinPath(at.path, name),
      isSame
        ? resolver.conflict(entry, record, `${route.directories[0]!}/${at.above.prefix}${name}`)
        : resolver.collision(entry, row),
    );
    return undefined;
  }

  private send(): void {
    const groups: Group[] = [];
    let count = 0;
    while (count < FILES_AT_ONCE && this.groups.length > 0) {
      const group = this.groups.shift()!;
      groups.push(group);
      count += group.names.length;
    }
    this.waiting -= count;
    if (count > 0)
      this.pending.push({
        groups,
        found: this.parts.lookAt(groups.map(({ reading, names }) => ({ directory: reading.path, names }))),
      });
  }

  /** Adds the oldest looked-at files to the catalogue. */
  private async take(): Promise<void> {
    const { groups, found } = this.pending.shift()!;
    const columns = found instanceof Promise ? await found : found;
    let index = 0;
    for (const { reading, names } of groups) {
      for (const name of names) this.takeFile(reading, name, columns, index++);
    }
    this.parts.onProgress(this.parts.builder.files.count);
  }

  private takeFile(
    at: Reading,
    name: string,
    { state, size, created, modified, accessed, errors }: StatColumns,
    index: number,
  ): void {
    if (state[index] === SourceState.Medium) {
      this.parts.onMedium(joinPath(at.path, name));
      return;
    }
    if (state[index] !== SourceState.Ordinary) {
      const code = state[index] === SourceState.NotAFile ? 'ENOENT' : (errors.get(index) ?? 'ENOENT');
      this.report(at, joinPath(at.path, name), unreadable(code, name));
      return;
    }
    const bytes = size[index]!;
    const { itemType } = at.row.record;
    const problems = sizeProblems(bytes, itemType === 'blob' ? itemTypeOfFile(itemType, name) : itemType);
    for (const problem of problems) this.report(at, joinPath(at.path, name), problem);
    const times = { created: created[index]!, modified: modified[index]!, accessed: accessed[index]! };
    this.parts.builder.files.append(at.index, name, bytes, times);
  }

  private report(at: Reading, path: string, judgement: Judgement): void {
    this.parts.findings.add(judgement, at.row.record, path);
  }
}

/** A name that is not valid UTF-8 is read with U+FFFD in it, and then no file is found under it. */
function unreadable(code: string, name: string): Judgement {
  if (code !== 'ENOENT') return { code: 'source/unreadable', args: [reasonOfCode(code)] };
  return name.includes('\ufffd')
    ? { code: 'source/name-encoding' }
    : { code: 'source/unreadable', variant: 'vanished' };
}

function isWithin(at: Reading, identity: string): boolean {
  for (let above: Reading | undefined = at; above; above = above.parent) if (above.identity === identity) return true;
  return false;
}

function identityOf(stats: BigIntStats | string): string {
  return typeof stats === 'string' ? '' : `${stats.dev}:${stats.ino}`;
}

/** Sorts by code unit; most lists are sorted already. */
function sortNames(names: string[]): void {
  let i = 1;
  while (i < names.length && names[i - 1]! <= names[i]!) i++;
  if (i < names.length) names.sort();
}
