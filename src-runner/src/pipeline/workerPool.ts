import { availableParallelism } from 'node:os';
import { kernelMemory, kernelModule, SCRATCH_LENGTH } from '../kernels/kernels';
import type { ThreadMemory } from './pieceWorker';
import { SMALLEST_SLOT, type DriveSetup, type DriveWorkKind, type Reply, type Task, type ToThread } from './tasks';

/** More threads than this would wait for memory rather than work. */
const MOST_THREADS = 16;
/** Slots beyond one per thread, for chunks that have been read and wait to be sealed. */
const WAITING_SLOTS = 1;
/**
 * Up to this many threads share slots of eight blocks, which fill all lanes of MD5. More threads get smaller slots and
 * make up for them by their number.
 */
const MOST_WITH_LARGE_SLOTS = 3;
/** Bounds the bytes of the ring, however many cores there are. */
const RING_LENGTH = 10 * SMALLEST_SLOT;
const MOST_DRIVES = 1024;
const STOPS_LENGTH = 4 * MOST_DRIVES;

/** A thread, or its stand-in in a test. */
export interface WorkerThread {
  post(message: ToThread): void;
  /** Resolves when the thread has ended. */
  end(): Promise<void>;
}

export interface WorkerEvents {
  /** Called with the reply to a task. Other messages get none. */
  readonly reply: (reply: Reply) => void;
  /** The thread has ended although nobody asked it to. */
  readonly failure: (error: unknown) => void;
}

export type StartThread = (memory: ThreadMemory, events: WorkerEvents) => WorkerThread;

/** Takes a free slot and returns its address; undefined while there is none. */
export type TakeSlot = () => number | undefined;

/** Supplies work for one drive. */
export interface WorkSource {
  readonly work: DriveWorkKind;
  readonly setup: DriveSetup;
  /** A task for the idle thread `worker`; undefined if there is none for it at the moment. */
  next(worker: number, takeSlot: TakeSlot, freeSlots: number): Task | undefined;
  /** A task has been answered. Its slot goes back to the pool once nothing needs it. */
  done(task: Task, reply: Reply): void;
  /** Asking for more work has failed: ends the work when everything under way is answered. */
  interrupt(error: unknown): void;
  /** Ends the work now: the pool does not answer any more. */
  fail(error: unknown): void;
}

interface PooledThread {
  readonly thread: WorkerThread;
  task: { readonly task: Task; readonly source: WorkSource } | undefined;
}

/**
 * The threads that all drives share, and a ring of slots in shared memory that bounds how much is under way: when no
 * slot is free, a thread seals what has been read instead of reading on.
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

  /** @param drives How many drives are worked on at the same time. A slow drive should not hold up the others. */
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

  /** A number for a drive, reserved until the drive is removed. */
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

  /** Lets the threads abandon their work on a drive; each task is still answered, soon. */
  stop(source: WorkSource): void {
    Atomics.store(this.stops, source.setup.drive, 1);
  }

  /** Call this after the last task of a drive has been answered. */
  remove(source: WorkSource): void {
    this.sources.splice(this.sources.indexOf(source), 1);
    for (const { thread } of this.threads) thread.post({ kind: 'removeDrive', drive: source.setup.drive });
    this.freeNumbers.push(source.setup.drive);
  }

  release(slot: number): void {
    this.freeSlots.push(slot);
  }

  /** Gives every idle thread something to do, if there is anything. */
  pump(): void {
    for (let worker = 0; worker < this.threads.length; worker++) {
      const pooled = this.threads[worker]!;
      if (pooled.task !== undefined) continue;
      for (const source of [...this.sources]) {
        // Drives take turns.
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

  /**
   * Keeps one thread for each of the other drives, so that they continue while this one's target makes its threads
   * wait.
   */
  private mayTakeMore(source: WorkSource): boolean {
    const busy = this.threads.reduce((count, { task }) => count + (task?.source === source ? 1 : 0), 0);
    return busy < Math.max(1, this.threads.length - this.sources.length + 1);
  }

  private receive(worker: number, reply: Reply): void {
    const pooled = this.threads[worker]!;
    const { task, source } = pooled.task!;
    pooled.task = undefined;
    // If there is work already, the thread need not wait until the reply has been handled.
    this.pump();
    source.done(task, reply);
    this.pump();
  }

  private fail(error: unknown): void {
    this.failure = error;
    for (const source of [...this.sources]) source.fail(error);
  }
}
