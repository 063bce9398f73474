import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { eventsPathOf } from '#core/journal/journalLock';
import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import { version } from '../../../../package.json';
import { sentence } from '../../language/sentence';
import { makeFolders } from '../../model/makeFolders';
import { breather } from '../../model/breather';
import { TargetError } from '../../model/copyResult';
import { PlanFileError } from '../../plan/planFile';
import { lookAt } from '../../drives/ownDrive';
import type { JobPlan } from '../../plan/jobPlan';
import { driveMarks, parseDriveIdentity } from '../../preparation/driveIdentity';
import { runSession } from '../../preparation/sessionRun';
import type { SessionToRun } from '../../preparation/sessionRun';
import { checkOwnDriveInfo, checkOwnJrm } from '../../report/outputFiles';
import { ReportError } from '../../report/privateFile';
import { RunLog } from '../../report/runLog';
import { CatalogueFullError } from '../../scan/catalogueBuilder';
import { CopyLedger } from '../../session/copyLedger';
import { JournalError } from '../../session/journalError';
import type { RecordedDrive, RecordedSession } from '#core/journal/sessionHistory';
import { logPathOf } from '../../session/portalJournal';
import { SessionJournal } from '../../session/sessionJournal';
import { watchForStop } from '../../session/stopRequest';
import { KeyStretching } from '../../threads/keyStretching';
import { layoutDisk } from '../../volume/diskLayout';
import { checkDistinctPaths } from '../commandPaths';
import { checkDistinctIds, checkDistinctTargets } from '../driveTargets';
import { ExitCode, UsageError } from '../exitCode';
import { terminalQuestioner } from '../question';
import type { ToolCredentials } from '../prepImport/prepImportSyntax';
import { runnerThreads } from '../runnerThreads';
import type { Terminal } from '../terminal';
import { UnreadableFileError } from '../validate/textFile';
import { abortSession } from './abortSession';
import { checkCredential, manifestCredential, secretOf } from './credential';
import { concludeSession } from './concludeSession';
import { confirmErasing } from './eraseConfirmation';
import type { DriveToErase } from './eraseConfirmation';
import { extendSession, startSession } from './newSession';
import { openConsole } from './prepConsole';
import type { PrepConsole } from './prepConsole';
import { parsePrepOptions } from './prepOptions';
import type { PrepOptions } from './prepOptions';
import { replacedDrive } from './replacedDrive';
import { checkDriveInfo, checkRecordedPaths, driveFiles, inputFiles, namedDrives, sessionFiles } from './sessionPaths';
import { loadSessionPlan } from './sessionPlan';
import { checkSources } from './sourcesCheck';
import { codeOf } from '../../model/systemError';

/** What the manifests and the volumes say of who made them. */
const CLIENT_CREATOR = `Sneakernet ${version}`;

/** `sneakernet prep`. @param credentials that a command line of the tool held */
export async function prep(args: readonly string[], terminal: Terminal, credentials: ToolCredentials = {}): Promise<number> {
  const options = parsePrepOptions(args);
  // Before anything is opened: some of them are written to at once.
  checkDistinctPaths([...sessionFiles(options, options.jrm), ...driveFiles(options.journal, namedDrives(options)), ...inputFiles(options)]);
  const stop = new AbortController();
  const stoppable: Terminal = { ...terminal, signal: AbortSignal.any([terminal.signal, stop.signal]) };
  const preparation = new Preparation(options, credentials, openConsole(stoppable, options), stop);
  try {
    return await preparation.run();
  } catch (error) {
    if (stoppable.signal.aborted && !(error instanceof JournalError)) {
      preparation.console.say(sentence`Cancelled. Nothing was begun.`);
      return ExitCode.Cancelled;
    }
    if (error instanceof UnreadableFileError || error instanceof UsageError) {
      preparation.console.tellFailure(error.message);
      throw new UsageError(error.message, { cause: error });
    }
    if (!isExpected(error)) throw error;
    preparation.console.say(error.message, 'error');
    return ExitCode.Findings;
  } finally {
    await preparation.end();
  }
}

/** What the user can do something about. */
function isExpected(error: unknown): error is Error {
  return [TargetError, CatalogueFullError, JournalError, PlanFileError, ReportError].some((kind) => error instanceof kind);
}

