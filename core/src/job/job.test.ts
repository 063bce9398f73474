import { describe, expect, it } from 'vitest';
import { Job, foldersNamedIn, isNamedIn, MAX_TABLES } from './job';
import { isJobFile } from './jobFile';
import { readingOf } from './reading';

const jobOf = (files: readonly string[], jobText?: object, ignoresCase = false, configurationText?: object) =>
  new Job({
    files,
    ignoresCase,
    jobText: jobText && JSON.stringify(jobText),
    configurationText: configurationText && JSON.stringify(configurationText),
  });

describe('a job', () => {
  it('has the tables of its folder by name, whatever they are called, and nothing hidden', () => {
    expect(jobOf(['z.CSV', 'a.txt', '.x.csv', 'readme.md', 'sub/y.csv']).candidates.map(({ path }) => path)).toEqual([
      'a.txt',
      'z.CSV',
    ]);
  });

  it('has the files that job.json names first, in its order, in folders below, with any extension', () => {
    const job = jobOf(['a.csv', 'b.csv', 'd/drives.dat'], { dataset: ['./b.csv'], driveset: ['d\\drives.dat'] });
    expect(job.candidates).toEqual([
      { path: 'b.csv', named: 'dataset' },
      { path: 'd/drives.dat', named: 'driveset' },
      { path: 'a.csv', named: undefined },
    ]);
    expect([
      job.includes('a.csv', 'dataset'),
      job.includes('b.csv', 'dataset'),
      job.includes('b.csv', 'driveset'),
    ]).toEqual([false, true, false]);
    expect(['a.csv', 'd/drives.dat', 'b.csv'].sort((one, other) => job.compare(one, other))).toEqual([
      'b.csv',
      'd/drives.dat',
      'a.csv',
    ]);
  });

  it('takes names in another case for the same file where the file system does, and only there', () => {
    const members = { dataset: ['DATASET.csv'], driveset: ['Drives/Driveset.csv'] };
    const files = ['dataset.csv', 'drives/driveset.csv'];
    expect(jobOf(files, members).unread.map(({ why }) => why)).toEqual(['missing', 'missing']);
    const job = jobOf(files, members, true);
    expect(job.unread).toEqual([]);
    expect(job.includes('dataset.csv', 'dataset') && job.includes('drives/driveset.csv', 'driveset')).toBe(true);
    expect(job.namedAs('Dataset.CSV')).toBe('dataset');
  });

  it('accepts a finding of a file in another case where the file system takes it for the same', () => {
    const suppress = [{ file: 'DATASET.CSV', code: 'dataset/container-name' }];
    const accepts = (ignoresCase: boolean) =>
      readingOf(jobOf(['dataset.csv'], undefined, ignoresCase, { suppress }), 'dataset.csv', false).settings.suppressed(
        'dataset/container-name',
        undefined,
      );
    expect([accepts(true), accepts(false)]).toEqual([true, false]);
  });

  it.each(['../x.csv', 'a/../../x.csv', '/x.csv', 'C:\\x.csv', 'C:x.csv', '\\\\server\\share\\x.csv', '..\\x.csv'])(
    'never reads %s, which lies outside',
    (name) => {
      const job = jobOf(['x.csv'], { dataset: [name], driveset: [] });
      expect(job.unread.map(({ why }) => why)).toEqual(['outside']);
      expect(foldersNamedIn(JSON.stringify({ dataset: [name], driveset: [] }))).toEqual([]);
    },
  );

  it('looks at so many tables, and says which ones it leaves out', () => {
    const files = Array.from({ length: MAX_TABLES + 2 }, (_, index) => `${String(index).padStart(4, '0')}.csv`);
    expect(jobOf(files).leftOut).toEqual(files.slice(-2));
    expect(jobOf(files, { dataset: [files.at(-1)], driveset: [] }).leftOut).toEqual(files.slice(-3, -1));
  });

  it('is named by a job.json above a file, through folders', () => {
    const text = JSON.stringify({ driveset: ['a/b/../c/d.csv'] });
    expect([
      isNamedIn(text, 'a/c/d.csv', false),
      isNamedIn(text, 'A/c/d.csv', false),
      isNamedIn(text, 'A/c/d.csv', true),
      isNamedIn(undefined, 'd.csv', true),
    ]).toEqual([true, false, true, false]);
  });
});

describe('isJobFile', () => {
  it.each([
    ['{ "driveset": [] }'],
    ['{ "dataset": ["a.csv"] }'],
    ['{ "journal": "j.jrn" }'],
    ['{ "dataset": "x", "dialect": "blob", "foo": 1 }'],
    ['{ "driveset": ["a.csv"'],
  ])('takes %s for one of ours', (text) => {
    expect(isJobFile(text)).toBe(true);
  });

  it.each([
    ['{}'],
    ['[]'],
    [''],
    ['{ "dataset": "imagenet" }'],
    ['{ "dataset": ["a.csv"], "model": "resnet" }'],
    ['{ "name": "build", "steps": [] }'],
    ['{ "journal": "Nature", "title": "x" }'],
    ['['.repeat(5000)],
  ])('leaves %s to its owner', (text) => {
    expect(isJobFile(text)).toBe(false);
  });
});

describe('readingOf', () => {
  const job = jobOf(['dataset.csv'], { dataset: ['dataset.csv'], driveset: [], dialect: 'blob' }, false, {
    dialect: 'files',
    pathMap: { 'F:\\': '/settings', 'G:\\': '/g' },
  });

  it('hears the command line, then job.json, then sneakernet.json, then the editor', () => {
    expect(readingOf(job, 'dataset.csv', false, { dialect: 'files' }, { dialect: 'files' }).dialect).toBe('files');
    expect(readingOf(job, 'dataset.csv', false, { dialect: 'files' }).dialect).toBe('blob');
    expect(
      readingOf(jobOf([], undefined, false, { dialect: 'files' }), 'x.csv', false, { dialect: 'blob' }).dialect,
    ).toBe('files');
    expect(readingOf(undefined, 'x.csv', false, { dialect: 'blob' }).dialect).toBe('blob');
  });

  it('puts path maps together, whatever the case of what they map', () => {
    const { pathMap } = readingOf(
      job,
      'dataset.csv',
      false,
      { pathMap: { 'f:\\': '/editor', 'H:\\': '/h' } },
      { pathMap: { 'g:\\': '/line' } },
    );
    expect(pathMap).toEqual({ 'F:\\': '/settings', 'H:\\': '/h', 'g:\\': '/line' });
  });
});
