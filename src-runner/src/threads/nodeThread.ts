import { Worker } from 'node:worker_threads';
import { limitHeapGrowth } from './heapGrowth';

/** The bundle for all threads, beside the runner's: a file that calls `runThread`. */
export const THREAD_BUNDLE = 'workThread.js';

/** Threads create short-lived objects. Without a limit they would keep tens of megabytes of them. */
const threadMemory = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Receives a thread's answers while the listener uses the thread. */
export interface ThreadListener {
  readonly answer: (message: unknown) => void;
  /** The thread has ended although nobody asked it to. */
  readonly failure: (error: unknown) => void;
}

/** A thread of Node, which works for one listener at a time. */
export class NodeThread {
  private readonly worker: Worker;
  private listener: ThreadListener | undefined;
  private isEnding = false;
  private hasEnded = false;
  private error: unknown;

  constructor(bundle: string) {
    this.worker = new Worker(bundle, { resourceLimits: threadMemory });
    this.worker.once('online', limitHeapGrowth);
    this.worker.on('message', (message: unknown) => this.listener?.answer(message));
    this.worker.on('error', (error) => {
      this.fail(error);
    });
    this.worker.on('exit', (code) => {
      this.hasEnded = true;
      if (!this.isEnding) this.fail(new Error(`A thread ended with ${code}.`));
    });
    // An idle thread must not keep the process alive.
    this.worker.unref();
  }

  /** Whether the thread cannot take more work. */
  get isOver(): boolean {
    return this.isEnding || this.hasEnded || this.error !== undefined;
  }

  post(message: unknown): void {
    this.worker.postMessage(message);
  }

  /** Sets whom the thread works for, if anybody. */
  workFor(listener: ThreadListener | undefined): void {
    this.listener = listener;
    if (listener) this.worker.ref();
    else this.worker.unref();
    const { error } = this;
    if (listener && error !== undefined)
      setImmediate(() => {
        listener.failure(error);
      });
  }

  /** Resolves when it has finished its earlier work and ended. */
  end(): Promise<void> {
    this.isEnding = true;
    if (this.hasEnded) return Promise.resolve();
    this.worker.ref();
    this.worker.postMessage({ kind: 'end' });
    return new Promise((resolve) =>
      this.worker.once('exit', () => {
        resolve();
      }),
    );
  }

  /** Ends it immediately, whatever it is doing. */
  async stop(): Promise<void> {
    this.isEnding = true;
    await this.worker.terminate();
  }

  private fail(error: unknown): void {
    // An exit event follows every error event.
    if (this.error !== undefined) return;
    this.error = error;
    this.listener?.failure(error);
  }
}