class Preparation {
  constructor(
    private readonly options: PrepOptions,
    private readonly credentials: ToolCredentials,
    readonly console: PrepConsole,
    private readonly stop: AbortController,
  ) {
    this.keys = new KeyStretching(this.crew, console.terminal.signal);
  }

  private readonly crew = runnerThreads();
  private readonly keys: KeyStretching;
  /** What the manifests are to say of the storage account. */
  private credential: ManifestCredential | undefined;

  async end(): Promise<void> {
    this.console.close();
    await this.keys.end();
    await this.crew.end();
  }

  private get signal(): AbortSignal {
    return this.console.terminal.signal;
  }

  async run(): Promise<number> {
    const { journal: path, request } = this.options;
    if (request.kind !== 'abort') this.credential = manifestCredential(this.options, process.env, this.credentials);
    if (this.credential) this.console.mask.add(secretOf(this.credential));
    if (request.kind === 'new') makeFolder(dirname(path));
    const events = this.options.eventsFile ?? eventsPathOf(resolve(path));
    const journal = SessionJournal.open(path, request, { events });
    if (this.options.eventsFile === undefined) this.console.letFollow(events);
    const endWatch = watchForStop(path, journal.lockToken, () => {
      this.stop.abort();
    });
    try {
      const decision = journal.decide();
      switch (decision.kind) {
        case 'refused':
          this.console.say(decision.message, 'error');
          return ExitCode.Findings;
        case 'start':
          return await this.runIfStarted(journal, await startSession(this.options, journal, decision.isFirst, this.credential, this.console, this.crew, this.keys), false);
        case 'extend':
          checkCredential(this.credential, decision.session.parameters);
          return await this.runIfStarted(journal, await extendSession(this.options, journal, decision.session, decision.newId, this.console, this.crew, this.keys), false);
        case 'resume':
          checkCredential(this.credential, decision.session.parameters);
          return await this.runIfStarted(journal, await this.resumed(journal, decision.session), true);
        case 'abort':
          return abortSession(journal, decision.session, this.console);
      }
    } finally {
      endWatch();
      journal.close();
    }
  }

  private async runIfStarted(journal: SessionJournal, session: SessionToRun | number, resumed: boolean): Promise<number> {
    if (typeof session === 'number') return session;
    const { options, console, credential } = this;
    const { parameters } = session;
    for (const { description } of session.drives) {
      // A drive without data has no keys.
      if (description.bitLockerKey === '') continue;
      const { recoveryPassword, masterKey, volumeKey } = parseDriveIdentity(description.bitLockerSecrets).bitlocker;
      for (const secret of [recoveryPassword, masterKey, volumeKey]) console.mask.add(secret);
    }
    console.logTo(
      RunLog.open(logPathOf(parameters, options.journal), console.mask, (error) => {
        console.sayFailure(error);
      }),
    );
    console.tell({ event: 'started', sessionId: parameters.sessionId, journal: options.journal, resumed });
    if (resumed) journal.resume(journal.state!.sessions.find(({ id }) => id === parameters.sessionId)!);
    const started = performance.now();
    const verify = options.verify && parameters.options['verify'] !== false;
    const results = await runSession(
      session,
      {
        crew: this.crew,
        keys: this.keys,
        journal,
        clientCreator: CLIENT_CREATOR,
        credential,
        verify,
        leaveOutFailed: options.leaveOutChanged,
        wipeFreeSpace: options.wipeFreeSpace || parameters.options['wipeFreeSpace'] === true,
        signal: this.signal,
      },
      console,
    );
    return concludeSession(session, results, { journal, console, seconds: (performance.now() - started) / 1000, signal: this.signal });
  }

