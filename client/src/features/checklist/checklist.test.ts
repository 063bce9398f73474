import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { JrmCheck } from '../../../../server/src/protocol/jobReview';
import type { EarlierSessions, FileGroup } from '../../../../src-runner/src/protocol';
import { words } from '../../../test/plan';
import { checklistItems, driveLabels, reminders } from './checklist';
import type { ChecklistItem } from './checklistPoint';
import type { BackupFacts, ChecklistFacts, DriveFacts, JrmFacts } from './checklistFacts';
import { checklistMarkdown } from './checklistMarkdown';
import { checklistPage } from './checklistPage';
import { volumeFacts } from './driveInspection';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';

const drive: DriveFacts = {
  letter: 'G',
  driveId: 'WD-1234',
  target: '/data/G.vhd',
  kind: 'image',
  state: 'Verified',
  medium: { kind: 'image', changedAt: 900 },
  readBackAt: 1000,
  verdict: undefined,
  volume: { kind: 'encrypted', cipher: 'aes-xts-128', volumeId: '{AB-1}', remarks: [] },
  volumeId: 'ab-1',
  contents: { kind: 'manifest' },
  label: 'SHIP01',
};
const check: JrmCheck = {
  seal: 'sound',
  jobId: 'ship-2026',
  sessionId: 'session#1',
  drives: [{ driveId: 'WD-1234', letter: 'G', label: 'SHIP01', manifestFile: '', volumeId: 'ab-1' }],
  checksums: 6,
};
const backup: BackupFacts = { name: 'a.age', madeAt: 0, isCurrent: true, state: 'sound' };
const jrm: JrmFacts = { name: 'a.jrm', check, backup };
const group = (files: number, ...first: string[]): FileGroup => ({ files, bytes: 10 * files, first });
const earlier: EarlierSessions = {
  sessions: ['session#1'],
  same: group(6),
  changed: group(0),
  added: group(0),
  gone: group(0),
  unreadable: [],
};

/** A job that is ready to ship. */
const ready: ChecklistFacts = {
  job: 'shipment',
  checkedAt: 0,
  state: 'prepared',
  tableErrors: 0,
  earlier,
  drives: [drive],
  journal: { name: 'a.jrn', size: 4000 },
  jrms: [jrm],
  portal: { journal: [], driveInfos: [] },
  driveInfos: ['WD-1234.xml'],
  trackedFiles: [],
  openFiles: [],
  credential: null,
  versions: {},
  changes: undefined,
};

const items = (changes: Partial<ChecklistFacts>): Map<string, ChecklistItem> =>
  new Map(checklistItems({ ...ready, ...changes }, words).map((item) => [item.id, item]));
const ticksThatDiffer = (changes: Partial<ChecklistFacts>): string[] =>
  [...items(changes).values()].filter(({ tick }) => tick !== 'done').map(({ id, tick }) => `${id}: ${tick}`);

