import { excerpt } from '../rules/excerpt';
import type { FileFinding } from '../rules/fileFinding';
import { severityOf } from '../rules/message';
import { ruleOf, type RuleCode } from '../rules/catalogue';
import type { Range } from '../text/position';
import type { CopyLogProblem, LogBlob, LogText } from './copyLog';

/** What a status is about: each has codes of its own. */
export type StatusSubject = 'drive' | 'blob' | 'disposition' | 'range' | 'side-file';

/** What the catalogue says of a status: the variant of the message, and whether the status is one of those that are documented. */
export interface StatusMessage {
  readonly code: RuleCode;
  readonly variant: string;
  readonly known: boolean;
}

/** The message of a status code, as written in a log. */
export function statusMessage(subject: StatusSubject, status: string): StatusMessage {
  const code = subject === 'drive' ? 'log/drive-status' : 'log/blob-status';
  const prefix = subject === 'drive' || subject === 'blob' ? '' : `${subject}:`;
  const known = /^[A-Z]\w*$/.test(status) && Object.hasOwn(ruleOf(code).messages, prefix + status);
  return { code, variant: prefix + (known ? status : 'unknown'), known };
}

/** Says what a log reports, as it is read. Memory does not grow with the log. */
export class CopyLogChecker {
  readonly #report: (finding: FileFinding) => void;
  #hasStatus = false;

  constructor(report: (finding: FileFinding) => void) {
    this.#report = report;
  }

  blob(blob: LogBlob): void {
    const { status, dispositionStatus, metadataStatus, propertiesStatus, ranges, rangeCount } = blob;
    if (status) this.#tell('blob', status, [excerpt(status.text)]);
    if (dispositionStatus) this.#tell('disposition', dispositionStatus, [excerpt(dispositionStatus.text)]);
    for (const tally of ranges) {
      this.#tell('range', { text: tally.status, range: tally.range }, [String(tally.count), String(rangeCount), excerpt(tally.status)]);
    }
    if (metadataStatus) this.#tell('side-file', metadataStatus, ['Metadata', excerpt(metadataStatus.text)]);
    if (propertiesStatus) this.#tell('side-file', propertiesStatus, ['Properties', excerpt(propertiesStatus.text)]);
  }

  driveStatus(status: LogText): void {
    this.#hasStatus = true;
    this.#tell('drive', status, [excerpt(status.text)]);
  }

  rootEnd({ start, end }: Range): void {
    if (!this.#hasStatus) this.#report({ code: 'log/drive-status', variant: 'missing', start, end });
  }

  problem({ kind, args, range: { start, end } }: CopyLogProblem): void {
    this.#report({ code: 'log/syntax', variant: kind, args, start, end });
  }

  /** What went well, and what followed from a failure that is told elsewhere, is no finding. */
  #tell(subject: StatusSubject, { text, range: { start, end } }: LogText, args: readonly string[]): void {
    const { code, variant } = statusMessage(subject, text);
    if (severityOf({ code, variant }) !== 'information') this.#report({ code, variant, args, start, end });
  }
}
