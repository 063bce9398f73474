import { availableParallelism } from 'node:os';
import { kernelMemory, kernelModule, SCRATCH_LENGTH } from '../kernels/kernels';
import type { ThreadMemory } from './pieceWorker';
import { SMALLEST_SLOT, type DriveSetup, type DriveWorkKind, type Reply, type Task, type ToThread } from './tasks';

/** More threads than this would rather wait for memory than work. */
const MOST_THREADS = 16;
/** Slots beyond one a thread: what has been read and waits to be sealed. */
const WAITING_SLOTS = 1;
/** So many threads at most share slots of eight blocks, which fill all lanes of MD5. More make up for half as many by their number. */
const MOST_WITH_LARGE_SLOTS = 3;
/** The ring's bytes are bounded, however many cores there are. */
const RING_LENGTH = 10 * SMALLEST_SLOT;
const MOST_DRIVES = 1024;
const STOPS_LENGTH = 4 * MOST_DRIVES;

/** A thread, or what stands for one in a test. */
export interface WorkerThread {
  post(message: ToThread): void;
  /** Resolves when it has ended. */
  end(): Promise<void>;
}

export interface WorkerEvents {
  /** The answer to a task. Of other messages there is none. */
  readonly reply: (reply: Reply) => void;
  /** The thread has ended although nobody asked it to. */
  readonly failure: (error: unknown) => void;
}

export type StartThread = (memory: ThreadMemory, events: WorkerEvents) => WorkerThread;

/** A free slot's address, taken with the call; undefined while there is none. */
export type TakeSlot = () => number | undefined;

/** Gives work for one drive. */
export interface WorkSource {
  readonly work: DriveWorkKind;
  readonly setup: DriveSetup;
  /** A task for thread `worker`, which has nothing to do; undefined if there is none for it at the moment. */
  next(worker: number, takeSlot: TakeSlot, freeSlots: number): Task | undefined;
  /** A task has been answered. The slot that nothing needs any more goes back to the pool. */
  done(task: Task, reply: Reply): void;
  /** Ends the work when what is under way is answered: asking it for more has failed. */
  interrupt(error: unknown): void;
  /** Ends the work now: the pool does not answer any more. */
  fail(error: unknown): void;
}

interface PooledThread {
  readonly thread: WorkerThread;
  task: { readonly task: Task; readonly source: WorkSource } | undefined;
}

/**
 * The threads that all drives share, and a ring of slots in shared memory that bounds what is under way: who finds no free slot
 * seals what has been read instead of reading on.
 */
export class WorkerPool {
  /** Bytes of a slot, a multiple of `BLOCK_LENGTH`. */
  readonly slotLength: number;
  private readonly threads: PooledThread[];
  private readonly freeSlots: number[];
  private readonly stops: Int32Array;
  /** The ring, in the threads' memory. */
  readonly bytes: Uint8Array;
  private readonly sources: WorkSource[] = [];
  private readonly freeNumbers: number[] = Array.from({ length: MOST_DRIVES }, (_, index) => MOST_DRIVES - 1 - index);
  private failure: unknown;

  /** @param drives How many are going to be worked on at the same time: a slow drive should not hold up the others. */
  constructor(start: StartThread, drives: number, cores = availableParallelism()) {
    const count = Math.min(cores + drives - 1, MOST_THREADS);
    this.slotLength = count <= MOST_WITH_LARGE_SLOTS ? 2 * SMALLEST_SLOT : SMALLEST_SLOT;
    const slots = Math.min(count + WAITING_SLOTS, RING_LENGTH / this.slotLength);
    const scratches = 65_536;
    const ring = scratches + count * SCRATCH_LENGTH;
    const memory = kernelMemory(ring + slots * this.slotLength);
    this.bytes = new Uint8Array(memory.buffer);
    this.stops = new Int32Array(memory.buffer, 0, STOPS_LENGTH / 4);
    this.freeSlots = Array.from({ length: slots }, (_, index) => ring + index * this.slotLength);
    this.threads = Array.from({ length: count }, (_, index) => ({
      thread: start(
        { memory, module: kernelModule(), scratch: scratches + index * SCRATCH_LENGTH, stops: 0 },
        {
          reply: (reply) => {
            this.receive(index, reply);
          },
          failure: (error) => {
            this.fail(error);
          },
        },
      ),
      task: undefined,
    }));
  }

  /** A number for a drive, which is its until it is removed. */
  takeNumber(): number {
    const number = this.freeNumbers.pop();
    if (number === undefined) throw new RangeError(`No more than ${MOST_DRIVES} drives at the same time.`);
    Atomics.store(this.stops, number, 0);
    return number;
  }

  add(source: WorkSource): void {
    this.sources.push(source);
    for (const { thread } of this.threads) thread.post({ kind: 'addDrive', work: source.work, setup: source.setup });
    if (this.failure !== undefined) source.fail(this.failure);
    else this.pump();
  }

  /** Lets the threads drop what they do for a drive; each task is answered all the same, soon. */
  stop(source: WorkSource): void {
    Atomics.store(this.stops, source.setup.drive, 1);
  }

  /** After the last task of a drive has been answered. */
  remove(source: WorkSource): void {
    this.sources.splice(this.sources.indexOf(source), 1);
    for (const { thread } of this.threads) thread.post({ kind: 'removeDrive', drive: source.setup.drive });
    this.freeNumbers.push(source.setup.drive);
  }

  /** Gives a slot back. */
  release(slot: number): void {
    this.freeSlots.push(slot);
  }

  /** Gives every idle thread something to do, if there is anything. */
  pump(): void {
    for (let worker = 0; worker < this.threads.length; worker++) {
      const pooled = this.threads[worker]!;
      if (pooled.task !== undefined) continue;
      for (const source of [...this.sources]) {
        // Each in its turn.
        this.sources.push(...this.sources.splice(this.sources.indexOf(source), 1));
        const task = this.mayTakeMore(source) ? this.ask(source, worker) : undefined;
        if (task === undefined) continue;
        pooled.task = { task, source };
        pooled.thread.post({ kind: 'task', task });
        break;
      }
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.threads.map(({ thread }) => thread.end()));
  }

  private ask(source: WorkSource, worker: number): Task | undefined {
    let slot: number | undefined;
    try {
      return source.next(worker, () => (slot = this.freeSlots.pop()), this.freeSlots.length);
    } catch (error) {
      if (slot !== undefined) this.release(slot);
      source.interrupt(error);
      return undefined;
    }
  }

  /** One thread is kept for each of the other drives, so that those go on while this one's target makes its threads wait. */
  private mayTakeMore(source: WorkSource): boolean {
    const busy = this.threads.reduce((count, { task }) => count + (task?.source === source ? 1 : 0), 0);
    return busy < Math.max(1, this.threads.length - this.sources.length + 1);
  }

  private receive(worker: number, reply: Reply): void {
    const pooled = this.threads[worker]!;
    const { task, source } = pooled.task!;
    pooled.task = undefined;
    // The thread need not wait until the answer has been dealt with, if there is something to do already.
    this.pump();
    source.done(task, reply);
    this.pump();
  }

  private fail(error: unknown): void {
    this.failure = error;
    for (const source of [...this.sources]) source.fail(error);
  }
}
