import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyPrivateFile } from './copyPrivateFile';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sneakernet-copy-'));
  await writeFile(join(folder, 'a.jrn'), 'keys');
});
afterEach(() => rm(folder, { recursive: true }));

describe('A copy of a file with keys', () => {
  it('is its owner’s alone', async () => {
    const copy = join(folder, 'copy.jrn');
    expect(await copyPrivateFile(join(folder, 'a.jrn'), copy, false)).toBe(true);
    expect(await readFile(copy, 'utf8')).toBe('keys');
    if (process.platform !== 'win32') expect((await stat(copy)).mode & 0o777).toBe(0o600);
  });

  it('replaces another file only where that is wanted', async () => {
    const copy = join(folder, 'copy.jrn');
    await writeFile(copy, 'other', { mode: 0o644 });
    expect(await copyPrivateFile(join(folder, 'a.jrn'), copy, false)).toBe(false);
    expect(await readFile(copy, 'utf8')).toBe('other');
    expect(await copyPrivateFile(join(folder, 'a.jrn'), copy, true)).toBe(true);
    expect(await readFile(copy, 'utf8')).toBe('keys');
    if (process.platform !== 'win32') expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['a.jrn', 'copy.jrn']);
  });

  it('leaves nothing where the file cannot be read', async () => {
    await expect(copyPrivateFile(join(folder, 'none'), join(folder, 'copy.jrn'), false)).rejects.toThrow('ENOENT');
    expect(await readdir(folder)).toEqual(['a.jrn']);
  });
});