describe('The checklist', () => {
  it('has every point done of a job that is ready', () => {
    expect(ticksThatDiffer({})).toEqual([]);
    expect(items({}).size).toBe(11);
  });

  const ofDrive = (changes: Partial<DriveFacts>): Partial<ChecklistFacts> => ({
    drives: [drive, { ...drive, letter: 'H', ...changes }],
  });
  const ofJrm = (changes: Partial<JrmFacts>): Partial<ChecklistFacts> => ({ jrms: [jrm, { ...jrm, ...changes }] });
  const ofSeal = (seal: JrmCheck['seal']): Partial<ChecklistFacts> =>
    ofJrm({ check: { ...check, seal, problem: 'x' } });
  const sound = { isSound: true, problems: 0, began: 2000, ended: 3000 };
  const cases: [string, Partial<ChecklistFacts>, string[]][] = [
    ['errors in the CSVs', { tableErrors: 2 }, ['tables: error']],
    ['CSVs that could not be checked', { tableErrors: undefined }, ['tables: unknown']],
    ['files that are on no drive', { earlier: { ...earlier, added: group(110, 'F:\\new.txt') } }, ['current: error']],
    ['sources that were written to', { earlier: { ...earlier, changed: group(1, 'F:\\a.txt') } }, ['current: error']],
    [
      'files on a drive that the dataset names no more',
      { earlier: { ...earlier, gone: group(1, 'F:\\a.txt') } },
      ['current: error'],
    ],
    ['a session whose JRM cannot be read', { earlier: { ...earlier, unreadable: ['a.jrm'] } }, ['current: unknown']],
    ['sources that cannot be looked at', { earlier: undefined }, ['current: unknown']],
    [
      'a preparation that was interrupted',
      {
        state: 'interrupted',
        earlier: null,
        drives: [
          { ...drive, state: 'Writing', readBackAt: undefined, volume: { kind: 'incomplete' }, contents: undefined },
        ],
        jrms: [],
      },
      [
        'current: notYet',
        'prepared: notYet',
        'verified: notYet',
        'encrypted: notYet',
        'manifest: unknown',
        'sealed: notYet',
        'backup: notYet',
      ],
    ],
    [
      'a drive that failed',
      ofDrive({ state: 'Failed', readBackAt: undefined }),
      ['prepared: error', 'verified: notYet'],
    ],
    [
      'a journal of another program',
      { state: 'unknown', drives: [] },
      ['prepared: unknown', 'verified: notYet', 'encrypted: notYet', 'manifest: notYet', 'driveCount: notYet'],
    ],
    ['one drive that was not read back', ofDrive({ readBackAt: undefined }), ['verified: notYet']],
    [
      'one drive in which verification found something',
      ofDrive({ verdict: { ...sound, isSound: false, problems: 3 } }),
      ['verified: error'],
    ],
    ['one drive that was verified later', ofDrive({ readBackAt: undefined, verdict: sound }), []],
    [
      'one image that was written to after it was read back',
      ofDrive({ medium: { kind: 'image', changedAt: 1001 } }),
      ['verified: error'],
    ],
    [
      'one image that was written to, and verified then',
      ofDrive({ medium: { kind: 'image', changedAt: 1001 }, verdict: sound }),
      [],
    ],
    [
      'one image that was written to while it was verified',
      ofDrive({ medium: { kind: 'image', changedAt: 2500 }, verdict: sound }),
      ['verified: error'],
    ],
    [
      'one image that is gone',
      ofDrive({
        medium: { kind: 'gone' },
        volume: { kind: 'unknown', reason: 'there is no /data/H.vhd' },
        contents: undefined,
      }),
      ['verified: error', 'encrypted: error', 'manifest: unknown'],
    ],
    [
      'one disk that is not attached',
      ofDrive({
        target: '/dev/sdb',
        kind: 'device',
        medium: { kind: 'gone' },
        volume: { kind: 'unknown', reason: 'there is no /dev/sdb' },
        contents: undefined,
      }),
      ['verified: unknown', 'encrypted: unknown', 'manifest: unknown'],
    ],
    [
      'a disk, which only reading tells about',
      ofDrive({ target: '/dev/sdb', kind: 'device', medium: { kind: 'disk' } }),
      [],
    ],
    [
      'another drive where one was',
      ofDrive({ volume: { kind: 'encrypted', cipher: 'aes-xts-128', volumeId: '{CD-2}', remarks: [] } }),
      ['verified: error'],
    ],
    ['one drive that is not encrypted', ofDrive({ volume: { kind: 'open', remarks: [] } }), ['encrypted: error']],
    ['one drive that holds nothing', ofDrive({ volume: { kind: 'none' } }), ['encrypted: error']],
    [
      'one drive that the service would not take',
      ofDrive({
        volume: {
          kind: 'encrypted',
          cipher: 'aes-xts-128',
          volumeId: 'ab-1',
          remarks: ['It has no recovery password.'],
        },
      }),
      ['encrypted: error'],
    ],
    [
      'one disk that cannot be looked at',
      ofDrive({
        target: '/dev/sdz',
        kind: 'device',
        medium: { kind: 'disk' },
        volume: { kind: 'unknown', reason: '/dev/sdz cannot be opened.' },
        contents: undefined,
      }),
      ['encrypted: unknown', 'manifest: unknown'],
    ],
    [
      'one image that was cut off',
      ofDrive({ volume: { kind: 'unknown', reason: 'A partition is outside the disk.' }, contents: undefined }),
      ['encrypted: error', 'manifest: unknown'],
    ],
    [
      'one drive that its key does not open',
      ofDrive({ contents: { kind: 'locked', reason: 'The key does not unlock it.' } }),
      ['manifest: error'],
    ],
    ['one drive without its manifest', ofDrive({ contents: { kind: 'noManifest' } }), ['manifest: error']],
    ['a JRM that was edited', ofSeal('broken'), ['sealed: error']],
    ['a JRM without a seal', ofSeal('absent'), ['sealed: unknown']],
    ['a JRM that is none', ofSeal('unreadable'), ['sealed: error']],
    ['a JRM of a second session that is gone', ofSeal('missing'), ['sealed: error']],
    ['no backup', ofJrm({ backup: undefined }), ['backup: notYet']],
    ['a backup of an earlier JRM', ofJrm({ backup: { ...backup, isCurrent: false } }), ['backup: error']],
    ['a backup that is gone', ofJrm({ backup: { ...backup, state: 'gone' } }), ['backup: error']],
    ['a backup that was written to', ofJrm({ backup: { ...backup, state: 'changed' } }), ['backup: error']],
    [
      'ten drives',
      { drives: Array.from({ length: 10 }, (_, index) => ({ ...drive, letter: String.fromCharCode(71 + index) })) },
      [],
    ],
    [
      'eleven drives',
      { drives: Array.from({ length: 11 }, (_, index) => ({ ...drive, letter: String.fromCharCode(71 + index) })) },
      ['driveCount: unknown'],
    ],
    ['a journal of more than 2 MB', { journal: { name: 'a.jrn', size: PORTAL_JOURNAL_LIMIT + 1 } }, []],
    [
      'a journal of more than 2 MB and no drive infos',
      { journal: { name: 'a.jrn', size: PORTAL_JOURNAL_LIMIT + 1 }, driveInfos: [] },
      ['upload: notYet'],
    ],
    ['no journal', { journal: undefined }, ['upload: error']],
    [
      'no journal before anything is prepared',
      { journal: undefined, jrms: [] },
      ['sealed: notYet', 'backup: notYet', 'upload: notYet'],
    ],
    [
      'a journal with another key',
      { portal: { journal: ['a.jrn has a different key for drive X than the JRM.'], driveInfos: [] } },
      ['upload: error'],
    ],
    [
      'a drive info that is missing',
      { portal: { journal: [], driveInfos: ['There is no drive info for drive X.'] } },
      ['upload: error'],
    ],
    ['files for the portal that could not be compared', { portal: undefined }, ['upload: unknown']],
    ['keys in the repository', { trackedFiles: ['a.jrm'] }, ['secrets: error']],
    ['keys that others may read', { openFiles: ['a.jrn'] }, ['secrets: error']],
    ['no way to tell who may read the keys', { openFiles: undefined }, ['secrets: unknown']],
  ];

  it.each(cases)('tells of %s', (_, changes, ticks) => {
    expect(ticksThatDiffer(changes)).toEqual(ticks);
  });

  it('names the files that are uploaded in place of a long journal', () => {
    expect(items({ journal: { name: 'a.jrn', size: 3_000_000 } }).get('upload')!.facts).toEqual([
      'a.jrn is 3 MB; the portal accepts at most 2 MB.',
      'Upload the XML files of the drives instead: WD-1234.xml.',
    ]);
  });

  it('says of a storage key on the drives that it is there', () => {
    expect(items({ credential: 'storage-key' }).get('secrets')!.facts.at(-1)).toContain(
      'contain the key of the storage account',
    );
  });

  it('leads to what is lacking', () => {
    const commands = [
      ...items({
        tableErrors: 1,
        jrms: [{ ...jrm, backup: undefined }],
        drives: [{ ...drive, readBackAt: undefined }],
        state: 'interrupted',
      }).values(),
    ].flatMap(({ action }) => (action ? [action.command] : []));
    expect(commands).toEqual([
      'sneakernet.validateJob',
      'sneakernet.resumePreparation',
      'sneakernet.verifyDrive',
      'sneakernet.exportBackup',
      'sneakernet.copyForUpload',
    ]);
  });

  it('has a label for each drive, with its id and the job, and no key', () => {
    expect(driveLabels(ready, words)).toEqual([
      { letter: 'G', lines: ['Drive id: WD-1234', 'Job: ship-2026', 'Volume: SHIP01', 'Drive 1 of 1'] },
    ]);
    expect(driveLabels({ ...ready, jrms: [] }, words)[0]!.lines).toContain('Job: shipment');
  });

  it('tells drives of several sessions apart that have the same letter', () => {
    const drives = [
      drive,
      { ...drive, driveId: 'WD-5678', readBackAt: undefined },
      { ...drive, letter: 'H', driveId: 'WD-9' },
    ];
    expect(items({ drives }).get('verified')!.facts).toEqual([
      expect.stringMatching(/^Drive G \(WD-1234\): read back during preparation on /),
      'Drive G (WD-5678): not read back.',
      expect.stringMatching(/^Drive H: read back during preparation on /),
    ]);
    expect(driveLabels({ ...ready, drives }, words).map(({ lines }) => lines.at(-1))).toEqual([
      'Drive 1 of 3',
      'Drive 2 of 3',
      'Drive 3 of 3',
    ]);
  });

  it('reminds of images that are no disks yet', () => {
    expect(reminders(ready, words)[0]).toContain('Write each image to a separate disk');
    expect(reminders({ ...ready, drives: [{ ...drive, kind: 'device' }] }, words)[0]).not.toContain('image');
  });
});

