import { sessionIdProblem } from '../names/sessionId';
import { template } from '../rules/template';
import type { Finding } from '../rules/finding';
import { formatMessage, severityOf } from '../rules/message';
import type { Translate } from '../rules/template';
import type { RuleSettings } from '../rules/ruleSettings';
import { placeRelated } from '../table/findings';
import type { RelatedTemplate, TableFinding } from '../table/tableFinding';
import { LineIndex } from '../text/lineIndex';
import type { JobDrives } from './jobDrives';
import { parseJobFile } from './jobFile';

/** Checks what a `job.json` names against the job's drives. */
export function checkJobFile(text: string, drives: JobDrives, settings: RuleSettings, translate?: Translate): TableFinding[] {
  const { journal, sessionId } = parseJobFile(text);
  const found: TableFinding[] = [];
  const lines = new LineIndex(text);
  const report = (finding: Finding, related: readonly RelatedTemplate[] = []) => {
    const severity = settings.severity(finding.code, severityOf(finding));
    if (severity === 'off') return;
    const range = { start: lines.position(finding.start), end: lines.position(finding.end) };
    const message = formatMessage(finding.code, finding.variant, finding.args, translate);
    found.push({ code: finding.code, severity, message, range, related: related.map((place) => placeRelated(place, translate)), row: undefined, fixes: () => [] });
  };
  const problem = sessionId && sessionIdProblem(sessionId.value);
  if (sessionId && problem) {
    report({ code: 'job/session-id', variant: problem.kind, args: problem.args, start: sessionId.start, end: sessionId.end });
  }
  const letter = /^([A-Za-z]):/.exec(journal?.value ?? '')?.[1]?.toUpperCase();
  const drive = letter === undefined ? undefined : drives.get(letter);
  if (journal && letter !== undefined && drive) {
    const { file, fileName, range } = drive;
    report(
      { code: 'job/journal-on-target-drive', args: [letter, fileName, String(range.start.line + 1)], start: journal.start, end: journal.end },
      [{ file, range, message: template('Drive {0}'), args: [letter] }],
    );
  }
  return found;
}
