import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';

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
    ['the JRM in place of the dataset, by a link', () => { symlinkSync(at('dataset.csv'), at('link.jrm')); return ['--jrm', at('link.jrm')]; }, 'dataset.csv'],
    ['the JRM in place of the driveset, by a second name', () => { linkSync(at('driveset.csv'), at('twin.jrm')); return ['--jrm', at('twin.jrm')]; }, 'driveset.csv'],
    ['events in the journal', () => ['--events-file', at('job.jrn')], undefined],
    ['events in the recovery log', () => ['--events-file', at('./x/../job.recovery')], undefined],
    ['a drive in the dataset', () => ['--drive', `H=${at('dataset.csv')}`, '--erase', at('dataset.csv')], 'dataset.csv'],
    ['a drive in the JRM', () => ['--drive', `H=${at('job.jrm')}`], undefined],
    ['events in the lock of the journal', () => ['--events-file', at('job.jrn.lock')], undefined],
    ['events in the request to stop', () => ['--events-file', at('job.jrn.stop')], undefined],
    ['events in the info of a drive', () => ['--events-file', at('SN1.xml'), '--drive', `H=${at('x.vhd')},id=SN1`], undefined],
    ['events in the lock of an image', () => ['--events-file', at('x.vhd.lock'), '--drive', `H=${at('x.vhd')}`], undefined],
    ['the JRM in the info of a drive', () => ['--jrm', at('SN1.xml'), '--drive', `H=${at('x.vhd')},id=SN1`], undefined],
    ['the JRM in the lock of the journal', () => ['--jrm', at('job.jrn.lock')], undefined],
    ['the JRM in the lock of the events', () => ['--jrm', at('e.lock'), '--events-file', at('e')], undefined],
    ['the JRM in the log', () => { mkdirSync(at('logs')); return ['--jrm', at('logs/session#1.log')]; }, undefined],
    ['a drive in its own info', () => ['--drive', `H=${at('SN1.xml')},id=SN1`], undefined],
    ['a drive in the request to stop', () => ['--drive', `H=${at('job.jrn.stop')}`], undefined],
    ['a dataset in the info of a drive, by a link', () => { symlinkSync(at('dataset.csv'), at('SN1.xml')); return ['--drive', `H=${at('x.vhd')},id=SN1`]; }, 'dataset.csv'],
    ['a drive over its only source', () => ['--drive', `H=${at('source/a.txt')}`, '--erase', at('source/a.txt')], 'source/a.txt'],
  ] as const)('are held against each other: %s', async (_, args, kept) => {
    job.write('a.txt', 'a');
    job.row(`${job.source}/a.txt`, 'container/a.txt').drive();
    job.csvs();
    const before = kept === undefined ? undefined : readFileSync(at(kept), 'utf8');
    const refused = await job.prep([...args(), '--yes']);
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(/are the same file|is a source, and would be written/);
    if (kept !== undefined) expect(readFileSync(at(kept), 'utf8')).toBe(before);
    expect(existsSync(job.recovery)).toBe(false);
    expect(existsSync(at('drives'))).toBe(false);
  });

  it('are held against each other by backup', async () => {
    writeFileSync(at('x.jrm'), 'x');
    const refused = await job.run(['backup', at('x.jrm'), '--to', at('./x.jrm'), '--force', '--recipient', 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('are the same file');
    expect(readFileSync(at('x.jrm'), 'utf8')).toBe('x');
  });

  it('are given once', async () => {
    const refused = await job.run(['prep', '--journal', 'a.jrn', '--journal', 'b.jrn']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--journal is given twice') as string });
  });
});

describe('What a job writes', () => {
  it('takes no place of a JRM that is there, which holds the keys of other drives', async () => {
    job.write('a.txt', 'a');
    job.row().drive();
    expect((await job.prep()).code).toBe(0);
    const before = readFileSync(job.jrmPath, 'utf8');
    // Whoever begins anew removes the journal; the drive and its JRM stay.
    for (const file of [job.journal, job.recovery]) rmSync(file);
    for (const args of [[], ['--jrm', job.jrmPath, '--yes']]) {
      const refused = await job.prep(args);
      expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(`${job.jrmPath} is there already, and holds the keys of the drives that it was written for.`) as string });
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
    const files = job.jrm().Checksums.map(({ FilePath }) => FilePath.slice(job.folder.length + 1)).sort();
    expect(files).toEqual(['dataset.csv', 'driveset.csv', 'source/a.txt']);
    // A second session does not take the first one's keys along.
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
    expect(done.stderr).toContain('there is no file to copy');
    expect(readdirSync(job.folder).filter((name) => /jrn|jrm|recovery|^drives$/.test(name))).toEqual([]);
  });

  it.each([['--customer', 'Contoso\u0001'], ['--customer', 'Contoso\ufffe'], ['--job-id', 'a\tb']])('is said then: that no JRM can hold %s', async (option, value) => {
    job.write('a.txt', 'a');
    job.row().drive();
    const refused = await job.prep([option, value, '--jrm', at('job.xml')]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${option} holds`);
    expect(existsSync(job.recovery)).toBe(false);
  });

  it.each([
    ['a folder', () => { mkdirSync(at('folder.jrm')); return at('folder.jrm'); }],
    ['below a file', () => { writeFileSync(at('file'), ''); return at('file/job.jrm'); }],
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
