import { describe, expect, it } from 'vitest';
import { isRunnerTask, taskCommandLine } from './taskCommandLine';

const type = 'sneakernet';

describe('taskCommandLine', () => {
  it('prepares a job in its folder, with paths from the workspace folder and the map of the setting', () => {
    const task = { type, task: 'prep', dataset: 'job/dataset.csv', driveset: ['job/a.csv', 'job/b.csv'], journal: 'job/job.jrn', session: 'session#1', drives: { H: 'images/h.vhd', I: '/dev/sdb' } } as const;
    expect(taskCommandLine(task, '/w', { 'F:\\': '/srv/data' })).toEqual({
      args: [
        'prep',
        ...['--dataset', '/w/job/dataset.csv', '--driveset', '/w/job/a.csv', '--driveset', '/w/job/b.csv'],
        ...['--journal', '/w/job/job.jrn', '--session', 'session#1', '--drive', 'H=/w/images/h.vhd', '--drive', 'I=/dev/sdb', '--map', 'F:\\=/srv/data'],
      ],
      cwd: '/w/job',
    });
  });

  it('takes the map of the task rather than that of the setting', () => {
    const { args } = taskCommandLine({ type, task: 'plan', dataset: 'd.csv', map: { 'G:\\': '/x' } }, '/w', { 'F:\\': '/srv/data' });
    expect(args).toEqual(['plan', '--dataset', '/w/d.csv', '--map', 'G:\\=/x']);
  });

  it('resumes by the journal alone, verifies by the JRM, and validates the folder where no file is named', () => {
    expect(taskCommandLine({ type, task: 'resume', journal: 'job/job.jrn', session: 's#1' }, '/w', {})).toEqual({ args: ['prep', '--resume', '--journal', '/w/job/job.jrn', '--session', 's#1'], cwd: '/w/job' });
    expect(taskCommandLine({ type, task: 'verify', jrm: 'job/job.jrm', drives: { H: 'h.vhd' } }, '/w', {})).toEqual({ args: ['verify', '--jrm', '/w/job/job.jrm', '--drive', 'H=/w/h.vhd'], cwd: '/w/job' });
    expect(taskCommandLine({ type, task: 'validate' }, '/w', {})).toEqual({ args: ['validate', '/w'], cwd: '/w' });
  });

  it('knows its own definitions', () => {
    expect(isRunnerTask({ type, task: 'prep' })).toBe(true);
    expect(isRunnerTask({ type, task: 'abort' })).toBe(false);
    expect(isRunnerTask({ type: 'npm', task: 'prep' })).toBe(false);
  });
});
