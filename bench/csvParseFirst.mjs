// The peer of the first diagnostics: csv-parse parses a text in memory, in a process that has just started.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parse } from 'csv-parse/sync';

const text = readFileSync(process.argv[2], 'utf8');
const started = performance.now();
parse(text);
console.error(`parsed ${performance.now() - started}`);
