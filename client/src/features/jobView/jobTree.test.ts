import { describe, expect, it } from 'vitest';
import type { TreeNode } from '../../views/treeNode';
import { testPlan, words } from '../../../test/plan';
import type { DriveLook, Medium, Verdict } from '../../runs/driveLook';
import { driveDoubt, jobTree } from './jobTree';
import type { JobTreeFacts, JobTreeFile } from './jobTree';

const none = { errors: 0, warnings: 0, information: 0 };
const file = (name: string, size: number | undefined, problems = none): JobTreeFile => ({
  uri: `file:///jobs/a/${name}`,
  name,
  size,
  problems,
});
const facts: JobTreeFacts = {
  folder: 'file:///jobs/a',
  state: 'none',
  datasets: [file('dataset.csv', 400, { errors: 2, warnings: 1, information: 0 })],
  drivesets: [file('driveset.csv', 1500)],
  jobFile: file('job.json', undefined),
  journal: file('a.jrn', undefined),
  jrm: file('a.jrm', undefined),
  driveInfos: [],
  plan: undefined,
  doubts: [],
  changedSincePlan: [],
  canRun: true,
};
const labels = (nodes: readonly TreeNode[]): string[] =>
  nodes.map(({ label, description }) => [label, description].filter(Boolean).join(': '));
const stepsOf = (changes: Partial<JobTreeFacts>): unknown[] => {
  const next = jobTree({ ...facts, ...changes }, words).find(({ id }) => id === 'next');
  return next!.children!().map(({ command }) => command?.id);
};

describe('The tree of a job', () => {
  it('has its files with what was found in them, and says which are not there yet', () => {
    expect(labels(jobTree(facts, words))).toEqual([
      'Nothing has been prepared yet',
      'dataset.csv: errors: 2, warnings: 1',
      'driveset.csv: 1.5 kB',
      'job.json: not yet',
      'Plan: not planned yet',
      'a.jrn: not yet',
      'a.jrm: not yet',
      'Drive infos: not yet',
      'Next steps',
    ]);
  });

  it('opens the files that are there, and no others', () => {
    const opened = jobTree(facts, words).flatMap(({ place }) => (place ? [place.uri] : []));
    expect(opened).toEqual(['file:///jobs/a/dataset.csv', 'file:///jobs/a/driveset.csv']);
  });

  it('says of a table that job.json names, and that is not there, that it is missing', () => {
    const tree = jobTree({ ...facts, datasets: [file('lost.csv', undefined)] }, words);
    expect(tree[1]).toMatchObject({ description: 'missing', icon: 'error', spoken: 'Dataset lost.csv: missing' });
  });

  it('reads aloud what a file is, and what was found', () => {
    expect(jobTree(facts, words)[1]).toMatchObject({
      spoken: 'Dataset dataset.csv: errors: 2, warnings: 1',
      icon: 'error',
    });
  });

  it('has the drives of the last plan with how full they become, and says where it is old', () => {
    const tree = jobTree({ ...facts, plan: testPlan('a'), changedSincePlan: ['dataset.csv'] }, words);
    const plan = tree.find(({ label }) => label === 'Plan')!;
    expect(plan.description).toBe(
      'changed since planning: dataset.csv · Files: 1,234 (5 GB). Drives: 2. Import jobs: 1.',
    );
    expect(labels(plan.children!())).toEqual([
      'Drive G: fill level: 75% · files: 1,000 (3 GB)',
      'Drive H: fill level: 100%, as large as its contents · files: 234 (2 GB)',
      'Drive I: stays empty · files: 0 (0 bytes)',
    ]);
  });

  it('offers what makes sense in each state', () => {
    expect(stepsOf({})).toEqual(['sneakernet.validateJob', 'sneakernet.planJob', 'sneakernet.prepareDrives']);
    expect(stepsOf({ state: 'running' })).toEqual(['sneakernet.cancelPreparation']);
    expect(stepsOf({ state: 'interrupted' })).toContain('sneakernet.resumePreparation');
    expect(stepsOf({ state: 'needsDrives' })[0]).toBe('sneakernet.resumePreparation');
    expect(stepsOf({ state: 'prepared' })).toContain('sneakernet.preShipmentChecklist');
    expect(stepsOf({ state: 'prepared', canRun: false })).toEqual([]);
  });

  it('has an id of its own for each node', () => {
    const all = (nodes: readonly TreeNode[]): string[] =>
      nodes.flatMap((node) => [node.id, ...all(node.children?.() ?? [])]);
    const ids = all(
      jobTree({ ...facts, plan: testPlan('a'), driveInfos: [file('x.xml', 1), file('y.xml', 1)] }, words),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of a prepared job what speaks against its drives now', () => {
    const [state] = jobTree(
      { ...facts, state: 'prepared', doubts: ['Drive H: changed since it was read back.', 'Drive I: gone.'] },
      words,
    );
    expect(state).toMatchObject({
      label: 'Prepared, but no longer as it was',
      description: 'Drive H: changed since it was read back.',
      icon: 'error',
    });
    expect(state!.children!().map(({ label }) => label)).toEqual([
      'Drive H: changed since it was read back.',
      'Drive I: gone.',
    ]);
  });

  it('doubts a drive that is gone, changed, or did not verify, and no other', () => {
    const verdict = { isSound: false, problems: 2, began: 5, ended: 6 };
    const doubt = (
      medium: Medium,
      readBackAt: number | undefined,
      found?: Verdict,
      kind: DriveLook['kind'] = 'image',
    ) => driveDoubt('H', '/w/H.vhd', { kind, medium, readBackAt, verdict: found }, words);
    expect(doubt({ kind: 'image', changedAt: 1 }, 2)).toBeUndefined();
    expect(doubt({ kind: 'image', changedAt: 3 }, 2)).toBe('Drive H: changed since it was read back. Verify it again.');
    expect(doubt({ kind: 'image', changedAt: 1 }, 2, verdict)).toBe('Drive H: verification found problems: 2.');
    expect(doubt({ kind: 'image', changedAt: 3 }, 2, { ...verdict, isSound: true })).toBeUndefined();
    expect(doubt({ kind: 'gone' }, 2)).toBe('Drive H: /w/H.vhd no longer exists.');
    expect(doubt({ kind: 'gone' }, 2, undefined, 'device')).toBeUndefined();
    expect(doubt({ kind: 'disk' }, 2, undefined, 'device')).toBeUndefined();
  });
});
