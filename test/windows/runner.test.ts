import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runRunner } from '../drives/runnerProcess';
import { WindowsMachine } from './windowsMachine';

const DATASET = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile';
const DRIVESET = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey';
const TABLES = ['--dataset', 'dataset.csv', '--driveset', 'driveset.csv'];

let windows: WindowsMachine;
/** Drive F has the data, drive J the job. */
let data: string;
let job: string;

beforeAll(() => {
  windows = new WindowsMachine();
  data = windows.drive('F');
  job = windows.drive('J');
  windows.write(data, 'Photos/2024/a b.txt', 'hello');
  windows.write(data, 'Photos/2024/日本語 😀.bin', randomBytes(300_000));
  windows.write(data, 'Photos/large.bin', randomBytes(9_000_000));
  windows.write(data, 'Photos/empty', '');
});

afterAll(() => {
  windows.close();
});

beforeEach(() => {
  for (const name of readdirSync(job)) rmSync(join(job, name), { recursive: true });
  source('F:\\Photos\\');
  writeFileSync(join(job, 'driveset.csv'), `${DRIVESET}\r\nH,Format,SilentMode,Encrypt,\r\n`);
});

function source(basePath: string, destination = 'container/'): void {
  writeFileSync(
    join(job, 'dataset.csv'),
    `${DATASET}\r\n"${basePath}","${destination}",BlockBlob,rename,None,None\r\n`,
  );
}

const prep = (...args: string[]) =>
  windows.run(['prep', ...TABLES, '--journal', 'job.jrn', '--session', 'session1', '--yes', ...args], job);

/** Reads the drive back with the runner of this machine, which is not Windows. */
const verifyHere = () => runRunner(['verify', '--jrm', 'job.jrm', '--drive', 'H=drives/H.vhd'], { cwd: job });

