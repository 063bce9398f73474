import { editorSettings } from '../../jobs/editorSettings';
import type { Job } from '../../jobs/jobs';
import type { JobPaths } from './prepareAnswers';

/** The paths of a job, and the mapping of Windows paths to this machine. */
export function pathsOf(job: Job): JobPaths {
  return {
    datasets: job.datasets.map(({ fsPath }) => fsPath),
    drivesets: job.drivesets.map(({ fsPath }) => fsPath),
    journal: job.journal.fsPath,
    logDirectory: job.logDirectory.fsPath,
    editorSettings: editorSettings(job.folder),
  };
}
