import { excerpt } from '../rules/excerpt';
import type { FileFinding } from '../rules/fileFinding';
import { severityOf } from '../rules/message';
import { ruleOf, type RuleCode } from '../rules/catalogue';
import type { Range } from '../text/position';
import type { CopyLogProblem, LogBlob, LogDirection, LogText } from './copyLog';

/** What a status is about; each subject has its own status codes. */
export type StatusSubject = 'drive' | 'blob' | 'disposition' | 'range' | 'side-file' | 'category';

/** The catalogue's message for a status: its variant, and whether the status is documented. */
export interface StatusMessage {
  readonly code: RuleCode;
  readonly variant: string;
  readonly known: boolean;
}

const codes: Readonly<Record<StatusSubject, RuleCode>> = {
  drive: 'log/drive-status',
  blob: 'log/blob-status',
  disposition: 'log/blob-status',
  range: 'log/blob-status',
  'side-file': 'log/blob-status',
  category: 'log/category',
};

/** The message for a status code, as written in a log. For an export, the wording is about the drive. */
export function statusMessage(subject: StatusSubject, status: string, direction?: LogDirection): StatusMessage {
  const code = codes[subject];
  const prefix = codes[subject] === 'log/blob-status' && subject !== 'blob' ? `${subject}:` : '';
  const { messages } = ruleOf(code);
  const known = /^[A-Z]\w*$/.test(status) && Object.hasOwn(messages, prefix + status);
  const variant = prefix + (known ? status : 'unknown');
  const exported = `export:${variant}`;
  return { code, variant: direction === 'export' && Object.hasOwn(messages, exported) ? exported : variant, known };
}

/** Windows errors that mean that a file name is invalid. */
const nameErrors: ReadonlySet<string> = new Set(['123', '206', '267']);

/** The message for an error category, depending on the error code where that tells more. */
export function categoryMessage(
  category: string,
  errorCode: string | undefined,
  direction?: LogDirection,
): StatusMessage {
  const { code, variant, known } = statusMessage('category', category, direction);
  const narrower = errorCode === undefined ? undefined : `${variant}:${nameErrors.has(errorCode) ? 'name' : errorCode}`;
  return {
    code,
    variant: narrower !== undefined && known && Object.hasOwn(ruleOf(code).messages, narrower) ? narrower : variant,
    known,
  };
}

/** The arguments of such a message: the error code, the name before renaming, and the category itself. */
export function categoryArgs(
  category: string,
  errorCode: string | undefined,
  errorMessage: string | undefined,
): readonly string[] {
  return [
    errorCode === undefined || errorCode === '' ? '?' : excerpt(errorCode),
    excerpt(nameBefore(errorMessage ?? '')),
    excerpt(category),
  ];
}

/** `…has been renamed to: <new> :from: <old> :because …`; empty for a text of another form. */
function nameBefore(message: string): string {
  const [mark, end] = [':from:', ':because'];
  const start = message.indexOf(mark);
  if (start < 0) return '?';
  const until = message.indexOf(end, start);
  return message.slice(start + mark.length, until < 0 ? undefined : until).trim() || '?';
}

/** Reports a log's problems as it is read. Memory does not grow with the log. */
export class CopyLogChecker {
  readonly #report: (finding: FileFinding) => void;
  #hasStatus = false;
  /** As far as the log has revealed it. */
  #direction: LogDirection | undefined;
  /**
   * In a current log: the place of the first error, whether the log also lists successes, and whether it ends with the
   * drive's status.
   */
  #firstError: Range | undefined;
  #isVerbose = false;
  #hasLog = false;
  #failed = false;

  constructor(report: (finding: FileFinding) => void) {
    this.#report = report;
  }

  blob(blob: LogBlob): void {
    this.#direction ??= blob.direction;
    if (blob.form === 'stored') this.#isVerbose = true;
    else if (blob.form === 'errored') this.#tellCategory(blob);
    else this.#tellStatuses(blob);
  }

  #tellCategory({ category, errorCode, errorMessage, range }: LogBlob): void {
    this.#firstError ??= range;
    const { start, end } = category?.range ?? range;
    const name = category?.text ?? '';
    const { code, variant } = categoryMessage(name, errorCode?.text, this.#direction);
    this.#report({ code, variant, args: categoryArgs(name, errorCode?.text, errorMessage?.text), start, end });
  }

  #tellStatuses({ status, dispositionStatus, metadataStatus, propertiesStatus, ranges, rangeCount }: LogBlob): void {
    if (status) this.#tell('blob', status, [excerpt(status.text)]);
    if (dispositionStatus) this.#tell('disposition', dispositionStatus, [excerpt(dispositionStatus.text)]);
    for (const tally of ranges) {
      this.#tell('range', { text: tally.status, range: tally.range }, [
        String(tally.count),
        String(rangeCount),
        excerpt(tally.status),
      ]);
    }
    if (metadataStatus) this.#tell('side-file', metadataStatus, ['Metadata', excerpt(metadataStatus.text)]);
    if (propertiesStatus) this.#tell('side-file', propertiesStatus, ['Properties', excerpt(propertiesStatus.text)]);
  }

  driveStatus(status: LogText): void {
    this.#hasStatus = true;
    this.#tell('drive', status, [excerpt(status.text)]);
  }

  rootEnd({ start, end }: Range): void {
    this.#hasLog = true;
    if (!this.#hasStatus) this.#report({ code: 'log/drive-status', variant: 'missing', start, end });
  }

  problem({ kind, args, range: { start, end } }: CopyLogProblem): void {
    this.#failed = true;
    this.#report({ code: 'log/syntax', variant: kind, args, start, end });
  }

  /** Called at the end of the log. If a log was cut between two elements, only this reveals it. */
  end(): void {
    const place = this.#firstError;
    if (place && !this.#hasLog && !this.#isVerbose && !this.#failed)
      this.#report({ code: 'log/drive-status', variant: 'missing-summary', start: place.start, end: place.end });
  }

  /** Successes, and consequences of failures that are reported elsewhere, are not findings. */
  #tell(subject: StatusSubject, { text, range: { start, end } }: LogText, args: readonly string[]): void {
    const { code, variant } = statusMessage(subject, text, this.#direction);
    if (severityOf({ code, variant }) !== 'information') this.#report({ code, variant, args, start, end });
  }
}
