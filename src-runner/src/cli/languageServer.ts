import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from './command';
import { commandTable } from './commandTable';
import { ExitCode } from './exitCode';
import { UsageError } from '../model/usageError';

/**
 * Runs the language server, which lies beside this program, in its own process. It inherits the standard streams, so
 * that nothing but the protocol can reach the editor.
 */
export async function runLanguageServer(args: readonly string[]): Promise<number> {
  const { values } = readArguments(commandTable.lsp, args);
  if (!values.stdio)
    throw new UsageError('lsp speaks over standard input and output only: write "sneakernet lsp --stdio".');
  const server = join(__dirname, 'server.js');
  if (!existsSync(server)) throw new UsageError(`the language server is not at ${server}: install sneakernet again.`);
  const child = spawn(process.execPath, [server, '--stdio', `--clientProcessId=${process.pid}`], { stdio: 'inherit' });
  // The editor ends the server by the protocol, or by a signal to this process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(signal === null ? (code ?? ExitCode.Done) : ExitCode.Cancelled);
    });
  });
}
