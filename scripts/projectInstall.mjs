import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capture, run } from './processes.mjs';

/** The repository's root folder. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

const binFolder = join(projectRoot, 'node_modules', '.bin');

/** npm writes this file last, so it is missing after an interrupted install. */
const installRecord = join(projectRoot, 'node_modules', '.package-lock.json');

function installIsCurrent() {
  if (!existsSync(installRecord)) return false;
  return statSync(installRecord).mtimeMs >= statSync(join(projectRoot, 'package-lock.json')).mtimeMs;
}

/** Runs `npm ci` when node_modules is missing or older than the lock file. */
export async function ensureProjectInstall() {
  if (installIsCurrent()) return;
  console.log('Installing the project (npm ci)…');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: projectRoot,
    env: npmEnvironment(),
  });
  if (code !== 0)
    throw new Error(
      `npm ci ended with exit code ${code}. Its messages are above; run "npm ci" again once they are settled.`,
    );
}

/**
 * Variables of the machine and the user that an installation needs: paths, languages, proxies, certificates, compilers,
 * and what Windows needs to start anything.
 */
const machineVariables = [
  /^(home|user|logname|shell|term|tz|lang|language|tmpdir|tmp|temp|ci|force_color|no_color)$/,
  /^(lc|xdg|sneakernet)_/,
  /^(https?|all|no)_proxy$/,
  /^(node_extra_ca_certs|node_use_system_ca|node_use_env_proxy|ssl_cert_(file|dir))$/,
  /^(cc|cxx|ar|cppflags|cflags|cxxflags|ldflags|makeflags|jobs|python|pkg_config_path|sdkroot|developer_dir)$/,
  /^(systemroot|systemdrive|windir|comspec|pathext|userprofile|username|homedrive|homepath|(local)?appdata|programdata|program(files|w6432)(\(x86\))?|number_of_processors|processor_architecture)$/,
];

/**
 * npm settings about where packages come from and how they are reached and built, including `//host/:_authToken` and
 * `@scope:registry`.
 */
const npmSetting =
  /^npm_config_(\/\/.*|@.*|registry|userconfig|globalconfig|cache|ca|cafile|cert|key|https?_proxy|proxy|noproxy|no_proxy|strict_ssl|local_address|maxsockets|fetch_\w+|offline|prefer_offline|prefer_online|nodedir|devdir|disturl|python|jobs)$/;

/** npm accepts its variables in either case, and with either kind of dash. */
const isNpmSetting = (name) => npmSetting.test(name.toLowerCase().replaceAll('-', '_'));

/** Variables that npm adds for the scripts that it runs. */
const isNpmsOwn = (name) => /^(npm_.*|node|init_cwd)$/i.test(name) && !isNpmSetting(name);

/** The folders on PATH without those that npm puts first. */
const machineFolders = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules') && !folder.includes('node-gyp-bin'));

/** PATH with some folders before the machine's. */
const pathWith = (folders) => [...folders, ...machineFolders()].join(delimiter);

const chosen = (isChosen) =>
  Object.entries(process.env).filter(([name]) => name.toLowerCase() !== 'path' && isChosen(name));

/**
 * The environment for an npm that we start. It is built instead of inherited: what an outer npm tells its scripts (its
 * Node, its command, its prefix, what it omits) is wrong for an inner npm that runs with another Node in another
 * folder.
 * @param {{ folders?: string[], extra?: NodeJS.ProcessEnv }} [options] `folders` come first on PATH.
 */
export function npmEnvironment({ folders = [], extra = {} } = {}) {
  const variables = chosen(
    (name) => isNpmSetting(name) || machineVariables.some((pattern) => pattern.test(name.toLowerCase())),
  );
  return { ...Object.fromEntries(variables), PATH: pathWith(folders), ...extra };
}

/** The environment for an editor as if started from the user's terminal: without npm's additions. */
export function editorEnvironment({ folders = [], extra = {} } = {}) {
  return { ...Object.fromEntries(chosen((name) => !isNpmsOwn(name))), PATH: pathWith(folders), ...extra };
}

/** The environment with the project's own Node and tools first on PATH. */
export const projectEnvironment = (extra = {}) => editorEnvironment({ folders: [binFolder], extra });

/** The same for `npm run`. */
export const projectNpmEnvironment = () => npmEnvironment({ folders: [binFolder] });

/**
 * The machine's Node, not the project's.
 * @returns {Promise<{path: string, major: number} | undefined>} undefined if there is none on PATH.
 */
export async function machineNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of machineFolders()) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const { code, stdout } = await capture(path, ['--version']);
    if (code === 0) return { path, major: Number(/^v(\d+)/.exec(stdout)?.[1]) };
  }
  return undefined;
}
