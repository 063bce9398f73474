import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { LineSplitter } from '../runner/lineSplitter';

/** So much is read at once, in bytes: parsing it blocks nobody. */
const CHUNK = 64 * 1024;
/** Of a file that has grown long before it is followed, the beginning and the end are read: progress is in between. In bytes. */
const HEAD = 1024 * 1024;
const TAIL = 4 * 1024 * 1024;

/** Reads the events of a run from their file, which goes on growing. */
export class EventsFollower {
  private offset = 0;
  private readonly decoder = new StringDecoder('utf8');
  private readonly lines: LineSplitter;
  private reading: Promise<void> = Promise.resolve();
  private mayLeap = true;

  /** @param onEvent is given what a line holds, parsed; lines that are no JSON are left out */
  constructor(
    private readonly path: string,
    onEvent: (event: unknown) => void,
  ) {
    this.lines = new LineSplitter((line) => {
      const event = parsed(line);
      if (event !== undefined) onEvent(event);
    });
  }

  /** Reads what has been written since the last time. A file that is not there has nothing to say yet. */
  readOn(): Promise<void> {
    this.reading = this.reading.then(() => this.readChunks());
    return this.reading;
  }

  private async readChunks(): Promise<void> {
    let file: FileHandle;
    try {
      // The lock of a journal names it, and a workspace may hold any lock: a device or a pipe might have no end.
      if (!(await stat(this.path)).isFile()) return;
      file = await open(this.path, 'r');
    } catch {
      return;
    }
    try {
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        this.lines.push(this.decoder.write(buffer.subarray(0, bytesRead)));
        if (this.mayLeap && this.offset >= HEAD) await this.leap(file);
      }
    } finally {
      await file.close();
    }
  }

  /** Leaves out what is neither beginning nor end. What is cut by that is no JSON, and so no event. */
  private async leap(file: FileHandle): Promise<void> {
    this.mayLeap = false;
    const { size } = await file.stat();
    if (size - TAIL <= this.offset) return;
    this.offset = size - TAIL;
    this.lines.push('\n');
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
