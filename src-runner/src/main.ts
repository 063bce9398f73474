#!/usr/bin/env node
import { runCommandLine } from './cli/commandLine';
import { ExitCode } from './cli/exitCode';
import { failureText } from './cli/lastHandler';
import { processTerminal } from './cli/terminal';
import { speakLanguageOf } from './language/sentence';
import { limitHeapGrowth } from './threads/heapGrowth';

limitHeapGrowth();
// So many files are read at the same time where a disk or a network makes us wait. More would rather be in each other's way on a disk.
// The pool looks at this once, when it gets its first work: no module gives it any while it is loaded, and a command may at once.
process.env['UV_THREADPOOL_SIZE'] ??= '8';
speakLanguageOf(process.env);
// It would open Node's debugger to every process of the machine.
if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);

const terminal = processTerminal(process.env);

/** Whatever nobody has caught ends the process in a sentence. What a session has written down is what it is resumed from. */
function endWith(error: unknown): void {
  terminal.say(failureText(error));
  process.exit(ExitCode.Findings);
}
process.on('uncaughtException', endWith);
process.on('unhandledRejection', endWith);

void runCommandLine(process.argv.slice(2), terminal).then(
  (code) => {
    // Not process.exit: what has been written to a pipe would be lost. A failure of the pipe itself has said so.
    process.exitCode ??= code;
  },
  (error: unknown) => {
    terminal.say(failureText(error));
    process.exitCode = ExitCode.Findings;
  },
);
