import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { mayReadByMode, statFiles } from './fileStats';
import type { StatColumns, StatRequest } from './fileStats';
import type { LookAtFiles } from './scanSources';

/** Files to look at, as they go to another thread: no name holds a slash. */
export interface StatMessage {
  readonly directories: readonly string[];
  readonly names: readonly string[];
  readonly follow: boolean;
}

/** So few files are looked at before a thread has started. */
const FEW_FILES = 20_000;
const MOST_THREADS = 4;
/** What such a thread makes is short-lived. Without a limit it would keep tens of megabytes of it. */
const threadMemory = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 64 };

interface StatThread {
  readonly worker: Worker;
  /** What its answers settle, in the order of its messages. */
  readonly waiting: { readonly resolve: (columns: StatColumns) => void; readonly reject: (error: unknown) => void }[];
}

/** Looks at files on other threads, where there are many files and more than one core. */
export class StatThreads {
  private readonly threads: StatThread[] = [];
  private readonly mayRead = mayReadByMode();
  private looked = 0;

  /** @param bundle a file that runs scanThread.ts */
  constructor(
    private readonly bundle: string,
    private readonly follow: boolean,
    private readonly count = Math.min(availableParallelism(), MOST_THREADS),
    private readonly fewFiles = FEW_FILES,
  ) {}

  readonly lookAt: LookAtFiles = (requests) => {
    this.looked += requests.reduce((sum, { names }) => sum + names.length, 0);
    if (this.looked <= this.fewFiles || this.count < 2) return statFiles(requests, this.follow, this.mayRead);
    while (this.threads.length < this.count) this.threads.push(this.start());
    const idlest = this.threads.reduce((best, thread) => (thread.waiting.length < best.waiting.length ? thread : best));
    return new Promise((resolve, reject) => {
      idlest.waiting.push({ resolve, reject });
      idlest.worker.postMessage(messageOf(requests, this.follow));
    });
  };

  async end(): Promise<void> {
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private start(): StatThread {
    const thread: StatThread = { worker: new Worker(this.bundle, { resourceLimits: threadMemory }), waiting: [] };
    thread.worker.on('message', (columns: StatColumns) => thread.waiting.shift()?.resolve(columns));
    thread.worker.on('error', (error) => {
      for (const { reject } of thread.waiting.splice(0)) reject(error);
    });
    return thread;
  }
}

function messageOf(requests: readonly StatRequest[], follow: boolean): StatMessage {
  return { directories: requests.map(({ directory }) => directory), names: requests.map(({ names }) => names.join('/')), follow };
}

/** The requests that a message was made of. */
export function requestsOf({ directories, names }: StatMessage): StatRequest[] {
  return directories.map((directory, index) => ({ directory, names: names[index]!.split('/') }));
}
