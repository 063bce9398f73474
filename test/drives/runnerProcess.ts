import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));

export interface EndedRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedRun {
  readonly child: ChildProcess;
  readonly ended: Promise<EndedRun>;
}

export interface RunOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
  /** A program with arguments that runs it, such as `prlimit --fsize=…`. */
  readonly under?: readonly string[];
}

/** Starts the built runner; its standard input is closed, as in a script. */
export function startRunner(
  args: readonly string[],
  { cwd, environment = {}, onOutput, under = [] }: RunOptions,
): StartedRun {
  if (!existsSync(runner)) throw new Error('dist/runner.js is missing: run "npm run build" first.');
  const [program = process.execPath, ...rest] = [...under, process.execPath, runner, ...args];
  const child = spawn(program, rest, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<EndedRun>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      onOutput?.(data.toString());
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      onOutput?.(data.toString());
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { child, ended };
}

/** Runs the built runner to its end. */
export function runRunner(args: readonly string[], options: RunOptions): Promise<EndedRun> {
  return startRunner(args, options).ended;
}
