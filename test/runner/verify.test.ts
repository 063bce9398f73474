import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import schema from '#schemas/prep-events.schema.json';
import { PreparationJob } from '../drives/preparationJob';
import type { EndedRun } from '../drives/runnerProcess';
import { startRunner } from '../drives/runnerProcess';
import { noise } from '../drives/uglyTree';

const PARTITION_OFFSET = 1024 * 1024;
/** Compares the content; white space may differ. */
function isSameJson(one: Buffer, other: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(one.toString())) === JSON.stringify(JSON.parse(other.toString()));
  } catch {
    return false;
  }
}

let job: PreparationJob;
/** Another path of the job's folder. */
const at = (name: string): string => join(job.folder, name);
/** Verifies the job's two drives at targets that are not the default ones. */
const verify = (args: readonly string[]): Promise<EndedRun> => job.run(['verify', ...args]);
const verifyImage = (image: string, ...args: string[]): Promise<EndedRun> =>
  verify(['--jrm', job.jrmPath, '--drive', `G=${image}`, ...args]);

/** Writes an edited copy of the JRM and returns its path. */
function editedJrm(edit: (text: string) => string, name = 'edited.jrm'): string {
  writeFileSync(at(name), edit(readFileSync(job.jrmPath, 'utf8')));
  return at(name);
}

beforeAll(async () => {
  job = new PreparationJob();
  for (let index = 0; index < 3; index++) job.write(`large/${index}.bin`, noise(5_000_000 + index, index));
  for (let index = 0; index < 200; index++) job.write(`small/${index}.txt`, `${index} `.repeat(index * 3));
  job.write('../metadata.xml', '<Metadata><a>b</a></Metadata>');
  job
    .row(`${job.source}/large/`, 'container/large/', 'BlockBlob', `${at('metadata.xml')},None`)
    .row(`${job.source}/small/`, 'container/small/');
  job.drive('G').drive('H');
  const prepared = await job.prep();
  expect({ code: prepared.code, stderr: prepared.code === 0 ? '' : prepared.stderr }).toEqual({ code: 0, stderr: '' });
}, 60_000);

afterAll(() => {
  job.remove();
});

