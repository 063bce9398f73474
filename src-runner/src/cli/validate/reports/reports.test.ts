import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { FileReport } from '../../../job/fileReport';
import { githubReport } from './githubReport';
import { jsonReport } from './jsonReport';
import type { ReportWriter } from './reportWriter';
import { sarifReport } from './sarifReport';
import { textReport } from './textReport';

const place = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

const reports: readonly FileReport[] = [
  {
    file: 'jobs/my job, 50%/dataset.csv',
    findings: [
      {
        code: 'dataset/base-path-duplicate',
        severity: 'error',
        message: 'Twice: 50%\nof it.',
        range: place(2, 0, 7),
        related: [{ range: place(1, 0, 7), message: 'The first' }],
      },
      {
        code: 'dataset/vhd-as-block-blob',
        severity: 'information',
        message: 'A disk.',
        range: place(3, 4, 4),
        related: [],
      },
    ],
    counts: { errors: 1, warnings: 0, information: 1 },
    more: 0,
    records: 3,
  },
  {
    file: '/srv/driveset.csv',
    findings: [
      {
        code: 'driveset/drive-letter-system',
        severity: 'warning',
        message: 'C.',
        range: { start: { line: 0, character: 1 }, end: { line: 1, character: 0 } },
        related: [{ file: 'other.csv', range: place(0, 0, 1), message: 'Another' }],
      },
    ],
    counts: { errors: 0, warnings: 1, information: 0 },
    more: 0,
    records: 1,
  },
];

const written = (writer: ReportWriter, messages: readonly string[] = [], all = reports) =>
  writer.begin() + all.map((report) => writer.file(report)).join('') + writer.end(messages);

const packages = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(
    packages.resolve('@microsoft/jest-sarif').replace(/lib[\\/].*$/, 'lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
) as object;

describe('Results as text', () => {
  it('have one line for each finding, with places from one', () => {
    expect(written(textReport()).split('\n')).toEqual([
      'jobs/my job, 50%/dataset.csv:3:1 error dataset/base-path-duplicate Twice: 50% of it.',
      'jobs/my job, 50%/dataset.csv:4:5 information dataset/vhd-as-block-blob A disk.',
      '/srv/driveset.csv:1:2 warning driveset/drive-letter-system C.',
      '',
    ]);
  });
});

describe('Results as JSON', () => {
  it('are an array of findings with places as in LSP', () => {
    expect(JSON.parse(written(jsonReport()))).toEqual(
      reports.flatMap(({ file, findings }) =>
        findings.map(({ code, severity, message, range }) => ({ file, code, severity, message, range })),
      ),
    );
  });

  it('are an empty array where nothing was found', () => {
    expect(JSON.parse(written(jsonReport(), [], []))).toEqual([]);
  });
});

describe('Results as workflow commands', () => {
  it('escape what has a meaning in a command', () => {
    expect(written(githubReport(), ['x.csv cannot be read: 100%']).split('\n')).toEqual([
      '::error file=jobs/my job%2C 50%25/dataset.csv,line=3,endLine=3,col=1,endColumn=8,title=dataset/base-path-duplicate::Twice: 50%25%0Aof it.',
      '::notice file=jobs/my job%2C 50%25/dataset.csv,line=4,endLine=4,col=5,endColumn=5,title=dataset/vhd-as-block-blob::A disk.',
      '::warning file=/srv/driveset.csv,line=1,endLine=2,col=2,title=driveset/drive-letter-system::C.',
      '::error::x.csv cannot be read: 100%25',
      '',
    ]);
  });
});

describe('Results as SARIF', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const isValid = ajv.compile(schema);

  it.each([
    ['with findings', reports, []],
    ['without', [], []],
    ['with files that could not be read', reports, ['x.csv cannot be read: permission is denied.']],
  ])('keep the schema of SARIF 2.1.0, %s', (_, all, messages) => {
    isValid(JSON.parse(written(sarifReport('1.2.3'), messages, all)));
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('are refused by that schema where they break it', () => {
    const log = JSON.parse(written(sarifReport('1.2.3'))) as { runs: { columnKind: string }[] };
    log.runs[0]!.columnKind = 'bytes';
    expect(isValid(log)).toBe(false);
  });

  it('count lines and columns from one, in UTF-16 units, and name rules and other places', () => {
    const log = JSON.parse(written(sarifReport('1.2.3'))) as {
      runs: {
        columnKind: string;
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; ruleIndex: number; locations: unknown[]; relatedLocations?: unknown[] }[];
      }[];
    };
    const [run] = log.runs;
    expect(run!.columnKind).toBe('utf16CodeUnits');
    for (const { ruleId, ruleIndex } of run!.results) expect(run!.tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
    expect(run!.results[0]!.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'jobs/my%20job%2C%2050%25/dataset.csv', index: 0 },
          region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 8 },
        },
      },
    ]);
    expect(run!.results[0]!.relatedLocations).toHaveLength(1);
    expect(run!.results[2]!.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: 'file:///srv/driveset.csv' } } },
    ]);
  });
});
