import { describe, expect, it } from 'vitest';
import type { PrepEvent, SessionSummary } from '../../../src-runner/src/protocol';
import { RunProgress } from './runProgress';

const plan: PrepEvent = {
  event: 'plan',
  files: 3,
  bytes: 300,
  drives: [
    {
      drive: 'H',
      driveId: 'SN1',
      target: 'drives/H.vhd',
      kind: 'image',
      files: 3,
      bytes: 300,
      usedBytes: 400,
      capacity: 1000,
    },
    {
      drive: 'I',
      driveId: 'SN2',
      target: 'drives/I.vhd',
      kind: 'image',
      files: 0,
      bytes: 0,
      usedBytes: 0,
      capacity: 1000,
    },
  ],
  leftOverFiles: 0,
  leftOverBytes: 0,
  journalBytes: 10,
};
const progress = (phase: 'copying' | 'verifying', bytes: number): PrepEvent => ({
  event: 'progress',
  drive: 'H',
  phase,
  bytes,
  totalBytes: 300,
  files: 1,
  totalFiles: 3,
  bytesPerSecond: 50,
  secondsLeft: 4,
});

function after(...events: readonly unknown[]): RunProgress {
  const run = new RunProgress();
  for (const event of events) run.take(event);
  return run;
}

describe('RunProgress', () => {
  it('knows the drives that get data from the plan on', () => {
    const run = after(plan);
    expect([...run.drives.keys()]).toEqual(['H']);
    expect(run.drives.get('H')).toMatchObject({
      target: 'drives/H.vhd',
      state: 'planned',
      totalFiles: 3,
      totalBytes: 300,
    });
    expect(run).toMatchObject({ hasBegun: false, share: 0 });
  });

  it('counts writing and reading back as halves', () => {
    const writing: PrepEvent = { event: 'drive', drive: 'H', driveId: 'SN1', state: 'Writing' };
    expect(after(plan, writing, progress('copying', 150)).share).toBeCloseTo(0.25);
    expect(
      after(plan, writing, progress('copying', 300), { ...writing, state: 'Written' }, progress('verifying', 150))
        .share,
    ).toBeCloseTo(0.75);
    expect(after(plan, writing, progress('verifying', 300), { ...writing, state: 'Verified' }).share).toBe(1);
  });

  it('never goes back while a drive is prepared', () => {
    const run = new RunProgress();
    const drive = (state: 'Writing' | 'Written' | 'Verified'): PrepEvent => ({
      event: 'drive',
      drive: 'H',
      driveId: 'SN1',
      state,
    });
    const completing: PrepEvent = { ...(progress('copying', 300) as object), phase: 'completing' } as PrepEvent;
    const shares = [
      plan,
      drive('Writing'),
      progress('copying', 294),
      progress('copying', 300),
      completing,
      drive('Written'),
      progress('verifying', 6),
      progress('verifying', 300),
      drive('Verified'),
    ].map((event) => {
      run.take(event);
      return run.share!;
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.slice(3, 6)).toEqual([0.5, 0.5, 0.5]);
    const early = new RunProgress();
    for (const event of [plan, drive('Writing'), progress('copying', 300), drive('Written')]) early.take(event);
    expect(early.share).toBe(0.5);
  });

  it('counts a verification as one reading', () => {
    const run = new RunProgress(true);
    run.take(progress('verifying', 75));
    expect(run.share).toBeCloseTo(0.25);
  });

  it('lets a drive rest that is done', () => {
    const run = after(plan, progress('verifying', 300), {
      event: 'drive',
      drive: 'H',
      driveId: 'SN1',
      state: 'Verified',
    });
    expect(run.drives.get('H')).toMatchObject({
      state: 'Verified',
      phase: undefined,
      bytesPerSecond: 0,
      secondsLeft: null,
    });
  });

  it('keeps some of many failures, and counts all', () => {
    const failure: PrepEvent = {
      event: 'failure',
      drive: 'H',
      path: 'a',
      reason: 'changed',
      message: 'a has changed.',
    };
    const run = after(...Array.from({ length: 1000 }, () => failure));
    expect(run.findingCount).toBe(1000);
    expect(run.findings.length).toBeLessThan(1000);
  });

  it('keeps of a finding where it is and what it says', () => {
    const error = (message: string): PrepEvent => ({ event: 'message', severity: 'error', message });
    const run = after(
      error('error job/capacity The drives are too small.'),
      error('/j/dataset.csv:2:1 error dataset/base-path-missing /data: It is missing.'),
      error('error 5 was returned.'),
    );
    expect(run.errors).toEqual([
      'The drives are too small.',
      '/j/dataset.csv:2:1 /data: It is missing.',
      'error 5 was returned.',
    ]);
  });

  it('takes what the journal says of drives, without undoing what events said', () => {
    const run = after(progress('copying', 10));
    run.know([
      {
        drive: 'H',
        driveId: 'SN1',
        target: '/d/H.vhd',
        kind: 'image',
        capacity: 1,
        state: 'Written',
        since: null,
        isReadBack: false,
      },
      {
        drive: 'I',
        driveId: 'SN2',
        target: '/d/I.vhd',
        kind: 'image',
        capacity: 1,
        state: null,
        since: null,
        isReadBack: false,
      },
      {
        drive: 'J',
        driveId: 'SN3',
        target: '/d/J.vhd',
        kind: 'image',
        capacity: 1,
        state: 'Unused',
        since: null,
        isReadBack: false,
      },
    ]);
    expect([...run.drives.values()].map(({ drive, state, target }) => [drive, state, target])).toEqual([
      ['H', 'planned', '/d/H.vhd'],
      ['I', 'planned', '/d/I.vhd'],
    ]);
  });

  it('takes from the journal how drives came out whose last events nobody has seen', () => {
    const run = after(plan, progress('copying', 200));
    run.settle([
      {
        drive: 'H',
        driveId: 'SN1',
        target: '/d/H.vhd',
        kind: 'image',
        capacity: 1,
        state: 'Verified',
        since: null,
        isReadBack: true,
      },
    ]);
    expect(run.drives.get('H')).toMatchObject({
      state: 'Verified',
      phase: undefined,
      bytes: 300,
      files: 3,
      secondsLeft: null,
    });
    const stopped = after(plan, progress('copying', 200));
    stopped.settle([
      {
        drive: 'H',
        driveId: 'SN1',
        target: '/d/H.vhd',
        kind: 'image',
        capacity: 1,
        state: 'Writing',
        since: null,
        isReadBack: false,
      },
    ]);
    expect(stopped.drives.get('H')).toMatchObject({ state: 'Writing', phase: undefined, bytes: 200 });
  });

  it('has the last word from the summary', () => {
    const summary: SessionSummary = {
      outcome: 'completed',
      sessionId: 's#1',
      files: 3,
      bytes: 300,
      seconds: 1,
      bytesPerSecond: 300,
      failedFiles: 0,
      drives: [
        {
          drive: 'H',
          driveId: 'SN1',
          target: '/H',
          state: 'verified',
          files: 3,
          bytes: 300,
          usedBytes: 1,
          capacity: 2,
        },
      ],
      journal: { path: '/j', length: 1 },
      driveInfos: [],
    };
    expect(after(plan, { event: 'summary', ...summary }).drives.get('H')).toMatchObject({
      state: 'Verified',
      target: '/H',
    });
  });

  it('changes nothing for what is no event of its own', () => {
    const run = new RunProgress();
    for (const strange of [null, 5, 'text', [], {}, { event: 'later' }, { event: 5 }])
      expect(run.take(strange)).toBe(false);
  });
});
