import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBeginning, readText } from './textFile';

const large = `\ufeff${'Zürich,'.repeat(400_000)}end`;
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-text-'));
  path = join(folder, 'dataset.csv');
  writeFileSync(path, large);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function readWhole(meanwhile?: () => void): Promise<string> {
  const beginning = await readBeginning(path);
  meanwhile?.();
  let text = '';
  await readText(path, beginning, (piece) => {
    text += piece;
    return false;
  });
  return text;
}

describe('A text file', () => {
  it('is read in pieces, without its byte order mark', async () => {
    expect(await readWhole()).toBe(large.slice(1));
  });

  it('is read no further than it is wanted', async () => {
    let pieces = 0;
    await readText(path, await readBeginning(path), () => ++pieces === 2);
    expect(pieces).toBe(2);
  });

  it.each([
    [
      'deleted',
      () => {
        rmSync(path);
      },
      /dataset\.csv cannot be read: it does not exist/,
    ],
    [
      'written to',
      () => {
        appendFileSync(path, 'x');
      },
      /dataset\.csv changed while it was being checked/,
    ],
    [
      'cut off',
      () => {
        truncateSync(path, 10);
      },
      /dataset\.csv changed while it was being checked/,
    ],
  ])('that is %s between two readings is named', async (_, change, message) => {
    await expect(readWhole(change)).rejects.toThrow(message);
  });

  it('that is cut off while it is read is named', async () => {
    const beginning = await readBeginning(path);
    const take = () => {
      truncateSync(path, 1_500_000);
      return false;
    };
    await expect(readText(path, beginning, take)).rejects.toThrow(/changed while it was being checked/);
  });

  it('is not read on once that is cancelled', async () => {
    const stop = new AbortController();
    const take = () => {
      stop.abort();
      return false;
    };
    await expect(readText(path, await readBeginning(path), take, stop.signal)).rejects.toThrow('aborted');
  });
});
