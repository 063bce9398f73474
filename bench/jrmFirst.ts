/**
 * What the server does between the text of a JRM and its diagnostics, in a process that has just started. Its peer,
 * jsonServiceFirst.mjs, also has the text in memory.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { jrmFindings } from '#core/jrm/jrmFindings';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import { placeFindings } from '#core/rules/placeFindings';
import { finish } from '#core/work/steps';
import { toDiagnostic } from '../server/src/diagnostics/toDiagnostic';
import { readJrmFile } from '../server/src/language/jrm/jrmFile';

const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};
const text = readFileSync(process.argv[2]!, 'utf8');
const started = performance.now();
const { parsed } = finish(readJrmFile(text, { sha256 }));
const found = finish(jrmFindings(parsed, { drives: undefined, datasets: undefined }));
const diagnostics = placeFindings(found, defaultRuleSettings, 1000).listed.map((finding) =>
  toDiagnostic(finding, 'file:///job.jrm', undefined),
);
const milliseconds = performance.now() - started;
if (diagnostics.some(({ code }) => code !== 'jrm/too-large'))
  throw new Error(`The sample should be sound, but has: ${JSON.stringify(diagnostics[0])}`);
console.error(`parsed ${milliseconds}`);
