import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveAt } from './driveAt';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-drive-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a drive at a path', () => {
  it('where nothing is yet will be an image', () => {
    const drive = driveAt(join(folder, 'drives', 'G.vhd'));
    expect(drive.kind).toBe('image');
    expect(drive.inspect()).toEqual({});
    expect(drive.standing()).toMatchObject({ text: 'nothing', holdsData: false });
  });

  it('that is a file is an image of its size', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'x'.repeat(1536));
    expect(driveAt(path)).toMatchObject({ path, kind: 'image' });
    expect(driveAt(path).inspect()).toEqual({ length: 1536 });
  });

  it('that is a folder, or a disk that does not exist, is refused in words', () => {
    mkdirSync(join(folder, 'G'));
    expect(() => driveAt(join(folder, 'G')).inspect()).toThrow(/neither a file nor a disk/);
    expect(() => driveAt('/dev/no-such-disk').inspect()).toThrow(/Attach the drive/);
    expect(() => driveAt('/dev/null').inspect()).toThrow(/neither a file nor a disk/);
  });

  it('that was recorded as a disk stays one while it is not attached, whatever its path looks like', () => {
    const link = join(folder, 'drive-g');
    expect(driveAt(link, 'device').kind).toBe('device');
    expect(() => driveAt(link, 'device').inspect()).toThrow(/Attach the drive/);
  });

  it('is what stands there, not what was recorded', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'text');
    expect(driveAt(path, 'device').kind).toBe('image');
  });

  it('that is an image is removed when it is given up', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'x');
    expect(driveAt(path).discard()).toBe('removed');
    expect(driveAt(path).inspect()).toEqual({});
  });
});
