import { parseOptions } from '../parseOptions';
import type { FindingCounts } from '#core/table/tableFinding';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../pipeline/copyResult';
import type { PlanSummary } from '../../plan/planSummary';
import { CatalogueFullError } from '../../scan/catalogueBuilder';
import { ExitCode, UsageError } from '../exitCode';
import { jobOptionDefinitions, readJobOptions } from '../jobOptions';
import { oneOf } from '../optionValues';
import type { Terminal } from '../terminal';
import { UnreadableFileError } from '../validate/textFile';
import { findingText } from './jobFindings';
import type { JobFinding } from './jobFindings';
import { runnerThreads } from '../runnerThreads';
import { makePlan } from './makePlan';
import type { PlanningOutcome } from './makePlan';
import { planText } from './planReport';

/** What `--format json` writes (schemas/plan.schema.json). */
export interface PlanResult {
  /** Null where findings stand against one. */
  readonly plan: PlanSummary | null;
  readonly findings: readonly JobFinding[];
  readonly counts: FindingCounts;
  /** Findings beyond those listed. */
  readonly moreFindings: number;
}

/** `sneakernet plan`. */
export async function plan(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseOptions({ args: [...args], options: { ...jobOptionDefinitions, format: { type: 'string', default: 'text' } } });
  const format = oneOf('--format', values.format, ['text', 'json']);
  const options = readJobOptions(values);
  if (options.drivesets.length === 0) throw new UsageError(sentence`name the driveset: --driveset driveset.csv.`);
  const crew = runnerThreads();
  try {
    const outcome = await makePlan(options, {}, crew, terminal);
    await report(outcome, format, terminal);
    return outcome.findings.counts.errors > 0 ? ExitCode.Findings : ExitCode.Done;
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled.`);
      return ExitCode.Cancelled;
    }
    if (error instanceof UnreadableFileError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof TargetError || error instanceof CatalogueFullError)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  } finally {
    await crew.end();
  }
}

async function report({ findings, warnings, planned }: PlanningOutcome, format: 'text' | 'json', terminal: Terminal): Promise<void> {
  const { listed, counts, more } = findings;
  for (const warning of warnings) terminal.say(warning);
  if (format === 'json') {
    const result: PlanResult = { plan: planned?.summary ?? null, findings: listed, counts, moreFindings: more };
    await terminal.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const finding of listed) terminal.say(findingText(finding));
  if (more > 0) terminal.say(sentence`and ${more} more.`);
  if (planned !== undefined) await terminal.write(planText(planned.summary));
  else terminal.say(counts.errors === 1 ? sentence`Nothing is planned: 1 error first.` : sentence`Nothing is planned: ${counts.errors} errors first.`);
}