describe('The page of the checklist', () => {
  it('says each state in words', () => {
    const text = checklistPage(
      {
        ...ready,
        tableErrors: undefined,
        jrms: [{ ...jrm, backup: undefined }],
        drives: [drive, { ...drive, letter: 'H', contents: { kind: 'locked', reason: '' } }],
      },
      words,
    )
      .text.replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain('Done: 8, not met: 1, not yet: 1, unknown: 1.');
    expect(text).toContain('The CSVs have no errors ? unknown The CSVs could not be checked. Validate Job');
    expect(text).toContain('The keys have an encrypted backup ○ not yet');
    expect(text).toContain('Every drive is unlocked by its key and contains its manifest ✕ not met');
    expect(text).toContain('Every drive is encrypted with BitLocker ✓ done Drive G: BitLocker, aes-xts-128.');
    expect(checklistPage(ready, words).text).toContain('Everything that can be checked is done.');
  });

  it('names what has changed since somebody looked', () => {
    const changes = { since: 0, names: ['dataset.csv', 'G.vhd'] };
    expect(checklistPage({ ...ready, changes }, words).text.replace(/<[^>]*>/g, '')).toMatch(
      /Changed since [^:]*:.* dataset\.csv, G\.vhd/,
    );
    expect(checklistMarkdown({ ...ready, changes }, words)).toMatch(/Changed since .*dataset\.csv, G\.vhd/);
    expect(checklistPage({ ...ready, changes: { since: 0, names: [] } }, words).text).not.toContain('Changed since');
  });

  it('shows whatever drives and files are called as text', () => {
    const tags = (name: string): string[] => {
      const hostile: ChecklistFacts = {
        ...ready,
        job: name,
        drives: [{ ...drive, driveId: name, label: `x${name}`, volume: { kind: 'unknown', reason: name } }],
        trackedFiles: [name],
        changes: { since: 0, names: [name] },
      };
      return [...checklistPage(hostile, words).text.matchAll(/<\/?[a-z]\w*/gi)].map(([tag]) => tag);
    };
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '<script>', '</table>', '\n') }),
        (name) => {
          expect(tags(name)).toEqual(tags('a'));
        },
      ),
    );
  });
});

