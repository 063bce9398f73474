#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/commandLine';
import { processTerminal } from './cli/terminal';

// Reading a large file, or a million small ones, makes short-lived objects without end: V8 would give them ever more room, up to a
// hundred megabytes, for no gain in time. What lives is small, so that collecting often costs little.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=30');

void runCommandLine(process.argv.slice(2), processTerminal()).then((code) => {
  // Not process.exit: what has been written to a pipe would be lost.
  process.exitCode = code;
});
