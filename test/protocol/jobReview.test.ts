import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#core/jrm/jrmSeal';
import type { JrmCheck, JrmComparison, TrackedFiles } from '../../server/src/protocol/jobReview';
import { TestClient } from './client';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';
const drivesetHeader = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';

const jrm = {
  JobId: 'job',
  CustomerName: 'Contoso',
  CreationDate: '2026-01-02T03:04:05Z',
  SessionId: 'session#1',
  Drives: [{ DriveId: 'WD-1', BitLockerKey: KEY, VolumeLabel: 'DATA01', DriveLetter: 'G' }],
  DataMapping: [],
  Checksums: [{ FilePath: 'F:\\a', SHA256: '00' }],
};
const sealed = JSON.stringify({ ...jrm, Seal: createHash('sha256').update(canonicalJson(jrm)).digest('hex') });

let folder: string;
let client: TestClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-review-'));
  client = await TestClient.start();
});

afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

const check = (uri: string): Promise<JrmCheck> => client.connection.sendRequest('sneakernet/jrmCheck', { jrm: uri });
const compare = (uri: string, ...drivesets: string[]): Promise<JrmComparison> =>
  client.connection.sendRequest('sneakernet/compareJrm', { jrm: uri, drivesets });

describe('A JRM that is checked', () => {
  it('has a sound seal, its drives, and no key in the answer', async () => {
    const found = await check(write('a.jrm', sealed));
    expect(found).toMatchObject({
      seal: 'sound',
      jobId: 'job',
      checksums: 1,
      drives: [{ driveId: 'WD-1', letter: 'G', label: 'DATA01' }],
    });
    expect(JSON.stringify(found)).not.toContain('132033');
  });

  it('has a broken one when it was edited, also in an editor that has not saved it', async () => {
    const uri = write('a.jrm', sealed);
    expect((await check(write('b.jrm', sealed.replace('Contoso', 'Fabrikam')))).seal).toBe('broken');
    await client.open(uri, sealed.replace('Contoso', 'Fabrikam'), 'importexport-jrm');
    expect((await check(uri)).seal).toBe('broken');
  });

  it('may be missing, or no JRM', async () => {
    expect((await check(pathToFileURL(join(folder, 'none.jrm')).href)).seal).toBe('missing');
    expect(await check(write('a.jrm', '[]'))).toMatchObject({
      seal: 'unreadable',
      problem: expect.stringContaining('expected') as unknown,
    });
  });
});

describe('A JRM and its drivesets', () => {
  it('are compared from disk and from editors, with masked keys', async () => {
    const uri = write('a.jrm', sealed);
    const driveset = write(
      'driveset.csv',
      `${drivesetHeader}G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${KEY}\nH,Format,SilentMode,Encrypt,\n`,
    );
    const found = await compare(uri, driveset);
    expect(found.counts).toEqual({ same: 1, different: 0, onlyInJrm: 0, onlyInDrivesets: 1 });
    expect(found.jrm + found.drivesets).not.toContain('132033');
    await client.open(driveset, `${drivesetHeader}I,Format,SilentMode,Encrypt,\n`, 'importexport-driveset');
    expect((await compare(uri, driveset)).counts).toEqual({ same: 0, different: 0, onlyInJrm: 1, onlyInDrivesets: 1 });
  });

  it('are refused with the file and what to do where one cannot be read', async () => {
    const driveset = write('driveset.csv', drivesetHeader);
    await expect(compare(pathToFileURL(join(folder, 'none.jrm')).href, driveset)).rejects.toThrow(
      'none.jrm cannot be read',
    );
    await expect(compare(write('a.jrm', '{'), driveset)).rejects.toThrow(
      /a\.jrm, line 1: .* Restore it from a backup\./,
    );
    await expect(compare(write('b.jrm', sealed), pathToFileURL(join(folder, 'none.csv')).href)).rejects.toThrow(
      'none.csv cannot be read',
    );
  });
});

it('tells which files git tracks', async () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args]);
  const [tracked, other] = [write('a.jrm', sealed), write('a.jrn', '')];
  git('init', '-q');
  git('add', 'a.jrm');
  const found = await client.connection.sendRequest<TrackedFiles>('sneakernet/trackedFiles', {
    files: [tracked, other, 'untitled:x'],
  });
  expect(found.files).toEqual([tracked]);
});
