import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDirectory, openRegularFile, readRegularFile } from './regularFile';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-files-'));
  writeFileSync(join(folder, 'file'), 'abc'.repeat(1_000_000));
  writeFileSync(join(folder, 'empty'), '');
  symlinkSync(join(folder, 'file'), join(folder, 'link'));
  mkdirSync(join(folder, 'directory'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('A file', () => {
  it('is read up to a length, also through a link', async () => {
    for (const name of ['file', 'link'])
      expect(Buffer.from((await readRegularFile(join(folder, name), 3_000_000))!).toString()).toBe(
        'abc'.repeat(1_000_000),
      );
    expect(await readRegularFile(join(folder, 'file'), 2_999_999)).toBeUndefined();
    expect(await readRegularFile(join(folder, 'empty'), 0)).toEqual(new Uint8Array());
  });

  it('is not read to its end where nobody wants it any more', async () => {
    let asked = 0;
    expect(await readRegularFile(join(folder, 'file'), 3_000_000, () => ++asked < 3)).toBeUndefined();
    expect(asked).toBe(3);
  });

  it('is opened to read parts of it, never more than it has', async () => {
    const file = (await openRegularFile(join(folder, 'file')))!;
    expect(Buffer.from(await file.read(2_999_999, 2 ** 40)).toString()).toBe('c');
    expect((await file.read(2 ** 40, 5)).length).toBe(0);
    await file.close();
  });

  it.skipIf(process.platform === 'win32')('is none where it would not end, or not begin', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('/dev/zero', join(folder, 'zero'));
    symlinkSync('loop', join(folder, 'loop'));
    const paths = ['pipe', 'zero', 'loop', 'directory', 'missing', 'a\0b'].map((name) => join(folder, name));
    for (const path of [...paths, '/dev/zero', '/dev/stdin', '/dev/null']) {
      expect(await readRegularFile(path, 1000)).toBeUndefined();
      expect(await openRegularFile(path)).toBeUndefined();
    }
    expect(await listDirectory(join(folder, 'pipe'))).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('without a size is counted while it is read', async () => {
    expect((await readRegularFile('/proc/self/status', 1_000_000))!.length).toBeGreaterThan(100);
    expect(await readRegularFile('/proc/self/status', 100)).toBeUndefined();
  });
});
