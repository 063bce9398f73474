import { rmSync } from 'node:fs';
import { byteCount } from '#core/text/byteCount';
import { sentence } from '../../language/sentence';
import { realPath } from '../../model/pathIdentity';
import { GrowingFile } from '../../report/growingFile';
import { PrepEvents } from '../../report/prepEvents';
import type { DrivePhase, PrepEvent, Progress } from '../../report/prepEvents';
import { durationText } from '../../report/quantities';
import type { RunLog } from '../../report/runLog';
import { SecretMask } from '../../report/secretMask';
import { Speedometer } from '../../report/speedometer';
import { summaryText } from '../../report/summary';
import type { SessionSummary } from '../../report/summary';
import { outputFailure, ReportError } from '../../report/privateFile';
import { JournalError } from '../../journal/journalError';
import { LockHeldError, SessionLock } from '../../journal/sessionLock';
import { UsageError } from '../../model/usageError';
import type { PlanSummary } from '../../plan/planSummary';
import type { PreparationObserver } from '../../session/preparationContext';
import { planText } from '../plan/planReport';
import type { Terminal } from '../terminal';

type Severity = Extract<PrepEvent, { event: 'message' }>['severity'];

/** Milliseconds between two lines of progress where no progress bar is shown. */
const PLAIN_INTERVAL = 10_000;
const BAR_WIDTH = 20;
/** The beginning of every event's JSON line. */
const EVENT_BEGINNING = /^\{"event":/;

interface ShownDrive {
  readonly phase: DrivePhase;
  readonly speed: Speedometer;
  text: string;
}

/** All output of a preparation: on the terminal, as events, and in its log. Secrets are masked everywhere. */
export class PrepConsole implements PreparationObserver {
  readonly mask = new SecretMask();
  private readonly events: PrepEvents;
  private readonly drives = new Map<string, ShownDrive>();
  private log: RunLog | undefined;
  private plainAt = performance.now();
  private eventsFile: GrowingFile | undefined;
  private passingEvents: string | undefined;
  private eventsLock: SessionLock | undefined;

  /**
   * @param events whether they go to standard output, and the file that they go to
   * @throws ReportError
   */
  constructor(
    readonly terminal: Terminal,
    events: { readonly onOutput: boolean; readonly file: string | undefined },
  ) {
    if (events.file !== undefined)
      this.openEvents(events.file, (error) => {
        this.sayFailure(error);
      });
    const write = (line: string): void => {
      if (events.onOutput) void terminal.write(line);
      this.eventsFile?.write(line);
    };
    this.events = new PrepEvents(write, this.mask);
  }

  /**
   * From here on, events can be followed in a file that is removed when the process ends. If it cannot be created,
   * nothing depends on it.
   */
  letFollow(path: string): void {
    try {
      this.eventsLock = lockEvents(path);
      // A killed process has left its file behind.
      rmSync(path, { force: true });
      this.openEvents(path, () => undefined);
      this.passingEvents = path;
    } catch {
      this.eventsLock?.release();
      this.eventsLock = undefined;
    }
  }

  /**
   * Continues a file of events, which no other process may write to at the same time.
   *
   * @throws ReportError
   */
  private openEvents(path: string, onFailure: (error: unknown) => void): void {
    const file = GrowingFile.open(path, EVENT_BEGINNING, onFailure);
    try {
      this.eventsLock ??= lockEvents(path);
    } catch (error) {
      file.close();
      throw error;
    }
    this.eventsFile = file;
  }

  /** From here on, everything is logged as well. */
  logTo(log: RunLog): void {
    this.log = log;
  }

  get logPath(): string | undefined {
    return this.log?.path;
  }

  /** Reports an output that cannot be written any more. Only on the terminal, as the other outputs are what fails. */
  sayFailure(error: unknown): void {
    this.terminal.say(`sneakernet: ${error instanceof Error ? error.message : String(error)}`);
  }

  say(message: string, severity: Severity = 'information'): void {
    this.terminal.say(this.mask.mask(severity === 'information' ? message : `sneakernet: ${message}`));
    this.events.tell({ event: 'message', severity, message });
    this.log?.write(severity === 'information' ? 'info' : severity, message);
  }

  /** Records for programs why the run failed; the caller reports it on the terminal. */
  tellFailure(message: string): void {
    this.events.tell({ event: 'message', severity: 'error', message });
  }

  /** Output for programs and the log only. */
  tell(event: PrepEvent): void {
    this.events.tell(event);
    this.log?.write('info', JSON.stringify(event));
  }

  showPlan(plan: PlanSummary): void {
    this.terminal.say(planText(plan).trimEnd());
  }

  /** The summary, as text for people and as an event for programs. */
  summarise(summary: SessionSummary): void {
    this.terminal.say(this.mask.mask(`\n${summaryText(summary)}`));
    this.tell({ event: 'summary', ...summary });
  }

  progress(drive: string, phase: DrivePhase, progress: Progress): void {
    this.events.progress(drive, phase, progress);
    let shown = this.drives.get(drive);
    if (shown?.phase !== phase) {
      shown = { phase, speed: new Speedometer(progress.totalBytes), text: '' };
      this.drives.set(drive, shown);
    }
    shown.speed.read(performance.now(), progress.bytes);
    shown.text = progressText(drive, phase, progress, shown.speed);
    const line = [...this.drives.values()].map(({ text }) => text).join('  ');
    this.terminal.progress(line);
    if (this.terminal.isWatched || performance.now() - this.plainAt < PLAIN_INTERVAL) return;
    this.plainAt = performance.now();
    this.terminal.say(line);
  }

  /** Removes a finished drive from the line of progress. */
  endProgress(drive: string): void {
    this.drives.delete(drive);
  }

  close(): void {
    this.log?.close();
    this.eventsFile?.close();
    if (this.passingEvents !== undefined) rmSync(this.passingEvents, { force: true });
    this.eventsLock?.release();
  }
}

/** @throws ReportError if another process writes its events there */
function lockEvents(path: string): SessionLock {
  try {
    return SessionLock.take(realPath(path), '');
  } catch (error) {
    if (error instanceof LockHeldError)
      throw new ReportError(
        sentence`${path} is in use: another process writes its events there. Wait until it has finished, or specify another file.`,
        { cause: error },
      );
    throw error instanceof JournalError && error.cause !== undefined ? outputFailure(path, error.cause) : error;
  }
}

const verbs: Readonly<Record<DrivePhase, string>> = {
  copying: 'copying',
  completing: 'completing',
  verifying: 'reading back',
};

function progressText(
  drive: string,
  phase: DrivePhase,
  { bytes, totalBytes, files, totalFiles }: Progress,
  { bytesPerSecond, secondsLeft }: Speedometer,
): string {
  const share = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : totalFiles > 0 ? files / totalFiles : 1;
  const bar = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░');
  const left = secondsLeft === undefined || secondsLeft === 0 ? '' : `, ${durationText(secondsLeft)} left`;
  return `${drive}: ${verbs[phase]} ${bar} ${Math.floor(share * 100)} %, ${byteCount(bytes)} of ${byteCount(totalBytes)}, ${byteCount(bytesPerSecond)}/s${left}`;
}

/**
 * A console with the events that a command line asks for.
 *
 * @throws UsageError if they cannot be written
 */
export function openConsole(
  terminal: Terminal,
  { events, eventsFile }: { readonly events: boolean; readonly eventsFile: string | undefined },
): PrepConsole {
  try {
    return new PrepConsole(terminal, { onOutput: events, file: eventsFile });
  } catch (error) {
    if (error instanceof ReportError || error instanceof JournalError)
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
