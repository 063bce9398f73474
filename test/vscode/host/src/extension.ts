import { renameSync, writeFileSync } from 'node:fs';
import './activation';
import './languageFeatures';
import './recognition';
import './commands';
import './serverLife';
import './tasks';
import { watchHost, watchMemory } from './hostWatch';
import { runTests } from './suite';

/** Under code-server: starts the suite with the workbench; the suite and the watches leave their results in files. */
export async function activate(): Promise<void> {
  const watch = process.env['SNEAKERNET_HOST_WATCH'];
  if (watch !== undefined) void watchHost(watch);
  const memory = process.env['SNEAKERNET_HOST_MEMORY'];
  if (memory !== undefined) void watchMemory(memory);
  const path = process.env['SNEAKERNET_HOST_RESULTS'];
  if (path === undefined) return;
  await runTests((run) => {
    // Written to a temporary file and renamed, so that nobody reads half of it.
    writeFileSync(`${path}.part`, JSON.stringify(run));
    renameSync(`${path}.part`, path);
  });
}

/** Under @vscode/test-electron: a failed test fails the run. */
export async function run(): Promise<void> {
  const results = await runTests(() => undefined);
  for (const { name, failure } of results) console.log(failure === undefined ? `✓ ${name}` : `✗ ${name}\n${failure}`);
  const failed = results.filter(({ failure }) => failure !== undefined);
  console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
  if (results.length === 0 || failed.length > 0) throw new Error(`${failed.length} of ${results.length} tests failed`);
}
