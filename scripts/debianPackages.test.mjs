import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aptGet } from './debianPackages.mjs';

let folder;
let env;

/** A stand-in for apt-get that fails this many times with a message and records how it was called. */
function standIn(failures, message) {
  const path = join(folder, 'apt-get');
  writeFileSync(
    path,
    `#!/bin/sh
echo "$*" >> '${folder}/calls'
[ "$(wc -l < '${folder}/calls')" -gt ${failures} ] && exit 0
echo '${message}' >&2
exit 100
`,
  );
  chmodSync(path, 0o755);
}

const calls = () =>
  existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apt-'));
  env = { PATH: [folder, process.env.PATH].join(delimiter) };
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('Two installations of Debian packages at once', () => {
  it.each([
    ['of the lists', 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 4711 (apt-get)'],
    ['of the archives', 'E: Could not get lock /var/cache/apt/archives/lock. It is held by process 4711 (apt-get)'],
    [
      'of dpkg',
      'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
    ],
    ['of a folder', 'E: Unable to lock directory /var/lib/apt/lists/'],
  ])('wait for each other at the lock %s', async (_, message) => {
    standIn(2, message);
    expect(await aptGet(['update'], { env, patienceSeconds: 60, pauseMilliseconds: 1 })).toBe(0);
    expect(calls()).toHaveLength(3);
  });

  it('let apt itself wait for dpkg, and ask again for a package that did not come', async () => {
    standIn(0, '');
    await aptGet(['install', '-y', 'neovim'], { env, patienceSeconds: 60 });
    expect(calls()).toEqual(['-o DPkg::Lock::Timeout=60 -o Acquire::Retries=3 install -y neovim']);
  });

  it('end when the other one does not', async () => {
    standIn(1_000_000, 'E: Could not get lock /var/lib/apt/lists/lock');
    expect(await aptGet(['update'], { env, patienceSeconds: 0, pauseMilliseconds: 1 })).toBe(100);
    expect(calls()).toHaveLength(1);
  });

  it('do not repeat what fails for another reason', async () => {
    standIn(1_000_000, 'E: Unable to locate package neovin');
    expect(await aptGet(['install', 'neovin'], { env, patienceSeconds: 60, pauseMilliseconds: 1 })).toBe(100);
    expect(calls()).toHaveLength(1);
  });
});
