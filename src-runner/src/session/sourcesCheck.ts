import { sentence } from '../language/sentence';
import type { CopyLedger } from '../journal/copyLedger';
import { fileBehind } from '../model/pathIdentity';
import type { FileIdentity } from '../model/pathIdentity';
import { UsageError } from '../model/usageError';
import { changedSources } from '../plan/changedSources';
import type { ChangedSource } from '../plan/changedSources';
import { NO_DRIVE } from '../plan/jobPlan';
import type { DriveTarget, JobPlan } from '../plan/jobPlan';
import { StatThreads } from '../scan/statThreads';
import type { PreparationContext } from './preparationContext';

type WrittenDrive = Pick<DriveTarget, 'target'>;

/**
 * The sources that have changed since they were planned. Each file is checked once more when it is copied.
 *
 * @param written the drives that are to be written
 * @throws UsageError if one of these drives would overwrite a source
 */
export async function* sourcesChangedSince(
  plan: JobPlan,
  written: readonly WrittenDrive[],
  { crew, watch }: PreparationContext,
): AsyncGenerator<ChangedSource> {
  const threads = new StatThreads(crew, true, mediaOf(written));
  try {
    for await (const source of changedSources(plan, threads.lookAt)) {
      watch.signal.throwIfAborted();
      if (source.reason === 'medium') throw new UsageError(source.message);
      yield source;
    }
  } finally {
    await threads.end();
  }
}

/** @throws UsageError if a drive would overwrite a source */
export async function checkNoSourceIsWritten(
  plan: JobPlan,
  written: readonly WrittenDrive[],
  context: PreparationContext,
): Promise<void> {
  if (mediaOf(written).length === 0) return;
  const changes = sourcesChangedSince(plan, written, context);
  while (!(await changes.next()).done);
}

/** The files that already exist at the targets. */
function mediaOf(written: readonly WrittenDrive[]): FileIdentity[] {
  return written.flatMap(({ target }) => fileBehind(target) ?? []);
}

/**
 * The message about a source that changed before a session is resumed. If it is already on a drive, the drive keeps the
 * old state.
 *
 * @param ledgers what has been copied, drive by drive
 */
export function changeText(plan: JobPlan, ledgers: readonly CopyLedger[], { file, message }: ChangedSource): string {
  return file !== undefined && isOnDrive(plan, ledgers, file)
    ? sentence`${message} It was already copied: the drive holds it as it was then.`
    : message;
}

function isOnDrive({ fileDrive, drives }: JobPlan, ledgers: readonly CopyLedger[], file: number): boolean {
  const drive = fileDrive[file] ?? NO_DRIVE;
  const files = drives[drive]?.columns.files;
  if (files === undefined) return false;
  // `files` is ascending; the index in it is the number of the file on the drive.
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (files[middle]! < file) low = middle + 1;
    else high = middle;
  }
  return ledgers[drive]?.stateOf(low) === 'done';
}
