import { noOtherDatasets } from '#core/dataset/otherDatasets';
import type { OtherDatasets } from '#core/dataset/otherDatasets';
import type { JobDrives } from '#core/driveset/jobDrives';
import type { FileFinding } from '#core/rules/fileFinding';
import type { TableFile } from '../language/table/tableFile';
import { withoutDrives } from './drivesetComparison';
import type { ComparedDrives } from './drivesetComparison';

/** Identifies a job's drives. Those of earlier drivesets need no key: passing them on costs nothing. */
const keyOf = (drives: JobDrives): string => JSON.stringify([...drives]);
const NO_DRIVES = keyOf(withoutDrives.drives);

/**
 * What an open table has been told about its job. Only changes are passed on, because each costs a pass over the whole
 * table.
 */
export class ToldOfJob {
  /** Findings about the table as a whole, for example that it is not compared with all of its job. */
  notes: readonly FileFinding[] = [];
  private table: TableFile | undefined;
  private drivesKey = NO_DRIVES;
  private others = noOtherDatasets;

  tell(table: TableFile, { drives, earlier }: ComparedDrives, others: OtherDatasets): void {
    if (table !== this.table) {
      // A table that was read again knows nothing about its job.
      this.table = table;
      this.drivesKey = NO_DRIVES;
      this.others = noOtherDatasets;
    }
    table.relations.setEarlierDrives(earlier);
    const key = keyOf(drives);
    if (key !== this.drivesKey) {
      this.drivesKey = key;
      table.relations.setDrives(drives);
    }
    if (others.equals(this.others)) return;
    this.others = others;
    table.relations.setOthers(others);
  }
}
