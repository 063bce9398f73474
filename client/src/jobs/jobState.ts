import type { Localize } from '#core/text/localize';
import type { JournalSessions, SessionReport } from '../../../src-runner/src/protocol';

/** How far a job is. `unknown`: there is a journal, but it has not been read, or another program wrote it. */
export type JobState = 'none' | 'running' | 'interrupted' | 'needsDrives' | 'prepared' | 'aborted' | 'unknown';

/**
 * @param hasJournal false if nothing has been prepared
 * @param isRunning whether a process is working on the journal
 * @param sessions of the journal; undefined if it was not read
 */
export function jobStateOf(hasJournal: boolean, isRunning: boolean, sessions: JournalSessions | undefined): JobState {
  if (isRunning) return 'running';
  if (!hasJournal) return 'none';
  if (!sessions || sessions.origin === 'tool') return 'unknown';
  const has = (...states: SessionReport['state'][]): boolean =>
    sessions.sessions.some(({ state }) => states.includes(state));
  // A session that was started but has no process was killed.
  if (has('Started', 'Resumed', 'Interrupted')) return 'interrupted';
  if (has('NeedsDrives')) return 'needsDrives';
  if (has('Completed')) return 'prepared';
  return has('Aborted') ? 'aborted' : 'none';
}

/** A state in words. */
export function jobStateText(state: JobState, localize: Localize): string {
  switch (state) {
    case 'none':
      return localize('Nothing has been prepared yet');
    case 'running':
      return localize('Drives are being prepared');
    case 'interrupted':
      return localize('The preparation was interrupted and can be resumed');
    case 'needsDrives':
      return localize('More drives are needed: not all files fit');
    case 'prepared':
      return localize('Prepared');
    case 'aborted':
      return localize('The preparation was aborted');
    case 'unknown':
      return localize('A journal exists');
  }
}

/** The sessions that count: neither aborted nor taken over by another one. */
export function sessionsThatCount({ sessions }: JournalSessions): readonly SessionReport[] {
  return sessions.filter(({ state }) => state !== 'Aborted' && state !== 'Continued');
}
