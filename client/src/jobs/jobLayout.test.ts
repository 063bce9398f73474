import { describe, expect, it } from 'vitest';
import type { TableKind } from '#core/table/tableKind';
import { jobFolders, jobLayout } from './jobLayout';

/** The jobs among the files; `kinds` has the kind of each table. */
function layouts(
  kinds: Readonly<Record<string, TableKind | undefined>>,
  jobTexts: Readonly<Record<string, string>> = {},
  journals: readonly string[] = [],
  ignoresCase = false,
) {
  const known = new Map(Object.entries(kinds));
  return jobFolders([...known.keys(), ...journals], new Map(Object.entries(jobTexts)), ignoresCase).flatMap(
    (folder) => jobLayout(folder, known) ?? [],
  );
}

describe('the jobs of a workspace', () => {
  it('are folders with a dataset and a driveset, with outputs that are called as the folder is', () => {
    expect(
      layouts({
        '/w/shipment/dataset.csv': 'dataset',
        '/w/shipment/Driveset-2.CSV': 'driveset',
        '/w/other/dataset.csv': 'dataset',
      }),
    ).toEqual([
      {
        folder: '/w/shipment',
        datasets: ['/w/shipment/dataset.csv'],
        drivesets: ['/w/shipment/Driveset-2.CSV'],
        journal: '/w/shipment/shipment.jrn',
        jrm: '/w/shipment/shipment.jrm',
        sessionId: 'session#1',
        logDirectory: '/w/shipment/logs',
      },
    ]);
  });

  it('are found by what their files are, not by what they are called', () => {
    expect(
      layouts({
        '/w/a/what to copy.csv': 'dataset',
        '/w/a/drives.txt': 'driveset',
        '/w/a/dataset-iris.csv': undefined,
      })[0],
    ).toMatchObject({
      datasets: ['/w/a/what to copy.csv'],
      drivesets: ['/w/a/drives.txt'],
    });
    expect(layouts({ '/w/a/dataset.csv': undefined, '/w/a/driveset.csv': undefined })).toEqual([]);
  });

  it("in the root of a drive have no folder's name to take", () => {
    for (const root of ['', '/F:', '/f:'])
      expect(
        layouts({ [`${root}/dataset.csv`]: 'dataset', [`${root}/driveset.csv`]: 'driveset' })[0],
        root,
      ).toMatchObject({ journal: `${root}/job.jrn`, jrm: `${root}/job.jrm` });
  });

  it('take the one journal that is there', () => {
    const tables = { '/w/a/dataset.csv': 'dataset', '/w/a/driveset.csv': 'driveset' } as const;
    expect(layouts(tables, {}, ['/w/a/job.jrn'])[0]).toMatchObject({ journal: '/w/a/job.jrn', jrm: '/w/a/job.jrm' });
    expect(layouts(tables, {}, ['/w/a/job.jrn', '/w/a/old.jrn'])[0]).toMatchObject({ journal: '/w/a/a.jrn' });
  });

  it('take the word of job.json, for files of the folder and below it', () => {
    const text =
      '{ "dataset": ["data/x.csv"], "driveset": ["drives\\\\d.csv"], "journal": "/safe/box/j", "sessionId": "March#1", "logDirectory": "log" } // ours';
    expect(
      layouts(
        { '/w/a/dataset.csv': 'dataset', '/w/a/data/x.csv': 'dataset', '/w/a/drives/d.csv': 'driveset' },
        { '/w/a': text },
      ),
    ).toEqual([
      {
        folder: '/w/a',
        datasets: ['/w/a/data/x.csv'],
        drivesets: ['/w/a/drives/d.csv'],
        journal: '/safe/box/j.jrn',
        jrm: '/safe/box/j.jrm',
        sessionId: 'March#1',
        logDirectory: '/w/a/log',
      },
    ]);
  });

  it('name files that are not there yet, but none outside of their folder', () => {
    const text = '{ "dataset": ["x.csv"], "driveset": ["d.csv", "../drives.csv"] }';
    expect(layouts({ '/w/drives.csv': 'driveset' }, { '/w/a': text })[0]).toMatchObject({
      datasets: ['/w/a/x.csv'],
      drivesets: ['/w/a/d.csv'],
    });
    expect(
      layouts(
        { '/w/drives.csv': 'driveset', '/w/a/x.csv': 'dataset' },
        { '/w/a': '{ "dataset": ["x.csv"], "driveset": ["../drives.csv"] }' },
      ),
    ).toEqual([]);
  });

  it('find a file in another case where the file system does', () => {
    const text = '{ "dataset": ["DATA.csv"], "driveset": ["driveset.csv"] }';
    expect(
      layouts({ '/w/a/data.csv': 'dataset', '/w/a/driveset.csv': 'driveset' }, { '/w/a': text }, [], true)[0],
    ).toMatchObject({ datasets: ['/w/a/data.csv'] });
  });

  it('let the folder decide what job.json leaves open, and are silent about one without drives', () => {
    const jobTexts = { '/w/a': '{ "sessionId": "March#1" }' };
    expect(layouts({ '/w/a/dataset.csv': 'dataset', '/w/a/driveset.csv': 'driveset' }, jobTexts)[0]).toMatchObject({
      sessionId: 'March#1',
      drivesets: ['/w/a/driveset.csv'],
    });
    expect(layouts({ '/w/a/dataset.csv': 'dataset' }, jobTexts)).toEqual([]);
  });
});
