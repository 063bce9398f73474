import type { DrivePhase, PrepEvent, SessionReportDrive, SessionSummary } from '../../../src-runner/src/protocol';

/** How many failures, problems and messages are kept; all are counted. */
const KEPT = 200;

/** `planned`: nothing has been done to it yet. The others are the runner's states. */
export type RunDriveState = 'planned' | 'Writing' | 'Written' | 'Verified' | 'Failed';

/** The progress of a drive. Sizes are in bytes, times in seconds. */
export interface RunDrive {
  /** Its letter in the driveset. */
  readonly drive: string;
  driveId: string | undefined;
  target: string | undefined;
  state: RunDriveState;
  /** What is currently done to it. */
  phase: DrivePhase | undefined;
  bytes: number;
  totalBytes: number;
  files: number;
  totalFiles: number;
  bytesPerSecond: number;
  secondsLeft: number | null;
  /** From `verify`. */
  verdict: { readonly isSound: boolean; readonly problems: number } | undefined;
}

/** A file that could not be copied, or something that is wrong with a drive. */
export interface RunFinding {
  readonly drive: string;
  readonly path: string | undefined;
  readonly message: string;
}

/** The state of a run according to its events so far. */
export class RunProgress {
  /** By letter, in the order of the plan. */
  readonly drives = new Map<string, RunDrive>();
  readonly findings: RunFinding[] = [];
  findingCount = 0;
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  /** True once the session is in the journal, so that it can be resumed. */
  hasBegun = false;
  sessionId: string | undefined;
  lastMessage: string | undefined;
  summary: SessionSummary | undefined;

  /** @param isVerification whether drives are only read */
  constructor(private readonly isVerification = false) {}

  /**
   * Takes an event. Unknown events change nothing.
   *
   * @returns whether there is something new to show
   */
  take(event: unknown): boolean {
    if (!isEvent(event)) return false;
    switch (event.event) {
      case 'started':
        this.hasBegun = true;
        this.sessionId = event.sessionId;
        return true;
      case 'plan':
        for (const { drive, driveId, target, files, bytes } of event.drives) {
          if (files > 0) Object.assign(this.drive(drive), { driveId, target, totalFiles: files, totalBytes: bytes });
        }
        return true;
      case 'progress': {
        const { phase, bytes, totalBytes, files, totalFiles, bytesPerSecond, secondsLeft } = event;
        Object.assign(this.drive(event.drive), {
          phase,
          bytes,
          totalBytes,
          files,
          totalFiles,
          bytesPerSecond,
          secondsLeft,
        });
        return true;
      }
      case 'drive':
        Object.assign(this.drive(event.drive), { driveId: event.driveId, state: event.state });
        if (event.state === 'Verified' || event.state === 'Failed') this.rest(event.drive);
        return true;
      case 'failure':
      case 'problem':
        this.findingCount += 1;
        if (this.findings.length < KEPT)
          this.findings.push({ drive: event.drive, path: event.path, message: event.message });
        return true;
      case 'message':
        this.lastMessage = withoutRule(event.message);
        if (event.severity !== 'information')
          keep(event.severity === 'error' ? this.errors : this.warnings, this.lastMessage);
        return true;
      case 'verdict':
        Object.assign(this.drive(event.drive), {
          driveId: event.driveId,
          target: event.target,
          files: event.files,
          bytes: event.bytes,
          verdict: { isSound: event.isSound, problems: event.problems },
        });
        this.rest(event.drive);
        return true;
      case 'summary':
        this.summary = event;
        for (const { drive, driveId, target, files, bytes, state } of event.drives) {
          Object.assign(this.drive(drive), {
            driveId,
            target,
            files,
            bytes,
            ...(state === 'incomplete' ? {} : { state: 'Verified' }),
          });
          this.rest(drive);
        }
        return true;
    }
  }

  /** Adds drives from the journal that no event has mentioned. */
  know(drives: readonly SessionReportDrive[]): void {
    for (const { drive, driveId, target, state } of drives) {
      if (state === 'Unused') continue;
      const known = this.drives.has(drive);
      const entry = this.drive(drive);
      Object.assign(entry, { driveId, target, ...(!known && state !== null && { state }) });
    }
  }

  /** Takes the final states of drives from the journal, as the last events may be gone before they were read. */
  settle(drives: readonly SessionReportDrive[]): void {
    this.know(drives);
    if (this.summary) return;
    for (const { drive, state } of drives) {
      if (state === 'Unused' || state === null) continue;
      const entry = this.drive(drive);
      entry.state = state;
      if (state === 'Verified') Object.assign(entry, { bytes: entry.totalBytes, files: entry.totalFiles });
      this.rest(drive);
    }
  }

  /** The share that is done of the current phase of all drives together; undefined if it is not known. */
  get share(): number | undefined {
    const drives = [...this.drives.values()];
    const total = drives.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
    const done = drives.reduce(
      (sum, drive) => sum + drive.totalBytes * (this.isVerification ? partVerified(drive) : roundsOf(drive) / ROUNDS),
      0,
    );
    return total === 0 ? undefined : Math.min(1, done / total);
  }

  private drive(letter: string): RunDrive {
    let drive = this.drives.get(letter);
    if (!drive) {
      drive = {
        drive: letter,
        driveId: undefined,
        target: undefined,
        state: 'planned',
        phase: undefined,
        bytes: 0,
        totalBytes: 0,
        files: 0,
        totalFiles: 0,
        bytesPerSecond: 0,
        secondsLeft: null,
        verdict: undefined,
      };
      this.drives.set(letter, drive);
    }
    return drive;
  }

  private rest(letter: string): void {
    Object.assign(this.drive(letter), { phase: undefined, bytesPerSecond: 0, secondsLeft: null });
  }
}

/** The part of the current phase that is done, 0 to 1. */
export function partOf({ phase, bytes, totalBytes, files, totalFiles }: RunDrive): number {
  if (phase === undefined || phase === 'completing') return 0;
  return totalBytes > 0 ? Math.min(1, bytes / totalBytes) : totalFiles > 0 ? Math.min(1, files / totalFiles) : 0;
}

/** Each prepared drive is written, then read back. */
const ROUNDS = 2;

function roundsOf(drive: RunDrive): number {
  const { state, phase } = drive;
  if (state === 'Verified') return ROUNDS;
  if (phase === 'verifying') return 1 + partOf(drive);
  // The last progress reported was the copying, which is finished.
  return state === 'Written' || phase === 'completing' ? 1 : partOf(drive);
}

function partVerified(drive: RunDrive): number {
  return drive.verdict ? 1 : partOf(drive);
}

/**
 * Removes severity and rule, which a terminal shows before the sentence. Here an icon shows the severity, and the rule
 * is not shown.
 */
function withoutRule(message: string): string {
  return message.replace(/^(.*?:\d+:\d+ )?(?:error|warning|information) [a-z]+\/[a-z0-9-]+ /, '$1');
}

/** Keeps the last texts. */
function keep(list: string[], text: string): void {
  if (list.length === KEPT) list.shift();
  list.push(text);
}

/** Our own runner writes the file of events, so checking the name is enough. */
function isEvent(value: unknown): value is PrepEvent {
  return typeof value === 'object' && value !== null && 'event' in value && eventNames.has(String(value.event));
}

const eventNames: ReadonlySet<string> = new Set<PrepEvent['event']>([
  'started',
  'plan',
  'progress',
  'drive',
  'failure',
  'message',
  'summary',
  'problem',
  'verdict',
]);
