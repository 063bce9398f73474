#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/commandLine';
import { processTerminal } from './cli/terminal';

// Reading a large file makes short-lived text without end: V8 would give it ever more room, up to a hundred megabytes, for
// no gain in time.
setFlagsFromString('--semi-space-growth-factor=1');

void runCommandLine(process.argv.slice(2), processTerminal()).then((code) => {
  // Not process.exit: what has been written to a pipe would be lost.
  process.exitCode = code;
});
