import * as fs from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { DriveImage } from './pipeline/driveImage';
import { PieceWorker } from './pipeline/pieceWorker';
import type { ThreadMemory } from './pipeline/pieceWorker';
import type { ToThread } from './pipeline/tasks';
import { mayReadByMode, statFiles } from './scan/fileStats';
import { requestsOf } from './scan/statThreads';
import type { StatMessage } from './scan/statThreads';
import { stretchRecoveryPassword } from './volume/bitlocker/recoveryPassword';
import type { StretchMessage } from './threads/keyStretching';

/** A message to a thread. */
type ThreadMessage = StatMessage | StretchMessage | ToThread | { readonly kind: 'join'; readonly memory: ThreadMemory };

/**
 * The body of a thread: it looks at files, stretches a key, or works on drives once it has been told to join the pool.
 */
export function runThread(openImage: (image: unknown) => DriveImage): void {
  const port = parentPort!;
  const mayRead = mayReadByMode();
  let worker: PieceWorker | undefined;
  port.on('message', (message: ThreadMessage) => {
    switch (message.kind) {
      case 'look': {
        const columns = statFiles(requestsOf(message), message.follow, mayRead, message.media);
        const { state, size, created, modified, accessed } = columns;
        port.postMessage(
          columns,
          [state, size, created, modified, accessed].map(({ buffer }) => buffer as ArrayBuffer),
        );
        return;
      }
      case 'stretch':
        void stretchRecoveryPassword(message.password, message.salt).then((key) => {
          port.postMessage(key, [key.buffer as ArrayBuffer]);
        });
        return;
      case 'join':
        worker = new PieceWorker(message.memory, { files: fs, openImage });
        return;
      case 'end':
        port.close();
        return;
      default: {
        void worker!.take(message).then((reply) => {
          if (reply) port.postMessage(reply);
        });
      }
    }
  });
}
