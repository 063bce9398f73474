import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CodeServer } from './codeServer.mjs';

let folder;
let codeServer;
const before = { ...process.env };

/** A release whose installation writes one file. */
const release = (install) => ({ version: '0.0.0', node: 24, allowScripts: [], debian: [], sameMajor: 20, install });
const installs = release(async (place) => {
  writeFileSync(join(place, 'entry.js'), 'new');
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-server-'));
  // A stand-in for npm that records how it is called.
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\nif [ "$1" = config ]; then echo globalconfig=/machine/npmrc; echo nodedir=/headers; else echo "$*" >> '${folder}/calls'; env >> '${folder}/environment'; fi\n`,
  );
  chmodSync(join(bin, 'npm'), 0o755);
  Object.assign(process.env, {
    XDG_CACHE_HOME: folder,
    PATH: [bin, process.env.PATH].join(delimiter),
    npm_config_user_agent: 'npm/11.0.0 node/v20.0.0',
    npm_config_prefix: '/usr',
  });
  codeServer = new CodeServer(installs);
});

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(folder, { recursive: true });
});

const left = (suffix, file = 'half.js') => {
  mkdirSync(codeServer.folder + suffix, { recursive: true });
  writeFileSync(join(codeServer.folder + suffix, file), 'old');
};

describe.skipIf(process.platform !== 'linux')('A code-server that was never installed here', () => {
  it('is installed once, by an npm that is not told what an outer one has been', async () => {
    await codeServer.ensure();
    await codeServer.ensure();
    expect(readFileSync(join(codeServer.folder, 'entry.js'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')).toEqual([
      'install --no-audit --no-fund --loglevel=error node@24',
    ]);
    const environment = readFileSync(join(folder, 'environment'), 'utf8');
    expect(environment).not.toMatch(/^npm_config_(user_agent|prefix)=/m);
    // Otherwise npm would look for it beside the other Node.
    expect(environment).toMatch(/^npm_config_globalconfig=\/machine\/npmrc$/m);
  });

  it('is not what an interrupted installation has left, which goes', async () => {
    left('');
    left('.999999999');
    await codeServer.ensure();
    expect(existsSync(join(codeServer.folder, 'half.js'))).toBe(false);
    expect(existsSync(`${codeServer.folder}.999999999`)).toBe(false);
  });

  it('leaves what another process is installing, and takes what that has completed', async () => {
    left('.1');
    codeServer = new CodeServer(release(async () => left('', 'complete')));
    await codeServer.ensure();
    expect(existsSync(`${codeServer.folder}.1/half.js`)).toBe(true);
    expect(readFileSync(codeServer.marker, 'utf8')).toBe('old');
    expect(existsSync(`${codeServer.folder}.${process.pid}`)).toBe(false);
  });

  it('leaves nothing behind that could be taken for one when its installation fails', async () => {
    codeServer = new CodeServer(release(() => Promise.reject(new Error('no network'))));
    await expect(codeServer.ensure()).rejects.toThrow('no network');
    expect(existsSync(codeServer.folder)).toBe(false);
    expect(existsSync(`${codeServer.folder}.${process.pid}`)).toBe(false);
  });

  it('is moved from another cache, unless that one is not complete', () => {
    const other = join(folder, 'other');
    mkdirSync(join(other, 'code-server-0.0.0'), { recursive: true });
    codeServer.adopt(other);
    expect(existsSync(codeServer.folder)).toBe(false);
    mkdirSync(join(folder, 'sneakernet'));
    writeFileSync(join(other, 'code-server-0.0.0', 'complete'), '0.0.0\n');
    codeServer.adopt(other);
    expect(existsSync(codeServer.marker)).toBe(true);
  });
});
