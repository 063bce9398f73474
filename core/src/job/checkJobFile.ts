import { sessionIdProblem } from '../names/sessionId';
import type { FileFinding } from '../rules/fileFinding';
import type { Finding } from '../rules/finding';
import { template } from '../text/template';
import type { RelatedTemplate } from '../rules/placedFinding';
import { LineIndex } from '../text/lineIndex';
import type { Job } from './job';
import type { JobDrives } from '../driveset/jobDrives';
import { isJobFile, parseJobFile } from './jobFile';
import { checkJson, jsonSchemas } from './jsonSchema';

/**
 * Checks a `job.json`, alone and against the folder's files and the job's drives. Another program's `job.json` has no
 * findings.
 */
export function checkJobFile(text: string, job: Pick<Job, 'unread' | 'leftOut'>, drives: JobDrives): FileFinding[] {
  if (!isJobFile(text)) return [];
  const { journal, sessionId } = parseJobFile(text);
  const found = checkJson(text, jsonSchemas.job);
  const lines = new LineIndex(text);
  const report = ({ start, end, ...finding }: Omit<Finding, 'fixes'>, related: readonly RelatedTemplate[] = []) => {
    found.push({ ...finding, start: lines.position(start), end: lines.position(end), related });
  };
  for (const { name, why } of job.unread) {
    report({
      code: 'job/file-missing',
      variant: why === 'missing' ? 'default' : why,
      args: [name.value],
      start: name.start,
      end: name.end,
    });
  }
  const problem = sessionId && sessionIdProblem(sessionId.value);
  if (sessionId && problem && sessionId.value !== '') {
    report({
      code: 'job/session-id',
      variant: problem.kind,
      args: problem.args,
      start: sessionId.start,
      end: sessionId.end,
    });
  }
  const letter = /^([A-Za-z]):/.exec(journal?.value ?? '')?.[1]?.toUpperCase();
  const drive = letter === undefined ? undefined : drives.get(letter);
  if (journal && letter !== undefined && drive) {
    const { file, fileName, range } = drive;
    report(
      {
        code: 'job/journal-on-target-drive',
        args: [letter, fileName, String(range.start.line + 1)],
        start: journal.start,
        end: journal.end,
      },
      [{ file, range, message: template('Drive {0}'), args: [letter] }],
    );
  }
  if (job.leftOut.length > 0) found.push(leftOutFinding(job));
  return found;
}

/** Checks a `sneakernet.json`. */
export function checkConfiguration(text: string): FileFinding[] {
  return checkJson(text, jsonSchemas.configuration);
}

/** The finding about tables of a folder that are not looked at. */
export function leftOutFinding({ leftOut }: Pick<Job, 'leftOut'>): FileFinding {
  const start = { line: 0, character: 0 };
  return { code: 'job/not-compared', variant: 'many', args: [String(leftOut.length), leftOut[0]!], start, end: start };
}

/** The finding in a dataset about other datasets of its job that are too large to be compared with it. */
export function notComparedFinding(names: readonly string[]): FileFinding {
  const start = { line: 0, character: 0 };
  return { code: 'job/not-compared', args: [names.join(', ')], start, end: start };
}
