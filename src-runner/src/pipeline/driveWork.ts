import type { Kernels } from '../kernels/kernels';
import type { FileCalls } from './fileCalls';
import type { RangeHasher } from './rangeHasher';
import type { Reply, Task } from './tasks';

/** What all work on a thread shares. */
export interface ThreadContext {
  readonly files: FileCalls;
  readonly kernels: Kernels;
  readonly hasher: RangeHasher;
  /** Whether the work for a drive should end. */
  isStopped(drive: number): boolean;
}

/** One thread's part in the work on one drive. Each task is finished before the next one begins. */
export interface DriveWork {
  /** @throws Stopped, TargetFailure */
  work(task: Task): Reply | Promise<Reply>;
  /** Closes what is open and wipes the key. A task that is still under way ends as if it had been stopped. */
  end(): void;
}

export class Stopped extends Error {}

/** The target failed. Carries the message of a `TargetError`, which cannot be passed between threads. */
export class TargetFailure extends Error {}
