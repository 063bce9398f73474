import { parseArgs } from 'node:util';
import { TargetError } from '../../pipeline/copyResult';
import { planJob } from '../../plan/planJob';
import { summarisePlan } from '../../plan/planSummary';
import type { PlanSummary } from '../../plan/planSummary';
import { CatalogueFullError } from '../../scan/catalogueBuilder';
import { fileTimeOf } from '../../scan/fileStats';
import { driveTargets } from '../driveTargets';
import { ExitCode, UsageError } from '../exitCode';
import { jobOptionDefinitions, readJobOptions } from '../jobOptions';
import type { JobOptions } from '../jobOptions';
import { scanJob } from '../jobScan';
import { readJobTables } from '../jobTables';
import { oneOf } from '../optionValues';
import type { Terminal } from '../terminal';
import { UnreadableFileError } from '../validate/textFile';
import { findingText, joinFindings, scanFindings, sizeFindings, tableFindings } from './jobFindings';
import type { JobFindings } from './jobFindings';
import { planText } from './planReport';

/** Names the directory on the drives where the user has not chosen one yet. */
const DEFAULT_SESSION = 'session#1';

/** What was found out, as far as it came: without a summary where findings stand against a plan. */
interface Outcome {
  readonly findings: JobFindings;
  readonly warnings: readonly string[];
  readonly summary: PlanSummary | undefined;
}

/** `sneakernet plan`. */
export async function plan(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...jobOptionDefinitions, format: { type: 'string', default: 'text' } } });
  const format = oneOf('--format', values.format, ['text', 'json']);
  const options = readJobOptions(values);
  if (options.drivesets.length === 0) throw new UsageError('name the driveset: --driveset driveset.csv.');
  try {
    const outcome = await makePlan(options, terminal);
    await report(outcome, format, terminal);
    return outcome.findings.counts.errors > 0 ? ExitCode.Findings : ExitCode.Done;
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say('Cancelled.');
      return ExitCode.Cancelled;
    }
    if (error instanceof UnreadableFileError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof TargetError || error instanceof CatalogueFullError)) throw error;
    terminal.say(`sneakernet: ${error.message}`);
    return ExitCode.Findings;
  }
}

async function makePlan(options: JobOptions, terminal: Terminal): Promise<Outcome> {
  const tables = await readJobTables(options, terminal);
  const ofTables = tableFindings(tables.reports);
  if (ofTables.counts.errors > 0) return { findings: ofTables, warnings: [], summary: undefined };
  const { targets, warnings } = driveTargets(tables.drives, options);
  if (targets.length === 0) throw new UsageError('no drive of the driveset can be written. Add one with FormatOption Format and Encryption Encrypt.');
  const scan = await scanJob(tables, options, terminal);
  const ofScan = joinFindings([ofTables, scanFindings(scan.findings)]);
  if (ofScan.counts.errors > 0) return { findings: ofScan, warnings, summary: undefined };
  const created = fileTimeOf(BigInt(Date.now()) * 1_000_000n);
  const { sessionId = DEFAULT_SESSION, spread, capacity } = options;
  const job = planJob(scan.catalogue, {
    sessionId,
    created,
    drives: targets,
    ...(spread === undefined ? {} : { spread }),
    ...(capacity === undefined ? {} : { furtherCapacity: capacity }),
  });
  const summarised = summarisePlan(job);
  return { findings: joinFindings([ofScan, sizeFindings(summarised)]), warnings, summary: summarised.summary };
}

async function report({ findings, warnings, summary }: Outcome, format: 'text' | 'json', terminal: Terminal): Promise<void> {
  const { listed, counts, more } = findings;
  for (const warning of warnings) terminal.say(warning);
  if (format === 'json') {
    await terminal.write(`${JSON.stringify({ plan: summary ?? null, findings: listed, counts, moreFindings: more }, null, 2)}\n`);
    return;
  }
  for (const finding of listed) terminal.say(findingText(finding));
  if (more > 0) terminal.say(`and ${more} more.`);
  if (summary !== undefined) await terminal.write(planText(summary));
  else terminal.say(`Nothing is planned: ${counts.errors} ${counts.errors === 1 ? 'error' : 'errors'} first.`);
}
