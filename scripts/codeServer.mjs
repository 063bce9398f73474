import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { debianPackages, ensureDebianPackages } from './debianPackages.mjs';
import { nodeHeaders } from './nodeHeaders.mjs';
import { capture, endGroup, isAlive, run, startGroup } from './processes.mjs';
import { editorEnvironment, npmEnvironment } from './projectInstall.mjs';

const binFolder = (folder) => join(folder, 'node_modules', '.bin');
const packageFolder = (folder) => join(folder, 'node_modules', 'code-server');
const vscodeIn = (folder) => join(packageFolder(folder), 'lib', 'vscode');

/** Written last: a folder without it is not a complete installation. */
const markerName = 'complete';

const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Runs npm in a folder of an installation, with the Node in it. */
async function npm(folder, args, env) {
  const code = await run('npm', [args[0], ...quietly, ...args.slice(1)], { cwd: folder, env });
  if (code !== 0)
    throw new Error(`npm ${args.join(' ')} ended with exit code ${code} in ${folder}; its messages are above.`);
}

/**
 * The environment for npm in an installation. npm looks for the machine's npmrc beside the Node that runs it, which is
 * another one here; and native modules are compiled with the machine's headers, if possible, to avoid a download.
 */
async function installEnvironment(folder, sameMajor) {
  const { stdout } = await capture('npm', ['config', 'get', 'globalconfig', 'nodedir'], {
    cwd: folder,
    env: npmEnvironment(),
  });
  const configured = Object.fromEntries(
    [...stdout.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value.trim()]),
  );
  const extra = configured.globalconfig ? { npm_config_globalconfig: configured.globalconfig } : {};
  const headers =
    configured.nodedir && !/^(undefined|null)$/.test(configured.nodedir) ? undefined : await nodeHeaders(sameMajor);
  return npmEnvironment({
    folders: [binFolder(folder)],
    extra: { ...extra, ...(headers && { npm_config_nodedir: headers }) },
  });
}

/** VS Code 1.139.1. Installed by its own script, which checks the version of Node that npm reports. */
const newestRelease = {
  version: '4.139.1',
  node: 24,
  allowScripts: ['code-server'],
  debian: debianPackages.codeServerBuild,
  // Its native modules use Node-API, which all headers from Node 20 on describe alike.
  sameMajor: undefined,
  async install(folder, env) {
    await npm(folder, ['install', `code-server@${this.version}`], env);
  },
};

/**
 * VS Code 1.93.1, the oldest from 1.91 on that npm has. Its own script downloads a search binary from elsewhere, so its
 * other steps are done here.
 */
