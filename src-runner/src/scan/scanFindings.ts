import type { Finding } from '#core/rules/finding';
import { formatMessage, severityOf } from '#core/rules/message';
import type { Severity } from '#core/rules/rule';
import { counterOf } from '#core/rules/placedFinding';
import type { FindingCounts } from '#core/rules/placedFinding';
import { translate } from '../language/sentence';

/** The place of a finding: a record of a dataset. */
export interface RecordPlace {
  readonly dataset: string;
  /** Zero-based. */
  readonly line: number;
}

/** What the scan says about a source. */
export interface ScanFinding extends RecordPlace, Pick<Finding, 'code'> {
  readonly severity: Severity;
  readonly message: string;
  /** The source on this machine; BasePath as written if there is none. */
  readonly path: string;
}

/** What is wrong, without its place. */
export type Judgement = Pick<Finding, 'code' | 'variant' | 'args'>;

/** The number of findings kept for display. All are counted. */
const KEPT = 1000;

/** Collects the findings of a scan. No setting changes their severities: what the drive cannot hold, it cannot hold. */
export class ScanFindings {
  readonly kept: ScanFinding[] = [];
  readonly counts = { errors: 0, warnings: 0, information: 0 };

  add({ code, variant, args = [] }: Judgement, { dataset, line }: RecordPlace, path: string): void {
    const severity = severityOf(variant === undefined ? { code } : { code, variant });
    this.counts[counterOf[severity]]++;
    if (this.kept.length < KEPT)
      this.kept.push({ code, severity, message: formatMessage(code, variant, args, translate), dataset, line, path });
  }

  /** Findings beyond those kept. */
  get more(): number {
    const { errors, warnings, information }: FindingCounts = this.counts;
    return errors + warnings + information - this.kept.length;
  }
}
