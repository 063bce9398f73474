import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPowershell } from './powershell';

let folder: string;
const { signal } = new AbortController();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-powershell-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that stands in for PowerShell. */
function standIn(script: string): string {
  const path = join(folder, 'powershell');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

describe.skipIf(process.platform === 'win32')('Windows PowerShell', () => {
  it('is given a script through its input, and answers through its output', async () => {
    expect(await runPowershell('Get-Disk', signal, standIn('echo "$@"; cat'))).toBe(
      '-NoProfile -NonInteractive -Command -\nGet-Disk\n',
    );
  });

  it('that says what went wrong is quoted', async () => {
    await expect(
      runPowershell(
        'Get-Disk',
        signal,
        standIn('cat > /dev/null; echo "Access is denied." >&2; echo more >&2; exit 1'),
      ),
    ).rejects.toThrow('could not list the disks: Access is denied.');
  });

  it('that is not there, or reads nothing, ends in words', async () => {
    await expect(runPowershell('Get-Disk', signal, join(folder, 'none'))).rejects.toThrow(/was not found/);
    await expect(runPowershell('x'.repeat(1_000_000), signal, standIn('exit 3'))).rejects.toThrow(
      /could not list the disks/,
    );
  });

  it('is given up when the command is', async () => {
    const stop = new AbortController();
    const run = runPowershell('Get-Disk', stop.signal, standIn('exec sleep 60'));
    stop.abort();
    await expect(run).rejects.toThrow(/abort/i);
  });
});
