import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const windows = process.platform === 'win32';

/**
 * npm and `code` are command scripts on Windows, which only a shell can start: quotes the arguments that the shell
 * would split.
 */
function invocation(command, args) {
  if (!windows) return { command, args, shell: false };
  const quoted = [command, ...args].map((word) => (/[\s&|<>^()%!;,]/.test(word) ? `"${word}"` : word));
  return { command: quoted.join(' '), args: [], shell: true };
}

/**
 * Runs a command to its end; its output goes to this process's.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, stdio?: import('node:child_process').StdioOptions }} options
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it.
 */
export function run(command, args, { env = process.env, cwd, stdio = ['ignore', 'inherit', 'inherit'] } = {}) {
  const call = invocation(command, args);
  return new Promise((resolve, reject) => {
    const child = spawn(call.command, call.args, { env, cwd, stdio, shell: call.shell });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** Runs a command to its end; resolves to its exit code and output. */
export function capture(command, args, { env = process.env, cwd, timeoutSeconds = 60 } = {}) {
  const call = invocation(command, args);
  return new Promise((resolve) => {
    const child = spawn(call.command, call.args, {
      env,
      cwd,
      shell: call.shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutSeconds * 1000,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.once('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Starts a process as the leader of a new process group, so that `endGroup` reaches everything it starts. */
export function startGroup(command, args, { env = process.env, cwd, stdio = 'ignore' } = {}) {
  const call = invocation(command, args);
  return spawn(call.command, call.args, { env, cwd, stdio, shell: call.shell, detached: !windows });
}

/** Ends a process started by `startGroup` and its children; resolves when the leader is gone. */
export async function endGroup(child, graceMilliseconds = 5000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      if (windows) child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // The group is gone already.
    }
  };
  signal('SIGTERM');
  const timer = setTimeout(() => signal('SIGKILL'), graceMilliseconds);
  await gone;
  clearTimeout(timer);
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
