import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { debianPackages, ensureDebianPackages } from './debianPackages.mjs';
import { endGroup, run, startGroup } from './processes.mjs';

/** VS Code 1.139.1, from npm: the way to a real workbench where no VS Code is installed. */
const version = '4.139.1';

function cacheFolder() {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

const prefix = join(cacheFolder(), 'sneakernet', `code-server-${version}`);
const marker = join(prefix, 'complete');
const nodePath = join(prefix, 'node_modules', '.bin', 'node');
const entry = join(prefix, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/** VS Code's own files in it, the web workbench among them. */
export const vscodeFolder = join(prefix, 'node_modules', 'code-server', 'lib', 'vscode');

/** code-server wants Node 24 on PATH, both while it installs and when it runs. */
const environment = () => ({ ...process.env, PATH: [join(prefix, 'node_modules', '.bin'), process.env.PATH].join(delimiter) });

/**
 * Installs code-server into the user's cache, once for each version; a half-finished install starts anew.
 * @throws {Error} that says what to install by hand.
 */
export async function ensureCodeServer() {
  if (existsSync(marker)) return;
  if (process.platform === 'win32') {
    throw new Error('code-server does not run on Windows: install VS Code so that "code" is on PATH.');
  }
  const remedy = await ensureDebianPackages(debianPackages.codeServerBuild);
  if (remedy !== undefined && process.platform === 'linux') throw new Error(`code-server cannot be built here: ${remedy}`);

  console.log(`Installing code-server ${version} into ${prefix} (620 MB, once; a few minutes)…`);
  rmSync(prefix, { recursive: true, force: true });
  mkdirSync(prefix, { recursive: true });
  // Node 24 has to be there before code-server's own install script looks for it: two installs, not one.
  writeFileSync(join(prefix, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true, 'code-server': true } }));
  for (const packageName of ['node@24', `code-server@${version}`]) {
    const code = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', packageName], {
      cwd: prefix,
      env: environment(),
    });
    if (code !== 0) throw new Error(`npm install ${packageName} ended with exit code ${code} in ${prefix}; its messages are above.`);
  }
  writeFileSync(marker, `${version}\n`);
}

/** A port of the loopback interface that nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const foldersIn = (profile) => ({ userData: join(profile, 'user-data'), extensions: join(profile, 'extensions') });

/** Where a profile lies; a configuration file of the user's own would override what is asked here. */
function profileArguments(profile) {
  const { userData, extensions } = foldersIn(profile);
  const configuration = join(profile, 'config.yaml');
  mkdirSync(extensions, { recursive: true });
  writeFileSync(configuration, 'cert: false\n');
  return ['--user-data-dir', userData, '--extensions-dir', extensions, '--config', configuration];
}

/**
 * Installs packed extensions into a profile.
 * @returns {Promise<string[]>} the folder of each extension in it.
 */
export async function installExtensions(profile, vsixes, log = 'ignore') {
  for (const vsix of vsixes) {
    const code = await run(nodePath, [entry, ...profileArguments(profile), '--install-extension', vsix], {
      env: environment(),
      stdio: ['ignore', log, 'inherit'],
    });
    if (code !== 0) throw new Error(`code-server could not install ${vsix} (exit code ${code}).`);
  }
  const { extensions } = foldersIn(profile);
  return readdirSync(extensions, { withFileTypes: true }).filter((found) => found.isDirectory()).map(({ name }) => join(extensions, name));
}

/** Settings that leave the page to the files: no welcome page, no chat side bar, no prompts. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
};

async function answers(address, child) {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`code-server ended before it answered at ${address}.`);
    try {
      if ((await fetch(`${address}/healthz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Serves the workbench on the loopback interface, with the given extensions and a fresh profile in `profile`.
 * Without `trusted`, workspaces begin in Restricted Mode.
 * @param {{ profile: string, vsixes: string[], settings?: object, env?: object, trusted?: boolean, log?: 'inherit' | 'ignore' }} options
 * @returns {Promise<{ address: string, ended: Promise<void>, stop: () => Promise<void> }>}
 */
export async function startCodeServer({ profile, vsixes, settings = {}, env = {}, trusted = true, log = 'ignore' }) {
  const { userData } = foldersIn(profile);
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));

  const port = await freePort();
  await installExtensions(profile, vsixes, log);
  const child = startGroup(
    nodePath,
    [
      entry, ...profileArguments(profile),
      '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`,
      '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override',
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ],
    { env: { ...environment(), ...env }, stdio: ['ignore', log, log] },
  );
  const address = `http://127.0.0.1:${port}`;
  try {
    await answers(address, child);
  } catch (error) {
    await endGroup(child);
    throw error;
  }
  return {
    address,
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
    stop: () => endGroup(child),
  };
}
