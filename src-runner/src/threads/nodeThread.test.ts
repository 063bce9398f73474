import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal, someBytes, TestDrive } from '../../test/copiedFiles';
import { WorkerPool } from '../pipeline/workerPool';
import { poolThreads } from './poolThreads';
import { ThreadCrew } from './threadCrew';

const folder = mkdtempSync(join(tmpdir(), 'threads-'));
const bundle = join(folder, 'testThread.js');
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

beforeAll(async () => {
  await build({
    entryPoints: [path('../../test/thread.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('threads of Node', () => {
  it('copy a drive over memory that they share', async () => {
    const drive = new TestDrive(
      [5, 5000, 21 * (1 << 20) + 5, 0, 13_000_000, 700].map((size, seed) => ({ content: someBytes(size, seed) })),
    );
    const pool = new WorkerPool(poolThreads(new ThreadCrew(bundle)), 1, 2);
    const journal = new Journal();
    expect(await drive.copy(journal, { pool })).toEqual({ isComplete: true, failures: [] });
    await pool.end();
    expect(journal.sha256).toEqual(drive.expectedSha256());
    expect(drive.wrongFiles()).toEqual([]);
    drive.remove();
  });

  it('end the copy with an error when one of them cannot start', async () => {
    const drive = new TestDrive([{ content: someBytes(5000) }]);
    const pool = new WorkerPool(poolThreads(new ThreadCrew(join(folder, 'missing.js'))), 1, 1);
    await expect(drive.copy(new Journal(), { pool })).rejects.toThrow('missing.js');
    await pool.end();
    drive.remove();
  });

  it('stop soon when they are told to, however much is left', async () => {
    const drive = new TestDrive(Array.from({ length: 6 }, (_, seed) => ({ content: someBytes(14 << 20, seed) })));
    const pool = new WorkerPool(poolThreads(new ThreadCrew(bundle)), 1, 2);
    const controller = new AbortController();
    const journal = new Journal();
    const { isComplete } = await drive.copy(journal, {
      pool,
      signal: controller.signal,
      onPiece: (piece) => {
        journal.take(piece);
        controller.abort();
      },
    });
    expect(isComplete).toBe(false);
    expect(journal.pieces.length).toBeLessThan(6);
    const rest = new Journal();
    expect((await drive.copy(rest, { pool, start: journal.pieces.at(-1)!.next! })).isComplete).toBe(true);
    await pool.end();
    expect(drive.wrongFiles()).toEqual([]);
    drive.remove();
  });
});
