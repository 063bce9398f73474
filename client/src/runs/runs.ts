import { randomBytes } from 'node:crypto';
import { appendFile, open } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { JournalSessions, SessionReport } from '../../../src-runner/src/protocol';
import type { LockHolder } from '#core/journal/journalLock';
import { digestOf } from '../jobs/fileDigest';
import type { Job, Jobs } from '../jobs/jobs';
import type { Runner } from '../runner/runner';
import type { RunnerOptions, RunnerRequest } from '../runner/runnerOptions';
import { EventsFollower } from './eventsFollower';
import { readJournalLock, requestStop } from './journalLock';
import { Journals } from './journals';
import { isRunning, processStartOf } from './processStart';
import { Run } from './run';
import { runOfSession } from './runOfSession';
import { outcomeOf, silentOutcome, verificationOutcome } from './runOutcome';
import type { ProcessEnd, RunOutcome } from './runOutcome';
import type { RunKind, RunRecord, RunStore } from './runStore';
import { verificationLog } from './verificationLog';

/** What a new run is started with. */
export interface RunStart {
  readonly kind: RunKind;
  readonly job: Pick<Job, 'name'> & { readonly folder: string };
  /** For `verify`, the JRM's path. */
  readonly journal: string;
  readonly sessionId: string;
  readonly options: RunnerOptions;
  readonly secrets?: RunnerRequest['secrets'];
}

/** Milliseconds between two readings of the events; views are not updated more often. */
const READ_INTERVAL = 250;
/** Milliseconds between two checks whether a process that is not our child is still running. */
const ALIVE_INTERVAL = 1000;
/** A new process may not have taken the lock yet. */
const STARTING_MILLISECONDS = 5000;

