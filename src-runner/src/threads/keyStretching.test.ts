import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testSecrets } from '../../test/bitlockerSecrets';
import { KeyStretching } from './keyStretching';
import { ThreadCrew } from './threadCrew';

const folder = mkdtempSync(join(tmpdir(), 'stretching-'));
const bundle = join(folder, 'testThread.js');

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('../../test/thread.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('keys that are stretched on a thread', () => {
  it('are those of another implementation, and each is that of its password', async () => {
    const { stretchedKey, ...secrets } = testSecrets();
    const keys = new KeyStretching(new ThreadCrew(bundle));
    const other = keys.newSecrets('aes-xts-128');
    keys.begin(other);
    expect((await keys.stretched(secrets)).stretchedKey).toBe(stretchedKey);
    const first = await keys.stretched(other);
    expect(first).toMatchObject(other);
    expect(first.stretchedKey).not.toBe(stretchedKey);
    // Computed anew, as the first one was wiped.
    expect(await keys.stretched(other)).toEqual(first);
    await keys.end();
  });

  it('belong to the secrets that were made ahead, which are given once', async () => {
    const keys = new KeyStretching(new ThreadCrew(bundle));
    keys.makeAhead('aes-xts-256');
    const [first, second] = [keys.newSecrets('aes-xts-256'), keys.newSecrets('aes-xts-256')];
    expect(first.recoveryPassword).not.toBe(second.recoveryPassword);
    keys.makeAhead('aes-xts-256');
    expect(keys.newSecrets('aes-cbc-128').method).toBe('aes-cbc-128');
    await keys.end();
  });

  it('are not waited for once the work is cancelled', async () => {
    const stop = new AbortController();
    const keys = new KeyStretching(new ThreadCrew(bundle), stop.signal);
    const key = keys.stretched(keys.newSecrets('aes-xts-128'));
    stop.abort();
    await expect(key).rejects.toThrow('aborted');
    await keys.end();
  });

  it('are given up with a thread that cannot start', async () => {
    const keys = new KeyStretching(new ThreadCrew(join(folder, 'missing.js')));
    await expect(keys.stretched(keys.newSecrets('aes-xts-128'))).rejects.toThrow('missing.js');
    await keys.end();
  });
});
