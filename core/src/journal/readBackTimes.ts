import { JournalParser } from './journalParser';
import { parseJournalTime } from './journalText';
import { readSessionRecord, SessionRecordError, type SessionRecord } from './sessionRecords';

/**
 * When each drive of a journal was read back and compared, by drive id. Drives for which this was not done, or that
 * were written again since, are missing.
 */
export function readBackTimes(journal: string): ReadonlyMap<string, Date> {
  const driveIds = new Map<string, string>();
  const times = new Map<string, Date>();
  const take = (record: SessionRecord, time: Date | undefined): void => {
    switch (record.kind) {
      case 'drive':
      case 'drive-replaced': {
        const drive = `${record.drive} ${record.sessionId}`;
        const before = driveIds.get(drive);
        if (before !== undefined) times.delete(before);
        driveIds.set(drive, record.description.driveId);
        break;
      }
      case 'drive-state': {
        const driveId = driveIds.get(`${record.drive} ${record.sessionId}`);
        if (driveId === undefined) break;
        times.delete(driveId);
        if (record.isReadBack && time) times.set(driveId, time);
        break;
      }
      default:
    }
  };
  const parser = new JournalParser({
    record: (record) => {
      try {
        const read = readSessionRecord(record);
        if (read) take(read, parseJournalTime(record.time));
      } catch (error) {
        // The journal's own rules report an invalid record; the other records still count.
        if (!(error instanceof SessionRecordError)) throw error;
      }
    },
    problem: () => undefined,
  });
  parser.push(journal);
  parser.end();
  return times;
}
