import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import type { HostTestResult } from './host/src/suite';
import { packHostExtension } from './hostExtension';
import { openWorkbench, outputFolder } from './workbench';

const patienceMilliseconds = 5 * 60_000;

/** Runs the suite in the extension host of a real workbench. */
async function hostResults(): Promise<HostTestResult[]> {
  const path = join(outputFolder, 'host-results.json');
  rmSync(path, { force: true });
  const workbench = await openWorkbench([vsixPath, await packHostExtension()], { SNEAKERNET_HOST_RESULTS: path });
  try {
    const end = Date.now() + patienceMilliseconds;
    while (!existsSync(path)) {
      if (Date.now() > end) throw new Error(`The suite in the extension host did not end within ${patienceMilliseconds} ms.`);
      await workbench.page.waitForTimeout(200);
    }
    return JSON.parse(readFileSync(path, 'utf8')) as HostTestResult[];
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
