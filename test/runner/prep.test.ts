import { readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';
import { expectDone } from '../drives/expectations';
import { noise } from '../drives/uglyTree';
import eventSchema from '../../schemas/prep-events.schema.json';

const MEGABYTE = 1024 * 1024;
const recoveryKey = /\d{6}(?:-\d{6}){7}/;

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
});

afterEach(() => {
  job.remove();
});

/** The output on standard error has to be empty after a success, so that a failure shows its reason. */
describe('sneakernet prep', () => {
  it('leaves a drive, a JRM, a journal, a drive info and a log, and says what to do next', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const done = await job.prep();
    expectDone(done);
    const [drive] = job.jrm().Drives;
    expect(done.stdout).toBe('');
    for (const path of [
      job.image(),
      job.jrmPath,
      job.journal,
      join(job.folder, `${drive!.DriveId}.xml`),
      join(job.folder, 'logs', 'session#1.log'),
    ]) {
      expect(done.stderr).toContain(path);
      expect(statSync(path).size).toBeGreaterThan(0);
    }
    expect(done.stderr).toContain('What to do next');
    expect(readdirSync(job.folder).filter((name) => /plan|lock|tmp/.test(name))).toEqual([]);
  });

  it('keeps keys to files that only their owner can read, and out of everything that is shown', async () => {
    for (let index = 0; index < 40; index++) job.write(`${index}.bin`, noise(MEGABYTE, index));
    job.row().drive();
    const storageKey = `${'c3RvcmFnZQ'.repeat(8)}abcdef==`;
    const keyFile = join(job.folder, 'storage.key');
    writeFileSync(keyFile, storageKey);
    const commandLines: string[] = [];
    const started = job.start(['--events', 'ndjson', '--storage-key-file', keyFile]);
    const watching = setInterval(() => {
      try {
        for (const thread of readdirSync(`/proc/${started.child.pid!}/task`))
          commandLines.push(
            readFileSync(`/proc/${started.child.pid!}/task/${thread}/cmdline`, 'latin1') +
              readFileSync(`/proc/${started.child.pid!}/environ`, 'latin1'),
          );
      } catch {
        // Not there yet, gone already, or not Linux.
      }
    }, 20);
    const done = await started.ended;
    clearInterval(watching);
    expectDone(done);
    const log = readFileSync(join(job.folder, 'logs', 'session#1.log'), 'utf8');
    const shown = [done.stdout, done.stderr, log, ...commandLines].join('\n');
    const journal = readFileSync(job.journal, 'utf8');
    const key = job.jrm().Drives[0]!.BitLockerKey;
    expect(key).toMatch(recoveryKey);
    expect(journal).toContain(key);
    expect(journal).not.toMatch(/masterKey|volumeKey/);
    expect(shown).not.toMatch(recoveryKey);
    const secrets = [
      key,
      storageKey,
      ...[...readFileSync(job.recovery, 'utf8').matchAll(/"(?:masterKey|volumeKey)":"([0-9a-f]+)"/g)].map(
        ([, secret]) => secret!,
      ),
    ];
    expect(secrets).toHaveLength(4);
    for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
    if (process.platform !== 'win32') {
      for (const name of readdirSync(job.folder).filter((entry) => /\.(jrm|jrn|xml|recovery)$/.test(entry)))
        expect(statSync(join(job.folder, name)).mode & 0o777, name).toBe(0o600);
    }
  });

  it('tells programs what happens by events of the documented form', async () => {
    for (let index = 0; index < 30; index++) job.write(`${index}.bin`, noise(2 * MEGABYTE, index));
    job.row().drive('H').drive('I');
    const done = await job.prep(['--events', 'ndjson']);
    expectDone(done);
    const validate = new Ajv({ strict: false }).compile(eventSchema);
    const events = done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; drive?: string; state?: string });
    for (const event of events) expect({ event, valid: validate(event) }).toEqual({ event, valid: true });
    const kinds = events.map(({ event }) => event);
    expect(kinds[0]).toBe('plan');
    expect(kinds.at(-1)).toBe('summary');
    for (const drive of ['H', 'I']) {
      expect(
        events.filter(({ event, drive: letter }) => event === 'drive' && letter === drive).map(({ state }) => state),
      ).toEqual(['Writing', 'Written', 'Verified']);
    }
  });

  it('stops before a drive is touched where the dataset, a name or a size stands against it, and names all of it', async () => {
    job.write('fine.txt', 'x');
    job.write('CON', 'reserved');
    job.write('Aux.txt', 'reserved');
    job.write('what?.txt', 'not on Windows');
    job.write('upper/README', '1');
    job.write('upper/readme', '2');
    job.write('disks/odd.vhd', '123');
    symlinkSync('fine.txt', join(job.source, 'link'));
    job.row().row(`${job.source}/disks/`, 'disks/', 'PageBlob').drive();
    const { code, stderr } = await job.prep();
    expect(code).toBe(1);
    for (const name of ['CON', 'Aux.txt', 'what?.txt', 'readme', 'odd.vhd', 'link']) expect(stderr).toContain(name);
    expect(readdirSync(job.folder)).not.toContain('drives');
  });

  it('accepts the command line of the original tool', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    await job.plan();
    const { folder } = job;
    const done = await job.run([
      'PrepImport',
      `/j:${join(folder, 'job.jrn')}`,
      '/id:session#1',
      `/logdir:${join(folder, 'elsewhere')}`,
      '/silentmode',
      `/InitialDriveSet:${join(folder, 'driveset.csv')}`,
      `/DataSet:${join(folder, 'dataset.csv')}`,
    ]);
    expectDone(done);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['session#1.log']);
    const again = await job.run(['PREPIMPORT', `/j:${join(folder, 'job.jrn')}`, '/id:session#1', '/ResumeSession']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('is complete');
    expect((await job.run(['PrepImport', '/nonsense'])).code).toBe(2);
  });

  it('writes page ranges of page blobs without their holes, and times, sizes and side files', async () => {
    const disk = job.write('disk.vhd', noise(MEGABYTE));
    truncateSync(disk, 12 * MEGABYTE);
    const metadata = join(job.folder, 'metadata.xml');
    writeFileSync(metadata, '<Metadata><project>bridge</project></Metadata>');
    job.row(disk, 'disks/disk.vhd', 'PageBlob', `${metadata},None`).drive();
    expectDone(await job.prep());
    const manifest = await job.run([
      'extract',
      job.image(),
      '\\DriveManifest.xml',
      '--jrm',
      job.jrmPath,
      '--to',
      join(job.folder, 'out'),
    ]);
    expectDone(manifest);
    const text = readFileSync(join(job.folder, 'out', 'DriveManifest.xml'), 'utf8');
    expect(text).toMatch(/<MetadataPath Hash="[0-9A-F]{32}">\\session#1\\row-1\.metadata\.xml<\/MetadataPath>/);
    expect(
      [...text.matchAll(/<PageRange Offset="(\d+)" Length="(\d+)"/g)].map(([, offset, length]) => [
        Number(offset),
        Number(length),
      ]),
    ).toEqual([[0, MEGABYTE]]);
  });

  it('leaves a drive alone that the plan gives nothing', async () => {
    job.write('a.txt', 'a');
    job.row().drive('H').drive('I');
    const done = await job.prep();
    expectDone(done);
    expect(done.stderr).toContain('drive I gets no data');
    expect(job.jrm().Drives).toHaveLength(1);
    expect(readdirSync(join(job.folder, 'drives'))).toEqual(['H.vhd']);
  });

  it('leaves free space as it was, unless it is to be wiped', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const freeIn = () => {
      const image = readFileSync(job.image());
      // The last megabytes of the partition, before the copy of the boot sector.
      return image.subarray(image.length - 6 * MEGABYTE, image.length - 3 * MEGABYTE);
    };
    expectDone(await job.prep(['--capacity', '64MiB']));
    expect(freeIn().every((byte) => byte === 0)).toBe(true);
    const wiped = new PreparationJob();
    try {
      wiped.write('a.txt', 'a');
      wiped.row().drive();
      expectDone(await wiped.prep(['--capacity', '64MiB', '--wipe-free-space']));
      const image = readFileSync(wiped.image());
      const free = image.subarray(image.length - 6 * MEGABYTE, image.length - 3 * MEGABYTE);
      for (let at = 0; at < free.length; at += 512)
        expect(free.subarray(at, at + 512).some((byte) => byte !== 0)).toBe(true);
    } finally {
      wiped.remove();
    }
  });

  it('leaves a drive that is encrypted already as it is, and says so; a wrong key stops it', async () => {
    job.write('a.txt', 'a');
    job.row().drive('H');
    expectDone(await job.prep());
    const key = job.jrm().Drives[0]!.BitLockerKey;
    const before = readFileSync(job.image());
    const second = new PreparationJob();
    try {
      second.write('b.txt', 'b');
      second.row().drive('G', `AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`).drive('I');
      const done = await second.prep(['--drive', `G=${job.image()}`]);
      expectDone(done);
      expect(done.stderr).toMatch(/drive G.*not supported yet/);
      expect(done.stderr).toMatch(/free/);
      expect(readFileSync(job.image()).equals(before)).toBe(true);
      expect(second.jrm().Drives).toHaveLength(1);
    } finally {
      second.remove();
    }
    const wrong = new PreparationJob();
    try {
      wrong.write('b.txt', 'b');
      wrong
        .row()
        .drive(
          'G',
          `AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089-411631`,
        )
        .drive('I');
      const refused = await wrong.prep(['--drive', `G=${job.image()}`]);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('recovery key');
      expect(refused.stderr).not.toMatch(recoveryKey);
    } finally {
      wrong.remove();
    }
  });
});

