import type { SessionReport } from '../../../src-runner/src/protocol';
import type { Job } from '../jobs/jobs';
import { Run } from './run';
import { outcomeInJournal } from './runOutcome';

/** What a journal knows of a session as a run; undefined of one that was given up, or that another has taken over. */
export function runOfSession(job: Job, session: SessionReport): Run | undefined {
  const outcome = outcomeInJournal(session);
  if (outcome === undefined) return undefined;
  const journal = job.journal.fsPath;
  // When it ran, and for how long, nobody has noted.
  const run = new Run(
    {
      id: `${journal}:${session.sessionId}`,
      kind: 'prepare',
      folder: job.folder.fsPath,
      jobName: job.name,
      journal,
      sessionId: session.sessionId,
      started: '',
      pid: 0,
      outcome,
    },
    undefined,
    undefined,
  );
  run.session = session;
  run.progress.know(session.drives);
  return run;
}
