import type { Reply, ToThread } from '../pipeline/tasks';
import type { StartThread } from '../pipeline/workerPool';
import type { ThreadCrew } from './threadCrew';

/** Lends threads of a crew to the pool that works on drives. They end with that work. */
export function poolThreads(crew: ThreadCrew): StartThread {
  return (memory, events) => {
    const thread = crew.take({
      answer: (message) => {
        events.reply(message as Reply);
      },
      failure: events.failure,
    });
    thread.post({ kind: 'join', memory });
    return {
      post: (message: ToThread) => {
        thread.post(message);
      },
      // Not immediately: earlier messages wipe keys.
      end: () => thread.end(),
    };
  };
}
