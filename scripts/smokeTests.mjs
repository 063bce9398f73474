import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, endGroup, startGroup } from './processes.mjs';
import { projectRoot } from './projectInstall.mjs';
import { createSampleJob } from './sampleJob.mjs';

const runner = join(projectRoot, 'dist', 'runner.js');
const server = join(projectRoot, 'dist', 'server.js');

/**
 * Runs the bundles with a given Node, to check that they work with the oldest supported one.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runSmokeTests(nodePath) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sneakernet-smoke-'));
  const job = createSampleJob(folder);
  const tests = {
    'the runner accepts the sample job': () => validates(nodePath, job.shipment, 0, ''),
    'the runner refuses the job of mistakes': () => validates(nodePath, job.mistakes, 1, 'csv/column-unknown'),
    'the runner plans the sample job': () => plans(nodePath, job.shipment),
    'the runner prepares a drive of it': () => prepares(nodePath, job.shipment),
    'the runner reads it back': () => says(nodePath, ['verify', '--jrm', 'job.jrm'], { cwd: job.shipment }, 'ok'),
    'the runner lists it': () =>
      says(nodePath, ['ls', join('drives', 'H.vhd'), '--jrm', 'job.jrm'], { cwd: job.shipment }, 'DriveManifest.xml'),
    'the runner unlocks it': () => unlocks(nodePath, job.shipment),
    'the runner writes shell completions': () => says(nodePath, ['completion', 'bash'], {}, 'complete -'),
    'the server answers initialize': () => initializes(nodePath),
  };
  const counts = { passed: 0, failed: 0 };
  try {
    for (const [name, test] of Object.entries(tests)) {
      const problem = await test();
      console.log(problem === undefined ? `✓ ${name}` : `✗ ${name}: ${problem}`);
      counts[problem === undefined ? 'passed' : 'failed'] += 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return counts;
}

/**
 * @returns what is wrong with a run of the runner, which should exit with `code` and print `text`; undefined if it is
 * right.
 */
async function says(nodePath, args, { cwd, code: expectedCode = 0 }, expectedText) {
  const { code, stdout, stderr } = await capture(nodePath, [runner, ...args], { cwd });
  if (code === expectedCode && stdout.includes(expectedText)) return undefined;
  return `exit code ${code}, where ${expectedCode} and "${expectedText}" are expected\n${stdout}${stderr}`;
}

function validates(nodePath, folder, code, expectedText) {
  return says(nodePath, ['validate', folder], { code }, expectedText);
}

const tables = ['--dataset', 'dataset.csv', '--driveset', 'driveset.csv'];

function plans(nodePath, cwd) {
  return says(nodePath, ['plan', ...tables, '--format', 'json'], { cwd }, '"virtual-disks"');
}

function prepares(nodePath, cwd) {
  return says(
    nodePath,
    ['prep', ...tables, '--journal', 'job.jrn', '--session', 'session#1', '--events', 'ndjson'],
    { cwd },
    '"event":"summary","outcome":"completed"',
  );
}

function unlocks(nodePath, cwd) {
  const [drive] = JSON.parse(readFileSync(join(cwd, 'job.jrm'), 'utf8')).Drives;
  writeFileSync(join(cwd, 'key.txt'), drive.BitLockerKey, { mode: 0o600 });
  return says(nodePath, ['info', join('drives', 'H.vhd'), '--key-file', 'key.txt'], { cwd }, 'NTFS');
}

async function initializes(nodePath) {
  const child = startGroup(nodePath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const answer = new Promise((resolve, reject) => {
      let received = '';
      child.stdout.on('data', (chunk) => {
        received += chunk;
        if (received.includes('"capabilities"')) resolve(undefined);
      });
      child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)));
      setTimeout(() => reject(new Error('no answer within 30 s')), 30_000).unref();
    });
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return await answer;
  } catch (error) {
    return error.message;
  } finally {
    await endGroup(child);
  }
}
