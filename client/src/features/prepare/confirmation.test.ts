import { describe, expect, it } from 'vitest';
import type { DriveSummary, PlanSummary } from '../../../../src-runner/src/protocol';
import { localizer } from '#core/text/localize';
import { Quantities } from '../../workbench/quantities';
import { confirmation } from './confirmation';
import type { TargetFacts } from './confirmation';

const words = { localize: localizer(), quantities: new Quantities('en') };
const drive = (letter: string, fields: Partial<DriveSummary> = {}): DriveSummary => ({
  letter,
  target: `drives/${letter}.vhd`,
  kind: 'image',
  capacity: undefined,
  diskBytes: 28e6,
  files: 6,
  bytes: 4e6,
  usedBytes: 9e6,
  volumeBytes: 27e6,
  manifestBytes: 1,
  directoryCount: 1,
  directories: [],
  containers: [],
  ...fields,
});
const plan = (...drives: DriveSummary[]): PlanSummary => ({
  sessionId: 'session#1',
  files: 6,
  bytes: 4e6,
  drives,
  jobs: 1,
  leftOver: undefined,
  journalBytes: 1,
  copySeconds: 1,
  verifySeconds: 2,
});
const image = (letter: string, length?: number): readonly [string, TargetFacts] =>
  [letter, { path: `/w/drives/${letter}.vhd`, length }] as const;

describe('the question before drives are prepared', () => {
  it('names images that are made, and has nothing to erase', () => {
    const { message, detail, button, erase } = confirmation(
      {
        jobName: 'job',
        plan: plan(drive('H')),
        facts: new Map([image('H')]),
        warnings: ['drive G is encrypted already.'],
      },
      words,
    );
    expect(message).toBe('Prepare job? Images will be created for these drives: H.');
    expect(detail).toContain('H: the image /w/drives/H.vhd will be created (28 MB); files: 6, 4 MB');
    expect(detail).toContain('drive G is encrypted already.');
    expect({ button, erase }).toEqual({ button: 'Prepare', erase: [] });
  });

  it('names every drive that is lost, with how full it becomes, and agrees to no other', () => {
    const disk = drive('I', { kind: 'device', target: '/dev/sdb', capacity: 2e12, usedBytes: 1e12, volumeBytes: 2e12 });
    const { message, detail, button, erase } = confirmation(
      {
        jobName: 'job',
        plan: plan(drive('H'), disk, drive('J')),
        facts: new Map([image('H', 28e6), ['I', { path: '/dev/sdb', length: undefined }], image('J')]),
        warnings: [],
      },
      words,
    );
    expect(message).toBe('Prepare job? Everything on these drives will be erased: H, I.');
    expect(detail).toContain('H: the image /w/drives/H.vhd (28 MB) will be REPLACED');
    expect(detail).toMatch(/I: the disk \/dev\/sdb \(2 TB\) will be ERASED; files: 6, 4 MB; 50% full/);
    expect({ button, erase }).toEqual({ button: 'Erase and Prepare', erase: ['/w/drives/H.vhd', '/dev/sdb'] });
  });

  it('leaves drives without data alone', () => {
    const { message, detail, erase } = confirmation(
      {
        jobName: 'job',
        plan: plan(drive('H'), drive('I', { kind: 'device', files: 0 })),
        facts: new Map([image('H')]),
        warnings: [],
      },
      words,
    );
    expect(message).toBe('Prepare job? Images will be created for these drives: H.');
    expect(detail).toContain('I: gets no data');
    expect(erase).toEqual([]);
  });

  it('says before all else what is on drives already', () => {
    const group = (files: number) => ({ files, bytes: 10, first: ['F:\\a.txt'] });
    const earlier = {
      sessions: ['session#1'],
      same: group(5),
      changed: group(1),
      added: group(0),
      gone: group(0),
      unreadable: [],
    };
    const { message, detail, button } = confirmation(
      { jobName: 'job', plan: plan(drive('H')), facts: new Map([image('H')]), earlier, warnings: [] },
      words,
    );
    expect(message).toBe(
      'Files already on drives of session#1 that will be copied again: 6 of 6. Prepare job? Images will be created for these drives: H.',
    );
    expect(detail).toContain('Changed since they were copied: files: 1, 10 bytes: F:\\a.txt');
    expect(button).toBe('Prepare Again');
  });
});
