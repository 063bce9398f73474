import { isCompleteDriveInfo, readDriveInfo } from '../driveInfo/driveInfo';
import type { DriveInfo } from '../driveInfo/driveInfo';
import { JournalParser } from './journalParser';
import { activityOf, fieldValue } from './journalRecord';

/** What journals say about the drives of a job. */
export interface JournalDrives {
  /** By drive id. If a drive has several records, the last one counts. */
  readonly drives: ReadonlyMap<string, DriveInfo>;
  /** True where a part cannot be read, so that there may be more drives. */
  readonly isDamaged: boolean;
}

/** For a journal that is not read: it may name any drive. */
export const unreadJournal: JournalDrives = { drives: new Map(), isDamaged: true };

/** The drives in a journal's text. */
export function readJournalDrives(text: string): JournalDrives {
  const drives = new Map<string, DriveInfo>();
  const damage = { isThere: false };
  const parser = new JournalParser({
    record: (record) => {
      const state = activityOf(record) === 'DriveInfo' ? fieldValue(record, 'DriveState') : undefined;
      if (state === undefined) return;
      const { info, problems } = readDriveInfo(state);
      if (problems.length > 0 || !isCompleteDriveInfo(info)) damage.isThere = true;
      else drives.set(info.driveId, info);
    },
    problem: () => {
      damage.isThere = true;
    },
  });
  parser.push(text);
  parser.end();
  return { drives, isDamaged: damage.isThere };
}

/** Merges several journals, given in order; `undefined` if there are none. */
export function mergeJournalDrives(journals: readonly JournalDrives[]): JournalDrives | undefined {
  if (journals.length === 0) return undefined;
  return {
    drives: new Map(journals.flatMap(({ drives }) => [...drives])),
    isDamaged: journals.some(({ isDamaged }) => isDamaged),
  };
}

/** The names of journals. */
export const journalName = /\.jrn$/i;
