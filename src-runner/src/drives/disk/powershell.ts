import { execFile } from 'node:child_process';
import { sentence } from '../../language/sentence';
import { codeOf } from '../../model/systemError';
import { DiskListError } from './attachedDisk';

/** Windows' own: on a machine that is busy it takes some seconds to start. */
const PROGRAM = 'powershell.exe';
const LONGEST_RUN_MS = 120_000;
const MOST_OUTPUT = 16 * 1024 * 1024;

/**
 * Runs a script in Windows PowerShell 5.1, which reads it from its standard input, line by line: a statement has to stand on one line.
 *
 * @returns what it wrote to standard output
 * @throws DiskListError where it cannot be run, or fails
 * @throws the signal's reason, where it is aborted
 */
export function runPowershell(script: string, signal: AbortSignal, program = PROGRAM): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      encoding: 'utf8',
      maxBuffer: MOST_OUTPUT,
      timeout: LONGEST_RUN_MS,
      signal,
      windowsHide: true,
    } as const;
    const child = execFile(
      program,
      ['-NoProfile', '-NonInteractive', '-Command', '-'],
      options,
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (signal.aborted) reject(signal.reason as Error);
        else if (error.code === 'ENOENT')
          reject(
            new DiskListError(
              sentence`Windows PowerShell (${program}) was not found, and it is needed to list the disks. Add its folder to PATH.`,
              { cause: error },
            ),
          );
        else reject(new DiskListError(failureText(error, stderr), { cause: error }));
      },
    );
    // One that has gone reads nothing; its end says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(`${script}\n`);
  });
}

function failureText(error: Error & { readonly killed?: boolean }, stderr: string): string {
  if (error.killed === true)
    return sentence`Windows PowerShell did not answer for ${LONGEST_RUN_MS / 1000} seconds. A drive that does not respond may be the reason: detach it, then try again.`;
  const said = stderr.trim().split(/\r?\n/, 1)[0]!;
  return sentence`Windows PowerShell could not list the disks: ${said === '' ? codeOf(error) : said}`;
}
