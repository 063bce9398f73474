import { createKernels } from '../kernels/kernels';
import type { DriveImage } from './driveImage';
import { Stopped, TargetFailure, type DriveWork, type ThreadContext } from './driveWork';
import type { FileCalls } from './fileCalls';
import { FileChecker } from './fileChecker';
import { FileCopier } from './fileCopier';
import { RangeHasher } from './rangeHasher';
import type { DriveSetup, DriveWorkKind, Reply, ToThread } from './tasks';

/** What a thread is given when it begins. */
export interface ThreadMemory {
  readonly memory: WebAssembly.Memory;
  /** The code of the kernels. */
  readonly module: WebAssembly.Module;
  /** Address of the thread's own scratch. */
  readonly scratch: number;
  /** Address of 32-bit words, one for each drive; a word is not zero if its drive should stop. */
  readonly stops: number;
}

export interface ThreadParts {
  readonly files: FileCalls;
  readonly openImage: (image: unknown) => DriveImage;
}

interface WorkedDrive {
  readonly setup: DriveSetup;
  readonly work: DriveWork;
}

/** The body of a thread: takes messages, works, answers. */
export class PieceWorker {
  private readonly thread: ThreadContext;
  private readonly drives = new Map<number, WorkedDrive>();

  constructor(
    { memory, module, scratch, stops }: ThreadMemory,
    private readonly parts: ThreadParts,
  ) {
    const kernels = createKernels(memory, scratch, module);
    const words = new Int32Array(memory.buffer, stops);
    this.thread = {
      files: parts.files,
      kernels,
      hasher: new RangeHasher(kernels),
      isStopped: (drive) => Atomics.load(words, drive) !== 0,
    };
  }

  /** Takes a message of the main thread, and answers each task. */
  async take(message: Exclude<ToThread, { kind: 'end' }>): Promise<Reply | undefined> {
    switch (message.kind) {
      case 'addDrive':
        this.drives.set(message.setup.drive, { setup: message.setup, work: this.begin(message.work, message.setup) });
        return undefined;
      case 'removeDrive': {
        const drive = this.drives.get(message.drive);
        this.drives.delete(message.drive);
        drive?.work.end();
        drive?.setup.key.fill(0);
        return undefined;
      }
      case 'task':
        try {
          if (this.thread.isStopped(message.task.drive)) return { kind: 'stopped' };
          return await this.drives.get(message.task.drive)!.work.work(message.task);
        } catch (error) {
          if (error instanceof Stopped) return { kind: 'stopped' };
          if (error instanceof TargetFailure) return { kind: 'targetError', message: error.message };
          return { kind: 'crash', error };
        }
    }
  }

  private begin(work: DriveWorkKind, setup: DriveSetup): DriveWork {
    return work === 'copy'
      ? new FileCopier(this.thread, setup, this.parts.openImage(setup.image))
      : new FileChecker(this.thread, setup);
  }
}
