#!/usr/bin/env node
import { runCommandLine } from './cli/commandLine';
import { processTerminal } from './cli/terminal';
import { limitHeapGrowth } from './threads/heapGrowth';

limitHeapGrowth();

void runCommandLine(process.argv.slice(2), processTerminal()).then((code) => {
  // Not process.exit: what has been written to a pipe would be lost.
  process.exitCode = code;
});
