/**
 * `npm start`: builds and packs the extension and opens copies of the sample jobs with it, in the VS Code on PATH,
 * otherwise in the same workbench in a browser. Ctrl-C ends everything it started.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newestCodeServer } from './codeServer.mjs';
import { capture, endGroup, isAlive, run, startGroup } from './processes.mjs';
import { editorEnvironment, ensureProjectInstall, projectNpmEnvironment, projectRoot } from './projectInstall.mjs';
import { createSampleJob } from './sampleJob.mjs';

/** Resolves when the user presses Ctrl-C. */
const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, resolve);
});

async function packExtension() {
  const code = await run('npm', ['run', '--silent', 'package'], { cwd: projectRoot, env: projectNpmEnvironment() });
  if (code !== 0) throw new Error(`npm run package ended with exit code ${code}; its messages are above.`);
  return join(projectRoot, 'dist', 'sneakernet.vsix');
}

/** Opens the VS Code on PATH with its own profile, so that the user's settings and extensions stay unchanged. */
async function openInCode(vsix, profile, job) {
  const userData = join(profile, 'user-data');
  const own = ['--user-data-dir', userData, '--extensions-dir', join(profile, 'extensions')];
  // Electron refuses to run as root without this.
  if (process.getuid?.() === 0) own.push('--no-sandbox');
  if ((await run('code', [...own, '--install-extension', vsix], { env: editorEnvironment() })) !== 0)
    throw new Error(`"code" could not install ${vsix}.`);
  const editor = startGroup(
    'code',
    [...own, '--disable-workspace-trust', '--new-window', '--wait', job.workspace, join(job.mistakes, 'dataset.csv')],
    { env: editorEnvironment(), stdio: 'inherit' },
  );
  console.log('Opened the sample jobs in VS Code. Close its window or press Ctrl-C to end.');
  const closed = new Promise((resolve) => editor.once('exit', resolve));
  await Promise.race([closed, interrupted]);
  await endGroup(editor);
  await endWindows(userData);
}

/** "code" only requests a window; the process that owns the window stores its id in the profile. */
async function endWindows(userData) {
  let id;
  try {
    id = Number(readFileSync(join(userData, 'code.lock'), 'utf8'));
    process.kill(id, 'SIGTERM');
  } catch {
    // The window was closed already.
    return;
  }
  for (let waited = 0; waited < 50; waited += 1) {
    if (!isAlive(id)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function openInBrowser(vsix, profile, job) {
  console.log('There is no "code" on PATH: serving the workbench to a browser instead.');
  await newestCodeServer.ensure();
  const server = await newestCodeServer.start({ profile, vsixes: [vsix] });
  const opened = pathToFileURL(join(job.mistakes, 'dataset.csv')).pathname;
  const query = new URLSearchParams({
    workspace: job.workspace,
    payload: JSON.stringify([['openFile', `vscode-remote://${new URL(server.address).host}${opened}`]]),
  });
  console.log('The sample jobs are served; press Ctrl-C to end.');
  console.log(`Open ${server.address}/?${query}`);
  await Promise.race([server.ended, interrupted]);
  await server.stop();
}

await ensureProjectInstall();
const vsix = await packExtension();
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sneakernet-'));
try {
  const job = createSampleJob(join(folder, 'jobs'));
  const profile = join(folder, 'profile');
  const hasCode = (await capture('code', ['--version'])).code === 0;
  await (hasCode ? openInCode : openInBrowser)(vsix, profile, job);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
