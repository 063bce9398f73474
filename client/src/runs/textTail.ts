import { open } from 'node:fs/promises';

/** Bytes. */
const TAIL = 16 * 1024;

/** The last lines of a text file; none if it does not exist. */
export async function lastLines(path: string, count: number): Promise<string[]> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - TAIL);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL)), 0, Math.min(size, TAIL), start);
      const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
      // The first line may be incomplete.
      if (start > 0) lines.shift();
      return lines.filter((line) => line.trim() !== '').slice(-count);
    } finally {
      await file.close();
    }
  } catch {
    return [];
  }
}
