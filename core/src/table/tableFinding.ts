import type { Fix } from '../rules/finding';
import type { PlacedFinding } from '../rules/placedFinding';
import type { TableRow } from './tableRow';

/** A finding of an open document, ready to be shown and repaired. */
export interface TableFinding extends PlacedFinding {
  /** The record it stands in; `undefined` for one about the whole file. */
  readonly row: TableRow | undefined;
  /** Computed only when somebody asks. Certain ones come first. */
  readonly fixes: () => readonly Fix[];
}
