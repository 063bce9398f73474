import { Worker } from 'node:worker_threads';
import { limitHeapGrowth } from './heapGrowth';

/** The bundle of all threads lies beside the runner's: a file that calls `runThread`. */
export const THREAD_BUNDLE = 'workThread.js';

/** What such a thread makes is short-lived. Without a limit it would keep tens of megabytes of it. */
const threadMemory = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Told what a thread answers, by whoever uses it at the time. */
export interface ThreadListener {
  readonly answer: (message: unknown) => void;
  /** The thread has ended although nobody asked it to. */
  readonly failure: (error: unknown) => void;
}

/** A thread of Node, which works for one after the other. */
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
    // One that nobody uses does not keep the process.
    this.worker.unref();
  }

  /** Whether there is no use in asking it for more. */
  get isOver(): boolean {
    return this.isEnding || this.hasEnded || this.error !== undefined;
  }

  post(message: unknown): void {
    this.worker.postMessage(message);
  }

  /** Lets it work for somebody, or for nobody. */
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

  /** Resolves when it has done what it was told before, and has ended. */
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

  /** Ends it in the middle of whatever it does. */
  async stop(): Promise<void> {
    this.isEnding = true;
    await this.worker.terminate();
  }

  private fail(error: unknown): void {
    // An exit follows on an error.
    if (this.error !== undefined) return;
    this.error = error;
    this.listener?.failure(error);
  }
}
