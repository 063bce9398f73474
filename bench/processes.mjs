import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const usageHook = fileURLToPath(new URL('reportUsage.cjs', import.meta.url));

/** Arguments for Node that make a program report at its end which resources it used. */
export const measured = (program, ...args) => ['--require', usageHook, program, ...args];

/** Reads what `reportUsage` has written: maximum memory in megabytes, CPU time in milliseconds. */
export function usageIn(output) {
  const line = /^usage (.*)$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`The program ended without saying what it took:\n${output}`);
  return JSON.parse(line);
}

/** Runs a Node program to its end. @returns its duration, its standard error, and the resources that it used */
export function runProgram(program, ...args) {
  return runProgramTo([0], program, ...args);
}

/** The same for a program that may end with any of these exit codes. */
export function runProgramTo(codes, program, ...args) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, measured(program, ...args), { stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => {
      const milliseconds = performance.now() - started;
      if (!codes.includes(code)) reject(new Error(`${program} ended with ${code}:\n${output}`));
      else resolve({ milliseconds, output, ...usageIn(output) });
    });
  });
}
