import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standingOf } from '../../src-runner/src/drives/standing';
import { hasReaders, runReader, type Reader } from './readers';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-systems-'));
  path = join(folder, 'target');
  writeFileSync(path, '');
  truncateSync(path, 64 * 1024 * 1024);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (program: Reader, ...args: readonly string[]): void => {
  const { code, stderr } = runReader(program, args);
  expect(code, stderr).toBe(0);
};

const systems = [
  {
    name: 'NTFS',
    mkfs: 'mkfs.ntfs',
    options: ['-F', '-Q', '-L', 'Archive'],
    writer: 'ntfscp',
    write: (file: string) => {
      run('ntfscp', path, file, 'dear.txt');
    },
  },
  {
    name: 'ext2, ext3 or ext4',
    mkfs: 'mkfs.ext4',
    options: ['-q', '-F', '-L', 'Archive'],
    writer: 'debugfs',
    write: (file: string) => {
      run('debugfs', '-w', '-R', `write ${file} dear.txt`, path);
    },
  },
  {
    name: 'FAT32',
    mkfs: 'mkfs.vfat',
    options: ['-F', '32', '-n', 'ARCHIVE'],
    writer: 'mcopy',
    write: (file: string) => {
      run('mcopy', '-i', path, file, '::dear.txt');
    },
  },
  {
    name: 'FAT16',
    mkfs: 'mkfs.vfat',
    options: ['-F', '16', '-n', 'ARCHIVE'],
    writer: 'mcopy',
    write: (file: string) => {
      run('mcopy', '-i', path, file, '::a long name for it.txt');
    },
  },
] as const;

describe('A file system of somebody else at a target', () => {
  for (const { name, mkfs, options, writer, write } of systems) {
    it.runIf(hasReaders(mkfs, writer))(`${name} is no data while it has no file, and data with the first one`, () => {
      run(mkfs, ...options, path);
      expect(standingOf(path)).toMatchObject({ holdsData: false, isOurs: false });
      expect(standingOf(path).text).toMatch(new RegExp(`^a volume \\(${name}\\).*, without files$`));
      const file = join(folder, 'dear.txt');
      writeFileSync(file, 'dear');
      write(file);
      expect(standingOf(path)).toMatchObject({ holdsData: true, isOurs: false });
      expect(standingOf(path).text).toMatch(new RegExp(`^a volume \\(${name}\\)`));
    });
  }

  it.runIf(hasReaders('mkfs.exfat'))('exFAT is no data while it has no file', () => {
    run('mkfs.exfat', '-n', 'Archive', path);
    expect(standingOf(path)).toMatchObject({ holdsData: false });
  });
});
