/**
 * `npm run bench`: measures every figure that the project promises, each together with its peer in the same run, prints
 * the table and writes it to RESULTS.md. `-- --quick` omits the file of one gigabyte and the curves; `-- --drives`
 * measures only planning, preparing and verifying drives; `-- --only jrm,tree` measures only the named parts. Rows that
 * are not measured are kept separately.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { datasetFile, datasetLines } from './datasetFile.mjs';
import { keystrokes } from './keystrokes.mjs';
import { LanguageServer } from './languageServer.mjs';
import { reviewing } from './jrm.mjs';
import { exploring } from './jrmTree.mjs';
import { planning } from './plan.mjs';
import { preparingLargeFiles, preparingMoreAndMore, preparingSmallFiles } from './prep.mjs';
import { runProgram } from './processes.mjs';
import { resultsText, verdict } from './results.mjs';
import { preparingFromSlowSources } from './slowSources.mjs';
import { median, p95, time } from './statistics.mjs';
import { verifying } from './verify.mjs';
import { worstInputs } from './worstInputs.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const uri = 'untitled:dataset.csv';
const datasetText = (rows) => [...datasetLines(rows)].join('');
const ms = (number) => `${number < 10 ? number.toFixed(1) : Math.round(number)} ms`;
const ratio = (number) => `${number.toFixed(2)} ×`;
const rows = [];

/** @param {boolean} [isKept] omitted if nothing is promised or it could not be measured */
function report(what, figure, peer, times, promise, isKept) {
  const kept = verdict(promise, isKept);
  rows.push({ what, figure, peer, times, promise, kept });
  const words = { yes: 'kept', '**no**': 'BROKEN' };
  console.log(
    `${(words[kept] ?? kept).padEnd(12)}  ${what}: ${figure}; ${peer}${times ? `; ${times}` : ''}${promise === '' ? '' : ` (promised: ${promise})`}`,
  );
}

/** Milliseconds from opening a text in a fresh server to its diagnostics, and the resources that the server used. */
async function firstDiagnostics(text) {
  const server = await LanguageServer.start();
  const milliseconds = await time(async () => {
    await server.open(uri, text);
    const found = await server.diagnostics(uri);
    if (found.length > 0) throw new Error(`The sample should be sound, but: ${found[0].message}`);
  });
  return { milliseconds, ...(await server.stop()) };
}

/** Milliseconds that a program reports for its work, in its own process. */
async function saidBy(program, file) {
  const { output } = await runProgram(program, file);
  return Number(/^parsed (.*)$/m.exec(output)[1]);
}

