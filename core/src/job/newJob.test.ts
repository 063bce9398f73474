import { describe, expect, it } from 'vitest';
import { newJobProblem } from './newJob';
import type { NewJob } from './newJob';

const problem = (destination: string, dialect: NewJob['dialect'] = 'blob', sources: NewJob['sources'] = []) =>
  newJobProblem({ dialect, destination, sources, drives: [] });

describe('The destination of a new job', () => {
  it.each(['archive', 'archive/2019/', 'a-1/b', '$root'])('may be %s', (destination) => {
    expect(problem(destination)).toBeUndefined();
  });

  it.each([
    'Archive',
    'ab',
    'a--b',
    '-abc',
    'https://acc.blob.core.windows.net/archive/',
    'archive\\2019',
    'a'.repeat(64),
  ])('may not be %s, and it is said why', (destination) => {
    expect(problem(destination)).toMatch(/\w+ .*\./);
  });

  it('is judged with the names of the sources that go there', () => {
    const sources = [{ path: 'F:\\Photos\\', kind: 'directory' }] as const;
    expect(problem(`share/${'x'.repeat(256)}/`, 'files', sources)).toBeDefined();
    expect(problem('share/photos/', 'files', sources)).toBeUndefined();
  });
});
