import { driveAt } from '../drives/driveAt';
import { marksOf } from '../drives/driveIdentity';
import { sentence } from '../language/sentence';
import { TargetError } from '../model/copyResult';
import { pathIdentity } from '../model/pathIdentity';
import type { RecordedDrive, RecordedSession } from '#core/journal/sessionHistory';
import type { SessionJournal } from '../journal/sessionJournal';
import { SessionLock } from '../journal/sessionLock';
import type { PreparationObserver } from './preparationContext';
import { removePlan } from './sessionPlan';

/**
 * Aborts a session: its images are removed, and its disks stay marked as incomplete and can be prepared again. Earlier
 * sessions are left unchanged, and so is a target that no longer holds this session's drive.
 *
 * @throws JournalError if another run is writing to one of its drives: nothing is touched then
 */
export function abortSession(journal: SessionJournal, session: RecordedSession, observer: PreparationObserver): void {
  const locks: SessionLock[] = [];
  try {
    for (const drive of session.drives) locks.push(...lockOwn(session.id, drive));
    giveUp(journal, session, observer);
  } finally {
    for (const lock of locks) lock.release();
  }
}

/** Locks a drive against other runs if it still belongs to the session. */
function lockOwn(sessionId: string, { description }: RecordedDrive): SessionLock[] {
  const { target, targetKind, bitLockerKey } = description;
  if (bitLockerKey === '' || !driveAt(target, targetKind).holds(marksOf(sessionId, description))) return [];
  return [SessionLock.takeMedium(target, pathIdentity(target), sessionId)];
}

function giveUp(journal: SessionJournal, session: RecordedSession, observer: PreparationObserver): void {
  for (const { description, state } of session.drives) {
    if (description.bitLockerKey === '') continue;
    const { letter, target, targetKind } = description;
    try {
      const drive = driveAt(target, targetKind);
      const standing = drive.recognise(marksOf(session.id, description));
      // A drive that was not begun may still have been marked, if the run ended in between.
      if (standing !== 'own' && state === undefined) continue;
      if (standing !== 'own')
        observer.say(
          sentence`drive ${letter}: ${target} holds ${standing}, which does not belong to this session, so it was left unchanged.`,
          'warning',
        );
      else {
        drive.inspect();
        observer.say(
          drive.discard() === 'removed'
            ? sentence`drive ${letter}: ${target} was removed.`
            : sentence`drive ${letter}: ${target} holds an incomplete preparation and can be prepared again.`,
        );
      }
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      observer.say(sentence`drive ${letter}: ${error.message}`, 'warning');
    }
  }
  journal.abort(session);
  removePlan(session.parameters.planFile);
  observer.say(
    sentence`Session "${session.id}" was aborted. Its id cannot be used again: start a new session with another one.`,
  );
}
