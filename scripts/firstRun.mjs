/**
 * Runs `npm start` as on a fresh clone: with a copy of the sources, an empty home and empty caches, so that nothing
 * left by earlier runs on this machine can help.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { newestCodeServer } from './codeServer.mjs';
import { capture, endGroup, startGroup } from './processes.mjs';
import { npmEnvironment, projectRoot } from './projectInstall.mjs';

const patienceMilliseconds = 20 * 60_000;

/** Copies the current sources, including uncommitted changes. */
async function copySources(to) {
  const { code, stdout, stderr } = await capture(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: projectRoot },
  );
  if (code !== 0) throw new Error(`git ls-files: ${stderr}`);
  for (const name of stdout.split('\0')) {
    const source = join(projectRoot, name);
    if (name === '' || !existsSync(source)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    cpSync(source, join(to, name), { verbatimSymlinks: true });
  }
}

/** Keeps what is needed to reach packages, but nothing that is in the user's home or points to the user's folders. */
function bareEnvironment(home) {
  const own = join(homedir(), '.npmrc');
  const chosen = Object.entries(npmEnvironment()).filter(([name, value]) => {
    if (/^npm_config_userconfig$/i.test(name)) return value !== own;
    return !/^(home|user|logname|ci|xdg_.*|sneakernet_.*|npm_config_(cache|devdir|nodedir|offline|prefer_offline|globalconfig))$/i.test(
      name,
    );
  });
  return { ...Object.fromEntries(chosen), HOME: home };
}

/**
 * @returns {Promise<string>} the address that it prints, once it answers; or the message that it has opened a VS Code.
 */
async function started(child) {
  let said = '';
  const lines = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`"npm start" has printed no address within ${patienceMilliseconds / 60_000} minutes.`)),
      patienceMilliseconds,
    );
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      said += chunk;
      const found = /^Open (http:\S+)\n/m.exec(said)?.[1] ?? /^Opened the sample jobs in VS Code/m.exec(said)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`"npm start" ended with exit code ${code} before it printed an address.`));
    });
  });
  const opened = await lines;
  if (!opened.startsWith('http:')) return opened;
  const { status } = await fetch(opened);
  if (status !== 200) throw new Error(`${opened} answers with ${status}, where 200 is expected.`);
  return opened;
}

/** Waits until an address does not answer any more. */
async function endOf(address) {
  for (let waited = 0; waited < 30_000; waited += 200) {
    try {
      await fetch(address);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${address} still answers after "npm start" was ended.`);
}

/**
 * @returns {Promise<{ passed?: number, failed?: number }>} Keeps the code-server that it installed if this machine had
 * none.
 */
export async function runFirstTime() {
  // Beside the cache, so that the installation can be moved into it.
  const parent = dirname(newestCodeServer.folder);
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(realpathSync(parent), 'first-run-'));
  try {
    const [home, sources] = [join(folder, 'home'), join(folder, 'sneakernet')];
    mkdirSync(home);
    await copySources(sources);
    const child = startGroup('npm', ['start'], {
      cwd: sources,
      env: bareEnvironment(home),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const opened = await started(child);
      console.log(`✓ "npm start" on a bare machine: ${opened}`);
      await endGroup(child, 30_000);
      if (opened.startsWith('http:')) await endOf(opened);
    } finally {
      await endGroup(child);
    }
    newestCodeServer.adopt(join(home, '.cache', 'sneakernet'));
    return { passed: 1 };
  } catch (error) {
    console.error(`✗ "npm start" on a bare machine: ${error.message}`);
    return { failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
