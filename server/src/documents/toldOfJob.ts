import { noOtherDatasets } from '#core/dataset/otherDatasets';
import type { OtherDatasets } from '#core/dataset/otherDatasets';
import type { JobDrives } from '#core/driveset/jobDrives';
import type { FileFinding } from '#core/rules/fileFinding';
import type { TableFile } from '../language/table/tableFile';
import { withoutDrives } from './drivesetComparison';
import type { ComparedDrives } from './drivesetComparison';

/** Tells one job's drives from another's. Those of earlier drivesets cost nothing to hand on. */
const keyOf = (drives: JobDrives): string => JSON.stringify([...drives]);
const NO_DRIVES = keyOf(withoutDrives.drives);

/** What an open table has been told of its job. It is told what has changed alone: that costs as much as the table is long. */
export class ToldOfJob {
  /** What is said of the table as a whole, for it is not compared with all of its job. */
  notes: readonly FileFinding[] = [];
  private table: TableFile | undefined;
  private drivesKey = NO_DRIVES;
  private others = noOtherDatasets;

  tell(table: TableFile, { drives, earlier }: ComparedDrives, others: OtherDatasets): void {
    if (table !== this.table) {
      // One that was read anew knows nothing of its job.
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
