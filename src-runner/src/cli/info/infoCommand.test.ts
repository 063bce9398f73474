import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testSecrets } from '../../../test/bitlockerSecrets';
import { testBitlockerVolume } from '../../../test/bitlockerVolume';
import { KEY_VARIABLE } from '../recoveryKeyInput';
import type { Terminal } from '../terminal';
import type { DriveReport } from './driveReport';
import { info } from './infoCommand';

let folder: string;
let image: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-info-'));
  image = join(folder, 'G.img');
  writeFileSync(image, testBitlockerVolume());
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function infoIn(environment: Terminal['environment']): Promise<DriveReport> {
  let output = '';
  const terminal: Terminal = {
    write: (text) => {
      output += text;
      return Promise.resolve();
    },
    say: () => undefined,
    progress: () => undefined,
    isWatched: false,
    signal: new AbortController().signal,
    environment,
  };
  await info([image, '--json'], terminal);
  return JSON.parse(output) as DriveReport;
}

describe('What is said of a drive', () => {
  it('is more where the environment of the command has its key', async () => {
    expect((await infoIn({})).bitlocker!.unlockedBy).toBeNull();
    const { recoveryPassword } = testSecrets();
    expect((await infoIn({ [KEY_VARIABLE]: recoveryPassword })).bitlocker!.unlockedBy).not.toBeNull();
  });

  it('is refused for what the environment has instead of a key', async () => {
    await expect(infoIn({ [KEY_VARIABLE]: 'no key' })).rejects.toThrow(KEY_VARIABLE);
  });
});
