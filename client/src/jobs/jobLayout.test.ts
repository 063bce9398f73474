import { describe, expect, it } from 'vitest';
import { parseJobFile } from '../../../server/src/protocol/jobFile';
import { jobLayouts } from './jobLayout';

describe('jobLayouts', () => {
  it('takes a folder with a dataset and a driveset for a job, with outputs that are called as it is', () => {
    expect(jobLayouts(['/w/shipment/dataset.csv', '/w/shipment/Driveset-2.CSV', '/w/other/dataset.csv'], new Map())).toEqual([
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

  it('takes the one journal that is there', () => {
    const tables = ['/w/a/dataset.csv', '/w/a/driveset.csv'];
    expect(jobLayouts([...tables, '/w/a/job.jrn'], new Map())[0]).toMatchObject({ journal: '/w/a/job.jrn', jrm: '/w/a/job.jrm' });
    expect(jobLayouts([...tables, '/w/a/job.jrn', '/w/a/old.jrn'], new Map())[0]).toMatchObject({ journal: '/w/a/a.jrn' });
  });

  it('takes the word of job.json, wherever the files lie', () => {
    const text = '{ "dataset": ["data/x.csv"], "driveset": ["..\\\\drives.csv"], "journal": "/safe/box/j", "sessionId": "March#1", "logDirectory": "log" } // ours';
    expect(jobLayouts(['/w/a/dataset.csv'], new Map([['/w/a', parseJobFile(text)]]))).toEqual([
      {
        folder: '/w/a',
        datasets: ['/w/a/data/x.csv'],
        drivesets: ['/w/drives.csv'],
        journal: '/safe/box/j.jrn',
        jrm: '/safe/box/j.jrm',
        sessionId: 'March#1',
        logDirectory: '/w/a/log',
      },
    ]);
  });

  it('lets the folder decide what job.json leaves open, and is silent about one without drives', () => {
    const onlySession = parseJobFile('{ "sessionId": "March#1" }');
    expect(jobLayouts(['/w/a/dataset.csv', '/w/a/driveset.csv'], new Map([['/w/a', onlySession]]))[0]).toMatchObject({ sessionId: 'March#1', drivesets: ['/w/a/driveset.csv'] });
    expect(jobLayouts(['/w/a/dataset.csv'], new Map([['/w/a', onlySession]]))).toEqual([]);
  });
});
