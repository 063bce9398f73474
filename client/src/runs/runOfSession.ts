import type { SessionReport } from '../../../src-runner/src/protocol';
import type { Job } from '../jobs/jobs';
import { Run } from './run';
import { outcomeInJournal } from './runOutcome';

/** A journal's session as a run; undefined if it was aborted or taken over by another one. */
export function runOfSession(job: Job, session: SessionReport): Run | undefined {
  const outcome = outcomeInJournal(session);
  if (outcome === undefined) return undefined;
  const journal = job.journal.fsPath;
  // It was not recorded when it ran, and for how long.
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
