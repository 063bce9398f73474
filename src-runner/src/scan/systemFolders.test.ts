import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSystemFolder, isVolumeRoot } from './systemFolders';

describe('a folder that belongs to Windows', () => {
  it.each(['System Volume Information', 'SYSTEM VOLUME INFORMATION', '$RECYCLE.BIN', '$Recycle.Bin'])(
    'is %s',
    (name) => {
      expect(isSystemFolder(name)).toBe(true);
    },
  );

  it('is no other', () => {
    for (const name of ['RECYCLE.BIN', 'Volume Information', 'System Volume Information 2'])
      expect(isSystemFolder(name)).toBe(false);
  });
});

describe('a whole volume', () => {
  it('is a drive letter, however it is written', () => {
    for (const written of ['F:\\', 'f:', 'F:/']) expect(isVolumeRoot(written, '/nowhere')).toBe(true);
  });

  it('is a directory where a volume is mounted', () => {
    expect(isVolumeRoot('/', '/')).toBe(true);
    expect(isVolumeRoot('/proc', '/proc')).toBe(true);
  });

  it('is no directory of a volume', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sneakernet-volume-'));
    expect(isVolumeRoot(folder, folder)).toBe(false);
    expect(isVolumeRoot('F:\\Photos\\', folder)).toBe(false);
    expect(isVolumeRoot('/nowhere/at/all', '/nowhere/at/all')).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
