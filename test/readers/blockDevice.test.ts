import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrive } from '../../src-runner/src/drives/openDrive';
import { testDrive } from '../../src-runner/src/drives/testDrive';
import { testSecrets } from '../../src-runner/src/volume/bitlocker/testSecrets';
import { readBytes } from '../../src-runner/src/volume/byteSource';
import { runRunner } from '../drives/runnerProcess';
import { hasReaders, runReader } from './readers';

const canAttach = process.platform === 'linux' && process.getuid?.() === 0 && hasReaders('losetup');

describe.runIf(canAttach)('a disk', () => {
  const drive = testDrive();
  let folder: string;
  let device: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sneakernet-device-'));
    writeFileSync(join(folder, 'disk.raw'), drive.disk);
    const attached = runReader('losetup', ['--find', '--show', '--read-only', join(folder, 'disk.raw')]);
    expect(attached).toMatchObject({ code: 0 });
    device = attached.stdout.trim();
  });

  afterAll(() => {
    runReader('losetup', ['--detach', device]);
    rmSync(folder, { recursive: true });
  });

  it('is read at any place, whole sectors or not', () => {
    const opened = openDrive(device);
    try {
      expect(opened).toMatchObject({ kind: 'device', length: drive.disk.length, table: { kind: 'GPT', faults: [] }, contents: { kind: 'bitlocker' } });
      for (const [offset, length] of [[0, 512], [511, 2], [4096, 8192], [5000, 3], [drive.volume.length - 1, 1]] as const) {
        expect(Buffer.compare(readBytes(opened.volume, offset, length), drive.volume.subarray(offset, offset + length))).toBe(0);
      }
    } finally {
      opened.close();
    }
  });

  it('is what info looks at', async () => {
    writeFileSync(join(folder, 'key.txt'), testSecrets().recoveryPassword);
    const { code, stdout } = await runRunner(['info', device, '--key-file', 'key.txt', '--digest', '--json'], { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'device',
      partitionTable: 'GPT',
      bitlocker: { unlocked: true },
      decryptedSha256: createHash('sha256').update(drive.plain).digest('hex'),
    });
  });
});
