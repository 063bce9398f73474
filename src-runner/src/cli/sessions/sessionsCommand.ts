import type { RecordedSession } from '#core/journal/sessionHistory';
import { parseJournalTime } from '#core/journal/journalText';
import { driveAt } from '../../drives/driveAt';
import { sentence } from '../../language/sentence';
import type { DriveTarget } from '../../plan/jobPlan';
import { JournalError } from '../../journal/journalError';
import { logPathOf } from '../../journal/portalJournal';
import { isJournalThere, readJournal } from '../../journal/readJournal';
import type { JournalState } from '../../journal/readJournal';
import { lockHolder } from '../../journal/sessionLock';
import { decideSession } from '../../journal/sessionRequest';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Terminal } from '../terminal';
import type { JournalSessions, SessionReport, SessionReportDrive } from './sessionReport';

/** `sneakernet sessions`: lists the sessions of a journal, without its secrets. */
export async function sessions(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArguments(commandTable.sessions, args);
  if (values.journal === undefined) throw new UsageError(sentence`specify the journal of the job: --journal job.jrn.`);
  const { journal } = values;
  if (!isJournalThere(journal)) throw new UsageError(sentence`${journal} does not exist. Check --journal.`);
  try {
    const report = reportOf(journal, readJournal(journal));
    await terminal.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
    return ExitCode.Done;
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  }
}

function reportOf(journal: string, state: JournalState): JournalSessions {
  const holder = lockHolder(journal);
  return {
    journal,
    origin: state.origin,
    running:
      holder === undefined
        ? null
        : { pid: holder.pid, host: holder.host, since: holder.since, sessionId: holder.sessionId },
    sessions: state.sessions.map((session) => sessionOf(journal, state, session)),
  };
}

function sessionOf(journal: string, state: JournalState, session: RecordedSession): SessionReport {
  const { id, parameters, drives, continues } = session;
  const { credential } = parameters.options;
  const refusal = (kind: 'resume' | 'abort' | 'extend'): string | null => {
    const decision = decideSession(journal, state, { kind, sessionId: id });
    return decision.kind === 'refused' ? decision.message : null;
  };
  return {
    sessionId: id,
    state: session.state,
    continues: continues ?? null,
    jrm: parameters.jrm,
    log: logPathOf(parameters, journal),
    datasets: parameters.datasets,
    drivesets: parameters.drivesets,
    credential: credential === 'storage-key' || credential === 'container-sas' ? credential : null,
    drives: drives.length > 0 ? drives.map(driveOf) : plannedDrives(parameters.options['targets']),
    resumeRefusal: refusal('resume'),
    abortRefusal: refusal('abort'),
    extendRefusal: refusal('extend'),
  };
}

function driveOf({
  description: { letter, driveId, target, targetKind = driveAt(target).kind, capacity, bitLockerKey },
  state,
  stateTime,
  isReadBack,
}: RecordedSession['drives'][number]): SessionReportDrive {
  // A drive without data has no key and is not written.
  return {
    drive: letter,
    driveId,
    target,
    kind: targetKind,
    capacity,
    state: bitLockerKey === '' ? 'Unused' : (state ?? null),
    since: (stateTime === undefined ? undefined : parseJournalTime(stateTime))?.toISOString() ?? null,
    isReadBack,
  };
}

/** The drives of a session that needs more of them: they have no ids and keys yet. */
function plannedDrives(targets: unknown): SessionReportDrive[] {
  if (typeof targets !== 'string') return [];
  return (JSON.parse(targets) as DriveTarget[]).map(({ letter, id, target, kind, capacity }) => ({
    drive: letter,
    driveId: id ?? '',
    target,
    kind,
    capacity: capacity ?? 0,
    state: null,
    since: null,
    isReadBack: false,
  }));
}

function textOf({ origin, running, sessions: all, journal }: JournalSessions): string {
  const lines = [
    ...(origin === 'tool' ? [sentence`${journal} was written by another program.`] : []),
    ...(running
      ? [
          sentence`Process ${running.pid} on ${running.host} has been working on session ${running.sessionId} since ${running.since}.`,
        ]
      : []),
    ...all.flatMap(({ sessionId, state, drives }) => [
      `${sessionId}  ${state}`,
      ...drives.map(
        ({ drive, driveId, target, state: driveState }) =>
          `  ${drive}  ${driveId}  ${driveState ?? 'not started yet'}  ${target}`,
      ),
    ]),
  ];
  // One line each, whatever characters a name contains.
  return lines.map((line) => `${line.replace(/\p{Cc}+/gu, ' ')}\n`).join('');
}
