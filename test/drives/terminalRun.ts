import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));

export interface AnsweredRun {
  readonly code: number | null;
  /** Everything that appeared on the terminal. */
  readonly screen: string;
}

/** Runs the built runner in a terminal created by util-linux's `script`, and types `answer` when `question` appears. */
export function runOnTerminal(
  args: readonly string[],
  cwd: string,
  question: RegExp,
  answer: string,
): Promise<AnsweredRun> {
  const quoted = [process.execPath, runner, ...args]
    .map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`)
    .join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let screen = '';
    let isAnswered = false;
    child.stdout.on('data', (data: Buffer) => {
      screen += data.toString();
      if (isAnswered || !question.test(screen)) return;
      isAnswered = true;
      child.stdin.write(`${answer}\r`);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, screen });
    });
  });
}
