/**
 * What the server does between the text of a dataset and its diagnostics, in a process that has just started. Its peer,
 * csvParseFirst.mjs, also has the text in memory.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { noDiskFacts } from '#core/disk/diskFacts';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import { collectFindings } from '#core/table/findings';
import { detectKind } from '#core/table/recognition';
import { finish } from '#core/work/steps';
import { toDiagnostic } from '../server/src/diagnostics/toDiagnostic';
import { TableFile } from '../server/src/language/table/tableFile';

const text = readFileSync(process.argv[2]!, 'utf8');
const started = performance.now();
const { table } = finish(
  TableFile.read(text, detectKind(text)!, {
    settings: defaultRuleSettings,
    dialect: 'auto',
    nativePaths: true,
    tool: 'current',
    disk: noDiskFacts,
    tracked: false,
    sha256: () => ({ update: () => undefined, digest: () => '' }),
    onRuleFailure: (codes, error) => {
      throw new Error(`The rules ${codes.join(', ')} failed.`, { cause: error });
    },
  }),
);
const diagnostics = collectFindings(table, 1000).listed.map((finding) =>
  toDiagnostic(finding, 'file:///dataset.csv', undefined),
);
const milliseconds = performance.now() - started;
if (diagnostics.length > 0) throw new Error(`The sample should be sound, but has: ${JSON.stringify(diagnostics[0])}`);
console.error(`parsed ${milliseconds}`);
