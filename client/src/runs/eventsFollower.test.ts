import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventsFollower } from './eventsFollower';
import { lastLines } from './textTail';

let folder: string;
let path: string;
let events: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-events-'));
  path = join(folder, 'events.ndjson');
  events = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const follower = (): EventsFollower => new EventsFollower(path, (event) => events.push(event));

describe('EventsFollower', () => {
  it('reads what is written, when it is written, once', async () => {
    const file = follower();
    await file.readOn();
    writeFileSync(path, '{"event":"a"}\n{"eve');
    await file.readOn();
    expect(events).toEqual([{ event: 'a' }]);
    appendFileSync(path, 'nt":"ü"}\n');
    await Promise.all([file.readOn(), file.readOn()]);
    expect(events).toEqual([{ event: 'a' }, { event: 'ü' }]);
  });

  it('reads a character that is cut between two writes', async () => {
    const file = follower();
    const bytes = Buffer.from('{"event":"ü"}\n');
    for (const byte of bytes) {
      appendFileSync(path, Buffer.from([byte]));
      await file.readOn();
    }
    expect(events).toEqual([{ event: 'ü' }]);
  });

  it('steps over lines that are no JSON', async () => {
    writeFileSync(path, 'x\n{"event":1}\n{\n{"event":2}\n');
    await follower().readOn();
    expect(events).toEqual([{ event: 1 }, { event: 2 }]);
  });

  it('reads the beginning and the end of a file that has grown large, and all that comes then', async () => {
    const line = (index: number): string => `${JSON.stringify({ index, filler: 'x'.repeat(200) })}\n`;
    const count = 50_000;
    writeFileSync(path, Array.from({ length: count }, (_, index) => line(index)).join(''));
    const file = follower();
    await file.readOn();
    appendFileSync(path, line(count));
    await file.readOn();
    const indices = (events as { index: number }[]).map(({ index }) => index);
    expect(indices[0]).toBe(0);
    expect(indices.slice(-2)).toEqual([count - 1, count]);
    expect(indices.length).toBeLessThan(count / 2);
    expect(indices).toEqual([...indices].sort((a, b) => a - b));
  });
});

describe('lastLines', () => {
  it('gives the end of a text, whole lines alone, and nothing of a file that is not there', async () => {
    expect(await lastLines(path, 3)).toEqual([]);
    writeFileSync(path, 'a\n\nb\r\nc\nd');
    expect(await lastLines(path, 3)).toEqual(['b', 'c', 'd']);
    writeFileSync(path, `${'y'.repeat(100_000)}\nend\n`);
    expect(await lastLines(path, 3)).toEqual(['end']);
  });
});
