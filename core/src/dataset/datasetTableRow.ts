import { TableRow } from '../table/tableRow';
import type { DirectoryNode } from './directoryTree';

/** A dataset record with the keys under which the indexes know it. */
export class DatasetTableRow extends TableRow {
  /** The source as written. */
  path = '';
  /** Metadata and properties file as written, where the record names one. */
  sideFiles: readonly string[] | undefined;
  /** Key of the source; empty where the record is not indexed. */
  source = '';
  destination = '';
  /** The directory that the source is, or lies in. */
  directory: DirectoryNode | undefined;
  /** Position among the directory's rows. */
  slot = 0;
  /** 1 to 26 for a source on drive A to Z, otherwise 0. */
  drive = 0;
  /** Bits of `Relation`. */
  relations = 0;

  /** True where the rules ask the disk for one of the paths. */
  dependsOn(paths: ReadonlySet<string>): boolean {
    return paths.has(this.path) || (this.sideFiles?.some((path) => paths.has(path)) ?? false);
  }
}
