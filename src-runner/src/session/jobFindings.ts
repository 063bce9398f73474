import type { RuleCode } from '#core/rules/catalogue/index';
import { formatMessage, severityOf } from '#core/rules/message';
import type { Severity } from '#core/rules/rule';
import type { FindingCounts } from '#core/rules/placedFinding';
import { translate } from '../language/sentence';
import type { SummarisedPlan } from '../plan/planSummary';
import type { ScanFindings } from '../scan/scanFindings';
import { printablePath } from '../scan/sourceJudge';
import { addCounts, countFindings } from '../job/fileReport';
import type { FileReport } from '../job/fileReport';

/** A finding about a job, wherever it was found. */
export interface JobFinding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  /** The dataset or driveset, and the zero-based place in it; undefined for a finding about the whole job. */
  readonly file?: string;
  readonly line?: number;
  readonly character?: number;
  /** The source on this machine. */
  readonly path?: string;
}

/** Findings, and how many there are beyond those listed. */
export interface JobFindings {
  readonly listed: readonly JobFinding[];
  readonly counts: FindingCounts;
  readonly more: number;
}

export function tableFindings(reports: readonly FileReport[]): JobFindings {
  return {
    listed: reports.flatMap(({ file, findings }) =>
      findings.map(({ code, severity, message, range }) => ({
        code,
        severity,
        message,
        file,
        line: range.start.line,
        character: range.start.character,
      })),
    ),
    counts: addCounts(reports.map(({ counts }) => counts)),
    more: reports.reduce((total, { more }) => total + more, 0),
  };
}

export function scanFindings({ kept, counts, more }: ScanFindings): JobFindings {
  const listed = kept.map(({ code, severity, message, dataset, line, path }) => ({
    code,
    severity,
    message,
    file: dataset,
    line,
    character: 0,
    path,
  }));
  return { listed, counts, more };
}

export function sizeFindings({ findings }: SummarisedPlan): JobFindings {
  const listed = findings.map(({ code, variant, args }) => ({
    code,
    severity: severityOf(variant === undefined ? { code } : { code, variant }),
    message: formatMessage(code, variant, args, translate),
  }));
  return { listed, counts: countFindings(listed), more: 0 };
}

export function joinFindings(all: readonly JobFindings[]): JobFindings {
  return {
    listed: all.flatMap(({ listed }) => listed),
    counts: addCounts(all.map(({ counts }) => counts)),
    more: all.reduce((total, { more }) => total + more, 0),
  };
}

/** One line: the place (one-based), then the finding. */
export function findingText({ file, line = 0, character = 0, severity, code, path, message }: JobFinding): string {
  const place = file === undefined ? '' : `${file}:${line + 1}:${character + 1} `;
  const source = path === undefined ? '' : `${printablePath(path)}: `;
  return `${place}${severity} ${code} ${source}${printablePath(message.replaceAll(/\s+/g, ' '))}`;
}
