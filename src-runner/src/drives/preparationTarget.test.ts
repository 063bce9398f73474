import { closeSync, fstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectTarget, openTargetForWriting } from './preparationTarget';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-target-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a target', () => {
  it('that is not there yet will be an image', () => {
    const path = join(folder, 'drives', 'G.vhd');
    expect(inspectTarget(path)).toEqual({ path, kind: 'image' });
  });

  it('that is a file is an image of its size', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'x'.repeat(1536));
    expect(inspectTarget(path)).toEqual({ path, kind: 'image', length: 1536 });
  });

  it('that is a folder, or a disk that does not exist, is refused in words', () => {
    mkdirSync(join(folder, 'G'));
    expect(() => inspectTarget(join(folder, 'G'))).toThrow(/neither a file nor a disk/);
    expect(() => inspectTarget('/dev/no-such-disk')).toThrow(/Attach the drive/);
    expect(() => inspectTarget('/dev/null')).toThrow(/neither a file nor a disk/);
  });

  it('is made with its folder and its size, and kept where a session goes on in it', () => {
    const target = inspectTarget(join(folder, 'drives', 'G.vhd'));
    closeSync(openTargetForWriting(target, 4096, false));
    writeFileSync(target.path, 'kept');
    const kept = openTargetForWriting(target, 4096, true);
    expect(fstatSync(kept).size).toBe(4);
    closeSync(kept);
    const anew = openTargetForWriting(target, 4096, false);
    expect(fstatSync(anew).size).toBe(4096);
    closeSync(anew);
  });

  it('that went away in the meantime says how to go on', () => {
    expect(() => openTargetForWriting({ path: join(folder, 'G.vhd'), kind: 'image' }, 4096, true)).toThrow(/--resume/);
  });
});
