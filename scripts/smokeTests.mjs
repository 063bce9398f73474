import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, endGroup, startGroup } from './processes.mjs';
import { projectRoot } from './projectInstall.mjs';
import { createSampleJob } from './sampleJob.mjs';

const runner = join(projectRoot, 'dist', 'runner.js');
const server = join(projectRoot, 'dist', 'server.js');

/**
 * Runs the bundles on a given Node, to see that the oldest supported one takes them.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runSmokeTests(nodePath) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sneakernet-smoke-'));
  const job = createSampleJob(folder);
  const tests = {
    'the runner accepts the sample job': () => validates(nodePath, job.shipment, 0, ''),
    'the runner refuses the job of mistakes': () => validates(nodePath, job.mistakes, 1, 'csv/column-unknown'),
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

async function validates(nodePath, folder, expectedCode, expectedText) {
  const { code, stdout, stderr } = await capture(nodePath, [runner, 'validate', folder]);
  if (code === expectedCode && stdout.includes(expectedText)) return undefined;
  return `exit code ${code}, where ${expectedCode} and "${expectedText}" are expected\n${stdout}${stderr}`;
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
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return await answer;
  } catch (error) {
    return error.message;
  } finally {
    await endGroup(child);
  }
}
