import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { ExitCode } from '../exitCode';
import { UsageError } from '../../model/usageError';
import type { Terminal } from '../terminal';
import { commandWord } from './commandWords';
import { completionScript, shells } from './shellScripts';

export async function writeCompletion(args: readonly string[], terminal: Terminal): Promise<number> {
  const { operands } = readArguments(commandTable.completion, args);
  const shell = shells.find((name) => name === operands[0]);
  if (shell === undefined || operands.length > 1)
    throw new UsageError(`Specify one shell. Use one of:: ${shells.join(', ')}.`);
  const words = Object.entries(commandTable).map(([name, definition]) => commandWord(name, definition));
  await terminal.write(completionScript(shell, words));
  return ExitCode.Done;
}
