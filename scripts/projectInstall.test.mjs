import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editorEnvironment, npmEnvironment } from './projectInstall.mjs';

const before = { ...process.env };

/** The variables that npm 11 on Node 20 sets for a script, and those of the machine and its user. */
const ofNpm = {
  npm_config_user_agent: 'npm/11.0.0 node/v20.20.2 linux x64 workspaces/false',
  npm_config_prefix: '/usr',
  npm_config_global_prefix: '/usr',
  npm_config_local_prefix: '/home/user/project',
  npm_config_npm_version: '11.0.0',
  npm_config_node_gyp: '/usr/lib/node-gyp.js',
  npm_config_init_module: '/home/user/.npm-init.js',
  npm_config_allow_scripts: '',
  npm_config_loglevel: 'silent',
  npm_config_omit: 'dev',
  npm_config_ignore_scripts: 'true',
  npm_config_global: 'true',
  npm_config_package_lock: '',
  npm_package_json: '/home/user/project/package.json',
  npm_package_version: '0.1.0',
  npm_lifecycle_event: 'start',
  npm_command: 'run-script',
  npm_execpath: '/usr/lib/npm-cli.js',
  npm_node_execpath: '/usr/bin/node',
  NODE: '/usr/bin/node',
  INIT_CWD: '/home/user/project',
};
const ofTheUser = {
  HOME: '/home/user',
  LANG: 'de_DE.UTF-8',
  LC_TIME: 'C',
  TMPDIR: '/scratch',
  CI: 'true',
  XDG_CACHE_HOME: '/cache',
  SNEAKERNET_KILLS: '3',
  https_proxy: 'http://proxy.invalid:3128',
  NO_PROXY: 'localhost',
  NODE_EXTRA_CA_CERTS: '/certificates.pem',
  npm_config_registry: 'https://registry.invalid/',
  'npm_config_strict-ssl': 'true',
  NPM_CONFIG_CAFILE: '/certificates.pem',
  npm_config_cache: '/npm',
  npm_config_userconfig: '/home/user/.npmrc',
  npm_config_globalconfig: '/etc/npmrc',
  'npm_config_//registry.invalid/:_authToken': 'token',
  'npm_config_@scope:registry': 'https://registry.invalid/',
  npm_config_https_proxy: 'http://proxy.invalid:3128',
};
const ofAShell = { NODE_OPTIONS: '--inspect', NODE_ENV: 'production', FORCE_NODE_VERSION: '18', SOME_TOKEN: 'secret' };

beforeEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, ofNpm, ofTheUser, ofAShell);
  process.env.PATH = [
    '/home/user/project/node_modules/.bin',
    '/usr/lib/node_modules/npm/node-gyp-bin',
    '/usr/bin',
  ].join(delimiter);
});

afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before);
});

describe.skipIf(process.platform === 'win32')('An npm that is started by a script of npm', () => {
  it('is told what the machine and its user have set, and nothing of the outer npm and its Node', () => {
    expect(npmEnvironment()).toEqual({ ...ofTheUser, PATH: '/usr/bin' });
  });

  it('finds its own folders first', () => {
    const own = join('/cache', 'node_modules', '.bin');
    expect(npmEnvironment({ folders: [own], extra: { npm_config_nodedir: '/usr' } })).toEqual({
      ...ofTheUser,
      PATH: [own, '/usr/bin'].join(delimiter),
      npm_config_nodedir: '/usr',
    });
  });
});

describe.skipIf(process.platform === 'win32')('An editor that is started by a script of npm', () => {
  it('has the environment of a terminal', () => {
    expect(editorEnvironment()).toEqual({ ...ofTheUser, ...ofAShell, PATH: '/usr/bin' });
  });
});
