import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { LineSplitter } from '../runner/lineSplitter';

/** Bytes read at once: few enough that parsing them does not block. */
const CHUNK = 64 * 1024;
/**
 * Bytes read at the beginning and the end of a file that was already long when it was first followed. There is only
 * progress in between.
 */
const HEAD = 1024 * 1024;
const TAIL = 4 * 1024 * 1024;

/** Reads the events of a run from their file while it grows. */
export class EventsFollower {
  private offset = 0;
  private readonly decoder = new StringDecoder('utf8');
  private readonly lines: LineSplitter;
  private reading: Promise<void> = Promise.resolve();
  private mayLeap = true;

  /** @param onEvent is called with each parsed line; lines that are not JSON are skipped */
  constructor(
    private readonly path: string,
    onEvent: (event: unknown) => void,
  ) {
    this.lines = new LineSplitter((line) => {
      const event = parsed(line);
      if (event !== undefined) onEvent(event);
    });
  }

  /** Reads what has been written since the last call. A missing file counts as empty. */
  readOn(): Promise<void> {
    this.reading = this.reading.then(() => this.readChunks());
    return this.reading;
  }

  private async readChunks(): Promise<void> {
    let file: FileHandle;
    try {
      // The path comes from a journal's lock, and a workspace may contain any lock: a device or a pipe might never end.
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

  /** Skips the middle of the file. Lines cut by that are not valid JSON, and so not events. */
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