describe('sneakernet verify', () => {
  it('finds prepared drives as they were prepared, one line for each', async () => {
    for (const args of [[], ['--quick'], ['--drive', `H=${job.image('H')}`, '--drive', `G=${job.image('G')}`]]) {
      const { code, stdout } = await verify(['--jrm', job.jrmPath, ...args]);
      expect(
        {
          code,
          lines: stdout.trim().split('\n').length,
          isOk: /^[GH] {2}ok {2}\d+ files?, .*\n[GH] {2}ok /.test(stdout),
        },
        stdout,
      ).toEqual({ code: 0, lines: 2, isOk: true });
    }
  });

  it('reads a JRM in XML, and a bare volume, and a larger disk that the image was copied to', async () => {
    const bare = at('bare.img');
    const partitionLength = statSync(job.image('G')).size - 512 - 2 * PARTITION_OFFSET;
    execFileSync(
      'dd',
      [`if=${job.image('G')}`, `of=${bare}`, 'bs=1M', 'skip=1', `count=${partitionLength / PARTITION_OFFSET}`],
      { stdio: 'ignore' },
    );
    expect((await verifyImage(bare)).stdout).toMatch(/^G {2}ok /);
    const disk = at('disk.img');
    execFileSync('dd', [`if=${job.image('G')}`, `of=${disk}`, 'bs=1M'], { stdio: 'ignore' });
    truncateSync(disk, statSync(disk).size + 100 * PARTITION_OFFSET - 512);
    expect((await verifyImage(disk)).stdout).toMatch(/^G {2}ok /);
    const xml = new PreparationJob();
    xml.write('a.txt', 'content');
    xml.row().drive();
    expect((await xml.prep(['--jrm', join(xml.folder, 'job.xml')])).code).toBe(0);
    expect((await xml.run(['verify', '--jrm', 'job.xml'])).stdout).toMatch(/^H {2}ok {2}1 file, 7 bytes/);
    xml.remove();
  });

  it('passes over no drive of the JRM: not one whose letter another has, nor one whose record is gone', async () => {
    const parsed = JSON.parse(readFileSync(job.jrmPath, 'utf8')) as {
      readonly Drives: { DriveId: string; DriveLetter: string }[];
    };
    const written = (change: (jrm: typeof parsed) => void): string => {
      const copy = structuredClone(parsed) as typeof parsed & { Seal?: string };
      delete copy.Seal;
      change(copy);
      return editedJrm(() => JSON.stringify(copy, null, 2), 'fewer.jrm');
    };
    const sameLetter = written(({ Drives }) => {
      for (const drive of Drives) drive.DriveLetter = 'H';
    });
    const refused = await verify(['--jrm', sameLetter]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('contains drives that do not have a unique letter'),
    ]);
    const told = await verify([
      '--jrm',
      sameLetter,
      '--drive',
      `H=${job.image('H')}`,
      '--drive',
      `I=${job.image('G')}`,
    ]);
    expect([told.code, told.stdout.trim().split('\n').length]).toEqual([0, 2]);
    const [first, second] = parsed.Drives;
    const noRecord = written(({ Drives }) => void Drives.splice(1));
    const gone = await verify(['--jrm', noRecord]);
    expect([gone.code, gone.stderr]).toEqual([
      1,
      expect.stringContaining(`has checksums of drive ${second!.DriveId} but no record of that drive`),
    ]);
    const one = await verify([
      '--jrm',
      job.jrmPath,
      '--drive',
      `${first!.DriveLetter}=${job.image(first!.DriveLetter)}`,
    ]);
    expect([one.code, one.stderr]).toEqual([
      0,
      expect.stringContaining(
        `Not checked, although they belong to the job: ${second!.DriveLetter} (${second!.DriveId})`,
      ),
    ]);
  });

  it('tells programs as events, all of which the schema knows, and no key', async () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    const swapped = await verify([
      '--jrm',
      job.jrmPath,
      '--drive',
      `G=${job.image('G')}`,
      '--drive',
      `H=${job.image('G')}`,
      '--events',
      'ndjson',
    ]);
    const events = swapped.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const event of events) expect(validate(event) || validate.errors).toBe(true);
    expect(swapped.code).toBe(1);
    expect(events.filter(({ event }) => event === 'verdict')).toEqual([
      expect.objectContaining({ drive: 'G', isSound: true, problems: 0 }),
      expect.objectContaining({ drive: 'H', isSound: false, problems: 1 }),
    ]);
    expect(events).toContainEqual(expect.objectContaining({ event: 'progress', phase: 'verifying' }));
    for (const { BitLockerKey } of job.jrm().Drives)
      expect(swapped.stdout + swapped.stderr).not.toContain(BitLockerKey);
  });

  it('says that drives are swapped, that the JRM was edited, and that a key is wrong', async () => {
    const swapped = await verify(['--jrm', job.jrmPath, '--drive', `G=${job.image('H')}`]);
    expect(swapped).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^G {2}FAILED {2}1 problem {2}.*\n {3}It is drive H \(.*of the JRM: the drives were swapped/,
      ) as string,
    });
    const edited = await verify([
      '--jrm',
      editedJrm((text) => text.replace('"CustomerName": ""', '"CustomerName": "x"')),
    ]);
    expect(edited).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^G {2}ok .*\nH {2}ok /) as string,
      stderr: expect.stringContaining('seal is broken') as string,
    });
    const keys = job.jrm().Drives.map(({ BitLockerKey }) => BitLockerKey);
    const wrong = await verify([
      '--jrm',
      editedJrm((text) => text.replace(keys[0]!, keys[1]!)),
      '--drive',
      `G=${job.image('G')}`,
    ]);
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining("The JRM's key for drive") as string });
  });

  it('names blobs that are missing, and files whose checksum differs', async () => {
    const { BlobPath, SHA256 } = job.jrm().Checksums.find(({ FilePath }) => FilePath.endsWith('large/1.bin'))!;
    const changed = await verify([
      '--jrm',
      editedJrm((text) => text.replace(SHA256, SHA256.split('').reverse().join(''))),
    ]);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toMatch(
      /\n? {3}\\session#1\\container\\large\\1\.bin: It does not match what was copied: its SHA-256 differs\./,
    );
    const missing = await verify(['--jrm', editedJrm((text) => text.replace(BlobPath, 'container/other.bin'))]);
    expect(missing.stdout).toContain('large\\1.bin: The JRM has no checksum for it (blob container/large/1.bin).');
    expect(missing.stdout).toContain(
      "container/other.bin: It is in the JRM, but the drive's manifest does not list it.",
    );
  });

  it.each([-1, -100, -511, -512, 1, 511, 512, 4096, 1_000_000])(
    'says of an image that it was cut off or that something was appended: %i bytes',
    async (change) => {
      const image = at('changed.vhd');
      copyFileSync(job.image('H'), image);
      truncateSync(image, statSync(image).size + change);
      const { code, stdout } = await verify(['--jrm', job.jrmPath, '--drive', `H=${image}`, '--quick']);
      expect(
        { code, isSaid: /it was cut off, or something was appended|image may be cut off/.test(stdout) },
        stdout,
      ).toEqual({ code: 1, isSaid: true });
    },
  );

  it.each(['0'.repeat(64), 'f'.repeat(64)])('takes no checksum for one that is not known: %s', async (sha256) => {
    const edited = editedJrm((text) => text.replaceAll(/"SHA256": ?"[0-9a-f]{64}"/g, `"SHA256": "${sha256}"`));
    const { code, stdout } = await verify(['--jrm', edited]);
    expect(code).toBe(1);
    const wrong = [...stdout.matchAll(/FAILED {2}(\d+) problems?/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(wrong, stdout).toBe(203);
  });

  it('says what a JRM without seal and hashes leaves open, and checks the rest', async () => {
    const bare = editedJrm((text) => {
      const jrm = JSON.parse(text) as { Drives: Record<string, unknown>[] };
      return JSON.stringify({
        ...jrm,
        Seal: undefined,
        Drives: jrm.Drives.map((drive) => ({ ...drive, ManifestHash: undefined })),
      });
    });
    const { code, stdout, stderr } = await verify(['--jrm', bare]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^G {2}ok .*\nH {2}ok /) as string });
    expect(stderr).toContain('has no seal, so it is not possible to tell whether it was changed.');
    for (const { DriveId } of job.jrm().Drives)
      expect(stderr).toContain(
        `has no ManifestHash for drive ${DriveId}, so it is not possible to tell whether the manifest on the drive is the one that was written.`,
      );
  });

  it('says that a drive is not finished', async () => {
    const other = new PreparationJob();
    for (let index = 0; index < 40; index++) other.write(`${index}.bin`, noise(4_000_000, index));
    other.row().drive('G');
    const stopped = other.start(['--events', 'ndjson'], {
      onOutput: (text) => {
        if (text.includes('"progress"')) stopped.child.kill('SIGINT');
      },
    });
    expect((await stopped.ended).code).toBe(130);
    expect(await verifyImage(other.image('G'))).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^G {2}FAILED {2}1 problem .*\n {3}It is not finished: session "session#1"/,
      ) as string,
    });
    other.remove();
  });

  it('refuses what it was called with wrongly', async () => {
    const usage = async (args: readonly string[], message: RegExp) => {
      const { code, stdout, stderr } = await verify(args);
      expect({ code, stdout, isExplained: message.test(stderr) }, stderr).toEqual({
        code: 2,
        stdout: '',
        isExplained: true,
      });
    };
    await usage([], /specify the JRM/);
    await usage(['--jrm', 'none.jrm'], /none\.jrm cannot be read \(ENOENT\)/);
    await usage(['--jrm', 'dataset.csv'], /dataset\.csv, line 1:/);
    await usage(['--jrm', job.jrmPath, '--drive', `Z=${job.image('G')}`], /has no drive Z\. It has: G, H\./);
    await usage(['--jrm', job.jrmPath, '--drive', 'G=none.vhd'], /none\.vhd does not exist/);
    await usage(['--jrm', job.jrmPath, '--drive', 'G=a,size=2T'], /size and id apply only to prep/);
    await usage(['--jrm', job.jrmPath, '--full'], /--full/);
  });

  it('stops at Ctrl+C', async () => {
    const other = new PreparationJob();
    for (let index = 0; index < 3; index++) {
      const file = other.write(`${index}.bin`, 'x');
      truncateSync(file, 300_000_000);
    }
    other.row().drive('G');
    expect((await other.prep(['--no-verify'])).code).toBe(0);
    let stoppedAt = 0;
    const run = startRunner(['verify', '--jrm', other.jrmPath, '--events', 'ndjson'], {
      cwd: other.folder,
      onOutput: (text) => {
        if (stoppedAt > 0 || !text.includes('"progress"')) return;
        stoppedAt = performance.now();
        run.child.kill('SIGINT');
      },
    });
    expect(await run.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Cancelled.') as string });
    other.remove();
  });
});

