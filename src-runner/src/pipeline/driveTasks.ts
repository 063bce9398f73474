import { TargetError } from '../model/copyResult';
import type { DriveSetup, DriveWorkKind, Reply, Task } from './tasks';
import type { TakeSlot, WorkerPool, WorkSource } from './workerPool';

export interface DriveTaskOptions {
  readonly pool: WorkerPool;
  readonly setup: Omit<DriveSetup, 'drive'>;
  readonly signal?: AbortSignal;
}

/**
 * The tasks of one drive, from the first to the last: they are given to the pool's threads and remembered until their
 * replies arrive. An error or the signal stops them; the work ends when the last task is answered.
 */
export abstract class DriveTasks<Pending, Outcome> implements WorkSource {
  abstract readonly work: DriveWorkKind;
  readonly setup: DriveSetup;
  protected isStopping = false;
  /** What is remembered of each task until its reply arrives. */
  private readonly pending = new Map<Task, Pending>();
  private isOver = false;
  private error: unknown;

  constructor(
    private readonly taskOptions: DriveTaskOptions,
    private readonly resolve: (outcome: Outcome) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.setup = { ...taskOptions.setup, drive: taskOptions.pool.takeNumber() };
  }

  /** A remembered task; undefined if there is none for this thread at the moment. */
  protected abstract nextTask(worker: number, takeSlot: TakeSlot, freeSlots: number): Task | undefined;
  /** Handles a reply to this kind of work. */
  protected abstract take(task: Task, reply: Reply, pending: Pending): void;
  /** The slots of chunks that wait for a task and will not get one. */
  protected abstract waitingSlots(): Iterable<number>;
  /** Whether no further task will come. */
  protected abstract isComplete(): boolean;
  protected abstract outcome(isComplete: boolean): Outcome;

  begin(): void {
    const { pool, signal } = this.taskOptions;
    signal?.addEventListener('abort', this.stop);
    if (signal?.aborted === true) this.isStopping = true;
    pool.add(this);
    this.endIfDone();
  }

  next(worker: number, takeSlot: TakeSlot, freeSlots: number): Task | undefined {
    return this.isStopping || this.isOver ? undefined : this.nextTask(worker, takeSlot, freeSlots);
  }

  done(task: Task, reply: Reply): void {
    const pending = this.pending.get(task);
    // The reply of a thread that answers although the pool has failed.
    if (!pending) return;
    this.pending.delete(task);
    try {
      this.answered(task, reply, pending);
    } catch (error) {
      // The listener could not handle what was done, so the work cannot continue.
      this.stopFor(error);
    }
    this.endIfDone();
  }

  interrupt(error: unknown): void {
    this.stopFor(error);
    this.endIfDone();
  }

  fail(error: unknown): void {
    this.pending.clear();
    this.interrupt(error);
  }

  protected remember(task: Task, pending: Pending): void {
    this.pending.set(task, pending);
  }

  private answered(task: Task, reply: Reply, pending: Pending): void {
    const { pool } = this.taskOptions;
    switch (reply.kind) {
      case 'stopped':
        pool.release(task.slot);
        break;
      case 'targetError':
        pool.release(task.slot);
        this.stopFor(new TargetError(reply.message));
        break;
      case 'crash':
        pool.release(task.slot);
        this.stopFor(reply.error);
        break;
      default:
        this.take(task, reply, pending);
    }
  }

  private readonly stop = (): void => {
    this.isStopping = true;
    this.taskOptions.pool.stop(this);
    this.endIfDone();
  };

  private stopFor(error: unknown): void {
    this.error ??= error;
    this.stop();
  }

  private endIfDone(): void {
    if (this.isOver || this.pending.size > 0) return;
    const isComplete = this.isComplete();
    if (!isComplete && !this.isStopping) return;
    const { pool, signal } = this.taskOptions;
    this.isOver = true;
    for (const slot of this.waitingSlots()) pool.release(slot);
    signal?.removeEventListener('abort', this.stop);
    pool.remove(this);
    if (this.error !== undefined) this.reject(this.error);
    else this.resolve(this.outcome(isComplete));
  }
}
