import { findNodeAtLocation, getNodeValue, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { sessionIdProblem } from '../names/sessionId';
import type { Finding } from '../rules/finding';
import { formatMessage, severityOf } from '../rules/message';
import type { Translate } from '../rules/message';
import type { RuleSettings } from '../rules/ruleSettings';
import type { TableFinding } from '../table/tableFinding';
import { LineIndex } from '../text/lineIndex';
import type { JobDrives } from './jobDrives';

/** A string of a JSON file; offsets are UTF-16 units, without the quotes. */
export interface LocatedText {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What a `job.json` says (schemas/job.schema.json). Whatever is missing or of another type is left out. */
export interface JobFile {
  /** Paths relative to the file's folder; `undefined` where the folder decides. */
  readonly dataset: readonly LocatedText[] | undefined;
  readonly driveset: readonly LocatedText[] | undefined;
  readonly journal: LocatedText | undefined;
  readonly sessionId: LocatedText | undefined;
  readonly dialect: 'blob' | 'files' | undefined;
}

/** Reads a `job.json`; comments and trailing commas are tolerated, and what cannot be read is left out. */
export function parseJobFile(text: string): JobFile {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const dialect: unknown = root && valueAt(root, 'dialect');
  return {
    dataset: root && texts(root, 'dataset'),
    driveset: root && texts(root, 'driveset'),
    journal: root && located(findNodeAtLocation(root, ['journal'])),
    sessionId: root && located(findNodeAtLocation(root, ['sessionId'])),
    dialect: dialect === 'blob' || dialect === 'files' ? dialect : undefined,
  };
}

/** True where a table of the folder belongs to its job: all do, unless `job.json` names those of the kind. */
export function jobIncludes(job: JobFile | undefined, fileName: string, kind: 'dataset' | 'driveset'): boolean {
  const named = job?.[kind];
  return named === undefined || named.some(({ value }) => value.split(/[\\/]/).at(-1) === fileName);
}

/** Checks what a `job.json` names against the job's drives. */
export function checkJobFile(text: string, drives: JobDrives, settings: RuleSettings, translate?: Translate): TableFinding[] {
  const { journal, sessionId } = parseJobFile(text);
  const found: TableFinding[] = [];
  const lines = new LineIndex(text);
  const report = (finding: Finding, related: TableFinding['related'] = []) => {
    const severity = settings.severity(finding.code, severityOf(finding));
    if (severity === 'off') return;
    const range = { start: lines.position(finding.start), end: lines.position(finding.end) };
    const message = formatMessage(finding.code, finding.variant, finding.args, translate);
    found.push({ code: finding.code, severity, message, range, related, row: undefined, fixes: () => [] });
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
      [{ file, range, message: `Drive ${letter}` }],
    );
  }
  return found;
}

function valueAt(root: Node, key: string): unknown {
  const node = findNodeAtLocation(root, [key]);
  return node && getNodeValue(node);
}

function texts(root: Node, key: string): LocatedText[] | undefined {
  const node = findNodeAtLocation(root, [key]);
  if (node?.type === 'string') return [located(node)!];
  return node?.type === 'array' ? (node.children ?? []).flatMap((child) => located(child) ?? []) : undefined;
}

function located(node: Node | undefined): LocatedText | undefined {
  if (node?.type !== 'string') return undefined;
  return { value: node.value as string, start: node.offset + 1, end: node.offset + node.length - 1 };
}
