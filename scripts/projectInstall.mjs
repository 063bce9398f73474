import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capture, run } from './processes.mjs';

/** The repository's root folder. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

const binFolder = join(projectRoot, 'node_modules', '.bin');

/** npm writes this file last: an interrupted install does not have it. */
const installRecord = join(projectRoot, 'node_modules', '.package-lock.json');

function installIsCurrent() {
  if (!existsSync(installRecord)) return false;
  return statSync(installRecord).mtimeMs >= statSync(join(projectRoot, 'package-lock.json')).mtimeMs;
}

/** Runs `npm ci` when node_modules is missing or older than the lock file. */
export async function ensureProjectInstall() {
  if (installIsCurrent()) return;
  console.log('Installing the project (npm ci)…');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: projectRoot });
  if (code !== 0) throw new Error(`npm ci ended with exit code ${code}. Its messages are above; run "npm ci" again once they are settled.`);
}

/** The environment in which the project's own Node and tools come first, whatever the machine has. */
export function projectEnvironment(extra = {}) {
  return { ...process.env, PATH: [binFolder, process.env.PATH ?? ''].join(delimiter), ...extra };
}

/**
 * The machine's Node, not the project's: npm puts node_modules/.bin first on PATH, so those entries are skipped.
 * @returns {Promise<{path: string, major: number} | undefined>} undefined when there is none on PATH.
 */
export async function machineNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder === '' || folder.includes('node_modules') || folder.includes('node-gyp-bin')) continue;
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const { code, stdout } = await capture(path, ['--version']);
    if (code === 0) return { path, major: Number(/^v(\d+)/.exec(stdout)?.[1]) };
  }
  return undefined;
}