describe('The sessions of a journal', () => {
  it('are short of drives until they are given more', async () => {
    for (let index = 0; index < 12; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive('H');
    const short = await job.prep(['--drive', `H=${job.image('H')},size=40MiB`]);
    expect(short.code).toBe(1);
    expect(short.stderr).toContain('job/capacity');
    expect(short.stderr).toContain('--additional-driveset');
    expect(readdirSync(job.folder)).not.toContain('drives');
    const more = join(job.folder, 'more.csv');
    writeFileSync(
      more,
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nI,Format,SilentMode,Encrypt,\n',
    );
    expectDone(
      await job.run(['prep', '--journal', job.journal, '--session', 'session#1', '--additional-driveset', more]),
    );
    expect(job.jrm().Drives).toHaveLength(2);
    expect(job.jrm().Checksums).toHaveLength(12);
  });

  it('follow each other with ids and drives of their own', async () => {
    job.write('a.txt', 'a');
    job.row().drive('H');
    expectDone(await job.prep());
    const refused = await job.prep();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('a different --session');
    const overwritten = await job.prep(['--drive', `H=${job.image()}`], {}, 'session#2');
    expect(overwritten.code).toBe(2);
    expect(overwritten.stderr).toContain('session "session#1" has finished');
    expectDone(await job.prep(['--drive', `H=${job.image('second')}`], {}, 'session#2'));
    expect(readdirSync(job.folder)).toContain('job-session#2.jrm');
  });

  it('cannot be aborted where they are the first, and can be later', async () => {
    for (let index = 0; index < 40; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
    job.row().drive('H');
    const stop = async (session: string, args: readonly string[]) => {
      const started = job.start(
        ['--events', 'ndjson', ...args],
        {
          onOutput: (text) => {
            if (text.includes('"progress"')) started.child.kill('SIGINT');
          },
        },
        session,
      );
      expect((await started.ended).code).toBe(130);
    };
    await stop('session#1', []);
    const first = await job.run(['prep', '--journal', job.journal, '--session', 'session#1', '--abort']);
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('new journal');
    expectDone(await job.resume());
    const image = job.image('second');
    await stop('session#2', ['--drive', `H=${image}`]);
    expectDone(await job.run(['prep', '--journal', job.journal, '--session', 'session#2', '--abort']));
    expect(() => readlinkSync(image)).toThrow('ENOENT');
    expect(statSync(job.image()).size).toBeGreaterThan(0);
    expectDone(await job.prep(['--drive', `H=${image}`], {}, 'session#3'));
  });
});
