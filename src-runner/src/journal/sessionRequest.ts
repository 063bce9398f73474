import type { RecordedSession } from '#core/journal/sessionHistory';
import { recoveryPathOf } from '#core/journal/recoveryLog';
import { sentence } from '../language/sentence';
import type { JournalState } from './readJournal';

/** What the command line asks of a journal. `extend` stands for --additional-driveset. */
export interface SessionRequest {
  readonly kind: 'new' | 'resume' | 'abort' | 'extend';
  readonly sessionId: string;
}

/** Why a request is refused; for programs. */
export type RefusalReason =
  | 'foreign-journal'
  | 'no-journal'
  | 'unknown-session'
  | 'id-complete'
  | 'id-aborted'
  | 'id-continued'
  | 'session-interrupted'
  | 'session-needs-drives'
  | 'first-session'
  | 'no-drives-needed';

export type SessionDecision =
  /** `isFirst`: the journal has no other session. */
  | { readonly kind: 'start'; readonly isFirst: boolean }
  | { readonly kind: 'resume'; readonly session: RecordedSession }
  | { readonly kind: 'abort'; readonly session: RecordedSession }
  /** `newId`: the session that takes over what `session` had no room for; without it, `session` itself continues. */
  | { readonly kind: 'extend'; readonly session: RecordedSession; readonly newId: string | undefined }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

/** Whether a session was begun but neither finished nor put off: it was stopped, or its process ended. */
export function isInterrupted({ state }: RecordedSession): boolean {
  return state === 'Started' || state === 'Resumed' || state === 'Interrupted';
}

/**
 * Decides about a request by the tool's rules: one session after the other, each with its own id; an interrupted one is
 * resumed or aborted before anything else; the first session of a journal cannot be aborted.
 *
 * @param journal its path, for messages
 * @param state undefined if there is no journal yet
 */
export function decideSession(
  journal: string,
  state: JournalState | undefined,
  { kind, sessionId }: SessionRequest,
): SessionDecision {
  if (state?.origin === 'tool') {
    return refuse(
      'foreign-journal',
      sentence`${journal} has no recovery log next to it (${recoveryPathOf(journal)}): it was written by another program, or the log was removed. Restore the log, or specify another file with --journal.`,
    );
  }
  const sessions = state?.sessions ?? [];
  if (sessions.length === 0 && kind !== 'new') {
    return refuse(
      'no-journal',
      sentence`${journal} has no sessions yet, so ${nothing[kind]()}. Check --journal, or start with --dataset and --driveset.`,
    );
  }
  const session = sessions.find(({ id }) => id === sessionId);
  const open = sessions.find(
    (candidate) => candidate !== session && (isInterrupted(candidate) || candidate.state === 'NeedsDrives'),
  );
  switch (kind) {
    case 'new':
      return session
        ? refuseKnown(journal, session)
        : open
          ? refuseOpen(journal, open)
          : { kind: 'start', isFirst: sessions.length === 0 };
    case 'resume':
      if (!session) return refuseUnknown(journal, sessions, sessionId);
      return isInterrupted(session) ? { kind: 'resume', session } : refuseKnown(journal, session);
    case 'abort':
      if (!session) return refuseUnknown(journal, sessions, sessionId);
      return decideAbort(journal, sessions, session);
    case 'extend':
      return decideExtension(journal, sessions, session, sessionId);
  }
}

const nothing = {
  resume: () => sentence`there is nothing to resume`,
  abort: () => sentence`there is nothing to abort`,
  extend: () => sentence`there is nothing to add drives to`,
} as const;

function decideAbort(journal: string, sessions: readonly RecordedSession[], session: RecordedSession): SessionDecision {
  if (!isInterrupted(session) && session.state !== 'NeedsDrives') return refuseKnown(journal, session);
  if (session === sessions[0]) {
    return refuse(
      'first-session',
      sentence`${journal}: the first session of a drive cannot be aborted; it can only be started again with a new journal. Session "${session.id}" is the first: specify another file with --journal, or continue with --resume.`,
    );
  }
  return { kind: 'abort', session };
}

function decideExtension(
  journal: string,
  sessions: readonly RecordedSession[],
  session: RecordedSession | undefined,
  sessionId: string,
): SessionDecision {
  const interrupted = sessions.find(isInterrupted);
  if (interrupted) return refuseOpen(journal, interrupted);
  const waiting = sessions.find(({ state }) => state === 'NeedsDrives');
  if (!waiting) {
    return refuse(
      'no-drives-needed',
      sentence`${journal}: everything that its sessions were given fits on their drives, so additional drives are not needed. For other data, start a new session with --dataset and --driveset.`,
    );
  }
  if (session === waiting) return { kind: 'extend', session: waiting, newId: undefined };
  if (session) return refuseKnown(journal, session);
  return { kind: 'extend', session: waiting, newId: sessionId };
}

function refuseUnknown(journal: string, sessions: readonly RecordedSession[], sessionId: string): SessionDecision {
  const known = sessions.map(({ id }) => `"${id}"`).join(', ');
  return refuse(
    'unknown-session',
    sentence`${journal} has no session "${sessionId}". Its sessions: ${known}. Check --session.`,
  );
}

/** Refuses a request because the session exists but is in the wrong state for it. */
function refuseKnown(journal: string, session: RecordedSession): SessionDecision {
  const name = sentence`${journal}: session "${session.id}"`;
  switch (session.state) {
    case 'Completed':
      return refuse(
        'id-complete',
        sentence`${name} is complete. For more data, start a new session with a different --session.`,
      );
    case 'Aborted':
      return refuse(
        'id-aborted',
        sentence`${name} was aborted, and its id cannot be used again. Start a new session with a different --session.`,
      );
    case 'Continued':
      return refuse(
        'id-continued',
        sentence`${name} was taken over by a later session. For more data, start a new session with a different --session.`,
      );
    default:
      return refuseOpen(journal, session);
  }
}

/** Refuses a request because another session has to be finished first. */
function refuseOpen(journal: string, session: RecordedSession): SessionDecision {
  const name = sentence`${journal}: session "${session.id}"`;
  if (session.state === 'NeedsDrives') {
    return refuse(
      'session-needs-drives',
      sentence`${name} has files that did not fit on its drives. Add drives with --additional-driveset --session "${session.id}".`,
    );
  }
  return refuse(
    'session-interrupted',
    sentence`${name} was interrupted. Resume it first: --resume --session "${session.id}".`,
  );
}

function refuse(reason: RefusalReason, message: string): SessionDecision {
  return { kind: 'refused', reason, message };
}
