/**
 * `node bench/jrmTree.mjs`, part of `npm run bench`: how soon the tree of a JRM appears, and what it costs the server
 * and the extension host.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { LanguageServer } from './languageServer.mjs';
import { median } from './statistics.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const RUNS = 3;
const round = Math.round;

/** The path of a JRM with this many checksums, which is created only once. */
async function jrmFile(count) {
  const file = path(`.data/checksums-${count}.jrm`);
  if (existsSync(file)) return file;
  mkdirSync(path('.data'), { recursive: true });
  const program = path('.data/jrmFile.js');
  await build({
    entryPoints: [path('jrmFile.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'error',
  });
  const child = spawn(process.execPath, [program, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout.pipe(createWriteStream(`${file}.part`)), 'close');
  renameSync(`${file}.part`, file);
  return file;
}

/** The current and the maximum memory of a process, in megabytes, according to Linux. */
function memoryOf(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1');
  const megabytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)[1]) / 1024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/**
 * Opens one JRM from disk, in its own server.
 *
 * @param isAsked whether to send other requests all the time, and measure how long they wait; the rest then takes
 * longer
 */
async function followed(file, isAsked) {
  const server = await LanguageServer.start();
  const uri = pathToFileURL(file).href;
  const ask = (method, params) => server.connection.sendRequest(`sneakernet/jrm/${method}`, { uri, ...params });
  let latest;
  let wake = () => undefined;
  server.connection.onNotification('sneakernet/jrm/summary', (summary) => {
    latest = summary;
    wake();
  });
  const until = async (condition) => {
    while (!condition()) await new Promise((resolve) => (wake = resolve));
  };
  const started = performance.now();
  const since = () => performance.now() - started;
  await ask('follow');
  const head = since();
  let longest = 0;
  while (isAsked && latest?.state !== 'read') {
    const asked = performance.now();
    await server.request('textDocument/hover', 'untitled:none', { position: { line: 0, character: 0 } });
    longest = Math.max(longest, performance.now() - asked);
  }
  await until(() => latest?.state === 'read');
  let page = await ask('children', { revision: latest.revision, folder: 0 });
  const firstPaint = since();
  const { megabytes, files } = { megabytes: memoryOf(server.child.pid), files: latest.checksums };
  const lines = ({ entries, blocks = [] }) => entries.length + blocks.length;
  let opened = lines(page);
  while (page.entries[0]?.kind === 'folder') {
    page = await ask('children', { revision: latest.revision, folder: page.entries[0].id });
    opened += lines(page);
  }
  const asked = performance.now();
  const { files: found } = await ask('filter', { revision: latest.revision, filter: '7' });
  const filtered = performance.now() - asked;
  await until(() => latest.seal !== 'checking');
  const sealed = since();
  const atEnd = memoryOf(server.child.pid);
  await server.stop();
  return {
    files,
    head,
    firstPaint,
    longest,
    filtered,
    found,
    sealed,
    server: megabytes.most,
    serverAtEnd: atEnd.most,
    opened,
  };
}

/** Measures and reports. The extension host holds only the nodes that are expanded. */
export async function exploring(report) {
  for (const [count, most] of [
    [100_000, 300],
    [1_000_000, 2000],
  ]) {
    const file = await jrmFile(count);
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await followed(file, false));
    const { longest } = await followed(file, true);
    const of = (key) => median(runs.map((run) => run[key]));
    const what = `JRM of ${count.toLocaleString('en')} checksums (${round(statSync(file).size / 1e6)} MB, from disk)`;
    const details = `head ${round(of('head'))} ms, filter ${round(of('filtered'))} ms, seal ${round(of('sealed'))} ms, others wait at most ${round(longest)} ms`;
    report(
      `${what}: tree, first paint`,
      `${round(of('firstPaint'))} ms`,
      details,
      '',
      `at most ${most} ms`,
      of('firstPaint') <= most,
    );
    report(
      `${what}: memory of the server`,
      `${round(of('server'))} MB`,
      `with the seal checked ${round(of('serverAtEnd'))} MB; whoever asks holds ${of('opened')} nodes`,
      '',
      'below 200 MB',
      of('serverAtEnd') < 200,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await exploring((what, figure, peer, times, promise, isKept) => {
    console.log(
      `${isKept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure}; ${peer}${times ? `; ${times}` : ''} (promised: ${promise})`,
    );
  });
}
