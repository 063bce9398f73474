import { dirname, resolve } from 'node:path';
import { eventsPathOf } from '#core/journal/journalLock';
import { version } from '../../../../package.json';
import { UnreadableFileError } from '../../job/textFile';
import { JournalError } from '../../journal/journalError';
import { SessionJournal } from '../../journal/sessionJournal';
import { watchForStop } from '../../journal/stopRequest';
import { sentence } from '../../language/sentence';
import { checkDistinctPaths } from '../../model/commandPaths';
import { TargetError } from '../../model/copyResult';
import { makeFolders } from '../../model/makeFolders';
import { codeOf } from '../../model/systemError';
import { UsageError } from '../../model/usageError';
import { PlanFileError } from '../../plan/planFile';
import { ReportError } from '../../report/privateFile';
import { CatalogueFullError } from '../../scan/catalogueBuilder';
import type { PreparationEnd } from '../../session/preparationContext';
import { PreparationSession } from '../../session/preparationSession';
import { driveFiles, inputFiles, namedDrives, sessionFiles } from '../../session/sessionPaths';
import { KeyStretching } from '../../threads/keyStretching';
import { ExitCode } from '../exitCode';
import type { ToolCredentials } from '../prepImport/prepImportSyntax';
import { terminalQuestioner } from '../question';
import { runnerThreads } from '../runnerThreads';
import type { Terminal } from '../terminal';
import { manifestCredential, secretOf } from './credential';
import { confirmErasing } from './eraseConfirmation';
import { openConsole } from './prepConsole';
import type { PrepConsole } from './prepConsole';
import { parsePrepOptions } from './prepOptions';
import type { PrepOptions } from './prepOptions';

/** The creator that manifests and volumes name. */
const CLIENT_CREATOR = `Sneakernet ${version}`;

const exitCodes: Readonly<Record<PreparationEnd, number>> = {
  completed: ExitCode.Done,
  aborted: ExitCode.Done,
  failed: ExitCode.Findings,
  refused: ExitCode.Findings,
  'needs-drives': ExitCode.Findings,
  interrupted: ExitCode.Cancelled,
  'not-agreed': ExitCode.Cancelled,
};

/**
 * `sneakernet prep`.
 *
 * @param credentials from a command line of the original tool
 */
export async function prep(
  args: readonly string[],
  terminal: Terminal,
  credentials: ToolCredentials = {},
): Promise<number> {
  const options = parsePrepOptions(args);
  // Before anything is opened: some of them are written to at once.
  checkDistinctPaths([
    ...sessionFiles(options, options.jrm),
    ...driveFiles(options.journal, namedDrives(options)),
    ...inputFiles(options),
  ]);
  const stop = new AbortController();
  const stoppable: Terminal = { ...terminal, signal: AbortSignal.any([terminal.signal, stop.signal]) };
  const console = openConsole(stoppable, options);
  try {
    const end = await prepare(options, credentials, console, stop);
    // A hint for people who type commands.
    if (end === 'needs-drives')
      terminal.say(
        sentence`Specify more drives: sneakernet prep --journal ${options.journal} --session ${options.request.sessionId} --additional-driveset <csv>. Or start again with larger drives and a new journal.`,
      );
    return exitCodes[end];
  } catch (error) {
    if (stoppable.signal.aborted && !(error instanceof JournalError)) {
      console.say(sentence`Cancelled. Nothing was started.`);
      return ExitCode.Cancelled;
    }
    if (error instanceof UnreadableFileError || error instanceof UsageError) {
      console.tellFailure(error.message);
      throw new UsageError(error.message, { cause: error });
    }
    if (!isExpected(error)) throw error;
    console.say(error.message, 'error');
    return ExitCode.Findings;
  } finally {
    console.close();
  }
}

/** Whether the user can do something about the error. */
function isExpected(error: unknown): error is Error {
  return [TargetError, CatalogueFullError, JournalError, PlanFileError, ReportError].some(
    (kind) => error instanceof kind,
  );
}

async function prepare(
  options: PrepOptions,
  credentials: ToolCredentials,
  console: PrepConsole,
  stop: AbortController,
): Promise<PreparationEnd> {
  const { journal: path, request, eventsFile } = options;
  const watch = console.terminal;
  const credential = request.kind === 'abort' ? undefined : manifestCredential(options, watch.environment, credentials);
  if (credential) console.mask.add(secretOf(credential));
  if (request.kind === 'new') makeFolder(dirname(path));
  const events = eventsFile ?? eventsPathOf(resolve(path));
  const journal = SessionJournal.open(path, request, { events });
  if (eventsFile === undefined) console.letFollow(events);
  const endWatch = watchForStop(path, journal.lockToken, () => {
    stop.abort();
  });
  const crew = runnerThreads();
  const keys = new KeyStretching(crew, watch.signal);
  try {
    const session = new PreparationSession(options, journal, {
      crew,
      keys,
      observer: console,
      watch,
      askToErase: (drives, isResumed) =>
        confirmErasing(
          drives,
          isResumed ? { yes: undefined, erase: options.erase } : options,
          terminalQuestioner(watch.signal),
          journal.state,
        ),
      credential,
      clientCreator: CLIENT_CREATOR,
    });
    return await session.run();
  } finally {
    endWatch();
    journal.close();
    await keys.end();
    await crew.end();
  }
}

/** @throws UsageError */
function makeFolder(path: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(
      sentence`the folder ${path} cannot be created (${code}). Specify another location with --journal.`,
    );
  }
}
