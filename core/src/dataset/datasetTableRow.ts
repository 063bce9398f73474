import { TableRow } from '../table/tableRow';
import type { DirectoryNode } from './directoryTree';

/** A dataset record, with what the indexes need to find it again. There may be half a million: no field too many. */
export class DatasetTableRow extends TableRow {
  /** False for a record that is not compared with others: a source or destination is missing, or too long. */
  compared = false;
  /** The directory that the source lies in; `undefined` for a root. */
  directory: DirectoryNode | undefined;
  /** Position among the directory's rows. */
  slot = 0;
  /** 1 to 26 for a source on drive A to Z, otherwise 0. */
  drive = 0;
  /** Bits of `Relation`. */
  relations = 0;
}
