/**
 * `npm run test:electron`: runs the extension host suite in a VS Code that @vscode/test-electron downloads, on machines
 * that can reach its update server. The first argument is the version: `stable`, or the oldest one that package.json
 * allows.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { projectRoot } from '../../../scripts/projectInstall.mjs';
import { createSampleJob } from '../../../scripts/sampleJob.mjs';
import { buildHostExtension } from '../hostExtension.mjs';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sneakernet-electron-'));
try {
  const job = createSampleJob(join(folder, 'jobs'));
  const suite = await buildHostExtension();
  await runTests({
    version: process.argv[2] ?? 'stable',
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: join(suite, 'extension.js'),
    launchArgs: [
      job.workspace,
      '--user-data-dir',
      join(folder, 'user-data'),
      '--disable-extensions',
      '--disable-workspace-trust',
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
