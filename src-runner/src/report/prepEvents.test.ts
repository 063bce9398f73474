import { resolve } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import schema from '#schemas/prep-events.schema.json';
import { testKey } from '../../test/session';
import { PrepEvents, type PrepEvent } from './prepEvents';
import { SecretMask } from './secretMask';
import { Speedometer } from './speedometer';
import { filesToUpload, summaryText, type SessionSummary } from './summary';

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

const summary: SessionSummary = {
  outcome: 'completed',
  sessionId: 'session#1',
  files: 1234,
  bytes: 3_210_000_000,
  seconds: 83.2,
  bytesPerSecond: 38_600_000,
  failedFiles: 0,
  drives: [
    {
      drive: 'G',
      driveId: 'WD-1',
      target: './drives/G.vhd',
      state: 'verified',
      files: 1230,
      bytes: 3e9,
      usedBytes: 3.1e9,
      capacity: 4e9,
    },
    {
      drive: 'H',
      driveId: 'WD-22',
      target: '/dev/sdb',
      state: 'not-verified',
      files: 4,
      bytes: 210e6,
      usedBytes: 2.5e8,
      capacity: 1e12,
    },
  ],
  journal: { path: '/srv/job/job.jrn', length: 90_000 },
  jrm: { path: '/srv/job/job.jrm', length: 300_000 },
  driveInfos: [
    { path: '/srv/job/WD-1.xml', length: 300 },
    { path: '/srv/job/WD-22.xml', length: 300 },
  ],
  log: '/srv/job/session#1.log',
};

const events: readonly PrepEvent[] = [
  { event: 'started', sessionId: 'session#1', journal: 'job.jrn', resumed: false },
  {
    event: 'plan',
    files: 2,
    bytes: 10,
    drives: [
      { drive: 'G', driveId: 'WD-1', target: 'G.vhd', kind: 'image', files: 2, bytes: 10, usedBytes: 20, capacity: 30 },
    ],
    leftOverFiles: 0,
    leftOverBytes: 0,
    journalBytes: 5000,
  },
  {
    event: 'progress',
    drive: 'G',
    phase: 'copying',
    bytes: 1,
    totalBytes: 10,
    files: 0,
    totalFiles: 2,
    bytesPerSecond: 0,
    secondsLeft: null,
  },
  { event: 'drive', drive: 'G', driveId: 'WD-1', state: 'Writing' },
  { event: 'failure', drive: 'G', path: '/srv/a', reason: 'vanished', message: '/srv/a is not there any more.' },
  { event: 'message', severity: 'warning', message: 'Mind the gap.' },
  { event: 'summary', ...summary },
  { event: 'problem', drive: 'G', message: 'It has no volume.' },
  { event: 'verdict', drive: 'G', target: '/dev/sdb', isSound: false, files: 0, bytes: 0, problems: 1 },
];

const written = (tell: (events: PrepEvents) => void, mask = new SecretMask(), now = () => 0): PrepEvent[] => {
  let text = '';
  tell(new PrepEvents((line) => (text += line), mask, now));
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as PrepEvent);
};

describe('An event', () => {
  it.each(events)('is a line that the schema knows: $event', (event) => {
    const [read] = written((to) => {
      to.tell(event);
    });
    expect(read).toEqual(event);
    expect(validate(read) || validate.errors).toBe(true);
    for (const name of Object.keys(event)) {
      if (event.event === 'summary' && (name === 'jrm' || name === 'log')) continue;
      const { [name]: removed, ...rest } = event as unknown as Record<string, unknown>;
      expect([removed !== undefined, validate(rest)]).toEqual([true, false]);
    }
  });

  it('covers each kind that the schema has', () => {
    expect(events.map(({ event }) => event)).toEqual(schema.oneOf.map(({ properties }) => properties.event.const));
  });

  it('holds no secret', () => {
    const mask = new SecretMask();
    mask.add('pa"ssphrase');
    const [read] = written((to) => {
      to.tell({ event: 'message', severity: 'error', message: `${testKey} and pa"ssphrase` });
    }, mask);
    expect(read).toMatchObject({ message: '060456-••••••-…-411631 and ••••••' });
  });
});

describe('Progress', () => {
  it('is told five times a second for each drive, at the beginning and at the end', () => {
    let time = 0;
    const read = written(
      (to) => {
        for (; time < 1000; time += 10) {
          to.progress('G', 'copying', { bytes: time * 5, totalBytes: 5000, files: 0, totalFiles: 1 });
          to.progress('H', 'copying', { bytes: time, totalBytes: 5000, files: 0, totalFiles: 1 });
        }
        to.progress('G', 'copying', { bytes: 5000, totalBytes: 5000, files: 1, totalFiles: 1 });
        to.progress('G', 'verifying', { bytes: 0, totalBytes: 6000, files: 0, totalFiles: 1 });
      },
      undefined,
      () => time,
    );
    for (const event of read) expect(validate(event) || validate.errors).toBe(true);
    const of = (drive: string, phase: string) =>
      read.filter((event) => event.event === 'progress' && event.drive === drive && event.phase === phase);
    expect(of('G', 'copying')).toHaveLength(6);
    expect(of('H', 'copying')).toHaveLength(5);
    expect(of('G', 'verifying')).toMatchObject([{ bytesPerSecond: 0, secondsLeft: null }]);
    expect(of('G', 'copying').at(-1)).toMatchObject({ bytesPerSecond: 5000, secondsLeft: 0 });
    expect(of('H', 'copying').at(-1)).toMatchObject({ bytesPerSecond: 1000, secondsLeft: 5 });
  });
});

