import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canAttach, LoopDevice } from '../drives/loopDevice';
import { PreparationJob } from '../drives/preparationJob';
import { noise } from '../drives/uglyTree';

let job: PreparationJob;
beforeEach(() => {
  job = new PreparationJob();
});
afterEach(() => {
  job.remove();
});

const at = (name: string): string => join(job.folder, name);

describe('The paths of one command', () => {
  it.each([
    ['the JRM in place of the dataset', () => ['--jrm', at('dataset.csv')], 'dataset.csv'],
    [
      'the JRM in place of the dataset, by a link',
      () => {
        symlinkSync(at('dataset.csv'), at('link.jrm'));
        return ['--jrm', at('link.jrm')];
      },
      'dataset.csv',
    ],
    [
      'the JRM in place of the driveset, by a second name',
      () => {
        linkSync(at('driveset.csv'), at('twin.jrm'));
        return ['--jrm', at('twin.jrm')];
      },
      'driveset.csv',
    ],
    ['events in the journal', () => ['--events-file', at('job.jrn')], undefined],
    ['events in the recovery log', () => ['--events-file', at('./x/../job.recovery')], undefined],
    [
      'a drive in the dataset',
      () => ['--drive', `H=${at('dataset.csv')}`, '--erase', at('dataset.csv')],
      'dataset.csv',
    ],
    ['a drive in the JRM', () => ['--drive', `H=${at('job.jrm')}`], undefined],
    ['events in the lock of the journal', () => ['--events-file', at('job.jrn.lock')], undefined],
    ['events in the stop request', () => ['--events-file', at('job.jrn.stop')], undefined],
    [
      'events in the info of a drive',
      () => ['--events-file', at('SN1.xml'), '--drive', `H=${at('x.vhd')},id=SN1`],
      undefined,
    ],
    [
      'events in the lock of an image',
      () => ['--events-file', at('x.vhd.lock'), '--drive', `H=${at('x.vhd')}`],
      undefined,
    ],
    ['the JRM in the info of a drive', () => ['--jrm', at('SN1.xml'), '--drive', `H=${at('x.vhd')},id=SN1`], undefined],
    ['the JRM in the lock of the journal', () => ['--jrm', at('job.jrn.lock')], undefined],
    ['the JRM in the lock of the events file', () => ['--jrm', at('e.lock'), '--events-file', at('e')], undefined],
    [
      'the JRM in the log',
      () => {
        mkdirSync(at('logs'));
        return ['--jrm', at('logs/session#1.log')];
      },
      undefined,
    ],
    ['a drive in its own info', () => ['--drive', `H=${at('SN1.xml')},id=SN1`], undefined],
    ['a drive in the stop request', () => ['--drive', `H=${at('job.jrn.stop')}`], undefined],
    [
      'a dataset in the info of a drive, by a link',
      () => {
        symlinkSync(at('dataset.csv'), at('SN1.xml'));
        return ['--drive', `H=${at('x.vhd')},id=SN1`];
      },
      'dataset.csv',
    ],
    [
      'a drive over its only source',
      () => ['--drive', `H=${at('source/a.txt')}`, '--erase', at('source/a.txt')],
      'source/a.txt',
    ],
  ] as const)('are held against each other: %s', async (_, args, kept) => {
    job.write('a.txt', 'a');
    job.row(`${job.source}/a.txt`, 'container/a.txt').drive();
    job.csvs();
    const before = kept === undefined ? undefined : readFileSync(at(kept), 'utf8');
    const refused = await job.prep([...args(), '--yes']);
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(/are the same file|is a source, but this job would write to it/);
    if (kept !== undefined) expect(readFileSync(at(kept), 'utf8')).toBe(before);
    expect(existsSync(job.recovery)).toBe(false);
    expect(existsSync(at('drives'))).toBe(false);
  });

  it('are held against each other by backup', async () => {
    writeFileSync(at('x.jrm'), 'x');
    const refused = await job.run([
      'backup',
      at('x.jrm'),
      '--to',
      at('./x.jrm'),
      '--force',
      '--recipient',
      'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
    ]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('are the same file');
    expect(readFileSync(at('x.jrm'), 'utf8')).toBe('x');
  });

  it('are given once', async () => {
    const refused = await job.run(['prep', '--journal', 'a.jrn', '--journal', 'b.jrn']);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--journal is specified twice') as string,
    });
  });
});

