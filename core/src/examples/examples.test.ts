import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkCopyLog } from '../copyLog/copyLogReading';
import { testRecord } from '../../test/record';
import { findingsIn } from '../../test/datasetRow';
import { openDataset } from '../dataset/datasetTable';
import { noDiskFacts } from '../disk/diskFacts';
import { exampleDiskFacts } from './exampleDiskFacts';
import { checkManifest } from '../driveManifest/manifestReading';
import { driveOf } from '../driveset/drive';
import { noEarlierDrives } from '../driveset/earlierDrives';
import { checkDrives } from '../driveset/rules';
import { drivesetFindingsIn, testDrivesetRow } from '../../test/drivesetRow';
import { openDriveset } from '../driveset/drivesetTable';
import { checkImportJob } from '../importJob/checkImportJob';
import { readJournalDrives } from '../journal/journalDrives';
import { checkExportList } from '../exportList/exportListReading';
import { checkJrm } from '../jrm/jrmFindings';
import { checkJournal } from '../journal/journalReading';
import { checkSideFile } from '../sideFiles';
import { finish } from '../work/steps';
import { isRuleCode, ruleCodes, ruleOf, type RuleCode } from '../rules/catalogue';
import { formatMessage, severityOf } from '../rules/message';
import type { Example } from './example';
import { examplesOf } from './';

/** Found by comparing records or by the parser, not by a rule for single records. */
const beyondOneRecord: readonly string[] = [
  'dataset/base-path-duplicate',
  'dataset/base-path-overlap',
  'dataset/destination-conflict',
  'dataset/share-full',
];

const records = (text: string): readonly string[] => text.trimEnd().split('\n').slice(1);

const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};

function jrmCodes({ text, siblings = {} }: Example): readonly RuleCode[] {
  const tables = Object.entries(siblings).map(([fileName, sibling]) => ({
    file: fileName,
    fileName,
    table:
      fileName === 'dataset.csv'
        ? openDataset(sibling, { context: { dialect: 'blob', nativePaths: false, disk: noDiskFacts } }).table
        : openDriveset(sibling, { context: { tracked: false } }),
  }));
  const { findings } = finish(checkJrm(text, { tables, tablesAreComplete: true, sha256 }));
  return [...findings.found].map(({ code }) => code);
}

function codesIn(example: Example): readonly RuleCode[] {
  const { fileName, text, disk, tracked = false } = example;
  if (fileName === 'metadata.xml' || fileName === 'properties.xml') {
    return checkSideFile(text, fileName === 'metadata.xml' ? 'metadata' : 'properties').map(({ code }) => code);
  }
  if (fileName === 'import-job.json')
    return checkImportJob(text, readJournalDrives(example.siblings!['job.jrn']!)).map(({ code }) => code);
  if (fileName.endsWith('.jrm')) return jrmCodes(example);
  if (fileName.endsWith('.jrn')) return checkJournal([text]).map(({ code }) => code);
  if (fileName === 'DriveManifest.xml') return checkManifest([text]).map(({ code }) => code);
  if (fileName === 'export-list.xml') return checkExportList([text]).map(({ code }) => code);
  if (fileName.endsWith('_error.xml')) return checkCopyLog([text]).map(({ code }) => code);
  if (fileName === 'dataset.csv') {
    const dialect = text.includes('DstItemPathOrPrefix') ? 'files' : 'blob';
    return records(text)
      .flatMap((line) => findingsIn(line, { dialect, disk: exampleDiskFacts(disk) }))
      .map(({ code }) => code);
  }
  const codes: RuleCode[] = records(text)
    .flatMap((line) => drivesetFindingsIn(line, { tracked }))
    .map(({ code }) => code);
  const drives = records(text).map((line, index) => ({ ...driveOf(testDrivesetRow(line)), line: index + 1 }));
  checkDrives(drives, noEarlierDrives, (_index, { code }) => codes.push(code));
  return codes;
}

describe('the catalogue', () => {
  it.each(ruleCodes)('%s has a message, an explanation and examples that differ', (code) => {
    const { summary, messages, explanation } = ruleOf(code);
    const { failing, passing } = examplesOf(code);
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(explanation.length).toBeGreaterThan(summary.length / 2);
    expect(Object.keys(messages).length).toBeGreaterThan(0);
    for (const variant of Object.keys(messages)) {
      const message = formatMessage(code, variant, ['A', 'B', 'C', 'D']);
      expect(message).toMatch(/^[^{}]*$/);
      expect(severityOf({ code, variant })).toMatch(/^(error|warning|information)$/);
    }
    expect(failing).not.toEqual(passing);
  });

  it('knows its own codes and no others', () => {
    expect(isRuleCode('dataset/container-name')).toBe(true);
    expect(isRuleCode('toString')).toBe(false);
  });

  const judged = ruleCodes.filter(
    (code) =>
      /^(dataset|driveset|journal|jrm|manifest|metadata|properties|log|export-list|import-job)\//.test(code) &&
      !beyondOneRecord.includes(code),
  );

  it.each(judged)('%s is found in its failing example, alone', (code) => {
    expect(new Set(codesIn(examplesOf(code).failing))).toEqual(new Set([code]));
  });

  it.each(judged)('%s: nothing is found in its passing example', (code) => {
    expect(codesIn(examplesOf(code).passing)).toEqual([]);
  });

  it.each(beyondOneRecord.filter(isRuleCode))('%s: no record of its examples is wrong by itself', (code) => {
    expect([...codesIn(examplesOf(code).failing), ...codesIn(examplesOf(code).passing)]).toEqual([]);
  });

  it('reads the example records as the CSV they are', () => {
    for (const code of judged) {
      const { failing, passing } = examplesOf(code);
      for (const { fileName, text } of [failing, passing]) {
        if (!fileName.endsWith('.csv')) continue;
        const columns = testRecord(text.split('\n', 1)[0]!).length;
        for (const line of records(text)) expect(testRecord(line)).toHaveLength(columns);
      }
    }
  });
});
