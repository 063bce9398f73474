import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JrmCheck } from '../../../../server/src/protocol/jobReview';
import { words } from '../plan/testPlan';
import { checklistItems, driveLabels, reminders } from './checklist';
import type { ChecklistItem } from './checklist';
import type { ChecklistFacts, DriveFacts } from './checklistFacts';
import { checklistMarkdown } from './checklistMarkdown';
import { checklistPage } from './checklistPage';
import { volumeFacts } from './driveInspection';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';

const drive: DriveFacts = {
  letter: 'G',
  driveId: 'WD-1234',
  target: '/data/G.vhd',
  isDisk: false,
  state: 'Verified',
  isReadBack: true,
  verdict: undefined,
  volume: { kind: 'encrypted', cipher: 'aes-xts-128', remarks: [] },
  hasManifest: true,
  label: 'SHIP01',
};
const check: JrmCheck = { seal: 'sound', jobId: 'ship-2026', sessionId: 'session#1', drives: [], checksums: 6 };
const jrm = { name: 'a.jrm', size: 1000, check };

/** A job that may be shipped. */
const ready: ChecklistFacts = {
  job: 'shipment',
  checkedAt: 0,
  state: 'prepared',
  tableErrors: 0,
  drives: [drive],
  journal: { name: 'a.jrn', size: 4000 },
  jrm,
  driveInfos: ['WD-1234.xml'],
  trackedFiles: [],
  openFiles: [],
  credential: null,
  backup: { name: 'a.age', madeAt: 0, isCurrent: true, isThere: true },
};

const items = (changes: Partial<ChecklistFacts>): Map<string, ChecklistItem> => new Map(checklistItems({ ...ready, ...changes }, words).map((item) => [item.id, item]));
const ticksThatDiffer = (changes: Partial<ChecklistFacts>): string[] => [...items(changes).values()].filter(({ tick }) => tick !== 'done').map(({ id, tick }) => `${id}: ${tick}`);

describe('The checklist', () => {
  it('has every point done of a job that is ready', () => {
    expect(ticksThatDiffer({})).toEqual([]);
    expect(items({}).size).toBe(10);
  });

  const ofDrive = (changes: Partial<DriveFacts>): Partial<ChecklistFacts> => ({ drives: [drive, { ...drive, letter: 'H', ...changes }] });
  const cases: [string, Partial<ChecklistFacts>, string[]][] = [
    ['errors in the CSVs', { tableErrors: 2 }, ['tables: notYet']],
    ['CSVs that could not be checked', { tableErrors: undefined }, ['tables: unknown']],
    ['a preparation that was interrupted', { state: 'interrupted', drives: [{ ...drive, state: 'Writing', volume: { kind: 'incomplete' }, hasManifest: undefined }], jrm: undefined, backup: undefined }, ['prepared: notYet', 'verified: notYet', 'encrypted: notYet', 'manifest: unknown', 'sealed: notYet', 'backup: notYet']],
    ['a journal of another program', { state: 'unknown', drives: [] }, ['prepared: unknown', 'verified: notYet', 'encrypted: notYet', 'manifest: notYet', 'driveCount: notYet']],
    ['one drive that was not read back', ofDrive({ isReadBack: false }), ['verified: notYet']],
    ['one drive in which verification found something', ofDrive({ verdict: { isSound: false, problems: 3, at: 0 } }), ['verified: notYet']],
    ['one drive that was verified later', ofDrive({ isReadBack: false, verdict: { isSound: true, problems: 0, at: 0 } }), []],
    ['one drive that is not encrypted', ofDrive({ volume: { kind: 'open', remarks: [] } }), ['encrypted: notYet']],
    ['one drive that the service would not take', ofDrive({ volume: { kind: 'encrypted', cipher: 'aes-xts-128', remarks: ['It has no recovery password.'] } }), ['encrypted: notYet']],
    ['one drive that cannot be looked at', ofDrive({ volume: { kind: 'unknown', reason: '/dev/sdz cannot be opened.' }, hasManifest: undefined }), ['encrypted: unknown', 'manifest: unknown']],
    ['one drive without its manifest', ofDrive({ hasManifest: false }), ['manifest: notYet']],
    ['a JRM that was edited', { jrm: { ...jrm, check: { ...check, seal: 'broken' } } }, ['sealed: notYet']],
    ['a JRM without a seal', { jrm: { ...jrm, check: { ...check, seal: 'absent' } } }, ['sealed: unknown']],
    ['a JRM that is none', { jrm: { ...jrm, check: { ...check, seal: 'unreadable', problem: '"JobId" is missing.' } } }, ['sealed: notYet']],
    ['no backup', { backup: undefined }, ['backup: notYet']],
    ['a backup of an earlier JRM', { backup: { ...ready.backup!, isCurrent: false } }, ['backup: notYet']],
    ['a backup that is gone', { backup: { ...ready.backup!, isThere: false } }, ['backup: notYet']],
    ['ten drives', { drives: Array.from({ length: 10 }, (_, index) => ({ ...drive, letter: String.fromCharCode(71 + index) })) }, []],
    ['eleven drives', { drives: Array.from({ length: 11 }, (_, index) => ({ ...drive, letter: String.fromCharCode(71 + index) })) }, ['driveCount: unknown']],
    ['a journal of more than 2 MB', { journal: { name: 'a.jrn', size: 2 * 1024 * 1024 + 1 } }, []],
    ['a journal of more than 2 MB and no drive infos', { journal: { name: 'a.jrn', size: 2 * 1024 * 1024 + 1 }, driveInfos: [] }, ['upload: notYet']],
    ['no journal', { journal: undefined }, ['upload: notYet']],
    ['keys in the repository', { trackedFiles: ['a.jrm'] }, ['secrets: notYet']],
    ['keys that others may read', { openFiles: ['a.jrn'] }, ['secrets: notYet']],
    ['no way to tell who may read the keys', { openFiles: undefined }, ['secrets: unknown']],
  ];

  it.each(cases)('tells of %s', (_, changes, ticks) => {
    expect(ticksThatDiffer(changes)).toEqual(ticks);
  });

  it('names the files that are uploaded in place of a long journal', () => {
    expect(items({ journal: { name: 'a.jrn', size: 3_000_000 } }).get('upload')!.facts).toEqual(['a.jrn has 3 MB; the portal takes 2 MB.', 'Upload the XML files of the drives in its place: WD-1234.xml.']);
  });

  it('says of a storage key on the drives that it is there', () => {
    expect(items({ credential: 'storage-key' }).get('secrets')!.facts.at(-1)).toContain('hold the key of the storage account');
  });

  it('leads to what is lacking', () => {
    const commands = [...items({ tableErrors: 1, backup: undefined, drives: [{ ...drive, isReadBack: false }], state: 'interrupted' }).values()].flatMap(({ action }) => (action ? [action.command] : []));
    expect(commands).toEqual(['sneakernet.validateJob', 'sneakernet.resumePreparation', 'sneakernet.verifyDrive', 'sneakernet.exportBackup', 'sneakernet.copyForUpload']);
  });

  it('has a label for each drive, with its id and the job, and no key', () => {
    expect(driveLabels(ready, words)).toEqual([{ letter: 'G', lines: ['Drive id: WD-1234', 'Job: ship-2026', 'Volume: SHIP01', 'Drive 1 of 1'] }]);
    expect(driveLabels({ ...ready, jrm: undefined }, words)[0]!.lines).toContain('Job: shipment');
  });

  it('tells drives of several sessions apart that have the same letter', () => {
    const drives = [drive, { ...drive, driveId: 'WD-5678', isReadBack: false }, { ...drive, letter: 'H', driveId: 'WD-9' }];
    expect(items({ drives }).get('verified')!.facts).toEqual([
      'Drive G (WD-1234): read back when it was prepared.',
      'Drive G (WD-5678): not read back.',
      'Drive H: read back when it was prepared.',
    ]);
    expect(driveLabels({ ...ready, drives }, words).map(({ lines }) => lines.at(-1))).toEqual(['Drive 1 of 3', 'Drive 2 of 3', 'Drive 3 of 3']);
  });

  it('reminds of images that are no disks yet', () => {
    expect(reminders(ready, words)[0]).toContain('Write each image to a disk');
    expect(reminders({ ...ready, drives: [{ ...drive, isDisk: true }] }, words)[0]).not.toContain('image');
  });
});