describe('A source below a directory', () => {
  const MEGABYTE = 1024 * 1024;

  /** Ways to name the source `path` as the target of a drive. */
  const ways: readonly (readonly [how: string, name: (path: string) => string])[] = [
    ['by its own path', (path) => path],
    [
      'by a symbolic link',
      (path) => {
        symlinkSync(path, at('link.vhd'));
        return at('link.vhd');
      },
    ],
    [
      'by a hard link',
      (path) => {
        linkSync(path, at('twin.vhd'));
        return at('twin.vhd');
      },
    ],
  ];
  const contents: readonly (readonly [what: string, content: () => Promise<Buffer>])[] = [
    ['a file of text', () => Promise.resolve(Buffer.from('dear'))],
    ['blank', () => Promise.resolve(Buffer.alloc(2 * MEGABYTE))],
    ['an image of another job', () => imageOfAnotherJob()],
  ];

  async function imageOfAnotherJob(): Promise<Buffer> {
    const other = new PreparationJob();
    try {
      other.write('x.txt', 'x');
      other.row().drive();
      expect((await other.prep()).code).toBe(0);
      return readFileSync(other.image());
    } finally {
      other.remove();
    }
  }

  async function refused(
    target: string,
    source: string,
    run: (args: readonly string[]) => ReturnType<PreparationJob['run']>,
  ): Promise<void> {
    const before = readFileSync(source);
    for (const args of [[], ['--yes'], ['--yes', '--erase', target]]) {
      const { code, stderr } = await run(['--drive', `H=${target}`, ...args]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(`${source} is a source, but drive H would overwrite it`) as string,
      });
      expect(readFileSync(source).equals(before)).toBe(true);
      expect(existsSync(job.recovery)).toBe(false);
    }
  }

  it.skipIf(process.platform === 'win32').each(contents)(
    'is no target of a drive, whatever is said and however it is named: %s',
    async (_, content) => {
      job.write('a.txt', 'a');
      const source = job.write('sub/b.bin', await content());
      job.row().drive();
      for (const [, name] of ways) await refused(name(source), source, (args) => job.prep(args));
      const planned = await job.plan(['--drive', `H=${at('twin.vhd')}`]);
      expect({ code: planned.code, stderr: planned.stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(`${source} is a source`) as string,
      });
    },
  );

  it('is no target of a drive where it is a side file of a record', async () => {
    job.write('a.txt', 'a');
    writeFileSync(
      at('metadata.xml'),
      '<?xml version="1.0" encoding="UTF-8"?>\n<Metadata><Owner>x</Owner></Metadata>\n',
    );
    linkSync(at('metadata.xml'), at('twin.vhd'));
    job.row(`${job.source}/`, 'container/', 'BlockBlob', `${at('metadata.xml')},None`).drive();
    const ended = await job.prep(['--drive', `H=${at('twin.vhd')}`, '--erase', at('twin.vhd')]);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('metadata.xml is a source') as string,
    });
    expect(readFileSync(at('metadata.xml'), 'utf8')).toContain('Owner');
  });

  it.runIf(canAttach())('is no target of a drive by a loop device of it, or by one of that one', async () => {
    job.write('a.txt', 'a');
    const source = job.write('disk.raw', '');
    const device = new LoopDevice(source, 32 * MEGABYTE);
    const upper = new LoopDevice(device.path, 32 * MEGABYTE);
    try {
      job.row().drive();
      await refused(upper.path, source, (args) => job.prep(args));
      upper.detach();
      await refused(device.path, source, (args) => job.prep(args));
    } finally {
      if (upper.isAttached) upper.detach();
      device.detach();
    }
  });

  it.skipIf(process.platform === 'win32')(
    'that has become a link to the image is not written over when the session goes on',
    async () => {
      for (let index = 0; index < 20; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
      job.row().drive();
      const stopped = job.start(['--events', 'ndjson'], {
        onOutput: (text) => {
          if (text.includes('"progress"')) stopped.child.kill('SIGINT');
        },
      });
      expect((await stopped.ended).code).toBe(130);
      for (const link of [linkSync, symlinkSync]) {
        rmSync(join(job.source, '19.bin'));
        link(job.image(), join(job.source, '19.bin'));
        const before = readFileSync(job.image());
        const { code, stderr } = await job.resume(['--yes']);
        expect({ code, stderr }).toEqual({
          code: 2,
          stderr: expect.stringContaining(
            '19.bin is a source, and a drive of this session would overwrite it',
          ) as string,
        });
        expect(readFileSync(job.image()).equals(before)).toBe(true);
      }
    },
  );

  it('that the job wrote itself stays left out, and is said to be a drive of an earlier session where another one would be written to it', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    const own = join(job.source, 'own.vhd');
    expect((await job.prep(['--drive', `H=${own}`])).code).toBe(0);
    const again = await job.prep(['--drive', `H=${own}`, '--erase', own], {}, 'session#2');
    expect({ code: again.code, stderr: again.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('session "session#1" has finished') as string,
    });
    const done = await job.prep([], {}, 'session#2');
    expect({ code: done.code, stderr: done.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('own.vhd is written by this job itself, so it is not copied.') as string,
    });
  });
});

