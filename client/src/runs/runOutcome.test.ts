import { describe, expect, it } from 'vitest';
import { outcomeOf, silentOutcome, verificationOutcome } from './runOutcome';
import { RunProgress } from './runProgress';
import type { SessionReport } from '../../../src-runner/src/protocol';

const silent = { summary: undefined, hasBegun: false, errors: [], findingCount: 0 };
const begun = { ...silent, hasBegun: true };
const refused = { ...silent, errors: ['It does not fit.'] };
const session = (state: SessionReport['state'], ...drives: SessionReport['drives'][number]['state'][]) => ({
  state,
  drives: drives.map((drive) => ({ state: drive })),
});
const killed = { code: null, signal: 'SIGKILL' };

describe('outcomeOf', () => {
  it('is what the summary says, whatever the process ended with', () => {
    const of = (outcome: string) =>
      outcomeOf({ ...begun, summary: { outcome } as RunProgress['summary'] }, undefined, killed);
    expect([of('completed'), of('interrupted'), of('failed'), of('needs-drives')]).toEqual([
      'done',
      'stopped',
      'incomplete',
      'needs-drives',
    ]);
  });

  it('is a crash where the process ended without one, unless the journal knows better', () => {
    expect(outcomeOf(begun, session('Resumed'), killed)).toBe('crashed');
    expect(outcomeOf(begun, session('Started'), undefined)).toBe('crashed');
    expect(outcomeOf(begun, session('Completed'), killed)).toBe('done');
    // Killed after the journal's first records, before the first event.
    expect(outcomeOf(silent, session('Started'), killed)).toBe('crashed');
    // Its file of events was removed before the last ones were read.
    expect(outcomeOf(begun, session('Interrupted', 'Writing'), undefined)).toBe('stopped');
    expect(outcomeOf(begun, session('Interrupted', 'Verified', 'Failed'), undefined)).toBe('incomplete');
    expect(outcomeOf({ ...begun, findingCount: 1 }, session('Interrupted', 'Writing'), undefined)).toBe('incomplete');
  });

  it('tells what was refused from what was cancelled before it began', () => {
    expect(outcomeOf(refused, undefined, { code: 1, signal: null })).toBe('refused');
    expect(outcomeOf(refused, undefined, undefined)).toBe('refused');
    // Another process holds the journal, and its session is running.
    expect(outcomeOf(refused, session('Started'), { code: 1, signal: null })).toBe('refused');
    expect(outcomeOf(silent, undefined, { code: 130, signal: null })).toBe('cancelled');
    expect(outcomeOf(silent, undefined, undefined)).toBe('cancelled');
    expect(outcomeOf(refused, session('NeedsDrives'), { code: 1, signal: null })).toBe('needs-drives');
  });
});

describe('silentOutcome', () => {
  it('is what the journal says of a run that a terminal began', () => {
    expect(
      (['Completed', 'NeedsDrives', 'Interrupted', 'Resumed', 'Started'] as const).map((state) =>
        silentOutcome(session(state, 'Writing'), undefined),
      ),
    ).toEqual(['done', 'needs-drives', 'stopped', 'crashed', 'crashed']);
    expect(silentOutcome(session('Completed'), session('Interrupted'))).toBe('done');
  });

  it('is none where nothing was begun, or a session was given up', () => {
    expect(silentOutcome(undefined, undefined)).toBeUndefined();
    expect(silentOutcome(session('Aborted'), session('Interrupted'))).toBeUndefined();
    expect(silentOutcome(session('Completed'), session('Completed'))).toBeUndefined();
  });
});

describe('verificationOutcome', () => {
  const verified = (...sound: readonly boolean[]): RunProgress => {
    const run = new RunProgress();
    sound.forEach((isSound, index) =>
      run.take({
        event: 'verdict',
        drive: String(index),
        target: 't',
        isSound,
        files: 1,
        bytes: 1,
        problems: isSound ? 0 : 2,
      }),
    );
    return run;
  };

  it('passes only where every drive is sound', () => {
    expect(verificationOutcome(verified(true, true), { code: 0, signal: null })).toBe('done');
    expect(verificationOutcome(verified(true, false), { code: 1, signal: null })).toBe('incomplete');
  });

  it('is no verdict where the process did not come to one', () => {
    expect(verificationOutcome(verified(), { code: 130, signal: null })).toBe('cancelled');
    expect(verificationOutcome(verified(), killed)).toBe('crashed');
    const error = new RunProgress();
    error.take({ event: 'message', severity: 'error', message: 'The JRM is not there.' });
    expect(verificationOutcome(error, { code: 2, signal: null })).toBe('refused');
  });
});
