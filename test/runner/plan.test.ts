import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import planSchema from '#schemas/plan.schema.json';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const drivesetHeader = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';
const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const isPlan = new Ajv({ strict: true }).compile(planSchema);

interface Plan {
  readonly plan: {
    readonly files: number;
    readonly jobs: number;
    readonly drives: readonly {
      readonly letter: string;
      readonly files: number;
      readonly usedBytes: number;
      readonly volumeBytes: number;
      readonly containers: readonly { readonly name: string }[];
    }[];
    readonly leftOver?: { readonly drives: number; readonly tooLarge: readonly string[] };
  } | null;
  readonly findings: readonly { readonly code: string; readonly path?: string; readonly line?: number }[];
  readonly counts: { readonly errors: number };
}

let folder: string;

beforeAll(() => {
  if (!existsSync(runner)) throw new Error('dist/runner.js is missing: run "npm run build" first.');
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-plan-'));
  write('driveset.csv', `${drivesetHeader}G,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\n`);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A number creates a sparse file of that size. */
function write(name: string, content: string | number): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : '');
  if (typeof content === 'number') truncateSync(path, content);
  return path;
}

function run(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [runner, 'plan', '--dataset', 'dataset.csv', '--driveset', 'driveset.csv', ...args],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

async function planned(...args: readonly string[]): Promise<Plan & { code: number | null }> {
  const { stdout, code } = await run('--format', 'json', ...args);
  const plan: unknown = JSON.parse(stdout);
  expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
  return { ...(plan as Plan), code };
}

describe('sneakernet plan', () => {
  beforeEach(() => {
    write(
      'dataset.csv',
      `${header}F:\\Photos\\,photos/,BlockBlob,rename,None,None\nF:\\disk.vhd,disks/disk.vhd,PageBlob,rename,None,None\n`,
    );
  });

  it('shows what goes to which drive, and touches nothing', async () => {
    for (let i = 0; i < 20; i++) write(`data/Photos/dir-${i}/a.jpg`, 3_000_000);
    write('data/disk.vhd', 60_000_256);
    const { code, stdout, stderr } = await run('--map', 'F:\\=data');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Drive +Files +Data +Used +Disk\n/);
    expect(stdout).toMatch(/^G {2}drives\/G\.vhd +\d+ +60 MB .* as large as its contents$/m);
    expect(stdout).toContain('Session session#1: 21 files (120 MB), 2 drives, 1 import job.');
    expect(readdirSync(folder).sort()).toEqual(['data', 'dataset.csv', 'driveset.csv']);
  });

  it('writes JSON as its schema says', async () => {
    write('data/Photos/a.jpg', 10);
    write('data/disk.vhd', 512);
    const { plan, findings, code } = await planned('--map', 'F:\\=data', '--spread', 'fill', '--session', 'first');
    expect(code).toBe(0);
    expect(findings).toEqual([]);
    expect(plan).toMatchObject({ sessionId: 'first', files: 2, bytes: 522, jobs: 1 });
    expect(
      plan!.drives.map(({ letter, files, containers }) => [letter, files, containers.map(({ name }) => name)]),
    ).toEqual([
      ['G', 2, ['disks', 'photos']],
      ['H', 0, []],
    ]);
  });

  it('ends with 1 where it does not fit, and says how many drives are lacking', async () => {
    for (let i = 0; i < 10; i++) write(`data/Photos/${i}.jpg`, 50_000_000);
    write('data/disk.vhd', 300_000_256);
    const { code, plan, findings } = await planned('--map', 'F:\\=data', '--capacity', '200M');
    expect(code).toBe(1);
    expect(findings.map((finding) => finding.code)).toEqual(['job/capacity', 'job/capacity']);
    expect(plan!.leftOver).toMatchObject({ files: 5, drives: 2, tooLarge: ['data/disk.vhd'] });
    for (const { usedBytes, volumeBytes } of plan!.drives) expect(usedBytes).toBeLessThanOrEqual(volumeBytes);
    const { stdout, stderr } = await run(
      '--map',
      'F:\\=data',
      '--drive',
      'G=g.vhd,size=200M',
      '--drive',
      'H=h.vhd,size=400M',
    );
    expect(stdout).toMatch(/^H {2}h\.vhd .* 400 MB {2}█+░* \d+ %$/m);
    expect(stdout).toContain('Left over: ');
    expect(stderr).toContain('error job/capacity The data needs ');
  });

  it('names everything that stands against it at once, and plans nothing', async () => {
    write('data/Photos/a:b.jpg', 10);
    write('data/Photos/aux', 10);
    write('data/disk.vhd', 511);
    const { code, plan, findings } = await planned('--map', 'F:\\=data');
    expect({ code, plan }).toEqual({ code: 1, plan: null });
    // The size of a page blob is checked with its record, before any directory is read.
    expect(findings.map((finding) => finding.code)).toEqual(['dataset/page-blob-size']);
    write('data/disk.vhd', 512);
    const again = await planned('--map', 'F:\\=data');
    expect(again.findings.map(({ code: found, path, line }) => [found, path, line])).toEqual([
      ['source/ntfs-name', 'data/Photos/a:b.jpg', 1],
      ['source/ntfs-name', 'data/Photos/aux', 1],
    ]);
    expect((await run('--map', 'F:\\=data')).stderr).toMatch(
      /^dataset\.csv:2:1 error source\/ntfs-name data\/Photos\/a:b\.jpg: .*\n.*\nNothing was planned: fix 2 errors first\.\n$/,
    );
  });

  it('leaves drives alone that are encrypted already, and refuses to encrypt what is formatted', async () => {
    write('data/Photos/a.jpg', 10);
    write('data/disk.vhd', 512);
    write(
      'driveset.csv',
      `${drivesetHeader}G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\nH,Format,SilentMode,Encrypt,\n`,
    );
    const { code, stderr, stdout } = await run('--map', 'F:\\=data');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^driveset\.csv:2: drive G is already encrypted\./);
    expect(stdout + stderr).not.toContain(key.slice(0, 13));
    expect(stdout).not.toMatch(/^G/m);
    write('driveset.csv', `${drivesetHeader}H,AlreadyFormatted,SilentMode,Encrypt,\n`);
    expect(await run('--map', 'F:\\=data')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('set FormatOption to Format') as string,
    });
  });

  it.each([
    [['--spread', 'even'], /--spread cannot be "even"/],
    [['--capacity', 'much'], /--capacity cannot be "much"/],
    [['--drive', 'X=x.vhd'], /specifies the letter X, which is in no driveset/],
    [['--drive', 'G=one.vhd', '--drive', 'H=one.vhd'], /drives G and H have the same target one\.vhd/],
    [['--session', 'a b'], /--session: A session id cannot contain a space/],
    [['--dataset', 'driveset.csv'], /driveset\.csv is a driveset, according to its header/],
    [['--dataset', 'missing.csv'], /missing\.csv cannot be read: it does not exist/],
  ])('refuses %j', async (args, message) => {
    write('data/Photos/a.jpg', 10);
    write('data/disk.vhd', 512);
    const { code, stdout, stderr } = await run('--map', 'F:\\=data', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('reads large directories on threads, with the same result', async () => {
    mkdirSync(join(folder, 'data/Photos'), { recursive: true });
    for (let i = 0; i < 24_000; i++) writeFileSync(join(folder, 'data/Photos', `${i}.jpg`), '');
    write('data/disk.vhd', 512);
    const { plan, code } = await planned('--map', 'F:\\=data');
    expect(code).toBe(0);
    expect(plan!.files).toBe(24_001);
  });
});
