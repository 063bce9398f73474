import { describe, expect, it } from 'vitest';
import { jobNameProblem } from './jobName';
import { sessionIdProblem } from './sessionId';

describe('a session id', () => {
  it.each(['abc', 'session#1', 'A_b-3', 'x'.repeat(30)])('may be "%s"', (id) => {
    expect(sessionIdProblem(id)).toBeUndefined();
  });

  it.each([
    ['', 'empty', 0, 0],
    ['ab', 'too-short', 0, 2],
    ['x'.repeat(31), 'too-long', 30, 31],
    ['session 1', 'character', 7, 8],
    ['sessión', 'character', 5, 6],
    ['ab😀', 'character', 2, 4],
  ])('may not be "%s": %s', (id, kind, start, end) => {
    expect(sessionIdProblem(id)).toMatchObject({ kind, start, end });
  });
});

describe('a job name', () => {
  it.each(['abc', 'job-1', 'A1b', 'x'.repeat(24)])('may be "%s"', (name) => {
    expect(jobNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', 'empty', 0, 0],
    ['ab', 'too-short', 0, 2],
    ['x'.repeat(25), 'too-long', 24, 25],
    ['job_1', 'character', 3, 4],
    ['-job', 'ends', 0, 1],
    ['job-', 'ends', 3, 4],
  ])('may not be "%s": %s', (name, kind, start, end) => {
    expect(jobNameProblem(name)).toMatchObject({ kind, start, end });
  });
});
