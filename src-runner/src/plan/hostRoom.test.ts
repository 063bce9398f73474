import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roomProblems } from './hostRoom';
import type { DrivePlan } from './jobPlan';

const image = (letter: string, usedBytes: number, files = 1): DrivePlan =>
  ({
    letter,
    kind: 'image',
    target: join(tmpdir(), 'not-there', `${letter}.vhd`),
    usedBytes,
    diskBytes: usedBytes,
    columns: { files: new Uint32Array(files) },
  }) as unknown as DrivePlan;

describe('The room where images are to lie', () => {
  it('is enough for small ones', () => {
    expect(roomProblems([image('G', 1000), image('H', 1000)])).toEqual([]);
  });

  it('is counted for all of them together, and not for drives without data', () => {
    const [problem, ...others] = roomProblems([image('G', 1e17), image('H', 1000), image('I', 1e17, 0)]);
    expect(problem).toMatch(/^the images \(drive G, H\) need .* PB.*Free some space/);
    expect(others).toEqual([]);
  });
});
