import type { Kernels } from '../kernels/kernels';
import type { FileCalls } from './fileCalls';
import type { RangeHasher } from './rangeHasher';
import type { Reply, Task } from './tasks';

/** What all work of a thread has in common. */
export interface ThreadContext {
  readonly files: FileCalls;
  readonly kernels: Kernels;
  readonly hasher: RangeHasher;
  /** Whether the work for a drive is to end. */
  isStopped(drive: number): boolean;
}

/** One thread's part in the work on one drive: each task is done from beginning to end before there is another. */
export interface DriveWork {
  /** @throws Stopped, TargetFailure */
  work(task: Task): Reply | Promise<Reply>;
  /** Closes what is open and wipes the key. A task that is still under way ends as if it had been stopped. */
  end(): void;
}

/** The drive was told to stop. */
export class Stopped extends Error {}

/** The target failed. The message is that of a `TargetError`, which does not pass between threads. */
export class TargetFailure extends Error {}
