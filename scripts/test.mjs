/**
 * `npm test`: runs every check, even from a fresh clone. The last line sums all of them. Missing tools are installed
 * where that is possible; with `CI=true` a missing editor, reader or Node 20 fails the run, otherwise its tests are
 * skipped. `-- --first-run` tries `npm start` with an empty home first.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestCodeServer, oldestCodeServer } from './codeServer.mjs';
import { debianPackages, ensureDebianPackages } from './debianPackages.mjs';
import { runFirstTime } from './firstRun.mjs';
import { problemsOfPackage } from './packageContents.mjs';
import { run } from './processes.mjs';
import {
  ensureProjectInstall,
  machineNode,
  projectEnvironment,
  projectNpmEnvironment,
  projectRoot,
} from './projectInstall.mjs';
import { runSmokeTests } from './smokeTests.mjs';
import { wineNode } from './wineNode.mjs';
import { Tally, countsOfReport } from './tally.mjs';

const ci = process.env.CI === 'true';
const tally = new Tally();
const reports = mkdtempSync(join(tmpdir(), 'sneakernet-test-'));

const runTool = (command, args) => run(command, args, { cwd: projectRoot, env: projectEnvironment() });

/** A step that counts as one test: its command's exit code. */
const tool =
  (command, ...args) =>
  async () =>
    (await runTool(command, args)) === 0 ? { passed: 1 } : { failed: 1 };

/** @param {...string} options of the test runner in addition to the usual ones */
const suite =
  (project, ...options) =>
  async () => {
    const report = join(reports, `${project}.json`);
    const args = [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...options,
    ];
    return countsOfReport(report, await runTool('vitest', args));
  };

/** One test worker per processor: by default vitest keeps one processor free, which is half of a small machine. */
const onAllProcessors = `--maxWorkers=${availableParallelism()}`;

/** The installation of the oldest editor, if it was started early. */
let oldestEditor;

/** Runs lint and types while packages are being downloaded, which mostly means waiting. */
async function lintAndTypes() {
  if (ci) {
    oldestEditor = oldestCodeServer.ensure();
    // The step that needs it reports a failure.
    oldestEditor.catch(() => undefined);
  }
  const counts = await Promise.all([
    tool('eslint', '.')(),
    tool('tsc', '-b')(),
    tool('depcruise', 'client', 'core', 'server', 'src-runner')(),
    tool('prettier', '--check', '--log-level', 'warn', '.')(),
  ]);
  const sum = (name) => counts.reduce((total, { [name]: count = 0 }) => total + count, 0);
  return { passed: sum('passed'), failed: sum('failed') };
}

/** The result of a step that the machine lacks the means for. */
function missing(what, remedy) {
  console.log(`${ci ? 'MISSING' : 'SKIPPED'}: ${what}: ${remedy}`);
  return ci ? { failed: 1 } : { skipped: 1 };
}

async function packAndLook() {
  if ((await run('npm', ['run', '--silent', 'package'], { cwd: projectRoot, env: projectNpmEnvironment() })) !== 0)
    return { failed: 1 };
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const problems = await problemsOfPackage(manifest);
  problems.forEach((problem) => console.error(problem));
  return problems.length === 0 ? { passed: 1 } : { failed: 1 };
}

async function protocol() {
  // Without it, the test that drives Neovim skips itself, or fails under CI.
  const remedy = await ensureDebianPackages(debianPackages.neovim);
  if (remedy !== undefined) console.log(`No Neovim to try the language server from: ${remedy}`);
  return suite('protocol', onAllProcessors)();
}

async function readers() {
  // Without one of them the tests that need it skip themselves, or fail under CI.
  const remedy = await ensureDebianPackages(debianPackages.driveReaders);
  if (remedy !== undefined) console.log(`Not all independent readers of drives are here: ${remedy}`);
  return suite('readers')();
}

async function windows() {
  try {
    await wineNode.ensure();
  } catch (error) {
    return missing("the bundles under Windows' Node", error.message);
  }
  return suite('windows')();
}

async function oldestNode() {
  const node = await machineNode();
  if (node?.major !== 20) {
    return missing('the bundles on Node 20', `this machine's own is ${node?.major ?? 'not on PATH'}`);
  }
  return runSmokeTests(node.path);
}

const realEditor = (install, project) => async () => {
  const remedy = await ensureDebianPackages(debianPackages.browser);
  if (remedy !== undefined) return missing('the real-editor tests', remedy);
  try {
    await install();
  } catch (error) {
    return missing('the real-editor tests', error.message);
  }
  return suite(project)();
};

const steps = {
  // Before anything that fills a cache. Runs beside lint, because it mostly waits for packages and lint takes only one
  // processor.
  ...(process.argv.includes('--first-run')
    ? { 'first run, lint and types': { 'first run': runFirstTime, 'lint and types': lintAndTypes } }
    : { 'lint and types': lintAndTypes }),
  unit: suite('unit', onAllProcessors),
  package: packAndLook,
  protocol,
  runner: suite('runner', onAllProcessors),
  readers,
  'Node 20': oldestNode,
  windows,
  'real editor': realEditor(() => newestCodeServer.ensure(), 'vscode'),
  'oldest editor': realEditor(() => oldestEditor ?? oldestCodeServer.ensure(), 'vscode-oldest'),
};

async function runStep(name, step) {
  console.log(`\n── ${name} ──`);
  if (typeof step === 'object') {
    await Promise.all(Object.entries(step).map(([part, of]) => runStep(part, of)));
    return;
  }
  const started = Date.now();
  const counts = await step();
  tally.add(name, counts);
  console.log(`${name}: ${JSON.stringify(counts)} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

await ensureProjectInstall();
for (const [name, step] of Object.entries(steps)) await runStep(name, step);
rmSync(reports, { recursive: true, force: true });
tally.failures.forEach((failure) => console.log(failure));
console.log(tally.line);
process.exitCode = tally.succeeded ? 0 : 1;
