import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import type { HostTestResult, HostTestRun } from './host/src/suite';
import { outputFolder, packHostExtension } from './hostExtension.mjs';
import { openWorkbench } from './workbench';

const patienceMilliseconds = 6 * 60_000;

/** Runs the suite in the extension host of a real workbench. */
async function hostResults(): Promise<readonly HostTestResult[]> {
  const path = join(outputFolder, 'host-results.json');
  rmSync(path, { force: true });
  const workbench = await openWorkbench([vsixPath, await packHostExtension()], {
    env: { SNEAKERNET_HOST_RESULTS: path },
  });
  try {
    const end = Date.now() + patienceMilliseconds;
    let state: HostTestRun = { results: [], running: 'the activation of the test extension' };
    while (state.running !== undefined && Date.now() < end) {
      await workbench.page.waitForTimeout(200);
      if (existsSync(path)) state = JSON.parse(readFileSync(path, 'utf8')) as HostTestRun;
    }
    if (state.running === undefined) return state.results;
    return [
      ...state.results,
      { name: state.running, failure: `The suite did not end within ${patienceMilliseconds} ms.` },
    ];
  } finally {
    await workbench.screenshot('host');
    await workbench.close();
  }
}

const results = await hostResults();

describe('in the extension host', () => {
  for (const { name, failure } of results) {
    it(name, () => {
      if (failure !== undefined) throw new Error(failure);
    });
  }
});
