import { TableRow } from '../table/tableRow';

const RELATIONS = 0xff;
const COMPARED = 0x100;
const DRIVE_SHIFT = 9;

/** A directory that contains sources. A directory that is itself a source and contains no other has no node. */
export interface DirectoryNode {
  /** Fingerprint of the path. */
  readonly low: number;
  readonly high: number;
  readonly parent: DirectoryNode | undefined;
  /** Its direct sub-directories that have a node; most directories have none. */
  children: Set<DirectoryNode> | undefined;
  /** Rows whose source is directly in the directory. */
  readonly rows: DatasetTableRow[];
  /** True where the directory is itself a row's source. */
  isSource: boolean;
  /** True where this directory, or one above it, is a row's source, so that its content is covered. */
  covers: boolean;
}

/**
 * A dataset record, with what the indexes need to find it again. There may be half a million, so small values share one
 * number.
 */
export class DatasetTableRow extends TableRow {
  /** Fingerprint of source and destination together. */
  copyLow = 0;
  copyHigh = 0;
  /** The directory that contains the source; `undefined` for a root. */
  directory: DirectoryNode | undefined;
  /** Position among the directory's rows. */
  slot = 0;
  private state = 0;

  /** False for a record that is not compared with others because its source or destination is missing or too long. */
  get compared(): boolean {
    return (this.state & COMPARED) !== 0;
  }

  set compared(value: boolean) {
    this.state = value ? this.state | COMPARED : this.state & ~COMPARED;
  }

  /** Bits of `Relation`; relations to rows of other datasets start at `OTHERS_SHIFT`. */
  get relations(): number {
    return this.state & RELATIONS;
  }

  set relations(value: number) {
    this.state = (this.state & ~RELATIONS) | value;
  }

  /** 1 to 26 for a source on drive A to Z, otherwise 0. */
  get drive(): number {
    return this.state >> DRIVE_SHIFT;
  }

  set drive(value: number) {
    this.state = (this.state & ((1 << DRIVE_SHIFT) - 1)) | (value << DRIVE_SHIFT);
  }
}
