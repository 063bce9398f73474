import { availableParallelism } from 'node:os';
import type { FileIdentity } from '../model/pathIdentity';
import type { NodeThread } from '../threads/nodeThread';
import type { ThreadCrew } from '../threads/threadCrew';
import { mayReadByMode, statFiles, type LookAtFiles, type StatColumns, type StatRequest } from './fileStats';

/** Files to look at, in the form sent to another thread: names contain no slash. */
export interface StatMessage {
  readonly kind: 'look';
  readonly directories: readonly string[];
  readonly names: readonly string[];
  readonly follow: boolean;
  readonly media: readonly FileIdentity[];
}

/**
 * This many files are looked at here before threads are started or, if threads are running for other work, before they
 * are used.
 */
const FEW_FILES = 20_000;
const FEW_FILES_WITH_THREADS = 2048;
const MOST_THREADS = 4;

interface StatThread {
  readonly thread: NodeThread;
  /** The promises that its answers settle, in the order of its messages. */
  readonly waiting: { readonly resolve: (columns: StatColumns) => void; readonly reject: (error: unknown) => void }[];
}

/** Looks at files on other threads, where there are many files and more than one core. */
export class StatThreads {
  private readonly threads: StatThread[] = [];
  private readonly mayRead = mayReadByMode();
  private looked = 0;

  constructor(
    private readonly crew: ThreadCrew,
    private readonly follow: boolean,
    /** The files that the drives would be written to. */
    private readonly media: readonly FileIdentity[] = [],
    private readonly count = Math.min(availableParallelism(), MOST_THREADS),
    private readonly fewFiles = crew.isWarm ? FEW_FILES_WITH_THREADS : FEW_FILES,
  ) {}

  readonly lookAt: LookAtFiles = (requests) => {
    this.looked += requests.reduce((sum, { names }) => sum + names.length, 0);
    if (this.looked <= this.fewFiles || this.count < 2)
      return statFiles(requests, this.follow, this.mayRead, this.media);
    while (this.threads.length < this.count) this.threads.push(this.start());
    const idlest = this.threads.reduce((best, thread) => (thread.waiting.length < best.waiting.length ? thread : best));
    return new Promise((resolve, reject) => {
      idlest.waiting.push({ resolve, reject });
      idlest.thread.post(messageOf(requests, this.follow, this.media));
    });
  };

  /** Returns the threads. A thread that is still looking is ended, as nobody waits for its result. */
  async end(): Promise<void> {
    await Promise.all(
      this.threads.splice(0).map(async ({ thread, waiting }) => {
        if (waiting.length > 0) await thread.stop();
        else this.crew.giveBack(thread);
      }),
    );
  }

  private start(): StatThread {
    const waiting: StatThread['waiting'] = [];
    const thread = this.crew.take({
      answer: (columns) => waiting.shift()?.resolve(columns as StatColumns),
      failure: (error) => {
        for (const { reject } of waiting.splice(0)) reject(error);
      },
    });
    return { thread, waiting };
  }
}

function messageOf(requests: readonly StatRequest[], follow: boolean, media: readonly FileIdentity[]): StatMessage {
  return {
    kind: 'look',
    directories: requests.map(({ directory }) => directory),
    names: requests.map(({ names }) => names.join('/')),
    follow,
    media,
  };
}

/** Rebuilds the requests from a message. */
export function requestsOf({ directories, names }: StatMessage): StatRequest[] {
  return directories.map((directory, index) => ({ directory, names: names[index]!.split('/') }));
}