describe('The checklist in Markdown', () => {
  it('ticks what is done, and nothing else', () => {
    const text = checklistMarkdown({ ...ready, jrms: [{ ...jrm, backup: undefined }] }, words);
    expect(text).toContain('- [x] **The JRM is sealed and has not been edited**: done');
    expect(text).toContain('- [ ] **The keys have an encrypted backup**: not yet');
    expect(text.match(/- \[x\]/g)).toHaveLength(10);
    expect(text).toContain('- Drive id: WD-1234 · Job: ship-2026');
    expect(text).not.toContain(KEY);
  });
});

describe('What a drive is', () => {
  const report = (contents: string, more: object = {}): string =>
    JSON.stringify({ volume: { contents }, bitlocker: null, remarks: [], ...more });

  it.each([
    [
      report('bitlocker', { bitlocker: { cipher: 'aes-xts-128', volumeGuid: 'x' } }),
      { kind: 'encrypted', cipher: 'aes-xts-128', volumeId: 'x', remarks: [] },
    ],
    [report('file system', { remarks: ['It is not encrypted.'] }), { kind: 'open', remarks: ['It is not encrypted.'] }],
    [report('incomplete'), { kind: 'incomplete' }],
    [report('empty'), { kind: 'none' }],
    ['', { kind: 'unknown', reason: 'there is no /data/G.vhd.' }],
  ])('is read from what the runner says: %s', (output, facts) => {
    expect(volumeFacts(output, 'sneakernet: there is no /data/G.vhd.\n')).toEqual(facts);
  });
});