describe('The page of the checklist', () => {
  it('says each state in words', () => {
    const text = checklistPage({ ...ready, tableErrors: undefined, backup: undefined }, words).text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Done: 8, not yet: 1, cannot be told: 1.');
    expect(text).toContain('The CSVs have no errors ? cannot be told They could not be checked. Validate Job');
    expect(text).toContain('The keys have an encrypted backup ○ not yet');
    expect(text).toContain('Every drive is encrypted with BitLocker ✓ done Drive G: BitLocker, aes-xts-128.');
    expect(checklistPage(ready, words).text).toContain('All that can be checked is done.');
  });

  it('shows whatever drives and files are called as text', () => {
    const tags = (name: string): string[] => {
      const hostile: ChecklistFacts = { ...ready, job: name, drives: [{ ...drive, driveId: name, label: `x${name}`, volume: { kind: 'unknown', reason: name } }], trackedFiles: [name] };
      return [...checklistPage(hostile, words).text.matchAll(/<\/?[a-z]\w*/gi)].map(([tag]) => tag);
    };
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '<script>', '</table>', '\n') }), (name) => {
        expect(tags(name)).toEqual(tags('a'));
      }),
    );
  });
});

describe('The checklist in Markdown', () => {
  it('ticks what is done, and nothing else', () => {
    const text = checklistMarkdown({ ...ready, backup: undefined }, words);
    expect(text).toContain('- [x] **The JRM is sealed and was not edited**: done');
    expect(text).toContain('- [ ] **The keys have an encrypted backup**: not yet');
    expect(text.match(/- \[x\]/g)).toHaveLength(9);
    expect(text).toContain('- Drive id: WD-1234 · Job: ship-2026');
    expect(text).not.toContain(KEY);
  });
});

describe('What a drive is', () => {
  const report = (contents: string, more: object = {}): string => JSON.stringify({ volume: { contents }, bitlocker: null, remarks: [], ...more });

  it.each([
    [report('bitlocker', { bitlocker: { cipher: 'aes-xts-128' } }), { kind: 'encrypted', cipher: 'aes-xts-128', remarks: [] }],
    [report('file system', { remarks: ['It is not encrypted.'] }), { kind: 'open', remarks: ['It is not encrypted.'] }],
    [report('incomplete'), { kind: 'incomplete' }],
    [report('empty'), { kind: 'none' }],
    ['', { kind: 'unknown', reason: 'there is no /data/G.vhd.' }],
  ])('is read from what the runner says: %s', (output, facts) => {
    expect(volumeFacts(output, 'sneakernet: there is no /data/G.vhd.\n')).toEqual(facts);
  });
});
