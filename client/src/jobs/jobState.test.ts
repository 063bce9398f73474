import { describe, expect, it } from 'vitest';
import type { JournalSessions, SessionReport } from '../../../src-runner/src/protocol';
import { jobStateOf, jobStateText } from './jobState';

const journal = (states: readonly SessionReport['state'][]): JournalSessions => ({
  journal: '/jobs/a/a.jrn',
  origin: 'ours',
  running: null,
  sessions: states.map((state) => ({
    sessionId: 'session#1',
    state,
    continues: null,
    jrm: '',
    log: '',
    datasets: [],
    drivesets: [],
    credential: null,
    drives: [],
    resumeRefusal: null,
    abortRefusal: null,
    extendRefusal: null,
  })),
});

describe('The state of a job', () => {
  it.each([
    ['none', false, undefined],
    ['unknown', true, undefined],
    ['unknown', true, { ...journal([]), origin: 'tool' as const }],

    ['interrupted', true, journal(['Completed', 'Resumed'])],
    ['interrupted', true, journal(['Interrupted'])],
    ['needsDrives', true, journal(['NeedsDrives'])],
    ['prepared', true, journal(['Continued', 'Completed', 'Aborted'])],
    ['aborted', true, journal(['Aborted'])],
    ['none', true, journal([])],
  ] as const)('is %s', (state, hasJournal, sessions) => {
    expect(jobStateOf(hasJournal, false, sessions)).toBe(state);
    expect(jobStateOf(hasJournal, true, sessions)).toBe('running');
  });

  it('has words for each', () => {
    const texts = (['none', 'running', 'interrupted', 'needsDrives', 'prepared', 'aborted', 'unknown'] as const).map(
      (state) => jobStateText(state, (text) => text),
    );
    expect(new Set(texts).size).toBe(7);
  });
});