const oldestRelease = {
  version: '4.93.1',
  node: 20,
  allowScripts: ['argon2'],
  debian: debianPackages.oldestCodeServerBuild,
  sameMajor: 20,
  async install(folder, env) {
    await npm(folder, ['install', '--ignore-scripts', `code-server@${this.version}`], env);
    const vscode = vscodeIn(folder);
    for (const place of [vscode, join(vscode, 'extensions')])
      await npm(place, ['install', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts'], env);
    await npm(vscode, ['rebuild', 'node-pty', '@vscode/spdlog', 'native-watchdog', 'kerberos', '@parcel/watcher'], env);
    await npm(folder, ['rebuild', 'argon2'], { ...env, npm_config_build_from_source: 'true' });
    const search = join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
    mkdirSync(search, { recursive: true });
    symlinkSync('/usr/bin/rg', join(search, 'rg'));
  },
};

/**
 * VS Code from npm: provides a real workbench where no VS Code is installed. Each version has a folder in the user's
 * cache.
 */
export class CodeServer {
  constructor(release) {
    this.release = release;
    this.folder = join(cacheFolder(), 'sneakernet', `code-server-${release.version}`);
    this.marker = join(this.folder, markerName);
    this.nodePath = join(binFolder(this.folder), 'node');
    this.entry = join(packageFolder(this.folder), 'out', 'node', 'entry.js');
    /** The folder of VS Code in it, with the web workbench. */
    this.vscodeFolder = vscodeIn(this.folder);
  }

  /**
   * Installs it unless it is installed. An installation under way has a separate folder until it is complete, so that
   * interrupted ones, and those of other processes, are not mistaken for it or removed.
   * @throws {Error} that says what to install by hand.
   */
  async ensure() {
    if (existsSync(this.marker)) return;
    if (process.platform === 'win32')
      throw new Error('code-server does not run on Windows: install VS Code so that "code" is on PATH.');
    const { version, node, allowScripts, debian } = this.release;
    const remedy = await ensureDebianPackages(debian);
    if (remedy !== undefined && process.platform === 'linux')
      throw new Error(`code-server cannot be built here: ${remedy}`);

    console.log(`Installing code-server ${version} into ${this.folder} (800 MB, once; a few minutes)…`);
    this.removeInterrupted();
    const folder = `${this.folder}.${process.pid}`;
    mkdirSync(folder, { recursive: true });
    try {
      // Two steps, because its Node has to exist before code-server's own install script looks for it.
      writeFileSync(
        join(folder, 'package.json'),
        JSON.stringify({
          private: true,
          allowScripts: Object.fromEntries(['node', ...allowScripts].map((name) => [name, true])),
        }),
      );
      const env = await installEnvironment(folder, this.release.sameMajor);
      await npm(folder, ['install', `node@${node}`], env);
      await this.release.install(folder, env);
      writeFileSync(join(folder, markerName), `${version}\n`);
      this.take(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Uses an installation from another cache if there is none here. */
  adopt(cache) {
    this.take(join(cache, basename(this.folder)));
  }

  /** Makes a complete installation the one of this cache, unless there is one already. */
  take(folder) {
    if (existsSync(this.marker) || !existsSync(join(folder, markerName))) return;
    rmSync(this.folder, { recursive: true, force: true });
    renameSync(folder, this.folder);
  }

  /** Removes the remains of interrupted installations. */
  removeInterrupted() {
    const parent = dirname(this.folder);
    if (!existsSync(parent)) return;
    const beginning = `${basename(this.folder)}.`;
    for (const name of readdirSync(parent)) {
      if (!name.startsWith(beginning) || isAlive(Number(name.slice(beginning.length)))) continue;
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }

  /** It needs its Node first on PATH when it runs, too. */
  environment(extra = {}) {
    return editorEnvironment({ folders: [binFolder(this.folder)], extra });
  }

  /**
   * Installs packed extensions into a profile.
   * @returns {Promise<string[]>} the folder of each extension in it.
   */
  async installExtensions(profile, vsixes, log = 'ignore') {
    for (const vsix of vsixes) {
      const code = await run(this.nodePath, [this.entry, ...profileArguments(profile), '--install-extension', vsix], {
        env: this.environment(),
        stdio: ['ignore', log, 'inherit'],
      });
      if (code !== 0) throw new Error(`code-server could not install ${vsix} (exit code ${code}).`);
    }
    const { extensions } = foldersIn(profile);
    return readdirSync(extensions, { withFileTypes: true })
      .filter((found) => found.isDirectory())
      .map(({ name }) => join(extensions, name));
  }

  /**
   * Serves the workbench on the loopback interface, with the given extensions and a fresh profile in `profile`. Without
   * `trusted`, workspaces open in Restricted Mode.
   * @param {{ profile: string, vsixes: string[], settings?: object, env?: object, trusted?: boolean, log?: 'inherit' |
   * 'ignore' }} options
   * @returns {Promise<{ address: string, ended: Promise<void>, stop: () => Promise<void> }>}
   */
  async start({ profile, vsixes, settings = {}, env = {}, trusted = true, log = 'ignore' }) {
    const { userData } = foldersIn(profile);
    mkdirSync(join(userData, 'User'), { recursive: true });
    writeFileSync(
      join(userData, 'User', 'settings.json'),
      JSON.stringify({ ...quietSettings, ...settings }, undefined, 2),
    );

    const port = await freePort();
    await this.installExtensions(profile, vsixes, log);
    const child = startGroup(
      this.nodePath,
      [
        this.entry,
        ...profileArguments(profile),
        '--auth',
        'none',
        '--bind-addr',
        `127.0.0.1:${port}`,
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        ...(trusted ? ['--disable-workspace-trust'] : []),
      ],
      { env: this.environment(env), stdio: ['ignore', log, log] },
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
}

export const newestCodeServer = new CodeServer(newestRelease);
export const oldestCodeServer = new CodeServer(oldestRelease);

/** A free port of the loopback interface. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const foldersIn = (profile) => ({ userData: join(profile, 'user-data'), extensions: join(profile, 'extensions') });

/** Arguments for the place of a profile; without them, the user's configuration file would override the options. */
function profileArguments(profile) {
  const { userData, extensions } = foldersIn(profile);
  const configuration = join(profile, 'config.yaml');
  mkdirSync(extensions, { recursive: true });
  writeFileSync(configuration, 'cert: false\n');
  return ['--user-data-dir', userData, '--extensions-dir', extensions, '--config', configuration];
}

/** Settings that reserve the page for files: no welcome page, no chat side bar, no prompts. */
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
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`code-server ended before it answered at ${address}.`);
    try {
      if ((await fetch(`${address}/healthz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
