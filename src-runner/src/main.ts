#!/usr/bin/env node
import { runCommandLine } from './cli/commandLine';
import { ExitCode } from './cli/exitCode';
import { failureText } from './cli/lastHandler';
import { processTerminal } from './cli/terminal';
import { speakLanguageOf } from './language/sentence';
import { limitHeapGrowth } from './threads/heapGrowth';

limitHeapGrowth();
// The number of files that are read at once from a slow disk or a network. More would compete with each other on a
// disk.
// The pool looks at this once, when it gets its first work: no module gives it any while it is loaded, and a command may at once.
process.env['UV_THREADPOOL_SIZE'] ??= '8';
speakLanguageOf(process.env);
// By default this signal opens Node's debugger to every process of the machine.
if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);

const terminal = processTerminal(process.env);

/**
 * Ends the process with a message for an error that nobody caught. A session can be resumed from what it has written
 * down.
 */
function endWith(error: unknown): void {
  terminal.say(failureText(error));
  process.exit(ExitCode.Findings);
}
process.on('uncaughtException', endWith);
process.on('unhandledRejection', endWith);

void runCommandLine(process.argv.slice(2), terminal).then(
  (code) => {
    // Not process.exit, which would lose what has been written to a pipe. A failure of the pipe itself has already set
    // the exit code.
    process.exitCode ??= code;
  },
  (error: unknown) => {
    terminal.say(failureText(error));
    process.exitCode = ExitCode.Findings;
  },
);
