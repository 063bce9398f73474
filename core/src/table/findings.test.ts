import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import type { DiskFacts, PathFact } from '../disk/diskFacts';
import { drivesOf, earlierDrivesOf, openDriveset, readDriveset } from '../driveset/drivesetTable';
import { checkJobFile } from '../job/checkJobFile';
import { Job } from '../job/job';
import { noDrives } from '../driveset/jobDrives';
import { ruleCodes, ruleOf, type RuleCode } from '../rules/catalogue';
import { examplesOf } from '../examples';
import type { Example, ExampleDisk } from '../examples/example';
import { placeFindings } from '../rules/placeFindings';
import { defaultRuleSettings } from '../rules/ruleSettings';
import { finish } from '../work/steps';
import { applyEdits } from '../text/textEdit';
import { convert } from './convert';
import { collectFindings } from './findings';
import { detectKind } from './recognition';
import { detectDialect } from './tableKind';

function factsOf(disk: ExampleDisk | undefined): DiskFacts {
  const fact = (path: string): PathFact | undefined => {
    if (!disk) return undefined;
    const entry = disk[path] ?? disk[path.replace(/[\\/]$/, '')] ?? disk[`${path}\\`];
    if (entry === undefined) return { kind: 'missing' };
    if (entry === 'directory') return { kind: 'directory' };
    if (typeof entry === 'string') return { kind: 'other' };
    return { kind: 'file', size: typeof entry === 'number' ? entry : entry.text.length };
  };
  return { path: fact, sideFile: () => undefined };
}

function fail(_codes: readonly string[], error: unknown): never {
  throw error;
}

function open(example: Example) {
  const { text } = example;
  const kind = detectKind(text) ?? (example.fileName.startsWith('driveset') ? 'driveset' : 'dataset');
  if (kind === 'driveset') {
    const { table, setEarlierDrives } = finish(
      readDriveset(text, { context: { tracked: example.tracked ?? false }, onRuleFailure: fail }),
    );
    const earlier = example.siblings?.['drives.csv'];
    if (earlier !== undefined)
      setEarlierDrives(
        earlierDrivesOf(openDriveset(earlier, { context: { tracked: false } }), 'drives.csv', 'drives.csv'),
      );
    return table;
  }
  const driveset = example.siblings?.['driveset.csv'];
  const dataset = openDataset(text, {
    context: { dialect: detectDialect(text), nativePaths: false, disk: factsOf(example.disk) },
    onRuleFailure: fail,
  });
  if (driveset !== undefined)
    dataset.setDrives(
      drivesOf(openDriveset(driveset, { context: { tracked: false } }), 'driveset.csv', 'driveset.csv'),
    );
  return dataset.table;
}

function findings(example: Example) {
  if (!example.fileName.endsWith('.json')) return collectFindings(open(example), 1000).listed;
  const driveset = example.siblings?.['driveset.csv'];
  const drives =
    driveset === undefined
      ? noDrives
      : drivesOf(openDriveset(driveset, { context: { tracked: false } }), 'driveset.csv', 'driveset.csv');
  const job = new Job({
    files: [example.fileName, ...Object.keys(example.siblings ?? {})],
    ignoresCase: false,
    jobText: example.text,
    configurationText: undefined,
  });
  return placeFindings({ found: checkJobFile(example.text, job, drives) }, defaultRuleSettings, 1000).listed;
}

/** Rules that are not about a table's text; they have their own tests. */
const elsewhere = new Set([
  'csv/encoding',
  'csv/more-findings',
  'dataset/share-full',
  'dataset/side-file-invalid',
  'job/capacity',
  'job/journal-size',
  'job/not-compared',
]);

/** Fixable in some variants only, of which the example is not one. The rules' own tests cover their fixes. */
const partlyFixable: ReadonlySet<RuleCode> = new Set<RuleCode>(['dataset/base-path-relative', 'driveset/key-format']);

describe.each(ruleCodes.filter((code) => !elsewhere.has(code) && /^(csv|dataset|driveset|job)/.test(code)))(
  '%s',
  (code) => {
    const { failing, passing } = examplesOf(code);

    it('is found in its failing example, and nothing else is', () => {
      expect([...new Set(findings(failing).map((finding) => finding.code))]).toEqual([code]);
    });

    it('is not found in its passing example, nor is anything else', () => {
      expect(findings(passing).map(({ code: found, message }) => `${found}: ${message}`)).toEqual([]);
    });

    if (!ruleOf(code).fixable || partlyFixable.has(code)) return;

    it('has a fix that removes it and adds nothing', () => {
      let { text } = failing;
      for (let applied = 0; ; applied++) {
        const all = findings({ ...failing, text });
        const finding = all.find((candidate) => candidate.code === code);
        if (!finding) break;
        expect(all.length).toBeLessThanOrEqual(findings(failing).length);
        const [fix] = finding.fixes!();
        expect(fix, finding.message).toBeDefined();
        const table = open({ ...failing, text });
        const edits = fix!.edits?.map(({ range, text: written }) => ({
          start: table.csv.offsetAt(range.start),
          end: table.csv.offsetAt(range.end),
          text: written,
        }));
        text = applyEdits(
          text,
          fix!.conversion ? convert(table, fix!.conversion) : edits!.sort((a, b) => a.start - b.start),
        );
      }
      expect(findings({ ...failing, text }).map(({ code: found, message }) => `${found}: ${message}`)).toEqual([]);
    });
  },
);

it.each([
  [
    'a comma behind a record that ends with its source',
    'PropertiesFile,MetadataFile,Disposition,BlobType,DstBlobPathOrPrefix,BasePath',
    'None,None,rename,BlockBlob,data/,F:\\a\\,',
    'csv/field-count',
  ],
  [
    'a comma behind a record with its source in the middle',
    'MetadataFile,BasePath,DstBlobPathOrPrefix,BlobType,Disposition,PropertiesFile',
    'None,F:\\a\\,data/,BlockBlob,rename,None,D:\\m.xml',
    'csv/field-count',
  ],
  [
    'a space and a slash in a destination',
    'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile',
    'F:\\a\\,data /2019/,BlockBlob,rename,None,None,',
    'csv/joined-records',
  ],
  [
    'a destination with a slash in front, far behind',
    'BasePath,BlobType,Disposition,DstBlobPathOrPrefix,MetadataFile,PropertiesFile',
    'F:\\a\\,BlockBlob,rename,/data/,None,None,',
    'csv/field-count',
  ],
])('%s is not taken for a second record for certain', (_, header, record, code) => {
  const found = findings({ fileName: 'dataset.csv', text: `${header}\n${record}\n` });
  expect(found.map((finding) => finding.code)).toContain(code);
  const structural = found.filter((finding) => ['csv/joined-records', 'csv/field-count'].includes(finding.code));
  expect(structural.flatMap((finding) => finding.fixes!()).filter(({ certainty }) => certainty === 'certain')).toEqual(
    [],
  );
});

it('a rule that is fixable in some variants has no fix in its example, and is fixable', () => {
  for (const code of partlyFixable) {
    expect([
      code,
      ruleOf(code).fixable,
      findings(examplesOf(code).failing).flatMap((finding) => finding.fixes!()),
    ]).toEqual([code, true, []]);
  }
});
