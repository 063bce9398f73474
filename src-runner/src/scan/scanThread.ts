import { parentPort } from 'node:worker_threads';
import { mayReadByMode, statFiles } from './fileStats';
import { requestsOf } from './statThreads';
import type { StatMessage } from './statThreads';

/** The whole life of a thread that looks at files: columns for each message. */
const mayRead = mayReadByMode();
parentPort!.on('message', (message: StatMessage) => {
  const columns = statFiles(requestsOf(message), message.follow, mayRead);
  const { state, size, created, modified, accessed } = columns;
  parentPort!.postMessage(columns, [state, size, created, modified, accessed].map(({ buffer }) => buffer as ArrayBuffer));
});