describe("The runner under Windows' Node", () => {
  it('prepares an image from drive letters, and reads it back there and elsewhere', async () => {
    const prepared = await prep();
    expect(prepared, prepared.stderr).toMatchObject({ code: 0 });
    const there = await windows.run(['verify', '--jrm', 'job.jrm', '--drive', 'H=drives\\H.vhd'], job);
    expect(there.stdout).toMatch(/H {2}ok {2}4 files/);
    expect((await verifyHere()).stdout).toMatch(/H {2}ok {2}4 files/);
  });

  it('lists and extracts what is on the image', async () => {
    await prep();
    const listed = await windows.run(['ls', 'drives\\H.vhd', '--jrm', 'job.jrm'], job);
    expect(listed.stdout).toContain('DriveManifest.xml');
    const extracted = await windows.run(['extract', 'drives\\H.vhd', '/', '--jrm', 'job.jrm', '--to', 'out'], job);
    expect(extracted, extracted.stderr).toMatchObject({ code: 0 });
    for (const name of ['2024/a b.txt', '2024/日本語 😀.bin', 'large.bin', 'empty'])
      expect(
        readFileSync(join(job, 'out', 'session1', 'container', name)).equals(readFileSync(join(data, 'Photos', name))),
      ).toBe(true);
  });

  it('keeps times before 1970, which Node on Windows tells wrongly', async () => {
    const old = windows.write(data, 'Old/1960.txt', 'old');
    utimesSync(old, new Date('1960-05-05T00:00:00Z'), new Date('1960-05-05T00:00:00Z'));
    source('F:\\Old\\');
    const prepared = await prep();
    expect(prepared, prepared.stderr).toMatchObject({ code: 0 });
    const { stdout } = await runRunner(['ls', 'drives/H.vhd', '/session1/container', '--jrm', 'job.jrm', '--json'], {
      cwd: job,
    });
    expect(JSON.parse(stdout)).toMatchObject([{ modified: '1960-05-05T00:00:00.000Z' }]);
  });

  it('resumes a preparation that was killed', async () => {
    const folder = join(data, 'Many');
    for (let file = 0; file < 60; file++) windows.write(data, `Many/${file}.bin`, randomBytes(2_000_000));
    source('F:\\Many\\');
    try {
      const events = join(job, 'events.ndjson');
      const started = windows.start(
        'runner.js',
        ['prep', ...TABLES, '--journal', 'job.jrn', '--session', 'session1', '--yes', '--events-file', 'events.ndjson'],
        job,
      );
      await expect
        .poll(() => existsSync(events) && readFileSync(events, 'utf8').includes('"progress"'), { timeout: 60_000 })
        .toBe(true);
      started.child.kill('SIGKILL');
      await started.ended;
      const resumed = await windows.run(
        ['prep', '--journal', 'job.jrn', '--session', 'session1', '--resume', '--yes'],
        job,
      );
      expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
      expect((await verifyHere()).stdout).toMatch(/H {2}ok {2}60 files/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads a share', async () => {
    const share = windows.share('nas', 'archive');
    windows.write(share, 'tapes/one.bin', randomBytes(50_000));
    source('\\\\nas\\archive\\tapes\\');
    const prepared = await prep();
    expect(prepared, prepared.stderr).toMatchObject({ code: 0 });
    expect((await verifyHere()).stdout).toMatch(/H {2}ok {2}1 file/);
  });

  it('reads paths of more than 260 characters', async () => {
    const path = ['deep', ...Array.from({ length: 8 }, (_, level) => `${level}`.padEnd(45, 'x')), 'end.txt'].join('/');
    expect(path.length).toBeGreaterThan(360);
    const file = windows.write(data, path, 'at the end');
    source('F:\\deep\\');
    try {
      const prepared = await prep();
      expect(prepared, prepared.stderr).toMatchObject({ code: 0 });
      expect((await verifyHere()).stdout).toMatch(/H {2}ok {2}1 file/);
    } finally {
      rmSync(file);
    }
  });

  it('copies a whole drive, without the folders of Windows', async () => {
    const volume = windows.drive('G');
    windows.write(volume, 'System Volume Information/tracking.log', 'of Windows');
    windows.write(volume, '$RECYCLE.BIN/S-1-5/gone.txt', 'deleted');
    windows.write(volume, 'kept.txt', 'kept');
    source('G:\\');
    const prepared = await prep();
    expect(prepared, prepared.stderr).toMatchObject({ code: 0 });
    for (const name of ['System Volume Information', '$RECYCLE.BIN'])
      expect(prepared.stderr).toContain(`${name} belongs to Windows, so it is not copied.`);
    expect((await verifyHere()).stdout).toMatch(/H {2}ok {2}1 file/);
  });

  it('takes two spellings of one image for one image', async () => {
    writeFileSync(
      join(job, 'driveset.csv'),
      `${DRIVESET}\r\nH,Format,SilentMode,Encrypt,\r\nI,Format,SilentMode,Encrypt,\r\n`,
    );
    const planned = await windows.run(
      ['plan', ...TABLES, '--drive', 'H=J:\\out\\x.vhd', '--drive', 'I=j:\\OUT\\X.VHD'],
      job,
    );
    expect(planned.code).toBe(2);
    expect(planned.stderr).toContain('the same target');
  });

  it('knows the files of a job.json whatever their case', async () => {
    source('F:\\Photos\\', 'Upper/');
    writeFileSync(join(job, 'job.json'), '{ "datasets": ["Dataset.csv"], "drivesets": ["DRIVESET.csv"] }');
    const checked = await windows.run(['validate', '.'], job);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('dataset/container-name');
  });

  it('understands the syntax of the original tool', async () => {
    const prepared = await windows.run(
      [
        'PrepImport',
        '/j:job.jrn',
        '/id:session1',
        '/silentmode',
        '/DataSet:dataset.csv',
        '/InitialDriveSet:driveset.csv',
      ],
      job,
    );
    expect(prepared, prepared.stderr).toMatchObject({ code: 0 });
    expect((await verifyHere()).stdout).toMatch(/H {2}ok {2}4 files/);
  });
});
