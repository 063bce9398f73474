import { ExitCode, UsageError } from '../exitCode';
import type { Terminal } from '../terminal';
import { optionsOfHelp } from './commandWords';
import { completionScript, shells } from './shellScripts';

/** `sneakernet completion`. `commands` are the names of all commands with what describes them. */
export async function writeCompletion(
  args: readonly string[],
  commands: readonly (readonly [name: string, command: { readonly help: string }])[],
  terminal: Terminal,
): Promise<number> {
  const shell = shells.find((name) => name === args[0]);
  if (shell === undefined || args.length > 1) throw new UsageError(`completion is written for one shell. Write one of: ${shells.join(', ')}.`);
  const words = commands.map(([name, { help }]) => ({ name, options: optionsOfHelp(help) }));
  await terminal.write(completionScript(shell, words));
  return ExitCode.Done;
}
