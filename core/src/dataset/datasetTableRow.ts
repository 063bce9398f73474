import { TableRow } from '../table/tableRow';
import type { DirectoryNode } from './directoryTree';

/** A dataset record with the fingerprints of the keys under which the indexes know it. */
export class DatasetTableRow extends TableRow {
  /** The source as written. */
  path = '';
  /** Metadata and properties file as written, where the record names one. */
  sideFiles: readonly string[] | undefined;
  /** False for a record that is not compared with others: a source or destination is missing, or too long. */
  compared = false;
  /** Fingerprint of source and destination together. */
  copyLow = 0;
  copyHigh = 0;
  destinationLow = 0;
  destinationHigh = 0;
  /** True where the source is a directory. */
  isDirectory = false;
  /** True where the record writes one blob or file. */
  writesOneFile = false;
  /** The directory that the source is, or lies in; `undefined` where it has none. */
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
