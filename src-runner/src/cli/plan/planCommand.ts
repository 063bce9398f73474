import type { FindingCounts } from '#core/rules/placedFinding';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../model/copyResult';
import type { EarlierSessions } from '../../plan/earlierSessions';
import type { PlanSummary } from '../../plan/planSummary';
import { CatalogueFullError } from '../../scan/catalogueBuilder';
import { JournalError } from '../../journal/journalError';
import { isJournalThere, readJournal } from '../../journal/readJournal';
import type { JournalState } from '../../journal/readJournal';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import { readJobOptions } from '../jobOptions';
import { oneOf } from '../optionValues';
import type { Terminal } from '../terminal';
import { UnreadableFileError } from '../../job/textFile';
import { journalPath } from '../prep/prepOptions';
import { earlierSentences } from '../../session/earlierReport';
import { findingText } from '../../session/jobFindings';
import type { JobFinding } from '../../session/jobFindings';
import { runnerThreads } from '../runnerThreads';
import { makePlan } from '../../session/makePlan';
import type { PlanningOutcome } from '../../session/makePlan';
import { planText } from './planReport';

/** The output of `--format json` (schemas/plan.schema.json). */
export interface PlanResult {
  /** Null if findings prevent one. */
  readonly plan: PlanSummary | null;
  readonly findings: readonly JobFinding[];
  readonly counts: FindingCounts;
  /** Findings beyond those listed. */
  readonly moreFindings: number;
  /**
   * With `--journal`: what its complete sessions have put on drives. Null if there are none, or the sources could not
   * be looked at.
   */
  readonly earlier?: EarlierSessions | null;
}

/** `sneakernet plan`. */
export async function plan(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArguments(commandTable.plan, args);
  const format = oneOf('--format', values.format ?? 'text', ['text', 'json']);
  const options = readJobOptions(values);
  if (options.drivesets.length === 0) throw new UsageError(sentence`specify the driveset: --driveset driveset.csv.`);
  const journal = values.journal === undefined ? undefined : journalPath(values.journal);
  const crew = runnerThreads();
  try {
    const sessions = journal === undefined ? undefined : sessionsIn(journal);
    const outcome = await makePlan(options, sessions === undefined ? {} : { sessions }, crew, terminal);
    await report(outcome, format, journal !== undefined, terminal);
    return outcome.findings.counts.errors > 0 ? ExitCode.Findings : ExitCode.Done;
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say(sentence`Cancelled.`);
      return ExitCode.Cancelled;
    }
    if (error instanceof UnreadableFileError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof TargetError || error instanceof JournalError || error instanceof CatalogueFullError))
      throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  } finally {
    await crew.end();
  }
}

/**
 * The sessions of a journal, if it exists.
 *
 * @throws JournalError
 */
function sessionsIn(journal: string): JournalState['sessions'] {
  return isJournalThere(journal) ? readJournal(journal).sessions : [];
}

async function report(
  { findings, warnings, planned, earlier }: PlanningOutcome,
  format: 'text' | 'json',
  hasJournal: boolean,
  terminal: Terminal,
): Promise<void> {
  const { listed, counts, more } = findings;
  for (const warning of warnings) terminal.say(warning);
  if (format === 'json') {
    const result: PlanResult = {
      plan: planned?.summary ?? null,
      findings: listed,
      counts,
      moreFindings: more,
      ...(hasJournal && { earlier: earlier ?? null }),
    };
    await terminal.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const finding of listed) terminal.say(findingText(finding));
  if (more > 0) terminal.say(sentence`and ${more} more.`);
  if (earlier !== undefined) for (const line of earlierSentences(earlier)) terminal.say(line);
  if (planned !== undefined) await terminal.write(planText(planned.summary));
  else
    terminal.say(
      counts.errors === 1
        ? sentence`Nothing was planned: fix 1 error first.`
        : sentence`Nothing was planned: fix ${counts.errors} errors first.`,
    );
}