describe('A damaged image or JRM', () => {
  it(
    'is told apart from a good one, whatever bits are flipped, through the whole program',
    { timeout: 120_000 },
    async () => {
      const image = at('damaged.vhd');
      copyFileSync(job.image('G'), image);
      const flip = (offset: number, bit: number) => {
        const bytes = readFileSync(image).subarray(offset, offset + 1);
        bytes[0]! ^= 1 << bit;
        const file = openSync(image, 'r+');
        writeSync(file, bytes, 0, 1, offset);
        closeSync(file);
      };
      const { length } = readFileSync(image);
      const places = [
        0,
        600,
        40 * 512 - 9000,
        PARTITION_OFFSET + 3,
        PARTITION_OFFSET + 5000,
        PARTITION_OFFSET + 9000,
        PARTITION_OFFSET + 80_000,
        PARTITION_OFFSET + 100_000,
        length - 400,
        length - 512 - 100,
      ];
      for (const place of places) {
        const bit = place % 8;
        flip(place, bit);
        const { code, stdout } = await verifyImage(image);
        expect({ place, code, isNamed: /^G {2}FAILED/.test(stdout) }).toEqual({ place, code: 1, isNamed: true });
        flip(place, bit);
      }
      expect((await verifyImage(image)).code).toBe(0);
      rmSync(image);
    },
  );

  it('ends in a message, whatever the bytes of the JRM are', { timeout: 120_000 }, async () => {
    const original = readFileSync(job.jrmPath);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        async (edits) => {
          const bytes = Buffer.from(original);
          for (const [place, value] of edits) bytes[Math.floor(place * (bytes.length - 1))] = value;
          writeFileSync(at('fuzzed.jrm'), bytes);
          const { code, stderr, stdout } = await verify([
            '--jrm',
            at('fuzzed.jrm'),
            '--drive',
            `G=${job.image('G')}`,
            '--quick',
          ]);
          if (!isSameJson(bytes, original))
            expect({
              code: [1, 2].includes(code!),
              stack: /\n {4}at /.test(stderr),
              said: stderr + stdout !== '',
            }).toEqual({ code: true, stack: false, said: true });
        },
      ),
      { numRuns: 25 },
    );
  });
});
