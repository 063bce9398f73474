import { describe, expect, it } from 'vitest';
import { isRunnerTask, taskCommandLine } from './taskCommandLine';

const type = 'sneakernet';
const settings = '{"pathMap":{"F:\\\\":"/srv/data"}}';

describe('taskCommandLine', () => {
  it('prepares a job in its folder, with paths from the workspace folder, read as the settings have it', () => {
    const task = {
      type,
      task: 'prep',
      dataset: 'job/dataset.csv',
      driveset: ['job/a.csv', 'job/b.csv'],
      journal: 'job/job.jrn',
      session: 'session#1',
      drives: { H: 'images/h.vhd', I: '/dev/sdb' },
    } as const;
    expect(taskCommandLine(task, '/w', settings)).toEqual({
      args: [
        'prep',
        ...['--dataset', '/w/job/dataset.csv', '--driveset', '/w/job/a.csv', '--driveset', '/w/job/b.csv'],
        ...[
          '--journal',
          '/w/job/job.jrn',
          '--session',
          'session#1',
          '--drive',
          'H=/w/images/h.vhd',
          '--drive',
          'I=/dev/sdb',
          '--editor-settings',
          settings,
        ],
      ],
      cwd: '/w/job',
    });
  });

  it('gives the map of the task the last word', () => {
    const { args } = taskCommandLine({ type, task: 'plan', dataset: 'd.csv', map: { 'G:\\': '/x' } }, '/w', settings);
    expect(args).toEqual(['plan', '--dataset', '/w/d.csv', '--map', 'G:\\=/x', '--editor-settings', settings]);
  });

  it('resumes by the journal alone, verifies by the JRM, and validates the folder where no file is named', () => {
    expect(taskCommandLine({ type, task: 'resume', journal: 'job/job.jrn', session: 's#1' }, '/w', settings)).toEqual({
      args: ['prep', '--resume', '--journal', '/w/job/job.jrn', '--session', 's#1'],
      cwd: '/w/job',
    });
    expect(
      taskCommandLine({ type, task: 'verify', jrm: 'job/job.jrm', drives: { H: 'h.vhd' } }, '/w', settings),
    ).toEqual({ args: ['verify', '--jrm', '/w/job/job.jrm', '--drive', 'H=/w/h.vhd'], cwd: '/w/job' });
    expect(taskCommandLine({ type, task: 'validate' }, '/w', settings)).toEqual({
      args: ['validate', '/w', '--editor-settings', settings],
      cwd: '/w',
    });
  });

  it('knows its own definitions', () => {
    expect(isRunnerTask({ type, task: 'prep' })).toBe(true);
    expect(isRunnerTask({ type, task: 'abort' })).toBe(false);
    expect(isRunnerTask({ type: 'npm', task: 'prep' })).toBe(false);
  });
});
