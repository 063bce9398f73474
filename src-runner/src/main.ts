#!/usr/bin/env node
import { runCommandLine } from './cli/commandLine';
import { processTerminal } from './cli/terminal';
import { limitHeapGrowth } from './threads/heapGrowth';

limitHeapGrowth();
// So many files are read at the same time where a disk or a network makes us wait. More would rather be in each other's way on a disk.
process.env['UV_THREADPOOL_SIZE'] ??= '8';

void runCommandLine(process.argv.slice(2), processTerminal()).then((code) => {
  // Not process.exit: what has been written to a pipe would be lost.
  process.exitCode = code;
});
