import { NodeThread } from './nodeThread';
import type { ThreadListener } from './nodeThread';

/**
 * Threads that are started once and used for one task after the other: they look at files while the job is planned, and
 * copy them later.
 */
export class ThreadCrew {
  private readonly idle: NodeThread[] = [];

  /** @param bundle a file that calls `runThread` */
  constructor(private readonly bundle: string) {}

  /** Starts threads that will be needed soon; each takes some tens of milliseconds to start. */
  warm(count: number): void {
    while (this.idle.length < count) this.idle.push(new NodeThread(this.bundle));
  }

  /** Whether idle threads are available. */
  get isWarm(): boolean {
    return this.idle.length > 0;
  }

  /** An idle thread; the caller ends it or gives it back. */
  take(listener: ThreadListener): NodeThread {
    const thread = this.idle.shift() ?? new NodeThread(this.bundle);
    thread.workFor(listener);
    return thread;
  }

  /** Takes back a thread that has answered everything it was asked. */
  giveBack(thread: NodeThread): void {
    thread.workFor(undefined);
    if (!thread.isOver) this.idle.push(thread);
  }

  /** Ends the idle threads. */
  async end(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((thread) => thread.end()));
  }
}
