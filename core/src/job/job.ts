import { parseRuleConfiguration } from '../rules/ruleConfiguration';
import type { RuleConfiguration } from '../rules/ruleConfiguration';
import type { TableKind } from '../table/tableKind';
import { fileNamed, isSamePath, pathInFolder } from '../names/folderPath';
import { isJobFile, parseJobFile } from './jobFile';
import type { JobFile } from './jobFile';
import type { LocatedText } from '../text/boundedJson';

/** How many tables of a folder are looked at, and how many folders in which `job.json` names files. */
export const MAX_TABLES = 256;
const MAX_FOLDERS = 32;
/** How many levels below its folder a file may be that `job.json` names. */
export const MAX_DEPTH = 8;

/** Names in a folder that are not looked into. */
const IGNORED = /^\.|^node_modules$/;

/** What a host has found in the folder of a job. */
export interface FolderListing {
  /**
   * Names of the folder's files, and paths of files in the folders from `foldersNamedIn`: relative to the folder, with
   * slashes.
   */
  readonly files: readonly string[];
  /** True where names that differ only in case are one file. */
  readonly ignoresCase: boolean;
  readonly jobText: string | undefined;
  readonly configurationText: string | undefined;
}

/** A file that may be a table of the job; its text decides. */
export interface TableCandidate {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  /** The kind that `job.json` gives it. */
  readonly named: TableKind | undefined;
}

/** A file that `job.json` names but that is not read. `outside`: it is not in the job's folder. */
export interface UnreadName {
  readonly name: LocatedText;
  readonly why: 'missing' | 'outside';
}

/** The name of a folder's file with the job or its settings. */
export function settingsFile(
  files: readonly string[],
  name: 'job.json' | 'sneakernet.json',
  ignoresCase: boolean,
): string | undefined {
  return fileNamed(files, name, ignoresCase);
}

/** The sub-folders in which a `job.json` names files, relative to it. They must be listed as well to read the job. */
export function foldersNamedIn(jobText: string | undefined): string[] {
  if (jobText === undefined || !isJobFile(jobText)) return [];
  const folders = namedPaths(parseJobFile(jobText)).map(({ path }) =>
    path.slice(0, Math.max(0, path.lastIndexOf('/'))),
  );
  return [...new Set(folders)]
    .filter((folder) => folder !== '' && folder.split('/').length <= MAX_DEPTH)
    .slice(0, MAX_FOLDERS);
}

/** True where a `job.json` names the file, whose path is relative to it. */
export function isNamedIn(jobText: string | undefined, path: string, ignoresCase: boolean): boolean {
  if (jobText === undefined || !isJobFile(jobText)) return false;
  return namedPaths(parseJobFile(jobText)).some((named) => isSamePath(named.path, path, ignoresCase));
}

interface NamedPath {
  readonly path: string;
  readonly kind: TableKind;
  readonly name: LocatedText;
}

function namedPaths(file: JobFile): NamedPath[] {
  return (['dataset', 'driveset'] as const).flatMap((kind) =>
    (file[kind] ?? []).flatMap((name) => {
      const path = pathInFolder(name.value);
      return path === undefined ? [] : [{ path, kind, name }];
    }),
  );
}

/**
 * A job: which files of a folder belong to it, and as what. All tables of the folder do, unless `job.json` names those
 * of a kind, which may be in sub-folders. The host reads the candidates' texts; server, runner and client all rely on
 * this class alone.
 */
export class Job {
  /** `undefined` where the folder has none, or that of another program. */
  readonly file: JobFile | undefined;
  readonly configuration: RuleConfiguration | undefined;
  /** In the job's order: as `job.json` names them, then by name. */
  readonly candidates: readonly TableCandidate[];
  /** Names of tables that are not looked at because there are too many. */
  readonly leftOut: readonly string[];
  readonly unread: readonly UnreadName[];
  private readonly named: readonly NamedPath[];

  constructor(private readonly listing: FolderListing) {
    const { files, ignoresCase, jobText, configurationText } = listing;
    this.file = jobText !== undefined && isJobFile(jobText) ? parseJobFile(jobText) : undefined;
    this.configuration = configurationText === undefined ? undefined : parseRuleConfiguration(configurationText);
    const named = this.file ? namedPaths(this.file) : [];
    this.named = named;
    const found = named.map(({ path }) => fileNamed(files, path, ignoresCase));
    const names = this.file ? [...(this.file.dataset ?? []), ...(this.file.driveset ?? [])] : [];
    this.unread = names.flatMap((name): UnreadName[] => {
      if (pathInFolder(name.value) === undefined) return name.value === '' ? [] : [{ name, why: 'outside' }];
      const index = named.findIndex((entry) => entry.name === name);
      return found[index] === undefined ? [{ name, why: 'missing' }] : [];
    });
    const own = files
      .filter((name) => !name.includes('/') && !IGNORED.test(name) && /\.(?:csv|txt)$/i.test(name))
      .sort(byText);
    const paths = [...new Set([...found.filter((path) => path !== undefined), ...own])];
    this.candidates = paths.slice(0, MAX_TABLES).map((path) => ({ path, named: this.namedAs(path) }));
    this.leftOut = paths.slice(MAX_TABLES);
  }

  /** The kind that `job.json` gives a file. */
  namedAs(path: string): TableKind | undefined {
    return this.named.find((entry) => isSamePath(entry.path, path, this.listing.ignoresCase))?.kind;
  }

  /** True where a table belongs to the job: all of its kind do, unless `job.json` names some. */
  includes(path: string, kind: TableKind): boolean {
    if (this.file?.[kind] === undefined) return !path.includes('/');
    return this.named.some((entry) => entry.kind === kind && isSamePath(entry.path, path, this.listing.ignoresCase));
  }

  /** Negative where the first of two tables comes before the other. */
  compare(one: string, other: string): number {
    const place = (path: string) => {
      const index = this.named.findIndex((entry) => isSamePath(entry.path, path, this.listing.ignoresCase));
      return index < 0 ? Infinity : index;
    };
    const [first, second] = [place(one), place(other)];
    return first === second ? byText(one, other) : first < second ? -1 : 1;
  }

  /** True where names that differ only in case are one file. */
  get ignoresCase(): boolean {
    return this.listing.ignoresCase;
  }
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
