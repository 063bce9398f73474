import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Diagnostic } from 'vscode-languageserver-types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClient } from './client';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const severities = ['', 'error', 'warning', 'information', 'hint'];

const DS = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const DF = 'BasePath,DstItemPathOrPrefix,ItemType,Disposition,MetadataFile,PropertiesFile\n';
const DV = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';
const T = 'BlockBlob,rename,None,None';
const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const data = (source: string, destination: string) => `"${source}","${destination}",${T}\n`;
const photos = DS + data('F:\\Photos\\', 'photos/');
const onH = DS + data('H:\\Photos\\', 'photos/');
const faulty = DS + data('F:\\Photos\\', 'Photos/');
const formatsH = `${DV}H,Format,SilentMode,Encrypt,\n`;
const keepsG = `${DV}G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\n`;
const drives = (letters: string) =>
  DV + Array.from(letters, (letter) => `${letter},Format,SilentMode,Encrypt,\n`).join('');
const noLetter = `${DV}HH,Format,SilentMode,Encrypt,\n`;
const job = (members: object) => `${JSON.stringify(members, undefined, 2)}\n`;
const jrm = job({
  JobId: 'ImportJob1234',
  CustomerName: 'Contoso',
  CreationDate: 'yesterday',
  Drives: [{ DriveId: 'DriveA1', BitLockerKey: key, VolumeLabel: 'DATA01' }],
  DataMapping: [{ SourcePath: 'F:\\Music\\', DestinationContainer: 'photos', BlobType: 'BlockBlob' }],
  Checksums: [],
});
const jrmXml = '<?xml version="1.0"?>\n<JobResponseManifest><JobId>x</JobId></JobResponseManifest>\n';
const copyLog =
  '<?xml version="1.0"?>\n<DriveLog Version="2014-11-01"><DriveId>9WM35C2V</DriveId><Status>Failed</Status></DriveLog>\n';