describe('A speed', () => {
  it('is that of something that goes evenly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 2, maxLength: 100 }),
        (perMillisecond, steps) => {
          const speed = new Speedometer(1e12);
          let time = 0;
          speed.read(0, 0);
          for (const step of steps) {
            time += step;
            speed.read(time, time * perMillisecond);
          }
          expect(speed.bytesPerSecond).toBeCloseTo(perMillisecond * 1000);
          expect(speed.secondsLeft).toBeCloseTo((1e12 - time * perMillisecond) / (perMillisecond * 1000), 0);
        },
      ),
    );
  });

  it('forgets how it was more than ten seconds ago', () => {
    const speed = new Speedometer(1e9);
    for (let second = 0; second <= 60; second++) speed.read(second * 1000, second <= 30 ? second * 1e6 : 30e6);
    expect(speed.bytesPerSecond).toBe(0);
    expect(speed.secondsLeft).toBeUndefined();
  });
});

describe('The summary', () => {
  it('says what there is, and what to do with it', () => {
    expect(summaryText(summary)).toBe(`Session "session#1" is complete.

  1,234 files, 3.21 GB, 2 drives in 1 min 23 s, 38.6 MB/s

  G  WD-1   1,230 files  3 GB    78 % full  verified      ./drives/G.vhd
  H  WD-22  4 files      210 MB  1 % full   not verified  /dev/sdb

  JRM         /srv/job/job.jrm
  Journal     /srv/job/job.jrn
  Drive info  /srv/job/WD-1.xml
  Drive info  /srv/job/WD-22.xml
  Log         /srv/job/session#1.log
  JRM, journal and drive info hold the keys of the drives: keep them apart from the drives, and do not share them.

What to do next:
  1. Read drive H back: sneakernet verify --jrm /srv/job/job.jrm --drive H=/dev/sdb
  2. Write each image to a separate disk, starting at the first sector.
  3. Label each drive with its id, and pack it so that it is protected from shocks.
  4. In the Azure portal create an import job, and upload /srv/job/job.jrn (or /srv/job/job.jrm if it asks for the JRM).
  5. Ship the drives to the address that the job shows, and enter the tracking number there.`);
  });

  it('names drives to read back only where they do not lie where that is expected', () => {
    const of = (targets: Readonly<Record<string, string>>) => {
      const drives = Object.entries(targets).map(([drive, target]) => ({ ...summary.drives[1]!, drive, target }));
      return /sneakernet verify.*/.exec(summaryText({ ...summary, drives }))?.[0];
    };
    expect(of({ G: resolve('drives/G.vhd'), H: resolve('drives/H.vhd') })).toBe(
      'sneakernet verify --jrm /srv/job/job.jrm',
    );
    expect(of({ G: resolve('drives/G.vhd'), H: '/my disks/H.vhd' })).toBe(
      `sneakernet verify --jrm /srv/job/job.jrm --drive G=${resolve('drives/G.vhd')} --drive "H=/my disks/H.vhd"`,
    );
  });

  it('names the drive infos where the journal is too large for the portal', () => {
    const large = {
      ...summary,
      journal: { ...summary.journal, length: 2_100_000 },
      jrm: { path: 'x.jrm', length: 5e6 },
    };
    expect(filesToUpload(summary)).toEqual([summary.journal]);
    expect(filesToUpload({ ...large, journal: { path: 'j', length: PORTAL_JOURNAL_LIMIT } })).toHaveLength(1);
    expect(filesToUpload({ ...large, journal: { path: 'j', length: PORTAL_JOURNAL_LIMIT + 1 } })).toEqual(
      summary.driveInfos,
    );
    expect(filesToUpload(large)).toEqual(summary.driveInfos);
    expect(summaryText(large)).toContain(
      'upload /srv/job/WD-1.xml, /srv/job/WD-22.xml. The journal is too large for the portal: it is 2.1 MB and the limit is 2 MB.',
    );
  });

  it('counts jobs of ten drives', () => {
    const drives = Array.from({ length: 11 }, () => summary.drives[0]!);
    expect(summaryText({ ...summary, drives })).toContain('create 2 import jobs, each with at most 10 drives');
  });

  it('says how to go on where a session is not complete', () => {
    const { jrm, ...withoutJrm } = summary;
    expect(jrm).toBeDefined();
    const of = (outcome: SessionSummary['outcome'], failedFiles = 0) =>
      summaryText({ ...withoutJrm, driveInfos: [], outcome, failedFiles });
    const command = 'sneakernet prep --journal /srv/job/job.jrn --session "session#1"';
    expect(of('interrupted')).toContain(`1. Continue with: ${command} --resume`);
    expect(of('needs-drives')).toContain(`${command} --additional-driveset <file>`);
    expect(of('failed', 3)).toContain('3 files could not be copied; each is named above and in the log');
    expect(of('failed', 3)).toContain('--leave-out-changed');
    expect(of('failed')).not.toContain('--leave-out-changed');
    for (const outcome of ['interrupted', 'needs-drives', 'failed'] as const)
      expect(of(outcome)).not.toContain('Azure portal');
    expect(of('interrupted')).toContain('The journal holds the keys');
  });
});
