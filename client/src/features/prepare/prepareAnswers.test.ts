import { describe, expect, it } from 'vitest';
import { jobOptions, nextSessionId, prepOptions } from './prepareAnswers';

const paths = {
  datasets: ['/w/d.csv'],
  drivesets: ['/w/v.csv'],
  journal: '/w/w.jrn',
  logDirectory: '/w/logs',
  editorSettings: '{"pathMap":{"F:\\\\":"/srv/data"}}',
};
const answers = {
  sessionId: 'session#1',
  drives: { H: { target: 'a,b.vhd', size: '500G' }, I: { target: '/dev/sdb' } },
  credential: 'storage-key',
} as const;

describe('the options of the runner', () => {
  it('say where each drive goes', () => {
    expect(jobOptions(paths, answers)).toEqual({
      dataset: ['/w/d.csv'],
      driveset: ['/w/v.csv'],
      session: 'session#1',
      journal: '/w/w.jrn',
      'editor-settings': paths.editorSettings,
      drive: ['H=a,b.vhd,size=500G', 'I=/dev/sdb'],
    });
  });

  it('name what may be erased, and nothing that asks no more', () => {
    const options = prepOptions(paths, answers, ['/dev/sdb']);
    expect(options).toMatchObject({ journal: '/w/w.jrn', logdir: '/w/logs', erase: ['/dev/sdb'] });
    expect(options).not.toHaveProperty('yes');
  });
});

describe('nextSessionId', () => {
  it('counts on from ids that are used up', () => {
    expect(nextSessionId([], 'session#1')).toBe('session#1');
    expect(nextSessionId(['session#1', 'session#2'], 'session#1')).toBe('session#3');
    expect(nextSessionId(['March'], 'March')).toBe('March#2');
  });
});
