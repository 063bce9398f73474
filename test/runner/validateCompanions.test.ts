import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const key = '060456-014509-132033-080300-252615-584177-672089-411632';

const record = (type: string, ...lines: readonly string[]) =>
  [`[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:${type}]`, ...lines, '[EndUpdateRecord]', ''].join('\r\n');
const driveInfo = [
  '<Drive>',
  '<DriveId>WD-1234</DriveId>',
  `<BitLockerKey>${key}</BitLockerKey>`,
  String.raw`<ManifestFile>\DriveManifest.xml</ManifestFile>`,
  '</Drive>',
];
const journal =
  record('NewJournalFile', 'VocabularyVersion: 2013-02-01') +
  record('ActivityRecord', 'ActivityId: PrepImportDriveCommandContext', 'StorageAccountKey: c2VjcmV0c2VjcmV0') +
  record(
    'ActivityRecord',
    'ActivityId: DriveInfo',
    'DriveState: [BeginValue]',
    ...driveInfo,
    '[EndValue]',
    'SaveCommandOutput: Completed',
  );
const manifest =
  '<DriveManifest Version="2014-11-01">\n<Drive>\n<DriveId>1</DriveId>\n<ContainerSas>https://a/b?sig=c2VjcmV0</ContainerSas>\n<BlobList Id="1">\n<Blob><BlobPath>A/b</BlobPath><FilePath>\\b</FilePath><Length>0</Length><BlockList/></Blob>\n</BlobList>\n</Drive>\n</DriveManifest>\n';
const log = '<DriveLog><DriveId>1</DriveId><Blob Status="Renamed"/><Status>DiskNotFound</Status></DriveLog>\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-validate-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

function run(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [runner, 'validate', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

async function found(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await run('--format', 'json', ...args);
  const findings = JSON.parse(stdout) as {
    file: string;
    code: string;
    severity: string;
    range: { start: { line: number; character: number } };
  }[];
  return findings.map(
    ({ file, code, severity, range: { start } }) => `${file}:${start.line}:${start.character} ${severity} ${code}`,
  );
}

describe('sneakernet validate, for the files that come with a job,', () => {
  it('checks journals, manifests and copy logs of a folder', async () => {
    write('job.jrn', journal);
    write('DriveManifest.xml', manifest);
    write('drive_error.xml', log);
    write('other.xml', '<project/>');
    expect(await found('.')).toEqual([
      'DriveManifest.xml:5:16 error manifest/blob-path',
      'drive_error.xml:0:44 warning log/blob-status',
      'drive_error.xml:0:62 error log/drive-status',
      'job.jrn:10:1 error journal/drive-info',
      'job.jrn:12:14 error journal/drive-info',
    ]);
    expect((await run('.')).code).toBe(1);
  });

  it('checks those that are named, whatever their names', async () => {
    write('WD-1234.xml', driveInfo.join('\n'));
    write('metadata.xml', '<Metadata>\n<a-b>1</a-b></Metadata>');
    write('what.xml', log);
    write('job.csv', 'BasePath,DstBlobPathOrPrefix\nF:\\a\\,/photos/\n');
    expect(await found('WD-1234.xml', 'metadata.xml', 'what.xml')).toEqual([
      'WD-1234.xml:0:1 error journal/drive-info',
      'WD-1234.xml:2:14 error journal/drive-info',
      'metadata.xml:1:2 error metadata/name',
      'what.xml:0:44 warning log/blob-status',
      'what.xml:0:62 error log/drive-status',
    ]);
  });

  it.each(['text', 'json', 'sarif', 'github'])('keeps secrets to itself as %s', async (format) => {
    write('job.jrn', journal);
    write('DriveManifest.xml', manifest);
    const { stdout, stderr } = await run('.', '--format', format);
    expect(stdout).toContain('journal/drive-info');
    expect(stdout + stderr).not.toMatch(/c2VjcmV0|014509|132033/);
  });

  it('says so where a file is UTF-16 or no text, and reads one with a byte order mark', async () => {
    write('job.jrn', Buffer.from(`\ufeff${journal}`, 'utf16le'));
    expect(await found('job.jrn')).toEqual(['job.jrn:0:0 error csv/encoding']);
    write('job.jrn', `\ufeff${journal}`);
    expect(await found('job.jrn')).toEqual([
      'job.jrn:10:1 error journal/drive-info',
      'job.jrn:12:14 error journal/drive-info',
    ]);
  });

  it('takes a journal that was cut off for what it is', async () => {
    write('job.jrn', journal.slice(0, -30));
    expect(await found('job.jrn')).toEqual(['job.jrn:7:0 warning journal/record']);
    expect((await run('job.jrn')).code).toBe(0);
  });

  it('lists no more than it was asked for, and counts all', async () => {
    const blob = '<Blob><BlobPath>A/b</BlobPath><FilePath>\\b</FilePath><Length>0</Length><BlockList/></Blob>\n';
    write(
      'DriveManifest.xml',
      manifest.replace(
        blob,
        Array.from({ length: 20_000 }, (_, number) => blob.replace('A/b', `A/${number}`)).join(''),
      ),
    );
    expect(await found('.', '--max-findings', '3')).toHaveLength(4);
    expect((await run('.', '--max-findings', '3')).stderr).toContain('20000 errors');
    expect(await found('.', '--max-findings', 'all')).toHaveLength(20_000);
  });
});