  private async resumed(journal: SessionJournal, session: RecordedSession): Promise<SessionToRun | number> {
    const { parameters, drives } = session;
    const plan = loadSessionPlan(parameters);
    const recorded = journal.ledgersOf(session).get(session.id);
    const ledgers = drives.map((_, number) => recorded?.[number] ?? new CopyLedger());
    const moved = drives.map((drive, number) => {
      const option = this.options.drives.get(drive.description.letter);
      const target = option === undefined ? drive.description.target : resolve(option.target);
      const hasBegun = drive.description.bitLockerKey !== '' && drive.state !== undefined;
      const replaced = option && hasBegun ? replacedDrive(session, drive, plan.drives[number]!, { ...option, target }, this.keys) : undefined;
      if (replaced) ledgers[number] = new CopyLedger();
      return { number, target, isReplaced: replaced !== undefined, drive: replaced ?? { ...drive, description: { ...drive.description, target } } };
    });
    checkDistinctTargets(moved.map(({ drive }) => drive.description));
    const replaced = moved.filter(({ isReplaced }) => isReplaced);
    if (replaced.length > 0) checkDistinctIds(moved.map(({ drive: { description } }) => ({ letter: description.letter, id: description.driveId })));
    for (const { drive } of replaced) checkDriveInfo(drive.description, this.options.journal);
    const described = moved.map(({ drive }) => drive.description);
    checkRecordedPaths(this.options, parameters, described);
    // Looked at again when they are written: but then everything would have been copied.
    const folder = dirname(resolve(this.options.journal));
    for (const { driveId, bitLockerKey } of described) if (bitLockerKey !== '') checkOwnDriveInfo(folder, { driveId, bitLockerKey });
    const asRecorded = drives.map(({ description: { driveId, bitLockerKey } }) => ({ DriveId: driveId, BitLockerKey: bitLockerKey }));
    const hasJrm = await checkOwnJrm(parameters.jrm, session.id, asRecorded, breather(this.signal));
    const agreed = await confirmErasing(
      moved.flatMap(({ number, drive }) => toErase(session.id, plan, drive, number, ledgers[number])),
      // Nobody meant another medium than the session's own when the whole command was told not to ask.
      { yes: undefined, erase: this.options.erase },
      terminalQuestioner(this.signal),
      journal.state,
    );
    if (!agreed) {
      this.console.say(sentence`Not confirmed: nothing was written.`);
      return ExitCode.Cancelled;
    }
    for (const { description, state } of moved.map(({ drive }) => drive)) {
      // Of a drive that is done no key is stretched, and one without data has none.
      if (description.bitLockerKey !== '' && state !== 'Verified') this.keys.begin(parseDriveIdentity(description.bitLockerSecrets).bitlocker);
    }
    const unfinished = moved.flatMap(({ drive: { description, state } }) => (state === 'Verified' || description.bitLockerKey === '' ? [] : [description]));
    await checkSources(plan, ledgers, unfinished, this.crew, this.console);
    // It has the key of a medium that is lost, and would not be taken for the session's own once another has taken its place.
    if (hasJrm && replaced.length > 0) rmSync(parameters.jrm);
    for (const { number, target, isReplaced, drive } of moved) {
      const { target: before, driveId } = drives[number]!.description;
      if (isReplaced) {
        journal.replaceDrive(session.id, number, drive.description);
        this.console.say(sentence`drive ${drive.description.letter} (${driveId}) is not at ${before} any more: ${target} takes its place as ${drive.description.driveId}, and is written from its beginning.`, 'warning');
      } else if (target !== before) journal.moveDrive(session.id, number, target);
    }
    return { parameters, plan, drives: moved.map(({ drive }) => drive), ledgers, agreed };
  }
}

/** A drive that is written from its beginning on a medium that is not yet the session's own: somebody has to agree to that. */
function toErase(sessionId: string, plan: JobPlan, { description, state }: RecordedDrive, number: number, ledger: CopyLedger | undefined): DriveToErase[] {
  const { letter, target, bitLockerKey, bitLockerSecrets } = description;
  const hasBegun = state === 'Written' || state === 'Verified' || (state === 'Writing' && ledger !== undefined && (ledger.next.file > 0 || ledger.next.block > 0));
  if (bitLockerKey === '' || hasBegun) return [];
  const marks = driveMarks(sessionId, parseDriveIdentity(bitLockerSecrets), layoutDisk(plan.drives[number]!.diskBytes));
  return lookAt(target, marks) === 'own' ? [] : [{ number, letter, target, prompts: false }];
}

/** @throws UsageError */
function makeFolder(path: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(sentence`the folder ${path} cannot be made (${code}). Name another place with --journal.`);
  }
}