/** The runs of the workspace: those started here, and those of others on its journals. */
export class Runs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly ended = new vscode.EventEmitter<Run>();
  private readonly closing = new AbortController();
  private readonly journals: Journals;
  /** Journals for which a process is being started. */
  private readonly starting = new Set<string>();
  private readonly contexts = new Map<string, boolean>();
  /** Completed sessions that the user has removed from the list. */
  private readonly removed = new Set<string>();
  private runs: Run[] = [];
  private timer: NodeJS.Timeout | undefined;
  private watchers: vscode.Disposable[] = [];
  private readonly subscriptions: readonly vscode.Disposable[];
  private restored: Promise<void> | undefined;

  /** Fires at most four times a second. */
  readonly onDidChange = this.changed.event;
  /** Fires for every run that ends while it is followed. */
  readonly onDidEnd = this.ended.event;

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly store: RunStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.journals = new Journals(runner, log);
    const look = (): void => {
      void this.lookAtJobs();
    };
    this.subscriptions = [jobs.onDidChange(look), vscode.workspace.onDidGrantWorkspaceTrust(look)];
  }

  /** Newest first. */
  get all(): readonly Run[] {
    return this.runs;
  }

  /** The run that works on a journal or verifies by a JRM. */
  runningOn(journal: string): Run | undefined {
    return this.runs.find((run) => run.phase === 'running' && run.record.journal === journal);
  }

  /** The content of a job's journal; undefined if there is none, or it cannot be read. */
  sessionsOf(job: Job): JournalSessions | undefined {
    return this.journals.sessionsOf(job.journal.fsPath);
  }

  /** The session of a job that can be continued, aborted or given more drives. */
  openSession(job: Job): SessionReport | undefined {
    if (this.runningOn(job.journal.fsPath)) return undefined;
    return this.sessionsOf(job)?.sessions.find(
      ({ resumeRefusal, extendRefusal }) => resumeRefusal === null || extendRefusal === null,
    );
  }

  /** Whether the session of a run is still in the state in which the run left it. */
  isOpen(run: Run): boolean {
    if (run.phase === 'running' || run.isVerification || this.runningOn(run.record.journal)) return false;
    const newest = this.runs.find(
      ({ record }) =>
        record.journal === run.record.journal && record.sessionId === run.record.sessionId && record.kind !== 'verify',
    );
    const session = this.journals.sessionOf(run.record.journal, run.record.sessionId);
    return (
      newest === run && session !== undefined && (session.resumeRefusal === null || session.extendRefusal === null)
    );
  }

  /** Finds the runs of earlier windows; done only once. */
  restore(): Promise<void> {
    return (this.restored ??= this.readStore());
  }

  /**
   * Starts a run that continues when the window is closed. The runner itself refuses to start if another process works
   * on the journal.
   *
   * @throws Error if no process can be started
   */
  async start({ kind, job, journal, sessionId, options, secrets }: RunStart): Promise<Run> {
    const jrmDigest = kind === 'verify' ? await digestOf(journal) : undefined;
    const started = new Date().toISOString();
    const id = newId(started);
    const files = await this.store.create(id);
    const messages = await open(files.messages, 'a', 0o600);
    this.starting.add(journal);
    const request: RunnerRequest = {
      options: { ...options, 'events-file': files.events },
      ...(secrets !== undefined && { secrets }),
    };
    try {
      const child = this.runner.startDetached(kind === 'verify' ? 'verify' : 'prep', request, job.folder, messages.fd);
      const pid = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('spawn', () => {
          resolve(child.pid!);
        });
      });
      const ended = new Promise<ProcessEnd>((resolve) => {
        child.once('exit', (code, signal) => {
          resolve({ code, signal });
        });
      });
      const processStart = await processStartOf(pid);
      const record: RunRecord = {
        id,
        kind,
        folder: job.folder,
        jobName: job.name,
        journal,
        sessionId,
        ...(jrmDigest !== undefined && { jrmDigest }),
        ...(options['quick'] === true && { isQuick: true }),
        started,
        pid,
        ...(processStart !== undefined && { processStart }),
      };
      await this.store.save(record);
      const run = new Run(record, files, files.events);
      this.add(run);
      void this.follow(run, ended);
      return run;
    } catch (error) {
      await this.store.remove(id);
      throw error;
    } finally {
      this.starting.delete(journal);
      await messages.close();
    }
  }

  /**
   * Asks a run to stop. A stopped preparation can be resumed.
   *
   * @returns false if it has ended already
   */
  async stop(run: Run): Promise<boolean> {
    if (run.phase !== 'running') return false;
    if (run.isVerification) {
      // A verification only reads, so it may be killed. Windows has no other way.
      if (await isRunning(run.record)) process.kill(run.record.pid, 'SIGTERM');
    } else {
      const holder = await this.holderFor(run);
      if (holder === undefined) return false;
      await requestStop(run.record.journal, holder);
    }
    run.isStopping = true;
    this.touch();
    return true;
  }

  /** The process that works on the journal of a run. Waits for it if it has just been started. */
  private async holderFor(run: Run): Promise<LockHolder | undefined> {
    while (run.phase === 'running') {
      const lock = await readJournalLock(run.record.journal);
      if (lock.kind === 'held' && lock.holder) return lock.holder;
      if (lock.kind !== 'held' && Date.now() - Date.parse(run.record.started) > STARTING_MILLISECONDS) return undefined;
      await delay(READ_INTERVAL);
    }
    return undefined;
  }

  /** Removes an ended run from the list. */
  async remove(run: Run): Promise<void> {
    if (run.phase === 'running') return;
    this.runs = this.runs.filter((other) => other !== run);
    this.touch();
    if (run.files) await this.store.remove(run.id);
    if (run.isVerification) return;
    this.removed.add(nameOf(run.record));
    const id = newId(new Date().toISOString());
    await this.store.create(id);
    await this.store.save({ ...run.record, id, isRemoved: true });
  }

  /** Checks who is working on a journal, and reads it. */
  async lookAt(job: Job): Promise<void> {
    if (job.journal.scheme !== 'file') return;
    const journal = job.journal.fsPath;
    const lock = await readJournalLock(journal);
    if (lock.kind === 'held') await this.adopt(job, lock.holder);
    const news = await this.readJournal(journal);
    this.showSessions(job, news);
    this.touch();
  }

  private async lookAtJobs(): Promise<void> {
    await this.restore();
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = this.jobs.all.flatMap((job) => this.watch(job));
    await Promise.all(this.jobs.all.map((job) => this.lookAt(job)));
    this.touch();
  }

  private watch(job: Job): vscode.Disposable[] {
    const { journal } = job;
    const name = journal.path.slice(journal.path.lastIndexOf('/') + 1);
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(journal, '..'), `${name}{,.lock}`),
      false,
      true,
      false,
    );
    const look = (): void => {
      void this.lookAt(job);
    };
    return [watcher, watcher.onDidCreate(look), watcher.onDidDelete(look)];
  }

  private async readStore(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const isOurs = ({ folder, journal }: RunRecord): boolean =>
      folders.some((ours) => isInside(folder, ours)) || this.jobs.all.some((job) => job.journal.fsPath === journal);
    for (const record of (await this.store.all()).filter(isOurs).reverse()) {
      if (record.isRemoved) {
        this.removed.add(nameOf(record));
        continue;
      }
      const files = this.store.filesOf(record.id);
      const run = new Run(record, files, files.events);
      this.add(run);
      if (record.outcome === undefined) void this.follow(run, this.processEnd(run));
      else await new EventsFollower(files.events, (event) => run.progress.take(event)).readOn();
    }
  }

  /** Follows a run of another window, or of a terminal. */
  private async adopt(
    job: Job,
    holder:
      | {
          readonly pid: number;
          readonly sessionId: string;
          readonly since: string;
          readonly token: string;
          readonly events?: string;
        }
      | undefined,
  ): Promise<void> {
    const journal = job.journal.fsPath;
    if (holder === undefined || this.starting.has(journal) || this.runningOn(journal)) return;
    const known = holder.events === undefined ? undefined : await this.store.ofEvents(holder.events);
    if (this.starting.has(journal) || this.runningOn(journal)) return;
    const record: RunRecord = known ?? {
      id: `${digitsOf(holder.since)}-${holder.token}`,
      kind: 'prepare',
      folder: job.folder.fsPath,
      jobName: job.name,
      journal,
      sessionId: holder.sessionId,
      started: holder.since,
      pid: holder.pid,
    };
    const run = new Run(record, known && this.store.filesOf(known.id), holder.events);
    this.add(run);
    void this.follow(run, this.processEnd(run), this.journals.sessionOf(journal, record.sessionId));
  }

  /** Resolves when a process that is not our child has ended; its exit code is not known. */
  private async processEnd(run: Run): Promise<undefined> {
    const { record } = run;
    const isAlive = async (): Promise<boolean> => {
      if (run.isVerification) return isRunning(record);
      const lock = await readJournalLock(record.journal);
      if (lock.kind === 'held') return lock.holder === undefined || lock.holder.pid === record.pid;
      return Date.now() - Date.parse(record.started) < STARTING_MILLISECONDS && isRunning(record);
    };
    while (!this.closing.signal.aborted && (await isAlive())) await delay(ALIVE_INTERVAL);
    return undefined;
  }

  /** @param before the session in the journal before a run that was started elsewhere */
  private async follow(run: Run, end: Promise<ProcessEnd | undefined>, before?: SessionReport): Promise<void> {
    const follower = new EventsFollower(run.events ?? '', (event) => {
      if (run.progress.take(event)) this.touch();
    });
    const state: { hasEnded: boolean } = { hasEnded: false };
    const watched = end.then((how) => {
      state.hasEnded = true;
      return how;
    });
    while (!state.hasEnded && !this.closing.signal.aborted) {
      if (run.events !== undefined) await follower.readOn();
      await Promise.race([watched, delay(READ_INTERVAL)]);
    }
    if (this.closing.signal.aborted) return;
    const how = await watched;
    if (run.events !== undefined) await follower.readOn();
    await this.conclude(run, how, before);
  }

  private async conclude(run: Run, how: ProcessEnd | undefined, before: SessionReport | undefined): Promise<void> {
    const { sessionId } = run.record;
    const outcome = await this.outcomeOf(run, how, before);
    if (outcome === undefined) {
      this.runs = this.runs.filter((other) => other !== run);
      this.touch();
      return;
    }
    const last = how === undefined && run.files ? await this.store.lastEvent(run.id) : undefined;
    if (!run.isVerification) run.progress.settle(run.session?.drives ?? []);
    run.record = { ...run.record, outcome, ended: (last ?? new Date()).toISOString() };
    run.isStopping = false;
    // A run that was started elsewhere is remembered from now on.
    run.files ??= await this.store.create(run.id);
    if (run.isVerification) await appendFile(run.files.messages, verificationLog(run.progress, vscode.l10n.t));
    await this.store.save(run.record);
    this.log.info(`${run.record.jobName}, ${run.record.kind} of ${sessionId}: ${outcome}`);
    this.touch();
    this.ended.fire(run);
  }

  /** Undefined if a run that was started elsewhere changed nothing. */
  private async outcomeOf(
    run: Run,
    how: ProcessEnd | undefined,
    before: SessionReport | undefined,
  ): Promise<RunOutcome | undefined> {
    if (run.isVerification) return verificationOutcome(run.progress, how);
    await this.readJournal(run.record.journal);
    const isSilent = run.files === undefined && !run.progress.hasBegun;
    return isSilent ? silentOutcome(run.session, before) : outcomeOf(run.progress, run.session, how);
  }

  private async readJournal(journal: string): Promise<readonly SessionReport[]> {
    const news = await this.journals.read(journal);
    for (const run of this.runs) {
      if (run.record.journal !== journal) continue;
      run.session = this.journals.sessionOf(journal, run.record.sessionId);
      run.progress.know(run.session?.drives ?? []);
    }
    return news;
  }

  /** Lists sessions of a journal without a known run, if they can be continued or were just completed. */
  private showSessions(job: Job, news: readonly SessionReport[]): void {
    const open = this.openSession(job);
    for (const session of [...(this.sessionsOf(job)?.sessions ?? [])].reverse()) {
      const isKnown = this.runs.some(
        ({ record }) => nameOf(record) === nameOf({ journal: job.journal.fsPath, sessionId: session.sessionId }),
      );
      const run = isKnown ? undefined : runOfSession(job, session);
      if (!run) continue;
      if (session === open) this.add(run);
      else if (run.outcome !== 'done' || this.removed.has(nameOf(run.record))) continue;
      else if (news.includes(session)) this.add(run);
      else this.runs = [...this.runs, run];
    }
  }

  private add(run: Run): void {
    this.runs = [run, ...this.runs.filter(({ id }) => id !== run.id)];
    this.touch();
  }

  /** Notifies the views, at a limited rate. */
  private touch(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.setContext();
      this.changed.fire();
    }, READ_INTERVAL);
  }

  private setContext(): void {
    const { current } = this.jobs;
    const set = (name: string, value: boolean): void => {
      if (this.contexts.get(name) === value) return;
      this.contexts.set(name, value);
      void vscode.commands.executeCommand('setContext', `sneakernet.${name}`, value);
    };
    set(
      'running',
      this.runs.some(({ phase }) => phase === 'running'),
    );
    set('jobRunning', current !== undefined && this.runningOn(current.journal.fsPath) !== undefined);
    set('resumable', current !== undefined && this.openSession(current) !== undefined);
  }

  /** Leaves the processes alone: they continue without this window. */
  dispose(): void {
    this.closing.abort();
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.watchers, ...this.subscriptions, this.changed, this.ended).dispose();
  }
}

/** The beginning of an id, which makes ids sort by time. */
function digitsOf(time: string): string {
  return time.replaceAll(/\D/g, '');
}

function newId(time: string): string {
  return `${digitsOf(time)}-${randomBytes(4).toString('hex')}`;
}

/** Identifies the session of a run. */
function nameOf({ journal, sessionId }: Pick<RunRecord, 'journal' | 'sessionId'>): string {
  return JSON.stringify([journal, sessionId]);
}

function isInside(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || !(inside.startsWith('..') || isAbsolute(inside));
}