async function opening() {
  const small = datasetText(100_000);
  const large = datasetText(470_000);
  const file = await datasetFile(100_000);
  const program = path('.data/firstDiagnostics.js');
  await build({
    entryPoints: [path('firstDiagnostics.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
  });
  const ours = [];
  const peers = [];
  const overTheWire = [];
  for (let i = 0; i < 9; i++) {
    ours.push(await saidBy(program, file));
    peers.push(await saidBy(path('csvParseFirst.mjs'), file));
    if (i % 2 === 0) overTheWire.push((await firstDiagnostics(small)).milliseconds);
  }
  const [inside, peer, own] = [median(ours), median(peers), median(overTheWire)];
  const size = `${(small.length / 1e6).toFixed(1)} MB`;
  report(
    `first diagnostics of 100,000 rows (${size}), process just started`,
    ms(inside),
    `csv-parse, same text, process just started: ${ms(peer)}`,
    ratio(inside / peer),
    '≤ 1 ×',
    inside <= peer,
  );
  report(
    'the same with an editor: text sent, diagnostics received',
    ms(own),
    `csv-parse as above: ${ms(peer)}`,
    ratio(own / peer),
    '',
  );
  const runs = [await firstDiagnostics(large), await firstDiagnostics(large), await firstDiagnostics(large)];
  const largest = median(runs.map(({ milliseconds }) => milliseconds));
  const growth = largest / own / 4.7;
  report(
    'the same, 470,000 rows',
    ms(largest),
    `4.7 × the above: ${ms(own * 4.7)}`,
    ratio(growth),
    'linear (≤ 1.3 ×)',
    growth <= 1.3,
  );
  const memory = Math.max(...runs.map(({ megabytes }) => megabytes));
  report('memory of the server with them', `${Math.round(memory)} MB`, '', '', '< 600 MB', memory < 600);
}

/** Milliseconds from the change to the diagnostics, for each of many single characters that are typed into rows. */
async function typing(server, count) {
  const samples = [];
  for (let i = 0; i < 220; i++) {
    const line = 1 + ((i * 7919) % count);
    const place = { line, character: 4 };
    await server.diagnostics(uri);
    samples.push(
      await time(async () => {
        await server.change(uri, { start: place, end: place }, 'x');
        await server.diagnostics(uri);
      }),
    );
  }
  return samples.slice(20);
}

async function questions(server, method, count, params) {
  const samples = [];
  for (let i = 0; i < 220; i++) {
    const position = { line: 1 + ((i * 104_729) % count), character: 2 + (i % 60) };
    samples.push(await time(() => server.request(method, uri, { position, ...params })));
  }
  return samples.slice(20);
}

async function editing() {
  const results = {};
  for (const count of [100, 100_000]) {
    const server = await LanguageServer.start();
    await server.open(uri, datasetText(count));
    await server.diagnostics(uri);
    results[count] = {
      typed: p95(await typing(server, count)),
      completion: p95(await questions(server, 'textDocument/completion', count, { context: { triggerKind: 1 } })),
      hover: p95(await questions(server, 'textDocument/hover', count)),
    };
    await server.stop();
  }
  const [few, many] = [results[100], results[100_000]];
  report(
    'one typed character in 100,000 rows, to the diagnostics, p95',
    ms(many.typed),
    `in 100 rows: ${ms(few.typed)}`,
    ratio(many.typed / few.typed),
    '≤ 16 ms, ≤ 1.5 ×',
    many.typed <= 16 && many.typed <= 1.5 * few.typed,
  );
  report(
    'completion in 100,000 rows, p95',
    ms(many.completion),
    `in 100 rows: ${ms(few.completion)}`,
    ratio(many.completion / few.completion),
    '≤ 10 ms',
    many.completion <= 10,
  );
  report(
    'hover in 100,000 rows, p95',
    ms(many.hover),
    `in 100 rows: ${ms(few.hover)}`,
    ratio(many.hover / few.hover),
    '≤ 10 ms',
    many.hover <= 10,
  );
}

async function validating() {
  const file = await datasetFile(1_000_000);
  const ours = [];
  const peers = [];
  for (let i = 0; i < 3; i++) {
    ours.push(await runProgram(path('../dist/runner.js'), 'validate', file));
    peers.push(await runProgram(path('csvParseStream.mjs'), file));
  }
  const own = median(ours.map(({ milliseconds }) => milliseconds));
  const peer = median(peers.map(({ milliseconds }) => milliseconds));
  const size = `${Math.round(statSync(file).size / 1e6)} MB`;
  report(
    `validate 1,000,000 rows (${size})`,
    ms(own),
    `csv-parse, bare stream: ${ms(peer)}`,
    ratio(own / peer),
    '< 1 ×',
    own < peer,
  );
  const memory = Math.max(...ours.map(({ megabytes }) => megabytes));
  const peerMemory = Math.max(...peers.map(({ megabytes }) => megabytes));
  report(
    'its memory',
    `${Math.round(memory)} MB`,
    `csv-parse: ${Math.round(peerMemory)} MB`,
    ratio(memory / peerMemory),
    '< 200 MB',
    memory < 200,
  );
  if (process.argv.includes('--quick')) return;
  const gigabyte = await datasetFile(10_000_000);
  const large = await runProgram(path('../dist/runner.js'), 'validate', gigabyte);
  const largeSize = `${(statSync(gigabyte).size / 1e9).toFixed(1)} GB`;
  report(
    `memory of validate for 10,000,000 rows (${largeSize})`,
    `${Math.round(large.megabytes)} MB`,
    `for 1,000,000: ${Math.round(memory)} MB`,
    ratio(large.megabytes / memory),
    'constant (< 200 MB)',
    large.megabytes < 200,
  );
  report(
    'its time',
    ms(large.milliseconds),
    `10 × the above: ${ms(10 * own)}`,
    ratio(large.milliseconds / own / 10),
    'linear (≤ 2 ×)',
    large.milliseconds <= 20 * own,
  );
  rmSync(gigabyte);
}

async function starting() {
  const codeCache = mkdtempSync(join(tmpdir(), 'sneakernet-bench-'));
  const start = async (...parameters) => {
    const server = await LanguageServer.start(...parameters);
    await server.stop();
    return server.startMilliseconds;
  };
  const [first, again, peers] = [[], [], []];
  await start(codeCache);
  for (let i = 0; i < 7; i++) {
    first.push(await start());
    again.push(await start(codeCache));
    peers.push((await runProgram(path('nothing.mjs'))).milliseconds);
  }
  rmSync(codeCache, { recursive: true });
  const [own, repeated, peer] = [median(first), median(again), median(peers)];
  report(
    'server start to initialized, for the first time',
    ms(own),
    `Node alone, start to end: ${ms(peer)}`,
    ratio(own / peer),
    '≤ 200 ms',
    own <= 200,
  );
  report(
    'server start to initialized, as the extension starts it later',
    ms(repeated),
    `Node alone: ${ms(peer)}`,
    ratio(repeated / peer),
    '≤ 200 ms',
    repeated <= 200,
  );
}

/** The tests in a real editor record what VS Code itself reports about the activation. */
function activation() {
  const file = path('../test/vscode/.output/activation.json');
  if (!existsSync(file)) {
    report('extension activation', 'not measured: "npm run vscode" does it', '', '', '≤ 50 ms');
    return;
  }
  const { activationMilliseconds: own, gitMilliseconds: git } = JSON.parse(readFileSync(file, 'utf8'));
  const peer =
    git === undefined
      ? ['', '']
      : [`VS Code's own Git extension, started at the same time: ${ms(git)}`, ratio(own / git)];
  report('extension activation, as VS Code reports it', ms(own), ...peer, '≤ 50 ms', own <= 50);
}

/** What the tests in a real editor have recorded about the extension host. */
function hosting() {
  const seen = (name) => {
    const file = path(`../test/vscode/.output/${name}`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };
  const watch = seen('host-watch.json');
  const memory = seen('host-memory.json');
  if (!watch || !memory) {
    report('extension host', 'not measured: "npm run vscode" does it', '', '', '≤ 50 ms, < 200 MB');
    return;
  }
  const [own, others] = [watch.longestMilliseconds, watch.longestOfOthersMilliseconds];
  report(
    'extension host, longest that it is kept busy in one go, from the CSVs of a job to its backup',
    ms(own),
    `by VS Code and its own extensions: ${ms(others)}`,
    ratio(own / others),
    '≤ 50 ms',
    own <= 50,
  );
  const [first, most] = [memory.firstMegabytes, memory.mostMegabytes];
  report(
    'extension host, memory with a JRM of 1,000,000 checksums in the tree',
    `${Math.round(most)} MB`,
    `before: ${Math.round(first)} MB`,
    ratio(most / first),
    '< 200 MB',
    most < 200,
  );
}

function packaging() {
  let bytes;
  try {
    bytes = statSync(path('../dist/sneakernet.vsix')).size;
  } catch {
    report('VSIX', 'not built: "npm run package" makes it', '', '', '≤ 2 MB');
    return;
  }
  report('VSIX', `${(bytes / 1e6).toFixed(2)} MB`, '', '', '≤ 2 MB', bytes <= 2e6);
}

const isQuick = process.argv.includes('--quick');
const parts = {
  starting,
  activation,
  hosting,
  opening,
  editing,
  keystrokes: () => keystrokes(report),
  worst: () => worstInputs(report),
  validating,
  packaging,
  jrm: () => reviewing(report),
  tree: () => exploring(report),
  plan: () => planning(report),
  large: () => preparingLargeFiles(report),
  small: () => preparingSmallFiles(report),
  slow: () => preparingFromSlowSources(report),
  curves: () => (isQuick ? undefined : preparingMoreAndMore(report)),
  verify: () => (isQuick ? undefined : verifying(report)),
};
const drives = ['plan', 'large', 'small', 'slow', 'curves', 'verify'];
const wanted = process.argv.includes('--drives')
  ? drives
  : process.argv.includes('--only')
    ? process.argv.at(-1).split(',')
    : Object.keys(parts);
for (const name of wanted) {
  if (!(name in parts)) throw new Error(`There is no part "${name}": ${Object.keys(parts).join(', ')}.`);
}
const broken = [];
for (const name of wanted) {
  try {
    await parts[name]();
  } catch (error) {
    // Keep what the other parts have measured in half an hour.
    console.error(error);
    broken.push(name);
    process.exitCode = 1;
  }
}
const leftOut = [
  ...(wanted.length === Object.keys(parts).length ? [] : [`${wanted.join(', ')} alone`]),
  ...(broken.length === 0 ? [] : [`without ${broken.join(', ')}, which failed`]),
  ...(isQuick ? ['without the file of one gigabyte and the curves'] : []),
].join(', ');
const { version } = JSON.parse(readFileSync(path('../package.json'), 'utf8'));
const machine = `Sneakernet ${version} on Node ${process.versions.node}, ${process.platform}, ${cpus().length} × ${cpus()[0].model.trim()}`;
const results = path('RESULTS.md');
writeFileSync(
  results,
  resultsText({
    rows,
    machine,
    leftOut: leftOut === '' ? undefined : leftOut,
    previous: readFileSync(results, 'utf8'),
  }),
);
if (leftOut !== '')
  console.log(`A partial run: ${leftOut}. The other rows of RESULTS.md are of earlier runs, and stand apart.`);