describe('What a job writes', () => {
  it('takes no place of a JRM that is there, which holds the keys of other drives', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    expect((await job.prep()).code).toBe(0);
    const before = readFileSync(job.jrmPath, 'utf8');
    // To start over, a user removes the journal; the drive and its JRM stay.
    for (const file of [job.journal, job.recovery]) rmSync(file);
    for (const args of [[], ['--jrm', job.jrmPath, '--yes']]) {
      const refused = await job.prep(args);
      expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          `${job.jrmPath} already exists and holds the keys of the drives that it was written for.`,
        ) as string,
      });
      expect(existsSync(job.recovery)).toBe(false);
    }
    expect(readFileSync(job.jrmPath, 'utf8')).toBe(before);
    expect((await job.prep(['--jrm', at('second.jrm')])).code).toBe(0);
    expect((await job.verify()).code).toBe(0);
  });

  it('does not travel, though it lies among the sources, and nothing hinders the session from ending', async () => {
    job.write('a.txt', 'a');
    mkdirSync(at('logs'), { recursive: true });
    job.row(`${job.folder}/`, 'container/').drive();
    const first = await job.prep();
    expect(first.code, first.stderr).toBe(0);
    const files = job
      .jrm()
      .Checksums.map(({ FilePath }) => FilePath.slice(job.folder.length + 1))
      .sort();
    expect(files).toEqual(['dataset.csv', 'driveset.csv', 'source/a.txt']);
    // A second session does not copy the first one's keys.
    const second = await job.prep([], {}, 'session#2');
    expect(second.code, second.stderr).toBe(0);
    const jrm = JSON.parse(readFileSync(at('job-session#2.jrm'), 'utf8')) as ReturnType<PreparationJob['jrm']>;
    const taken = jrm.Checksums.map(({ FilePath }) => FilePath.slice(job.folder.length + 1));
    expect(taken.filter((path) => /\.(jrn|jrm|recovery|vhd|plan|xml|lock|events)$/.test(path))).toEqual([]);
  });
});

describe('What can be known before anything is copied', () => {
  it('is said then: that there is nothing to copy', async () => {
    mkdirSync(join(job.source, 'empty'), { recursive: true });
    job.row().drive();
    const done = await job.prep();
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('there are no files to copy');
    expect(readdirSync(job.folder).filter((name) => /jrn|jrm|recovery|^drives$/.test(name))).toEqual([]);
  });

  it.each([
    ['--customer', 'Contoso\u0001'],
    ['--customer', 'Contoso\ufffe'],
    ['--job-id', 'a\tb'],
  ])('is said then: that no JRM can hold %s', async (option, value) => {
    job.write('a.txt', 'a');
    job.row().drive();
    const refused = await job.prep([option, value, '--jrm', at('job.xml')]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${option} contains`);
    expect(existsSync(job.recovery)).toBe(false);
  });

  it.each([
    [
      'a folder',
      () => {
        mkdirSync(at('folder.jrm'));
        return at('folder.jrm');
      },
    ],
    [
      'below a file',
      () => {
        writeFileSync(at('file'), '');
        return at('file/job.jrm');
      },
    ],
    ['a device', () => '/dev/full'],
    ['a place in /proc', () => '/proc/nope/x'],
  ])('is said then: that the JRM cannot be written, %s', async (_, path) => {
    job.write('a.txt', 'a');
    job.row().drive();
    const refused = await job.prep(['--jrm', path()]);
    expect(refused.code, refused.stderr).toBe(2);
    expect(refused.stderr).toContain('the JRM');
    expect(existsSync(job.recovery)).toBe(false);
  });
});