const many = (count: number, text: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${String(index).padStart(3, '0')}.csv`, text]));
const large = (rows: number) =>
  DS + Array.from({ length: rows }, (_, index) => data(`F:\\${'x'.repeat(80)}${index}\\`, `d/${index}/`)).join('');

interface Layout {
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: object;
  /** Codes that must be among the findings, so that an agreement is not just two empty lists. */
  readonly has?: readonly string[];
  readonly hasNot?: readonly string[];
}

const layouts: Readonly<Record<string, Layout>> = {
  'a sound job': {
    files: { 'dataset.csv': photos, 'driveset.csv': formatsH },
    hasNot: ['job/source-on-formatted-drive'],
  },
  'a source on a drive that is formatted': {
    files: { 'dataset.csv': onH, 'driveset.csv': formatsH },
    has: ['job/source-on-formatted-drive'],
  },
  'a dataset that is called otherwise': {
    files: { 'what to copy.csv': onH, 'drives.csv': formatsH },
    has: ['job/source-on-formatted-drive'],
  },
  'driveset.txt': { files: { 'dataset.csv': onH, 'driveset.txt': formatsH }, has: ['job/source-on-formatted-drive'] },
  'names in upper case': {
    files: { 'DATASET.CSV': onH, 'DRIVESET.TXT': formatsH },
    has: ['job/source-on-formatted-drive'],
  },
  'names with # and %': { files: { 'a#1 100%.csv': onH, 'b#2.csv': formatsH }, has: ['job/source-on-formatted-drive'] },
  'job.json that says blob beside sneakernet.json that says files': {
    files: {
      'dataset.csv': photos,
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'], dialect: 'blob' }),
      'sneakernet.json': job({ dialect: 'files' }),
    },
    hasNot: ['csv/column-unknown', 'dataset/dialect-mixed'],
  },
  'job.json that says files beside sneakernet.json that says blob': {
    files: {
      'dataset.csv': photos,
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'], dialect: 'files' }),
      'sneakernet.json': job({ dialect: 'blob' }),
    },
    has: ['csv/column-unknown'],
  },
  'sneakernet.json that says files': {
    files: { 'dataset.csv': photos, 'sneakernet.json': job({ dialect: 'files' }) },
    has: ['csv/column-unknown'],
  },
  'a setting that says files': {
    files: { 'dataset.csv': photos },
    settings: { dialect: 'files' },
    has: ['csv/column-unknown'],
  },
  'a setting that says files beside sneakernet.json that says blob': {
    files: { 'dataset.csv': photos, 'sneakernet.json': job({ dialect: 'blob' }) },
    settings: { dialect: 'files' },
    hasNot: ['csv/column-unknown'],
  },
  'a dataset that is not in job.json': {
    files: {
      'dataset.csv': photos,
      'other.csv': onH,
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'] }),
    },
    hasNot: ['job/source-on-formatted-drive'],
  },
  'a driveset that is not in job.json': {
    files: {
      'dataset.csv': onH,
      'old.csv': formatsH,
      'driveset.csv': keepsG,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'] }),
    },
    hasNot: ['job/source-on-formatted-drive', 'job/drive-letter-duplicate'],
  },
  'a driveset in a folder below': {
    files: {
      'dataset.csv': onH,
      'drives/driveset.csv': formatsH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['drives/driveset.csv'] }),
    },
    has: ['job/source-on-formatted-drive'],
  },
  'a driveset in a folder below, named with backslashes': {
    files: {
      'dataset.csv': onH,
      'drives/driveset.csv': formatsH,
      'job.json': job({ dataset: ['.\\dataset.csv'], driveset: ['drives\\driveset.csv'] }),
    },
    has: ['job/source-on-formatted-drive'],
  },
  'a dataset deep below': {
    files: {
      'a/b/c/data.csv': onH,
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['a/b/c/data.csv'], driveset: ['driveset.csv'] }),
    },
    has: ['job/source-on-formatted-drive'],
  },
  "a driveset that the job above names is none of its own folder's": {
    files: {
      'job.json': job({ driveset: ['d/driveset.csv'] }),
      'd/driveset.csv': formatsH,
      'd/dataset.csv': onH,
      'dataset.csv': photos,
    },
    hasNot: ['job/source-on-formatted-drive'],
  },
  'a job above and a job.json of the folder that both name a file': {
    files: {
      'job.json': job({ driveset: ['d/driveset.csv'] }),
      'dataset.csv': onH,
      'd/job.json': job({ driveset: ['driveset.csv'] }),
      'd/driveset.csv': formatsH,
      'd/dataset.csv': onH,
    },
    has: ['job/source-on-formatted-drive'],
  },
  'a folder below with a job of its own': {
    files: { 'dataset.csv': onH, 'old/driveset.csv': formatsH },
    hasNot: ['job/source-on-formatted-drive'],
  },
  'two jobs, one below the other': {
    files: {
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'] }),
      'dataset.csv': onH,
      'driveset.csv': keepsG,
      'b/dataset.csv': onH,
      'b/driveset.csv': formatsH,
    },
    has: ['job/source-on-formatted-drive'],
  },
  'settings of a folder above do not count below': {
    files: { 'sneakernet.json': job({ rules: { 'dataset/container-name': 'off' } }), 'b/dataset.csv': faulty },
    has: ['dataset/container-name'],
  },
  'settings of the job count for a file below that it names': {
    files: {
      'sneakernet.json': job({ rules: { 'driveset/drive-letter': 'warning' } }),
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['d/driveset.csv'] }),
      'dataset.csv': photos,
      'd/driveset.csv': noLetter,
      'd/sneakernet.json': job({ rules: { 'driveset/drive-letter': 'off' } }),
    },
    has: ['driveset/drive-letter'],
  },
  'job.json that names a missing file': {
    files: { 'dataset.csv': photos, 'job.json': job({ dataset: ['dataset.csv'], driveset: ['drives.csv'] }) },
    has: ['job/file-missing'],
  },
  'job.json that names a file in another case': {
    files: {
      'Dataset.csv': photos,
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'] }),
    },
  },
  'job.json that leads out of its folder': {
    files: {
      'a/job.json': job({ dataset: ['../dataset.csv'], driveset: ['driveset.csv'] }),
      'dataset.csv': onH,
      'a/driveset.csv': formatsH,
    },
    has: ['job/file-missing'],
    hasNot: ['job/source-on-formatted-drive'],
  },
  'job.json with an absolute path': {
    files: {
      'job.json': job({ dataset: ['/etc/passwd', 'C:\\data.csv'], driveset: ['driveset.csv'] }),
      'driveset.csv': formatsH,
    },
    has: ['job/file-missing'],
  },
  'job.json that goes up and comes back': {
    files: {
      'job.json': job({ dataset: ['x/../dataset.csv'], driveset: ['driveset.csv'] }),
      'dataset.csv': onH,
      'driveset.csv': formatsH,
    },
    has: ['job/source-on-formatted-drive'],
  },
  'job.json with a bad session': {
    files: { 'job.json': job({ driveset: ['driveset.csv'], sessionId: 'a b' }), 'driveset.csv': formatsH },
    has: ['job/session-id'],
  },
  'job.json with a journal on a target': {
    files: { 'job.json': job({ driveset: ['driveset.csv'], journal: 'H:\\j.jrn' }), 'driveset.csv': formatsH },
    has: ['job/journal-on-target-drive'],
  },
  'job.json with unknown members and wrong types': {
    files: {
      'job.json': '{ "driveset": "driveset.csv", "datset": [], "journal": 3, "dialect": "Blob", "sessionId": "" }',
      'driveset.csv': formatsH,
    },
    has: ['job/unknown', 'job/type'],
  },
  'a broken job.json': {
    files: {
      'job.json': '{ "dataset": ["dataset.csv"] "driveset": ["driveset.csv"',
      'dataset.csv': onH,
      'driveset.csv': formatsH,
    },
    has: ['job/syntax', 'job/source-on-formatted-drive'],
  },
  'job.json with comments and a last comma': {
    files: {
      'job.json': '// ours\n{ "dataset": ["dataset.csv",], "driveset": ["driveset.csv"], }\n',
      'dataset.csv': onH,
      'driveset.csv': formatsH,
    },
    has: ['job/source-on-formatted-drive'],
    hasNot: ['job/syntax'],
  },
  'job.json of another program': {
    files: {
      'job.json': job({ dataset: 'imagenet', model: 'resnet50', epochs: 3 }),
      'dataset.csv': onH,
      'driveset.csv': formatsH,
    },
    has: ['job/source-on-formatted-drive'],
    hasNot: ['job/unknown', 'job/file-missing'],
  },
  'job.json that is nested deep': {
    files: { 'job.json': '['.repeat(6000), 'dataset.csv': onH, 'driveset.csv': formatsH },
    has: ['job/source-on-formatted-drive'],
  },
  'job.json that names what shows no header': {
    files: {
      'job.json': job({ dataset: ['a.csv'], driveset: ['b.csv'] }),
      'a.csv': 'x,y,z\n1,2,3\n',
      'b.csv': formatsH,
    },
  },
  'job.json that names a dataset as driveset': {
    files: { 'job.json': job({ dataset: ['b.csv'], driveset: ['a.csv'] }), 'a.csv': onH, 'b.csv': formatsH },
  },
  'job.json that names a file with an extension of its own': {
    files: {
      'job.json': job({ dataset: ['list.dat'], driveset: ['driveset.csv'] }),
      'list.dat': onH,
      'driveset.csv': formatsH,
    },
    has: ['job/source-on-formatted-drive'],
  },
  'Job.json, where case counts': {
    files: {
      'Job.json': job({ dataset: ['x.csv'], driveset: ['y.csv'] }),
      'dataset.csv': onH,
      'driveset.csv': formatsH,
    },
  },
  'a broken sneakernet.json': {
    files: {
      'sneakernet.json': '{ "rules": { "dataset/container-name": "off" ',
      'dataset.csv': faulty,
      'driveset.csv': formatsH,
    },
    has: ['job/syntax'],
    hasNot: ['dataset/container-name'],
  },
  'sneakernet.json that is no JSON at all': {
    files: { 'sneakernet.json': 'rules: off', 'dataset.csv': faulty },
    has: ['job/syntax', 'dataset/container-name'],
  },
  'sneakernet.json with unknown rules and severities': {
    files: {
      'sneakernet.json': job({ rules: { 'dataset/container-nam': 'off', 'dataset/blob-type': 'fatal' }, mapping: {} }),
      'dataset.csv': faulty,
    },
    has: ['job/unknown', 'job/type', 'dataset/container-name'],
  },
  'sneakernet.json with a list in place of an object': {
    files: { 'sneakernet.json': '[]', 'dataset.csv': faulty },
    has: ['job/type'],
  },
  'an accepted finding': {
    files: {
      'sneakernet.json': job({
        suppress: [{ file: './dataset.csv', code: 'dataset/container-name', basePath: 'f:\\photos\\', reason: 'old' }],
      }),
      'dataset.csv': faulty,
    },
    hasNot: ['dataset/container-name'],
  },
  'an accepted finding in a folder below': {
    files: {
      'job.json': job({ dataset: ['d/dataset.csv'], driveset: ['driveset.csv'] }),
      'driveset.csv': formatsH,
      'd/dataset.csv': faulty,
      'sneakernet.json': job({ suppress: [{ file: 'd\\dataset.csv', code: 'dataset/container-name', reason: 'old' }] }),
    },
    hasNot: ['dataset/container-name'],
  },
  'severities of settings and of sneakernet.json': {
    files: { 'dataset.csv': faulty, 'sneakernet.json': job({ rules: { 'dataset/container-name': 'information' } }) },
    settings: { rules: { 'dataset/container-name': 'off', 'csv/no-records': 'off' } },
    has: ['dataset/container-name'],
  },
  'a severity of the settings': {
    files: { 'dataset.csv': faulty },
    settings: { rules: { 'dataset/container-name': 'warning' } },
    has: ['dataset/container-name'],
  },
  'no-overwrite, which the current tool no longer looks at': {
    files: { 'dataset.csv': photos.replace('rename', 'no-overwrite') },
    has: ['dataset/disposition-no-longer'],
  },
  'no-overwrite for the tool of 2017, by the settings': {
    files: { 'dataset.csv': photos.replace('rename', 'no-overwrite') },
    settings: { tool: '2017' },
    hasNot: ['dataset/disposition-no-longer'],
  },
  'no-overwrite for the tool of 2017, by sneakernet.json': {
    files: {
      'dataset.csv': photos.replace('rename', 'no-overwrite'),
      'sneakernet.json': job({ tool: '2017', largeFileShares: true }),
    },
    settings: { tool: 'current' },
    hasNot: ['dataset/disposition-no-longer', 'job/unknown', 'job/type'],
  },
  'sneakernet.json with an unknown tool': {
    files: {
      'dataset.csv': `${DF}"F:\\Photos\\","photos/",file,rename,None,None\n`,
      'sneakernet.json': job({ tool: '1.5', largeFileShares: 'yes' }),
    },
    has: ['job/type', 'dataset/disposition-ignored'],
  },
  'a runner for Windows': {
    files: { 'dataset.csv': DS + data('/srv/data/', 'photos/') },
    settings: { runnerPlatform: 'windows' },
    has: ['dataset/base-path-relative'],
  },
  'path maps of settings and of sneakernet.json': {
    files: { 'dataset.csv': photos, 'sneakernet.json': job({ pathMap: { 'F:\\': '/' } }) },
    settings: { pathMap: { 'f:\\': '/nowhere', 'F:\\Photos\\': '/proc' } },
    hasNot: ['dataset/base-path-not-found'],
  },
  'a path map that leads nowhere': {
    files: { 'dataset.csv': photos, 'sneakernet.json': job({ pathMap: { 'f:\\': '/nowhere' } }) },
    settings: { pathMap: { 'F:\\': '/' } },
    has: ['dataset/base-path-not-found'],
  },
  'a JRM called a.xml': { files: { 'a.xml': jrmXml }, has: ['jrm/missing'] },
  'a JRM beside its job': {
    files: { 'job.jrm': jrm, 'dataset.csv': photos, 'driveset.csv': formatsH },
    has: ['jrm/date', 'jrm/mapping-not-in-dataset'],
  },
  'a JRM beside tables that are not in job.json': {
    files: {
      'job.jrm': jrm,
      'dataset.csv': photos,
      'other.csv': DS + data('F:\\Music\\', 'photos/'),
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['driveset.csv'] }),
    },
    has: ['jrm/mapping-not-in-dataset'],
  },
  'logs and side files by their roots': {
    files: { 'report.xml': copyLog, 'my-metadata.xml': '<Metadata><a b="1"></Metadata>', 'pom.xml': '<project/>' },
    has: ['log/drive-status'],
  },
  'two datasets that copy the same': {
    files: { 'a.csv': photos, 'b.csv': DS + data('f:\\photos\\', 'photos/'), 'driveset.csv': formatsH },
    has: ['dataset/base-path-duplicate'],
  },
  'two datasets, one inside the other': {
    files: {
      'a.csv': DS + data('F:\\Photos\\2019\\', 'p/'),
      'b.csv': DS + data('F:\\', 'all/') + data('F:\\Photos\\', 'x/'),
    },
    has: ['dataset/base-path-overlap'],
  },
  'two datasets with the same directory': {
    files: { 'a.csv': photos, 'b.csv': DS + data('F:\\Photos\\', 'elsewhere/') },
    has: ['dataset/base-path-overlap'],
  },
  'two datasets that write one blob': {
    files: {
      'a.csv': DS + data('F:\\a.txt', 'p/x.txt'),
      'b.csv': DS + data('F:\\b.txt', 'p/x.txt') + data('F:\\c.txt', 'p/X.txt'),
    },
    has: ['dataset/destination-conflict'],
  },
  'a duplicate in the same dataset and in another': {
    files: { 'a.csv': photos, 'b.csv': photos + data('F:\\Photos\\', 'photos/') + data('F:\\Photos\\x\\', 'photos/') },
    has: ['dataset/base-path-duplicate'],
  },
  'datasets in the order of job.json': {
    files: {
      'a.csv': photos,
      'b.csv': photos,
      'driveset.csv': formatsH,
      'job.json': job({ dataset: ['b.csv', 'a.csv'], driveset: ['driveset.csv'] }),
    },
    has: ['dataset/base-path-duplicate'],
  },
  'datasets of two dialects': {
    files: { 'a.csv': photos, 'b.csv': `${DF}"F:\\Photos\\","photos/",file,,None,None\n` },
    hasNot: ['dataset/base-path-duplicate'],
  },
  'duplicates between datasets that are accepted': {
    files: {
      'a.csv': photos,
      'b.csv': photos,
      'sneakernet.json': job({ suppress: [{ file: 'b.csv', code: 'dataset/base-path-duplicate', reason: 'x' }] }),
    },
    hasNot: ['dataset/base-path-duplicate'],
  },
  'two drivesets with one letter': {
    files: { 'a.csv': formatsH, 'b.csv': `${DV}h,Format,SilentMode,Encrypt,\n` },
    has: ['job/drive-letter-duplicate'],
  },
  'two drivesets with one key': {
    files: { 'a.csv': keepsG, 'b.csv': keepsG.replace('G,', 'H,') },
    has: ['driveset/key-duplicate'],
  },
  'three drivesets with more than twenty-five drives': {
    files: { 'a.csv': drives('DEFGHIJKLM'), 'b.csv': drives('NOPQRSTUVW'), 'c.csv': drives('XYZABCGH') },
    has: ['driveset/too-many-drives', 'job/drive-letter-duplicate'],
  },
  'drivesets with more drives than a run takes, only some of which job.json names': {
    files: { 'a.csv': drives('DEFGHIJKLM'), 'b.csv': drives('NOPQRSTUVW'), 'job.json': job({ driveset: ['b.csv'] }) },
    hasNot: ['driveset/too-many-drives'],
  },
  'two drivesets in the order of job.json': {
    files: {
      'a.csv': formatsH,
      'b.csv': formatsH,
      'dataset.csv': onH,
      'job.json': job({ dataset: ['dataset.csv'], driveset: ['b.csv', 'a.csv'] }),
    },
    has: ['job/drive-letter-duplicate', 'job/source-on-formatted-drive'],
  },
  'the 41st CSV of a folder': {
    files: { ...many(40, 'a,b\n1,2\n'), 'v.csv': formatsH, 'w.csv': onH },
    has: ['job/source-on-formatted-drive'],
  },
  'more tables than are looked at': {
    files: { ...many(258, 'a,b\n1,2\n'), 't000.csv': onH, 'z.csv': formatsH },
    has: ['job/not-compared'],
  },
  'a dataset that is too large to be compared': {
    files: { 'a.csv': large(45_000), 'b.csv': photos, 'driveset.csv': formatsH },
    has: ['job/not-compared'],
  },
  'an empty dataset and an empty job.json': {
    files: { 'dataset.csv': DS, 'driveset.csv': formatsH, 'job.json': '' },
    has: ['csv/no-records'],
  },
  'files of other trades': {
    files: { 'dataset.csv': 'sepal,petal,species\n1,2,setosa\n', 'notes.csv': 'G,Anna\n', 'driveset.csv': formatsH },
  },
  'a file with a byte order mark and CRLF': {
    files: {
      'dataset.csv': `\ufeff${onH.replaceAll('\n', '\r\n')}`,
      'driveset.csv': formatsH,
      'job.json': '\ufeff{ "driveset": ["driveset.csv"], "x": 1 }',
    },
    has: ['job/source-on-formatted-drive', 'job/unknown'],
  },
  'a node_modules that is not looked into': {
    files: { 'dataset.csv': onH, 'node_modules.csv': formatsH },
    has: ['job/source-on-formatted-drive'],
  },
};

interface Said {
  readonly file: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly range: Diagnostic['range'];
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-layout-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const sorted = (said: readonly Said[]) => said.map((one) => JSON.stringify(one)).sort();

async function saidByValidate(settings: object): Promise<Said[]> {
  const run = promisify(execFile)(
    process.execPath,
    [runner, 'validate', folder, '--format', 'json', '--editor-settings', JSON.stringify(settings)],
    { maxBuffer: 2 ** 28 },
  );
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  if (stdout === '') return [];
  return (JSON.parse(stdout) as Said[]).map(({ file, code, severity, message, range }) => ({
    file: relative(folder, file),
    code,
    severity,
    message,
    range,
  }));
}

async function saidByEditor(client: TestClient, files: readonly string[]): Promise<Said[]> {
  const said: Said[] = [];
  for (const file of files) {
    for (const { code, severity, message, range } of await client.diagnostics(pathToFileURL(join(folder, file)).href)) {
      said.push({
        file,
        code: String(code),
        severity: severities[severity!]!,
        message: typeof message === 'string' ? message : message.value,
        range,
      });
    }
  }
  return said;
}

const languageOf = (file: string) =>
  file.endsWith('.json') || file.endsWith('.jrm') ? 'json' : file.endsWith('.xml') ? 'xml' : 'csv';

describe('editor and validate say the same of', () => {
  it.each(Object.entries(layouts))('%s', async (_, { files, settings = {}, has = [], hasNot = [] }) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const byValidate = await saidByValidate(settings);
    const client = await TestClient.start({ settings });
    try {
      for (const [name, text] of Object.entries(files))
        await client.open(pathToFileURL(join(folder, name)).href, text.replace(/^\ufeff/, ''), languageOf(name));
      let byEditor: Said[] = [];
      // Paths are looked up after the first answer.
      for (let tries = 0; tries < 20; tries++) {
        byEditor = await saidByEditor(client, Object.keys(files));
        if (sorted(byEditor).join() === sorted(byValidate).join()) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(sorted(byEditor)).toEqual(sorted(byValidate));
      const codes = byEditor.map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining([...has]));
      for (const code of hasNot) expect(codes).not.toContain(code);
      // A file that no editor has open is read from disk, and counts as much.
      for (const name of Object.keys(files)) {
        if (Object.keys(files).length > 10 || name.endsWith('.json')) continue;
        const others = Object.keys(files).filter((other) => other !== name);
        await client.close(pathToFileURL(join(folder, name)).href);
        expect(sorted(await saidByEditor(client, others))).toEqual(
          sorted(byValidate.filter(({ file }) => file !== name)),
        );
        await client.open(
          pathToFileURL(join(folder, name)).href,
          files[name]!.replace(/^\ufeff/, ''),
          languageOf(name),
        );
      }
    } finally {
      await client.stop();
    }
  });

  it("what lies outside of a layout's table: there are fifty layouts and more", () => {
    expect(Object.keys(layouts).length).toBeGreaterThanOrEqual(50);
  });
});

/** What `plan` or `prep` reports for the job in the folder. */
async function run(
  ...args: readonly string[]
): Promise<{ readonly output: string; readonly messages: string; readonly code: number }> {
  const options = { maxBuffer: 2 ** 28, cwd: folder };
  const ended = await promisify(execFile)(process.execPath, [runner, ...args], options).catch(
    (error: unknown) => error as { stdout: string; stderr: string; code: number },
  );
  return { output: ended.stdout, messages: ended.stderr, code: 'code' in ended ? ended.code : 0 };
}

describe("a path map in the editor's settings and another one in sneakernet.json", () => {
  // The source exists only in the folder of one of the two maps.
  it.each([
    ['sneakernet.json', true],
    ['the editor', false],
  ])('are read alike by server, validate, plan and prep where the source lies where %s says', async (_, isFound) => {
    const [ofJob, ofEditor] = [join(folder, '.job'), join(folder, '.editor')];
    mkdirSync(join(isFound ? ofJob : ofEditor, 'Photos'), { recursive: true });
    writeFileSync(join(isFound ? ofJob : ofEditor, 'Photos', 'a.jpg'), 'a');
    const files = {
      'dataset.csv': photos,
      'driveset.csv': formatsH,
      'sneakernet.json': job({ pathMap: { 'F:\\': ofJob } }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const settings = { pathMap: { 'f:\\': ofEditor } };
    const isMissing = (said: readonly Said[]) => said.some(({ code }) => code === 'dataset/base-path-not-found');
    expect(isMissing(await saidByValidate(settings))).toBe(!isFound);
    const client = await TestClient.start({ settings });
    try {
      for (const [name, text] of Object.entries(files))
        await client.open(pathToFileURL(join(folder, name)).href, text, languageOf(name));
      await expect.poll(async () => isMissing(await saidByEditor(client, ['dataset.csv']))).toBe(!isFound);
    } finally {
      await client.stop();
    }
    const tables = [
      '--dataset',
      'dataset.csv',
      '--driveset',
      'driveset.csv',
      '--editor-settings',
      JSON.stringify(settings),
    ];
    const planned = await run('plan', ...tables, '--format', 'json');
    const { findings } = JSON.parse(planned.output) as { readonly findings: readonly { readonly code: string }[] };
    expect([planned.code, findings.map(({ code }) => code)]).toEqual(
      isFound ? [0, []] : [1, ['dataset/base-path-not-found', 'source/not-found']],
    );
    const prepared = await run(
      'prep',
      ...tables,
      '--journal',
      'job.jrn',
      '--session',
      'session#1',
      '--yes',
      '--no-verify',
    );
    expect(prepared.code).toBe(isFound ? 0 : 1);
    if (!isFound) expect(prepared.messages).toContain('source/not-found');
    const imported = await run(
      'PrepImport',
      '/j:tool.jrn',
      '/id:session#1',
      '/DataSet:dataset.csv',
      '/InitialDriveSet:driveset.csv',
      '/silentmode',
      '--editor-settings',
      JSON.stringify(settings),
      '--no-verify',
    );
    expect(imported.code).toBe(isFound ? 0 : 1);
    // The command line has the last word in each of them.
    const onCommandLine = ['--map', `F:\\=${isFound ? ofEditor : ofJob}`];
    expect((await run('plan', ...tables, ...onCommandLine)).code).toBe(1);
  });
});

describe('plan and prep', () => {
  it('read each dataset by the path map of its own folder', async () => {
    for (const name of ['one', 'two']) {
      mkdirSync(join(folder, name, '.data', 'Photos'), { recursive: true });
      writeFileSync(join(folder, name, '.data', 'Photos', `${name}.jpg`), name);
      writeFileSync(join(folder, name, 'dataset.csv'), DS + data('F:\\Photos\\', `${name}/`));
      writeFileSync(join(folder, name, 'sneakernet.json'), job({ pathMap: { 'F:\\': join(folder, name, '.data') } }));
    }
    writeFileSync(join(folder, 'driveset.csv'), formatsH);
    const { output } = await run(
      'plan',
      '--dataset',
      'one/dataset.csv',
      '--dataset',
      'two/dataset.csv',
      '--driveset',
      'driveset.csv',
      '--format',
      'json',
    );
    const { plan } = JSON.parse(output) as {
      readonly plan: { readonly drives: readonly { readonly containers: readonly object[] }[] };
    };
    expect(plan.drives[0]!.containers).toMatchObject([
      { name: 'one', bytes: 3 },
      { name: 'two', bytes: 3 },
    ]);
  });

  it('name the datasets that are too large to be compared, as validate does', async () => {
    writeFileSync(join(folder, 'a.csv'), large(45_000));
    writeFileSync(join(folder, 'b.csv'), photos);
    writeFileSync(join(folder, 'driveset.csv'), formatsH);
    const tables = ['--dataset', 'a.csv', '--dataset', 'b.csv', '--driveset', 'driveset.csv'];
    const settings = ['--editor-settings', JSON.stringify({ rules: { 'dataset/base-path-not-found': 'off' } })];
    const { output } = await run('plan', ...tables, ...settings, '--format', 'json');
    const { findings } = JSON.parse(output) as {
      readonly findings: readonly { readonly code: string; readonly file: string }[];
    };
    const notCompared = (await saidByValidate({})).filter(({ code }) => code === 'job/not-compared');
    expect(notCompared.map(({ file }) => file)).toEqual(['a.csv', 'b.csv']);
    expect(findings.flatMap(({ code, file }) => (code === 'job/not-compared' ? [file] : []))).toEqual([
      'a.csv',
      'b.csv',
    ]);
    const { messages } = await run(
      'prep',
      ...tables,
      ...settings,
      '--journal',
      'job.jrn',
      '--session',
      'session#1',
      '--yes',
    );
    expect(messages).toContain('a.csv:1:1 information job/not-compared');
  });
});
