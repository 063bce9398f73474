import * as fs from 'node:fs';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { DriveImage } from './driveImage';
import { PieceWorker, type ThreadMemory } from './pieceWorker';
import type { Reply, ToThread } from './tasks';
import type { StartThread } from './workerPool';

/** The bundle of the copying threads lies beside the runner's. */
export const COPY_THREAD = 'copyThread.js';

/** What such a thread makes is short-lived. Without a limit it would keep tens of megabytes of it. */
const threadMemory = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48 };

/** Starts threads of Node from a bundle that calls `runThread`. */
export function threadsOf(bundle: string): StartThread {
  return (memory, events) => {
    const worker = new Worker(bundle, { workerData: memory, resourceLimits: threadMemory });
    let isEnding = false;
    let hasEnded = false;
    worker.on('message', (reply: Reply) => {
      events.reply(reply);
    });
    worker.on('error', (error) => {
      events.failure(error);
    });
    worker.on('exit', (code) => {
      hasEnded = true;
      if (!isEnding) events.failure(new Error(`A copying thread ended with ${code}.`));
    });
    return {
      post: (message: ToThread) => {
        worker.postMessage(message);
      },
      end: () => {
        isEnding = true;
        if (hasEnded) return Promise.resolve();
        // Not at once: the messages before it wipe keys.
        worker.postMessage({ kind: 'end' } satisfies ToThread);
        return new Promise((resolve) => worker.once('exit', () => { resolve(); }));
      },
    };
  };
}

/** The whole life of a copying thread. */
export function runThread(openImage: (image: unknown) => DriveImage): void {
  const worker = new PieceWorker(workerData as ThreadMemory, { files: fs, openImage });
  parentPort!.on('message', (message: ToThread) => {
    if (message.kind === 'end') {
      parentPort!.close();
      return;
    }
    const reply = worker.take(message);
    if (reply) parentPort!.postMessage(reply);
  });
}
