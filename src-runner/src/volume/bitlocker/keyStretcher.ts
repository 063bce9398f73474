import { Worker } from 'node:worker_threads';
import type { StretchKey } from './bitlockerSecrets';

/** What the thread is sent; it answers with the key. */
export interface StretchRequest {
  readonly password: string;
  readonly salt: Uint8Array;
}

interface Waiting {
  readonly resolve: (key: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Stretches recovery passwords on a thread of its own, one after the other: each takes a second that others can use. */
export class KeyStretcher {
  private worker: Worker | undefined;
  private readonly waiting: Waiting[] = [];

  /** @param bundle a file that runs stretchThread.ts */
  constructor(private readonly bundle: string) {}

  readonly stretch: StretchKey = (password, salt) => {
    this.worker ??= this.start();
    const request: StretchRequest = { password, salt };
    this.worker.postMessage(request);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
    });
  };

  async end(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private start(): Worker {
    const worker = new Worker(this.bundle);
    worker.on('message', (key: Uint8Array) => this.waiting.shift()?.resolve(key));
    worker.on('error', (error) => {
      for (const { reject } of this.waiting.splice(0)) reject(error);
    });
    return worker;
  }
}
