/**
 * `node bench/jrm.mjs`, part of `npm run bench`: a JRM of 100,000 checksums compared with VS Code's own JSON service,
 * and while it is edited.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LanguageServer } from './languageServer.mjs';
import { runProgram } from './processes.mjs';
import { median, p95, time } from './statistics.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const uri = 'untitled:job.jrm';
const COUNT = 100_000;
const RUNS = 9;
const ms = (number) => `${number < 10 ? number.toFixed(1) : Math.round(number)} ms`;

async function bundled(name) {
  const program = path(`.data/${name}.js`);
  await build({
    entryPoints: [path(`${name}.ts`)],
    outfile: program,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'error',
  });
  return program;
}

/** The path of the JRM, which is created only once. */
async function jrmFile() {
  const file = path(`.data/checksums-${COUNT}.jrm`);
  if (existsSync(file)) return file;
  mkdirSync(path('.data'), { recursive: true });
  const program = await bundled('jrmFile');
  writeFileSync(file, execFileSync(process.execPath, [program, String(COUNT)], { maxBuffer: 1 << 28 }));
  return file;
}

/** Milliseconds that a program reports for its work, in its own process. */
async function saidBy(program, file) {
  const { output } = await runProgram(program, file);
  return Number(/^parsed (.*)$/m.exec(output)[1]);
}

/** Measures and reports the first diagnostics, beside the peer's, and how long other requests wait during edits. */
export async function reviewing(report) {
  const file = await jrmFile();
  const program = await bundled('jrmFirst');
  const ours = [];
  const peers = [];
  for (let i = 0; i < RUNS; i++) {
    ours.push(await saidBy(program, file));
    peers.push(await saidBy(path('jsonServiceFirst.mjs'), file));
  }
  const quotient = median(ours) / median(peers);
  report(
    'JRM of 100,000 checksums: first diagnostics',
    ms(median(ours)),
    `vscode-json-languageservice ${ms(median(peers))}`,
    `${quotient.toFixed(2)} ×`,
    'at most 1 ×',
    quotient <= 1,
  );

  const server = await LanguageServer.start();
  try {
    await editing(server, readFileSync(file, 'utf8'), report);
  } finally {
    const { megabytes } = await server.stop();
    console.log(`the server took ${Math.round(megabytes)} MB at most`);
  }
}

/** Makes edits, each of which has the file read again, and measures how long another request waits meanwhile. */
async function editing(server, text, report) {
  const other = 'untitled:driveset.csv';
  const ask = () => server.request('textDocument/hover', other, { position: { line: 0, character: 2 } });
  await server.open(other, 'DriveLetter,FormatOption\nG,Format\n', 'importexport-driveset');
  await server.open(uri, text, 'importexport-jrm');
  await server.diagnostics(uri);
  const edits = [
    ['a path', text.indexOf('"FilePath": "', text.length >> 1) + 15, 'x'],
    ['a drive id', text.indexOf('"DriveId": "') + 12, 'x'],
    ['a mapping', text.indexOf('"SourcePath": "') + 15, 'x'],
    ['"a": between checksums', text.indexOf('{ "FilePath"', text.length >> 1), '"a":'],
  ];
  for (const [what, offset, inserted] of edits) {
    const before = text.slice(0, offset).split('\n');
    const place = { line: before.length - 1, character: before.at(-1).length };
    const waits = [];
    const works = [];
    for (let i = 0; i < RUNS; i++) {
      for (const [end, newText] of [
        [place, inserted],
        [{ ...place, character: place.character + inserted.length }, ''],
      ]) {
        works.push(
          await time(async () => {
            await server.change(uri, { start: place, end }, newText);
            let done = false;
            const diagnostics = server.diagnostics(uri).then(() => (done = true));
            while (!done) waits.push(await time(ask));
            await diagnostics;
          }),
        );
      }
    }
    report(
      `JRM of 100,000 checksums: another request while ${what} is edited, p95`,
      ms(p95(waits)),
      `diagnostics median ${ms(median(works))}`,
      '',
      'at most 50 ms',
      p95(waits) <= 50,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await reviewing((what, figure, peer, times, promise, isKept) => {
    console.log(
      `${isKept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure}; ${peer}${times ? `; ${times}` : ''} (promised: ${promise})`,
    );
  });
}
